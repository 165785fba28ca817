//! The checkpoint: how far an import has come, so that an interrupted one goes on where it stopped.
//!
//! It is written after each acknowledged batch and removed at the end. It may lag behind what the sink has, never run ahead of
//! it: losing it costs only that claims are sent again and found as duplicates.

use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::ImportError;
use crate::limits::CHECKPOINT_BYTES_MAX;
use crate::report::Report;

const VERSION: u32 = 1;

/// What an import is one of: it goes on only where all of this is the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Identity {
    /// Length of the input, in bytes.
    pub(crate) input_bytes: u64,
    /// BLAKE3 of the input, in hexadecimal.
    pub(crate) input_digest: String,
    /// BLAKE3 of mapping and settings, in hexadecimal.
    pub(crate) mapping_digest: String,
    /// An agent derived from the master seed: tells seeds apart and gives none away.
    pub(crate) agents: String,
    /// Where the claims go.
    pub(crate) target: String,
}

impl Identity {
    /// What differs, in words.
    fn difference(&self, other: &Identity) -> Option<&'static str> {
        let parts = [
            (
                self.input_bytes == other.input_bytes && self.input_digest == other.input_digest,
                "the input has changed since",
            ),
            (
                self.mapping_digest == other.mapping_digest,
                "the mapping or a setting has changed since",
            ),
            (
                self.agents == other.agents,
                "it was made with another agent seed",
            ),
            (
                self.target == other.target,
                "it belongs to another server or folder",
            ),
        ];
        let differs = parts.iter().find(|(same, _)| !same);
        differs.map(|(_, what)| *what)
    }
}

/// How far an import has come.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Checkpoint {
    version: u32,
    identity: Identity,
    /// Byte at which the next record begins.
    pub(crate) offset: u64,
    /// Line at which the next record begins.
    pub(crate) line: u64,
    /// What was counted so far.
    pub(crate) report: Report,
}

impl Checkpoint {
    pub(crate) fn new(identity: &Identity, offset: u64, line: u64, report: &Report) -> Self {
        Checkpoint {
            version: VERSION,
            identity: identity.clone(),
            offset,
            line,
            report: report.clone(),
        }
    }

    /// Reads the checkpoint of this very import; nothing if there is none.
    pub(crate) fn read(path: &Path, identity: &Identity) -> Result<Option<Self>, ImportError> {
        let stale = |what: &str| ImportError::StaleCheckpoint {
            path: path.to_owned(),
            what: what.to_owned(),
        };
        let mut bytes = Vec::new();
        match std::fs::File::open(path) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(failed(path, "read", e)),
            Ok(file) => file
                .take(CHECKPOINT_BYTES_MAX)
                .read_to_end(&mut bytes)
                .map_err(|e| failed(path, "read", e))?,
        };
        let found: Checkpoint = serde_json::from_slice(&bytes)
            .map_err(|e| stale(&format!("it is not a checkpoint of this version ({e})")))?;
        if found.version != VERSION {
            return Err(stale("it was written by another version"));
        }
        if let Some(what) = found.identity.difference(identity) {
            return Err(stale(what));
        }
        if found.offset > identity.input_bytes || !found.report.adds_up() {
            return Err(stale("its counts contradict each other"));
        }
        Ok(Some(found))
    }

    /// Writes it whole or not at all: to a file beside it, which then takes its name.
    pub(crate) fn write(&self, path: &Path) -> Result<(), ImportError> {
        let failed = |e| failed(path, "written", e);
        let text = serde_json::to_vec(self).map_err(|e| failed(e.into()))?;
        let beside = beside(path);
        let mut file = std::fs::File::create(&beside).map_err(failed)?;
        file.write_all(&text).map_err(failed)?;
        file.sync_data().map_err(failed)?;
        std::fs::rename(&beside, path).map_err(failed)
    }

    /// Removes it; that there is none is as good.
    pub(crate) fn remove(path: &Path) -> Result<(), ImportError> {
        match std::fs::remove_file(path) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(failed(path, "removed", e)),
            _ => Ok(()),
        }
    }
}

fn failed(path: &Path, action: &'static str, source: std::io::Error) -> ImportError {
    ImportError::Checkpoint {
        path: path.to_owned(),
        action,
        source,
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}
