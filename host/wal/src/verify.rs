//! The operator's full check: every header, every frame, from the first byte to the last.
//!
//! It changes nothing and takes no lock. Run it on a stopped database or on a copy: in a log that is being written the
//! batch on its way may show as a torn tail.

use crate::disk::Disk;
use crate::error::WalError;
use crate::frame::{FrameFault, Seal};
use crate::recovery::Evidence;
use crate::survey::{SegmentFile, layout, walk};

/// Findings that a report lists; behind that many it only counts.
pub const FINDINGS_MAX: usize = 1000;

/// A place where a record should begin and none does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The segment file.
    pub file: String,
    /// Where the bad record begins.
    pub position: u64,
    /// What is wrong with it.
    pub fault: FrameFault,
}

/// What a full check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Segments with a sound header.
    pub segments: usize,
    /// Whole records.
    pub records: u64,
    /// The end of the last segment.
    pub end_position: u64,
    /// The position up to which the log itself says that it was durable.
    pub durable_position: u64,
    /// Damage: bad records before the durable position, at most [`FINDINGS_MAX`].
    pub damage: Vec<Finding>,
    /// Damage beyond that many.
    pub damage_omitted: u64,
    /// Where an unacknowledged tail begins that the next opening would cut.
    pub torn_tail: Option<Finding>,
    /// Whether the last file is a segment whose creation was interrupted; the next opening removes it.
    pub unfinished_segment: bool,
}

impl VerifyReport {
    /// Whether nothing is damaged. A torn tail is no damage.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.damage.is_empty()
    }
}

/// Checks the whole log in folder `dir`.
///
/// # Errors
/// What the segments' names and headers say, as `Journal::open` would; bad records are in the report.
pub fn verify(disk: &dyn Disk, dir: &str) -> Result<VerifyReport, WalError> {
    let found = layout(disk, dir, None)?;
    let seal = Seal::new(found.log_id.unwrap_or_default());
    let mut report = VerifyReport {
        segments: found.segments.len(),
        end_position: found.end(),
        unfinished_segment: found.unfinished.is_some(),
        ..VerifyReport::default()
    };
    let mut evidence = Evidence {
        applied: 0,
        begun: found.begun(),
        record: 0,
    };
    let mut findings = Vec::new();
    for segment in &found.segments {
        let walk = walk(disk, &seal, segment)?;
        report.records += walk.records;
        evidence.record = evidence.record.max(walk.durable);
        for bad in walk.breaks {
            if findings.len() <= FINDINGS_MAX {
                findings.push(finding(segment, bad.position, bad.fault));
            } else {
                report.damage_omitted += 1;
            }
        }
    }
    report.durable_position = evidence.durable().0;
    let (damage, tail) = findings
        .into_iter()
        .partition(|bad| bad.position < report.durable_position);
    report.damage = damage;
    report.torn_tail = Vec::into_iter(tail).next();
    Ok(report)
}

fn finding(segment: &SegmentFile, position: u64, fault: FrameFault) -> Finding {
    Finding {
        file: segment.name.clone(),
        position,
        fault,
    }
}
