//! The demands that come with the program, and which of them hold.

use std::sync::Arc;

use anyhow::{Context, Result};
use aphoria_authority::{Corpus, CorpusFile, Resolved, load, resolve, store};
use include_dir::{Dir, include_dir};
use stemedb_engine::SystemClock;

use crate::places;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../corpus");

/// The corpus, read and checked.
pub(crate) fn corpus() -> Result<Corpus> {
    let mut files: Vec<CorpusFile<'_>> = FILES
        .files()
        .filter(|file| {
            file.path()
                .extension()
                .is_some_and(|extension| extension == "toml")
        })
        .filter_map(|file| {
            Some(CorpusFile {
                name: file.path().to_str()?,
                text: file.contents_utf8()?,
            })
        })
        .collect();
    files.sort_by_key(|file| file.name);
    Ok(Corpus::read(&files)?)
}

/// What holds, from the cache where it is known.
pub(crate) fn resolved() -> Result<Resolved> {
    let corpus = corpus()?;
    let path = places::lens().context(
        "The lens aphoria-authority.wasm is not beside the program. Set APHORIA_LENS to its file.",
    )?;
    let lens = std::fs::read(&path).with_context(|| format!("{} can't be read", path.display()))?;
    let kept = places::cache().map(|folder| folder.join("authority"));
    if let Some(known) = kept
        .as_deref()
        .and_then(|folder| load(folder, &corpus, &lens))
    {
        return Ok(known);
    }
    let folder = tempfile::tempdir().context("No temporary folder for the database of demands")?;
    let resolved = resolve(corpus, folder.path(), &lens, Arc::new(SystemClock))?;
    if let Some(folder) = kept {
        store(&folder, &resolved, &lens);
    }
    Ok(resolved)
}
