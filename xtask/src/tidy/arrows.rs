//! The direction between folders: which crates of the workspace a crate may depend on.
//!
//! A new arrow is a change of the architecture: it gets its line here in the commit that argues it.

use std::path::Path;

use anyhow::Result;

use super::Tree;
use super::crates::When;

/// Where the crates below a folder may depend to.
struct Arrows {
    folder: &'static str,
    /// Always.
    may: &'static [&'static str],
    /// In tests, examples and benchmarks also.
    tests: &'static [&'static str],
}

/// The native lenses, which tests hold the sandbox against.
const TWINS: &[&str] = &["plugins/sdk", "plugins/twins"];

/// The first entry that fits a crate's folder counts.
const ARROWS: &[Arrows] = &[
    Arrows {
        folder: "host/core",
        may: &[],
        tests: &[],
    },
    Arrows {
        folder: "host/wire",
        may: &["host/core"],
        tests: &[],
    },
    Arrows {
        folder: "host/wal",
        may: &["host/core"],
        tests: &[],
    },
    Arrows {
        folder: "host/storage",
        may: &["host/core", "host/wal"],
        tests: &[],
    },
    Arrows {
        folder: "host/plugins",
        may: &["host/core"],
        tests: TWINS,
    },
    // The log is where the write path appends; the read path has no business there.
    Arrows {
        folder: "host/ingest",
        may: &["host/core", "host/plugins", "host/storage", "host/wal"],
        tests: &[],
    },
    // Tests of the read path need a log to bring the index up from.
    Arrows {
        folder: "host/query",
        may: &["host/core", "host/wire", "host/plugins", "host/storage"],
        tests: &["host/wal", "host/ingest", "plugins/sdk", "plugins/twins"],
    },
    Arrows {
        folder: "host/engine",
        may: &[
            "host/core",
            "host/wire",
            "host/wal",
            "host/storage",
            "host/plugins",
            "host/ingest",
            "host/query",
        ],
        tests: TWINS,
    },
    // Measures every layer, and the sandbox against the lenses compiled in; nothing depends on it.
    Arrows {
        folder: "host/bench",
        may: &[
            "host/core",
            "host/wire",
            "host/wal",
            "host/storage",
            "host/plugins",
            "host/ingest",
            "host/query",
            "host/engine",
            "host/calibration",
            // The data sets with a gold standard come in as anybody would import them.
            "admin/import",
            "plugins/sdk",
            "plugins/twins",
        ],
        tests: &[],
    },
    // Arithmetic on answered questions; its tests hold the answer stage against it.
    Arrows {
        folder: "host/calibration",
        may: &[],
        tests: TWINS,
    },
    Arrows {
        folder: "host/client",
        may: &["host/core", "host/wire"],
        tests: &[],
    },
    // Only the server's tests should need the client; its manifest names it while there is no server.
    Arrows {
        folder: "host/api",
        may: &["host/core", "host/client", "host/engine", "host/wire"],
        tests: TWINS,
    },
    // Stands outside the server and looks at it through the client; the engine is there to be broken on purpose.
    Arrows {
        folder: "host/proof",
        may: &[
            "host/api",
            "host/client",
            "host/core",
            "host/engine",
            "host/wire",
        ],
        tests: &[],
    },
    // Holds lenses against laws through the real host, and makes components of them; knows no database.
    Arrows {
        folder: "admin/kit",
        may: &[
            "host/plugins",
            "plugins/cases",
            "plugins/sdk",
            "plugins/toolchain",
        ],
        tests: TWINS,
    },
    Arrows {
        folder: "admin",
        may: &[
            "admin/import",
            "admin/kit",
            "host/calibration",
            "host/client",
            "host/core",
            "host/engine",
            "host/wire",
        ],
        tests: &["host/api"],
    },
    Arrows {
        folder: "examples",
        may: &["host/client", "host/core", "host/engine", "host/wire"],
        tests: &["host/api"],
    },
    Arrows {
        folder: "aphoria/core",
        may: &[],
        tests: &[],
    },
    // What is in files, and which files there are: pure work on bytes and folders, no plugins.
    Arrows {
        folder: "aphoria/matching",
        may: &["aphoria/core"],
        tests: &[],
    },
    Arrows {
        folder: "aphoria/source",
        may: &["aphoria/core"],
        tests: &[],
    },
    Arrows {
        folder: "aphoria/report",
        may: &["aphoria/core"],
        tests: &[],
    },
    Arrows {
        folder: "aphoria/scan",
        may: &[
            "aphoria/core",
            "aphoria/matching",
            "aphoria/source",
            "host/plugins",
        ],
        tests: &[],
    },
    Arrows {
        folder: "aphoria/fixtures",
        may: &[
            "aphoria/core",
            "aphoria/matching",
            "aphoria/scan",
            "aphoria/source",
            "host/plugins",
        ],
        tests: &[],
    },
    Arrows {
        folder: "aphoria/authority",
        may: &[
            "aphoria/core",
            "host/core",
            "host/engine",
            "host/wire",
            "host/plugins",
        ],
        tests: &[],
    },
    // The program wires everything.
    Arrows {
        folder: "aphoria/cli",
        may: &[
            "aphoria",
            "host/core",
            "host/engine",
            "host/plugins",
            "host/wire",
        ],
        tests: &[],
    },
    Arrows {
        folder: "extractors",
        may: &["plugins/extractor-sdk"],
        tests: &[],
    },
    Arrows {
        folder: "plugins/sdk",
        may: &[],
        tests: &[],
    },
    // Extractors know their contract alone; the host's words for the same things are another crate's.
    Arrows {
        folder: "plugins/extractor-sdk",
        may: &[],
        tests: &[],
    },
    Arrows {
        folder: "plugins/extractor-twins",
        may: &[
            "aphoria/core",
            "aphoria/scan",
            "extractors",
            "host/plugins",
            "plugins/extractor-sdk",
        ],
        tests: &["aphoria/authority", "aphoria/fixtures"],
    },
    Arrows {
        folder: "plugins/cases",
        may: &["plugins/sdk"],
        tests: &[],
    },
    Arrows {
        folder: "plugins/toolchain",
        may: &[],
        tests: &[],
    },
    Arrows {
        folder: "plugins/twins",
        may: &["plugins/cases", "plugins/sdk", "lenses"],
        tests: &[],
    },
    Arrows {
        folder: "plugins/test-guests",
        may: &["plugins/sdk"],
        tests: &[],
    },
    Arrows {
        folder: "lenses",
        may: &["plugins/sdk"],
        tests: &[],
    },
    // Pages of lenses are generated from what the twins say of themselves.
    Arrows {
        folder: "xtask",
        may: &["plugins/sdk", "plugins/toolchain", "plugins/twins"],
        tests: &[],
    },
];

/// Names each dependency against the direction.
pub(super) fn check(tree: &Tree) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for member in &tree.crates {
        for dependency in &member.dependencies {
            let Some(to) = dependency.folder() else {
                continue;
            };
            faults.extend(fault(&member.folder, &to, dependency.kind));
        }
    }
    Ok(faults)
}

fn fault(from: &Path, to: &Path, when: Option<When>) -> Option<String> {
    let Some(arrows) = ARROWS.iter().find(|arrows| from.starts_with(arrows.folder)) else {
        return Some(format!(
            "{} has no line in xtask/src/tidy/arrows.rs: say there what it may depend on",
            from.display()
        ));
    };
    let within = |folders: &[&str]| folders.iter().any(|folder| to.starts_with(folder));
    if within(arrows.may) || (when == Some(When::Dev) && within(arrows.tests)) {
        return None;
    }
    Some(format!(
        "{} depends on {}: {} may depend on {:?}, its tests also on {:?} (xtask/src/tidy/arrows.rs)",
        from.display(),
        to.display(),
        arrows.folder,
        arrows.may,
        arrows.tests
    ))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{When, fault};

    fn allowed(from: &str, to: &str, when: Option<When>) -> bool {
        fault(Path::new(from), Path::new(to), when).is_none()
    }

    #[test]
    fn arrows_point_down() {
        assert!(allowed("host/storage", "host/core", None));
        assert!(!allowed("host/core", "host/storage", None));
        assert!(allowed("lenses/decay", "plugins/sdk", None));
        assert!(!allowed("lenses/decay", "lenses/consensus", None));
        assert!(!allowed("lenses/decay", "host/core", Some(When::Dev)));
    }

    #[test]
    fn tests_go_further_than_the_crate() {
        assert!(allowed("host/plugins", "plugins/twins", Some(When::Dev)));
        assert!(!allowed("host/plugins", "plugins/twins", None));
        assert!(!allowed("host/plugins", "plugins/twins", Some(When::Build)));
    }

    #[test]
    fn an_unknown_folder_is_a_fault() {
        assert!(!allowed("cluster/gossip", "host/core", None));
    }
}
