//! A file of a scanned tree, and its name in reports.

use std::{
    fmt::Write as _,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

/// A file that a scan may look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    /// The name in reports, see [`name_of`].
    pub name: String,
    /// Where it is opened.
    pub path: PathBuf,
    /// Whether it lies in a folder of other people's code, below the PATH that the user named.
    pub vendored: bool,
}

impl File {
    /// The file at `path`, named from `root`; vendored if any folder between the two says so.
    #[must_use]
    pub fn new(root: &Path, path: PathBuf) -> Self {
        let name = name_of(root, &path);
        let vendored = crate::traits::is_vendored(&name);
        Self {
            name,
            path,
            vendored,
        }
    }
}

/// The name of a file in reports: its path from `root` with `/` between the parts, or its whole path if it lies elsewhere.
///
/// Bytes that are not UTF-8 are written `%FF`, so that a name is always text and two names rarely meet.
#[must_use]
pub fn name_of(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    text_of(below.as_os_str().as_bytes())
}

fn text_of(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::{ffi::OsStr, path::PathBuf};

    use super::*;

    #[test]
    fn names_are_text_from_the_root() {
        let root = Path::new("/srv/app");
        assert_eq!(name_of(root, Path::new("/srv/app/src/a.rs")), "src/a.rs");
        assert_eq!(name_of(root, Path::new("/etc/app.ini")), "/etc/app.ini");
        let odd = PathBuf::from(OsStr::from_bytes(b"/srv/app/caf\xe9.py"));
        assert_eq!(name_of(root, &odd), "caf%E9.py");
    }
}
