//! Compiled components on disk, believed only when their seal is right.
//!
//! Not the plugins: the folder can be deleted at any time and everything is compiled again.
//!
//! Invariant: nothing is loaded from a folder or file that somebody else could have written.

use std::path::Path;

use wasmtime::Engine;

use crate::{
    artefact::{Artefact, Fingerprint, SEAL_BYTES, SealKey},
    compile::ARTEFACT_BYTES_MAX,
    disk::{DiskFault, Folder},
    error::OpenError,
    identity::Digest,
};

/// The folder of sealed artefacts.
const FOLDER: &str = "cache";
/// The key, beside the folder and not in it: whoever copies the cache does not get it.
const KEY: &str = "cache.key";

/// Sealed artefacts by component.
pub(crate) struct Cache {
    folder: Folder,
    key: SealKey,
    fingerprint: Fingerprint,
}

impl Cache {
    /// Opens the cache in a folder, that of the plugins or one that several hosts of a user share; draws a key when there
    /// is none.
    pub(crate) fn open(
        within: &Folder,
        engine: &Engine,
        build_id: &str,
    ) -> Result<Self, OpenError> {
        let folder = Folder::open(&within.path().join(FOLDER))?;
        folder
            .private()?
            .map_err(|exposed| exposed.at(folder.path().to_owned()))?;
        Ok(Self {
            folder,
            key: key(within)?,
            fingerprint: Fingerprint::of(engine, build_id),
        })
    }

    /// The artefact of a component, if there is one that can be trusted.
    pub(crate) fn load(&self, digest: Digest) -> Option<Artefact> {
        match self.trusted(digest) {
            Ok(found) => {
                count(if found.is_some() { "hit" } else { "miss" });
                found
            }
            Err(reason) => {
                count("rejected");
                tracing::warn!(plugin = %digest, reason, "cached machine code rejected, compiling again");
                None
            }
        }
    }

    fn trusted(&self, digest: Digest) -> Result<Option<Artefact>, String> {
        let exposed = "others may write it or read it".to_owned();
        match self.folder.private() {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return Err(exposed),
            Err(fault) => return Err(fault.to_string()),
        }
        let file = self
            .folder
            .read(&name(digest), ARTEFACT_BYTES_MAX + SEAL_BYTES);
        let Some(file) = file.map_err(|fault| fault.to_string())? else {
            return Ok(None);
        };
        if file.private.is_err() {
            return Err(exposed);
        }
        Artefact::opened(file.bytes, &self.key, digest, &self.fingerprint)
            .map(Some)
            .ok_or_else(|| "its seal is wrong, or it was made by another build".to_owned())
    }

    /// Keeps an artefact. A failure costs a compilation at the next start, no more.
    pub(crate) fn store(&self, digest: Digest, artefact: &Artefact) {
        let (head, body) = artefact.sealed(&self.key, digest, &self.fingerprint);
        if let Err(fault) = self.folder.write(&name(digest), &[&head, body]) {
            tracing::warn!(plugin = %digest, %fault, "machine code not cached");
        }
    }
}

fn count(outcome: &'static str) {
    metrics::counter!("stemedb_plugin_cache_total", "outcome" => outcome).increment(1);
}

fn name(digest: Digest) -> String {
    format!("{digest}.artefact")
}

/// Reads the key. A missing or shortened one is replaced, which makes every artefact so far worthless.
fn key(within: &Folder) -> Result<SealKey, OpenError> {
    if let Some(key) = kept_key(within)? {
        return Ok(key);
    }
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| DiskFault {
        action: "Drawing a key for",
        path: Path::new(FOLDER).to_owned(),
        source: std::io::Error::other(error),
    })?;
    // Hosts that share a cache may begin at the same moment; the first key is everybody's.
    if !within.write_new(KEY, &[&key])? {
        if let Some(first) = kept_key(within)? {
            return Ok(first);
        }
        tracing::warn!(path = ?within.path().join(KEY), "the cache key is damaged and is replaced");
        within.write(KEY, &[&key])?;
    }
    Ok(SealKey(key))
}

/// The key, if a whole one is there.
fn kept_key(within: &Folder) -> Result<Option<SealKey>, OpenError> {
    let Some(found) = within.read(KEY, 4096)? else {
        return Ok(None);
    };
    found
        .private
        .map_err(|exposed| exposed.at(within.path().join(KEY)))?;
    Ok(<[u8; 32]>::try_from(found.bytes).ok().map(SealKey))
}
