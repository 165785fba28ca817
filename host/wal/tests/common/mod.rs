//! A small log, a seeded workload on it, and what must hold for it afterwards.
#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::sync::Arc;

use stemedb_wal::disk::{Disk, SimDisk};
use stemedb_wal::{Journal, JournalOptions, WalError};

pub(crate) const DIR: &str = "data/wal";

/// Records by position.
pub(crate) type Records = Vec<(u64, Vec<u8>)>;

pub(crate) fn options() -> JournalOptions {
    JournalOptions {
        segment_bytes: 16 << 10,
        payload_bytes_max: 32 << 10,
        log_id: Some([9; 16]),
        skip_fsync: false,
    }
}

/// The payload of a given number: never the same bytes for two numbers, from nothing to several pages long.
pub(crate) fn payload(number: u64) -> Vec<u8> {
    let bytes = match number % 7 {
        0 => 0,
        1 => 3000,
        2 => 40,
        3 => 9000,
        _ => number * 61 % 900,
    };
    (0..bytes)
        .map(|byte| (byte ^ number.wrapping_mul(151)) as u8)
        .collect()
}

pub(crate) fn open(
    disk: &SimDisk,
    applied: u64,
) -> Result<(Journal, stemedb_wal::Recovery), WalError> {
    Journal::open(Arc::new(disk.clone()), DIR, applied, options())
}

/// What a workload reached before it ended or the disk failed.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Appended, in order.
    pub(crate) appended: Records,
    /// How many of them a commit acknowledged.
    pub(crate) acknowledged: usize,
    /// The ends that commits returned.
    pub(crate) ends: Vec<u64>,
}

impl Outcome {
    pub(crate) fn end(&self) -> u64 {
        self.ends.last().copied().unwrap_or_default()
    }
}

/// Appends and commits `batches` batches of one to four records, reopening the log once on the way.
pub(crate) fn work(disk: &SimDisk, options: &JournalOptions, batches: u64) -> Outcome {
    let mut outcome = Outcome::default();
    let _ = run(disk, options, batches, &mut outcome);
    outcome
}

fn run(
    disk: &SimDisk,
    options: &JournalOptions,
    batches: u64,
    outcome: &mut Outcome,
) -> Result<(), WalError> {
    let disk: Arc<dyn Disk> = Arc::new(disk.clone());
    let (mut journal, _) = Journal::open(Arc::clone(&disk), DIR, 0, options.clone())?;
    for batch in 0..batches {
        if batch == batches / 2 {
            drop(journal);
            (journal, _) = Journal::open(Arc::clone(&disk), DIR, outcome.end(), options.clone())?;
        }
        for _ in 0..=batch % 4 {
            let bytes = payload(outcome.appended.len() as u64);
            let position = journal.append(&bytes)?;
            outcome.appended.push((position, bytes));
        }
        let end = journal.commit()?;
        outcome.acknowledged = outcome.appended.len();
        outcome.ends.push(end);
    }
    Ok(())
}

/// Says what is wrong with a log after a crash, or nothing.
pub(crate) fn check(disk: &SimDisk, outcome: &Outcome, applied: u64) -> Result<(), String> {
    let (mut journal, recovery) =
        open(disk, applied).map_err(|error| format!("refused: {error}"))?;
    let reader = journal.reader();
    let found: Result<Records, WalError> = reader.scan(0, u64::MAX).collect();
    let found = found.map_err(|error| format!("scan: {error}"))?;
    if found.len() < outcome.acknowledged {
        return Err(format!(
            "{} of {} acknowledged records",
            found.len(),
            outcome.acknowledged
        ));
    }
    if found != outcome.appended[..found.len()] {
        return Err("a record differs from what was written".to_owned());
    }
    for (position, bytes) in &found {
        if reader
            .read(*position)
            .map_err(|error| format!("read: {error}"))?
            != *bytes
        {
            return Err(format!("the record at {position} reads differently"));
        }
    }
    // What recovery kept is durable, and the log goes on from there.
    check_kept(
        &disk.crash_image(stemedb_wal::disk::Crash::NothingUnsynced),
        &found,
        recovery.end_position,
    )?;
    let position = journal
        .append(b"after")
        .map_err(|error| error.to_string())?;
    journal.commit().map_err(|error| error.to_string())?;
    let after = reader.read(position).map_err(|error| error.to_string())?;
    if after == b"after" {
        Ok(())
    } else {
        Err("the record after recovery reads differently".to_owned())
    }
}

fn check_kept(image: &SimDisk, found: &Records, end: u64) -> Result<(), String> {
    let (journal, _) = open(image, end).map_err(|error| format!("after recovery: {error}"))?;
    let kept: Result<Records, WalError> = journal.reader().scan(0, u64::MAX).collect();
    match kept {
        Ok(kept) if kept == *found => Ok(()),
        Ok(kept) => Err(format!(
            "recovery kept {} records, {} of them durable",
            found.len(),
            kept.len()
        )),
        Err(error) => Err(format!("after recovery: {error}")),
    }
}

/// The names of the log's segments, in order.
pub(crate) fn segments(disk: &SimDisk) -> Vec<String> {
    let names = disk.list(DIR).unwrap().into_iter();
    names
        .filter(|name| name.ends_with(".wal"))
        .map(|name| format!("{DIR}/{name}"))
        .collect()
}
