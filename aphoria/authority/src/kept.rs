//! What holds, kept from one scan to the next: it depends on nothing but the corpus and the lens.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::corpus::Corpus;
use crate::resolve::{Held, Resolved};

#[derive(Serialize, Deserialize)]
struct Kept {
    lens: String,
    held: BTreeMap<String, Held>,
}

/// What was kept for this corpus and this lens, if anything that makes sense.
#[must_use]
pub fn load(folder: &Path, corpus: &Corpus, lens: &[u8]) -> Option<Resolved> {
    let text = std::fs::read(file(folder, corpus, lens)).ok()?;
    let kept: Kept = serde_json::from_slice(&text).ok()?;
    let count = corpus.claims.len();
    let sound = kept
        .held
        .values()
        .all(|held| held.claim < count && held.claims.iter().all(|&claim| claim < count));
    sound.then(|| Resolved {
        corpus: corpus.clone(),
        lens: kept.lens,
        held: kept.held,
    })
}

/// Keeps what holds. A failure costs time at the next scan, no more.
pub fn store(folder: &Path, resolved: &Resolved, lens: &[u8]) {
    let path = file(folder, &resolved.corpus, lens);
    let kept = Kept {
        lens: resolved.lens.clone(),
        held: resolved.held.clone(),
    };
    let fresh = path.with_extension(format!("{}.new", std::process::id()));
    let written = serde_json::to_vec(&kept)
        .map_err(std::io::Error::from)
        .and_then(|text| std::fs::create_dir_all(folder).map(|()| text))
        .and_then(|text| std::fs::write(&fresh, text))
        .and_then(|()| std::fs::rename(&fresh, &path));
    if written.is_err() {
        // It may never have been made.
        let _ = std::fs::remove_file(&fresh);
    }
}

fn file(folder: &Path, corpus: &Corpus, lens: &[u8]) -> PathBuf {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(corpus.digest.as_bytes());
    hasher.update(blake3::hash(lens).as_bytes());
    folder.join(format!("{}.json", hasher.finalize().to_hex()))
}
