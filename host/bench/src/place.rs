//! Where a run finds its components and puts its data, and the databases that it opens there.
//!
//! Invariant: what a bench wrote is gone when its `Folder` is dropped.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rayon::prelude::*;
use stemedb_core::SignedRecord;
use stemedb_engine::{Engine, Options};

use crate::claims::Claims;

/// Records of one write when many are written.
pub(crate) const BATCH: usize = 1_000;

/// What a run was told.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Folder with the components.
    pub(crate) guests: PathBuf,
    /// Folder for data.
    pub(crate) data: PathBuf,
    /// Folder with real data sets, which may be missing.
    pub(crate) shared: PathBuf,
    /// Lenses that `lens` measures; all if there are none.
    pub(crate) lenses: Vec<String>,
    /// How many claims, where a bench can be of any size.
    pub(crate) claims: Option<u64>,
}

/// A folder that goes with its bench.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("{} could not be removed: {error}", self.0.display());
        }
    }
}

impl Place {
    /// An empty folder.
    pub(crate) fn folder(&self, name: &str) -> Result<Folder> {
        let path = self.data.join(name);
        if path.exists() {
            fs::remove_dir_all(&path)
                .with_context(|| format!("{} could not be emptied", path.display()))?;
        }
        fs::create_dir_all(&path)
            .with_context(|| format!("{} could not be made", path.display()))?;
        Ok(Folder(path))
    }

    /// Opens a database with all lenses in their slots.
    pub(crate) fn open(
        &self,
        folder: &Path,
        change: impl FnOnce(&mut Options),
    ) -> Result<Arc<Engine>> {
        let mut options = Options::folder(folder)?;
        options.guests = Some(self.guests.clone());
        change(&mut options);
        let engine = Engine::open(options)?;
        let report = engine.guests();
        ensure!(
            report.refused.is_empty() && !report.installed.is_empty(),
            "the components in {} can't be used: {:?}; build them with `cargo xtask guests`",
            self.guests.display(),
            report.refused
        );
        Ok(engine)
    }

    /// The bytes of a component.
    pub(crate) fn guest(&self, id: &str) -> Result<Vec<u8>> {
        let path = self.guests.join(format!("{id}.wasm"));
        fs::read(&path).with_context(|| {
            format!(
                "{} can't be read; build it with `cargo xtask guests`",
                path.display()
            )
        })
    }
}

/// Signs and writes claims in large batches, and waits until all are indexed.
pub(crate) fn fill(engine: &Engine, claims: Claims, count: u64) -> Result<()> {
    for from in (0..count).step_by(20 * BATCH) {
        let to = count.min(from + 20 * BATCH as u64);
        write_all(engine, &claims.signed(from, to)?)?;
    }
    wait_until_indexed(engine);
    Ok(())
}

/// Writes records from several threads at a time; all must be accepted as new.
pub(crate) fn write_all(engine: &Engine, records: &[SignedRecord]) -> Result<()> {
    records
        .par_chunks(BATCH)
        .try_for_each(|batch| write(engine, batch.to_vec()))
}

/// Writes a batch; all must be accepted as new.
pub(crate) fn write(engine: &Engine, batch: Vec<SignedRecord>) -> Result<()> {
    for outcome in engine.write(batch) {
        let accepted = outcome?;
        ensure!(
            !accepted.duplicate,
            "a claim of the bench was there already; its folder was not empty"
        );
    }
    Ok(())
}

/// Waits until what is visible is in the tables and not only in memory and log.
pub(crate) fn wait_until_indexed(engine: &Engine) {
    loop {
        let health = engine.health();
        if health.applied >= health.position {
            return;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}
