//! Signed claims in a file, so that signing stands outside of what is timed.
//!
//! Not a format of the database. Each claim is its length, its signature and its body, one behind the other.

use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use parking_lot::Mutex;
use stemedb_core::SignedRecord;

use crate::claims::Claims;

/// Claims that are signed at a time.
const BLOCK: u64 = 100_000;
const BUFFER_BYTES: usize = 1 << 20;

/// Signs claims on all threads and writes them, telling on stderr how far it is.
pub(crate) fn write(path: &Path, claims: Claims, count: u64) -> Result<()> {
    let begin = Instant::now();
    let mut file = BufWriter::with_capacity(BUFFER_BYTES, File::create(path)?);
    for from in (0..count).step_by(BLOCK as usize) {
        let to = count.min(from + BLOCK);
        for record in claims.signed(from, to)? {
            file.write_all(&u32::try_from(record.bytes.len())?.to_le_bytes())?;
            file.write_all(&record.signature)?;
            file.write_all(&record.bytes)?;
        }
        tell("signed", to, count, begin);
    }
    file.flush()?;
    Ok(())
}

/// Says how far something is, how fast it goes and how long it will take.
pub(crate) fn tell(what: &str, done: u64, all: u64, begin: Instant) {
    let rate = done as f64 / begin.elapsed().as_secs_f64().max(1e-9);
    let left = (all - done.min(all)) as f64 / rate;
    eprintln!("growth: {what} {done} of {all} claims, {rate:.0} a second, {left:.0} s to go");
}

/// The claims of a file, for several readers at a time.
pub(crate) struct SignedFile(Mutex<BufReader<File>>);

impl SignedFile {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).with_context(|| format!("{} can't be read", path.display()))?;
        Ok(Self(Mutex::new(BufReader::with_capacity(
            BUFFER_BYTES,
            file,
        ))))
    }

    /// The next claims, at most so many; none at the end. Their signatures are not yet checked.
    pub(crate) fn next(&self, count: usize) -> Result<Vec<SignedRecord>> {
        let raw = self.read(count)?;
        raw.into_iter()
            .map(|(bytes, signature)| Ok(SignedRecord::decode(bytes, signature)?))
            .collect()
    }

    fn read(&self, count: usize) -> Result<Vec<(Vec<u8>, [u8; 64])>> {
        let mut file = self.0.lock();
        let mut raw = Vec::with_capacity(count);
        while raw.len() < count {
            let mut length = [0; 4];
            match file.read_exact(&mut length) {
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => break,
                other => other?,
            }
            let mut signature = [0; 64];
            file.read_exact(&mut signature)?;
            let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
            file.read_exact(&mut bytes)?;
            raw.push((bytes, signature));
        }
        Ok(raw)
    }
}
