//! Opening a log after whatever happened: tells a torn tail, which is cut, from damage, which is refused.
//!
//! A power cut can only harm what was not yet known durable. So a bad record is damage if the log was known durable
//! beyond its beginning; the evidence is the durable position in any whole record behind it, a later segment, or the
//! position that the index has applied. Everything else is an unacknowledged tail.
//!
//! Invariant: all judging comes before the first change on disk.

use std::io;
use std::sync::Arc;

use crate::disk::{Disk, DiskFile, OpenMode};
use crate::error::WalError;
use crate::frame::{LogId, Seal};
use crate::segment::{SEGMENT_HEAD_BYTES, SegmentHead, file_name};
use crate::survey::{Break, Layout, SegmentFile, layout, walk};

const REWRITE_BYTES: u64 = 1 << 20;

/// What opening found and did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// The position of the first record that a log can hold.
    pub first_position: u64,
    /// The end of the last record; everything before it is durable now.
    pub end_position: u64,
    /// Where checking began: the base of the segment that holds the applied position.
    pub scanned_from: u64,
    /// Records checked from there on.
    pub records_scanned: u64,
    /// Bytes behind the last whole record that were cut off.
    pub torn_bytes_cut: u64,
    /// Whether a segment was removed whose creation a power cut interrupted.
    pub unfinished_segment_removed: bool,
    /// Segments of the log.
    pub segments: usize,
    /// The id of the log.
    pub log_id: [u8; 16],
}

/// A log ready for writing.
pub(crate) struct Opened {
    pub(crate) bases: Vec<u64>,
    pub(crate) active: Arc<dyn DiskFile>,
    pub(crate) seal: Seal,
    pub(crate) recovery: Recovery,
}

/// What the scan says must be done.
struct Verdict {
    records: u64,
    scanned_from: u64,
    end: u64,
    torn_bytes: u64,
    /// Bytes of the last segment from here on are not proven durable by any record.
    unproven_from: u64,
}

pub(crate) fn recover(
    disk: &dyn Disk,
    dir: &str,
    applied: u64,
    id: Option<LogId>,
) -> Result<Opened, WalError> {
    let found = layout(disk, dir, id)?;
    let seal = Seal::new(found.log_id.unwrap_or_default());
    let verdict = judge(disk, dir, &seal, &found, applied)?;
    if let Some(name) = &found.unfinished {
        disk.remove(name)
            .map_err(|error| WalError::io("remove", name, error))?;
        disk.sync_dir(dir)
            .map_err(|error| WalError::io("sync", dir, error))?;
    }
    let mut bases: Vec<u64> = found.segments.iter().map(|segment| segment.base).collect();
    let (active, end) = match found.segments.last() {
        Some(last) => (settle(disk, dir, last, &verdict)?, verdict.end),
        None => {
            bases.push(0);
            (
                create_segment(
                    disk,
                    dir,
                    SegmentHead {
                        base: 0,
                        log_id: seal.log_id(),
                    },
                )?,
                SEGMENT_HEAD_BYTES,
            )
        }
    };
    let recovery = Recovery {
        first_position: SEGMENT_HEAD_BYTES,
        end_position: end,
        scanned_from: verdict.scanned_from,
        records_scanned: verdict.records,
        torn_bytes_cut: verdict.torn_bytes,
        unfinished_segment_removed: found.unfinished.is_some(),
        segments: bases.len(),
        log_id: seal.log_id(),
    };
    Ok(Opened {
        bases,
        active,
        seal,
        recovery,
    })
}

fn judge(
    disk: &dyn Disk,
    dir: &str,
    seal: &Seal,
    found: &Layout,
    applied: u64,
) -> Result<Verdict, WalError> {
    let early = |end| WalError::EndsEarly {
        dir: dir.to_owned(),
        end,
        applied,
    };
    let Some(last) = found.segments.last() else {
        let nothing = Verdict {
            records: 0,
            scanned_from: 0,
            end: 0,
            torn_bytes: 0,
            unproven_from: 0,
        };
        return if applied == 0 {
            Ok(nothing)
        } else {
            Err(early(0))
        };
    };
    let first = found
        .segments
        .partition_point(|segment| segment.base <= applied)
        .saturating_sub(1);
    let mut records = 0;
    let mut broken: Option<(&SegmentFile, Break)> = None;
    let mut evidence = Evidence {
        applied,
        begun: found.begun(),
        record: 0,
    };
    let mut unproven_from = last.base;
    for segment in &found.segments[first..] {
        let walk = walk(disk, seal, segment)?;
        records += walk.records;
        evidence.record = evidence.record.max(walk.durable);
        unproven_from = unproven_from.max(walk.durable_before_break);
        if let (None, Some(&first_break)) = (&broken, walk.breaks.first()) {
            broken = Some((segment, first_break));
        }
    }
    let end = match broken {
        Some((segment, bad)) => evidence.judge(segment, bad)?,
        None => last.end(),
    };
    if end < applied {
        return Err(early(end));
    }
    let scanned_from = found.segments[first].base;
    Ok(Verdict {
        records,
        scanned_from,
        end,
        torn_bytes: last.end() - end,
        unproven_from,
    })
}

/// How far the log was known durable, and from where.
pub(crate) struct Evidence {
    pub(crate) applied: u64,
    /// Where the newest segment was begun, whole or not.
    pub(crate) begun: u64,
    pub(crate) record: u64,
}

impl Evidence {
    /// The durable position that has the strongest evidence.
    pub(crate) fn durable(&self) -> (u64, &'static str) {
        let greatest = self.applied.max(self.begun).max(self.record);
        let source = if greatest == self.record {
            "a whole record behind it says so"
        } else if greatest == self.begun {
            "a later segment exists, and one is only begun when all before it is durable"
        } else {
            "the index has applied the log up to there"
        };
        (greatest, source)
    }

    /// The end of the log if the bad record begins a torn tail; damage otherwise.
    fn judge(&self, segment: &SegmentFile, bad: Break) -> Result<u64, WalError> {
        let (durable, evidence) = self.durable();
        if bad.position >= durable {
            return Ok(bad.position);
        }
        let file = segment.name.clone();
        Err(WalError::Damage {
            file,
            position: bad.position,
            fault: bad.fault,
            durable,
            evidence,
        })
    }
}

/// Cuts the torn tail of the last segment and makes all that is left durable.
fn settle(
    disk: &dyn Disk,
    dir: &str,
    last: &SegmentFile,
    verdict: &Verdict,
) -> Result<Arc<dyn DiskFile>, WalError> {
    let failed = |operation, error| WalError::io(operation, &last.name, error);
    let file = disk
        .open(&last.name, OpenMode::Existing)
        .map_err(|error| failed("open", error))?;
    let len = verdict.end - last.base;
    if verdict.torn_bytes > 0 {
        tracing::warn!(
            segment = last.name,
            position = verdict.end,
            bytes = verdict.torn_bytes,
            "cut a torn tail"
        );
        file.set_len(len).map_err(|error| failed("cut", error))?;
    }
    rewrite(&*file, verdict.unproven_from - last.base, len)
        .map_err(|error| failed("rewrite", error))?;
    file.sync().map_err(|error| failed("sync", error))?;
    disk.sync_dir(dir)
        .map_err(|error| WalError::io("sync", dir, error))?;
    Ok(file)
}

/// Writes bytes over themselves. After a failed sync the kernel may hold pages that it counts as clean and that never
/// reached the disk: they read well, and only a new write makes the next sync store them.
fn rewrite(file: &dyn DiskFile, from: u64, until: u64) -> io::Result<()> {
    let mut at = from;
    while at < until {
        let mut bytes = vec![0; REWRITE_BYTES.min(until - at) as usize];
        file.read_exact_at(&mut bytes, at)?;
        file.write_all_at(&bytes, at)?;
        at += bytes.len() as u64;
    }
    Ok(())
}

/// Creates a segment and makes header and name durable before anything is written to it.
pub(crate) fn create_segment(
    disk: &dyn Disk,
    dir: &str,
    head: SegmentHead,
) -> Result<Arc<dyn DiskFile>, WalError> {
    let name = crate::disk::join(dir, &file_name(head.base));
    let failed = |operation, error| WalError::io(operation, &name, error);
    let file = disk
        .open(&name, OpenMode::Create)
        .map_err(|error| failed("create", error))?;
    file.write_all_at(&head.encode(), 0)
        .map_err(|error| failed("write", error))?;
    file.sync().map_err(|error| failed("sync", error))?;
    disk.sync_dir(dir)
        .map_err(|error| WalError::io("sync", dir, error))?;
    Ok(file)
}
