//! Gathers the sources that a new plugin project gets: the Rust SDK, the contract, the other SDKs and the templates.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Folders below the root of the repository.
const FOLDERS: [&str; 5] = [
    "plugins/sdk/src",
    "wit/stemedb-lens/0.1",
    "sdk/python",
    "sdk/javascript",
    "sdk/templates",
];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../..");
    let mut source = String::from("&[\n");
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={}", root.join(folder).display());
        let mut files = Vec::new();
        walk(&root, Path::new(folder), &mut files)?;
        files.sort();
        for file in files {
            let whole = fs::canonicalize(root.join(&file))?;
            // Writing into a String can't fail.
            let _ = writeln!(
                source,
                "    ({:?}, include_str!({:?})),",
                file.to_string_lossy(),
                whole.to_string_lossy()
            );
        }
    }
    source.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("files.rs"), source)
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_string_lossy().starts_with(['.', '_']) {
            continue;
        }
        let path = folder.join(name);
        if entry.file_type()?.is_dir() {
            walk(root, &path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
