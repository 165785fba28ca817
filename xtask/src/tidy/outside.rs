//! Which crate knows which outside thing, so that replacing one stays a change of one folder.

use std::path::Path;

use anyhow::Result;

use super::Tree;

/// A package from outside and the folders that may name it in their manifests, tests included.
struct Home {
    package: &'static str,
    folders: &'static [&'static str],
    reason: &'static str,
}

const HOMES: &[Home] = &[
    Home {
        package: "wasmtime",
        folders: &["host/plugins"],
        reason: "everything that guests can do to us is dealt with there",
    },
    Home {
        package: "redb",
        folders: &["host/storage"],
        reason: "what is in redb can be rebuilt from the log, and only that crate knows how",
    },
    Home {
        package: "axum",
        folders: &["host/api"],
        reason: "HTTP stays at the outermost edge",
    },
    Home {
        package: "ureq",
        folders: &["host/client", "host/proof"],
        reason: "one client speaks to servers; a proof must see each request fail, and that one tries again",
    },
    Home {
        package: "wit-bindgen",
        folders: &["plugins"],
        reason: "lenses get their bindings from the kit; two test guests have worlds of their own",
    },
    Home {
        package: "wit-component",
        folders: &["plugins/toolchain"],
        reason: "components are made when guests are built, never by the host",
    },
];

/// Names each manifest that names what belongs elsewhere.
pub(super) fn check(tree: &Tree) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for member in &tree.crates {
        for dependency in &member.dependencies {
            faults.extend(fault(&member.folder, &dependency.name));
        }
    }
    Ok(faults)
}

fn fault(folder: &Path, package: &str) -> Option<String> {
    let home = HOMES.iter().find(|home| home.package == package)?;
    if home.folders.iter().any(|home| folder.starts_with(home)) {
        return None;
    }
    Some(format!(
        "{} depends on {package}, which belongs to {}: {} (xtask/src/tidy/outside.rs)",
        folder.display(),
        home.folders.join(", "),
        home.reason
    ))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::fault;

    #[test]
    fn a_thing_is_known_at_home_only() {
        assert!(fault(Path::new("host/plugins"), "wasmtime").is_none());
        assert!(fault(Path::new("host/query"), "wasmtime").is_some());
        assert!(fault(Path::new("host/query"), "thiserror").is_none());
    }
}
