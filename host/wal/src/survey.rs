//! Looks at a log without changing it: which segments there are, whether they join, which frames are whole.
//!
//! It decides nothing; recovery and verification judge what it found. Invariant: it opens files for reading only.

use std::io;

use crate::disk::{Disk, OpenMode, join};
use crate::error::WalError;
use crate::frame::{FrameFault, LogId, Seal};
use crate::segment::{HEAD, SEGMENT_HEAD_BYTES, SegmentHead, base_of, file_name};
use crate::window::Window;

/// A segment whose header is sound and which joins the one before.
#[derive(Debug, Clone)]
pub(crate) struct SegmentFile {
    pub(crate) name: String,
    pub(crate) base: u64,
    pub(crate) len: u64,
}

impl SegmentFile {
    pub(crate) fn end(&self) -> u64 {
        self.base + self.len
    }
}

/// The segments of a log in order.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) segments: Vec<SegmentFile>,
    /// A last file that was being created when the power went: too short to hold a record, its header not whole.
    pub(crate) unfinished: Option<String>,
    pub(crate) log_id: Option<LogId>,
}

impl Layout {
    pub(crate) fn end(&self) -> u64 {
        self.segments.last().map_or(0, SegmentFile::end)
    }

    /// Where the newest segment begins. One is only begun when all before it is durable, and its name alone proves
    /// that it was begun.
    pub(crate) fn begun(&self) -> u64 {
        match (&self.unfinished, self.segments.last()) {
            (None, Some(last)) => last.base,
            _ => self.end(),
        }
    }
}

/// Reads names and headers, and checks that each segment begins where the one before ends.
pub(crate) fn layout(
    disk: &dyn Disk,
    dir: &str,
    log_id: Option<LogId>,
) -> Result<Layout, WalError> {
    let names = disk
        .list(dir)
        .map_err(|error| WalError::io("list", dir, error))?;
    let bases: Result<Vec<u64>, WalError> =
        names.iter().filter_map(|name| base_of(dir, name)).collect();
    let bases = bases?;
    let mut layout = Layout {
        segments: Vec::new(),
        unfinished: None,
        log_id,
    };
    for (index, &base) in bases.iter().enumerate() {
        let name = join(dir, &file_name(base));
        let (len, head) = read_head(disk, &name)?;
        check_place(&name, base, layout.end())?;
        match SegmentHead::decode(&name, &head) {
            Ok(head) => {
                check_head(&name, base, head, &mut layout.log_id)?;
                layout.segments.push(SegmentFile { name, base, len });
            }
            // A header is synced before the first frame is written: a longer file had a whole one once.
            Err(WalError::SegmentHead { .. })
                if index + 1 == bases.len() && len <= SEGMENT_HEAD_BYTES =>
            {
                layout.unfinished = Some(name);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(layout)
}

fn read_head(disk: &dyn Disk, name: &str) -> Result<(u64, Vec<u8>), WalError> {
    let read = || -> io::Result<(u64, Vec<u8>)> {
        let file = disk.open(name, OpenMode::Read)?;
        let len = file.len()?;
        let mut head = vec![0; HEAD.min(usize::try_from(len).unwrap_or(HEAD))];
        file.read_exact_at(&mut head, 0)?;
        Ok((len, head))
    };
    read().map_err(|error| WalError::io("read", name, error))
}

fn check_place(name: &str, base: u64, expected: u64) -> Result<(), WalError> {
    let file = name.to_owned();
    match base.cmp(&expected) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(WalError::MissingSegment { file, expected }),
        std::cmp::Ordering::Less => Err(WalError::OverlappingSegment {
            file,
            base,
            expected,
        }),
    }
}

fn check_head(
    name: &str,
    base: u64,
    head: SegmentHead,
    log_id: &mut Option<LogId>,
) -> Result<(), WalError> {
    let file = name.to_owned();
    if head.base != base {
        return Err(WalError::WrongBase {
            file,
            base: head.base,
        });
    }
    let expected = *log_id.get_or_insert(head.log_id);
    if head.log_id != expected {
        let hex = |id: LogId| format!("{:032x}", u128::from_be_bytes(id));
        return Err(WalError::ForeignLog {
            file,
            found: hex(head.log_id),
            expected: hex(expected),
        });
    }
    Ok(())
}

/// Bytes that are no frame where one should be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Break {
    pub(crate) position: u64,
    pub(crate) fault: FrameFault,
}

/// What the frames of one segment say.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    pub(crate) records: u64,
    /// The greatest durable position in any whole frame, and where the whole frames before the first break say so.
    pub(crate) durable: u64,
    pub(crate) durable_before_break: u64,
    /// In order; at most `BREAKS_MAX`.
    pub(crate) breaks: Vec<Break>,
}

/// Breaks kept for each segment; more add nothing to any judgement.
const BREAKS_MAX: usize = 128;

/// Checks all frames of a segment. Behind a break it searches for the next whole frame, wherever it begins.
pub(crate) fn walk(disk: &dyn Disk, seal: &Seal, segment: &SegmentFile) -> Result<Walk, WalError> {
    let failed = |error| WalError::io("read", &segment.name, error);
    let file = disk.open(&segment.name, OpenMode::Read).map_err(failed)?;
    let mut window = Window::new(file, segment.base, segment.len);
    let mut walk = Walk::default();
    let mut at = SEGMENT_HEAD_BYTES;
    while at < segment.len {
        match window.frame(seal, at).map_err(failed)? {
            Ok((head, _)) => {
                walk.records += 1;
                walk.durable = walk.durable.max(head.durable);
                if walk.breaks.is_empty() {
                    walk.durable_before_break = walk.durable;
                }
                at += head.frame_bytes();
            }
            Err(fault) => {
                if walk.breaks.len() < BREAKS_MAX {
                    walk.breaks.push(Break {
                        position: segment.base + at,
                        fault,
                    });
                }
                at = window
                    .find_frame(seal, at + 1)
                    .map_err(failed)?
                    .unwrap_or(segment.len);
            }
        }
    }
    Ok(walk)
}
