//! The bytes of installed components, each in a file named for its digest.
//!
//! Invariant: bytes that `read` returns have the digest that they were asked by.

use crate::{
    disk::{DiskFault, Folder},
    error::InstallError,
    identity::Digest,
};

/// The folder of components.
const FOLDER: &str = "components";
/// End of every component's file name.
const EXTENSION: &str = ".wasm";

/// Stored components.
pub(crate) struct Components {
    folder: Folder,
    bytes_max: usize,
}

impl Components {
    pub(crate) fn open(within: &Folder, bytes_max: usize) -> Result<Self, DiskFault> {
        let folder = Folder::open(&within.path().join(FOLDER))?;
        Ok(Self { folder, bytes_max })
    }

    /// Digests of everything stored, ordered.
    pub(crate) fn digests(&self) -> Result<Vec<Digest>, DiskFault> {
        let mut digests = Vec::new();
        for name in self.folder.names()? {
            match name.strip_suffix(EXTENSION).and_then(Digest::parse) {
                Some(digest) => digests.push(digest),
                None => {
                    tracing::warn!(folder = ?self.folder.path(), name, "not a component's file");
                }
            }
        }
        Ok(digests)
    }

    pub(crate) fn read(&self, digest: Digest) -> Result<Vec<u8>, InstallError> {
        let name = name(digest);
        let found = self.folder.read(&name, self.bytes_max)?;
        let bytes = found.map(|found| found.bytes).unwrap_or_default();
        let stored = Digest::of(&bytes);
        if stored == digest {
            Ok(bytes)
        } else {
            let found = stored;
            Err(InstallError::Damaged { digest, found })
        }
    }

    pub(crate) fn write(&self, digest: Digest, bytes: &[u8]) -> Result<(), DiskFault> {
        self.folder.write(&name(digest), &[bytes])
    }
}

fn name(digest: Digest) -> String {
    format!("{digest}{EXTENSION}")
}
