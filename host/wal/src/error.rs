//! Everything that can go wrong with the log, each with the place and with what to do.

use std::io;

use crate::frame::FrameFault;

/// An error of the log. Those that `open` returns mean that nothing was changed on disk, except `Io`.
#[derive(Debug, thiserror::Error)]
pub enum WalError {
    /// The file system refused.
    #[error(
        "could not {operation} {file}: {source}; check the disk, its free space and its permissions"
    )]
    Io {
        /// What was tried.
        operation: &'static str,
        /// The file or folder.
        file: String,
        /// What the system said.
        source: io::Error,
    },
    /// Another process has the log open.
    #[error("the log in {dir} is in use by another process; stop that process first")]
    Locked {
        /// The folder.
        dir: String,
    },
    /// A record that was known durable is no longer whole.
    #[error(
        "damage in segment {file} at log position {position}: {fault}, yet everything before position {durable} was \
         known durable ({evidence}); restore this file from a backup or a replica, nothing was changed"
    )]
    Damage {
        /// The segment file.
        file: String,
        /// Where the bad record begins.
        position: u64,
        /// What is wrong with it.
        fault: FrameFault,
        /// The position up to which the log was known durable.
        durable: u64,
        /// Where that is known from.
        evidence: &'static str,
    },
    /// The log ends before the position that the index has applied.
    #[error(
        "the log in {dir} ends at position {end}, but the index has applied it up to {applied}: the end of the log is \
         lost; restore the log from a backup or a replica, nothing was changed"
    )]
    EndsEarly {
        /// The folder.
        dir: String,
        /// The end that was found.
        end: u64,
        /// What the index has seen.
        applied: u64,
    },
    /// A segment's header can't be read.
    #[error(
        "the header of segment {file} is damaged: {what}; restore this file from a backup or a replica, nothing was changed"
    )]
    SegmentHead {
        /// The segment file.
        file: String,
        /// What is wrong.
        what: &'static str,
    },
    /// A segment is absent, or the one before is cut short.
    #[error(
        "the log should go on at position {expected}, but the next segment is {file}: a segment is missing or the one \
         before it is cut short; restore the folder from a backup or a replica, nothing was changed"
    )]
    MissingSegment {
        /// The segment found instead.
        file: String,
        /// The position at which a segment should begin.
        expected: u64,
    },
    /// A segment is longer than the place that it has.
    #[error(
        "segment {file} begins at position {base}, inside the segment before it, which ends at {expected}; restore the \
         folder from a backup or a replica, nothing was changed"
    )]
    OverlappingSegment {
        /// The segment found.
        file: String,
        /// Where it begins.
        base: u64,
        /// Where the one before ends.
        expected: u64,
    },
    /// A segment whose header names another base than its file name.
    #[error(
        "segment {file} says that it begins at position {base}: it was renamed or copied; give it its name back"
    )]
    WrongBase {
        /// The segment file.
        file: String,
        /// The base in its header.
        base: u64,
    },
    /// A segment of another log.
    #[error(
        "segment {file} belongs to the log {found}, not to {expected}; remove what was copied here by mistake"
    )]
    ForeignLog {
        /// The segment file.
        file: String,
        /// The id in its header.
        found: String,
        /// The id of this log.
        expected: String,
    },
    /// A segment written by a newer program.
    #[error(
        "segment {file} has format version {version}, this program reads version 1; use a newer program"
    )]
    UnknownVersion {
        /// The segment file.
        file: String,
        /// Its version.
        version: u32,
    },
    /// A `.wal` file whose name is no position.
    #[error(
        "{file} is in the log's folder, but its name is not 16 lower-case hex digits and .wal; move it elsewhere"
    )]
    StrayFile {
        /// The file.
        file: String,
    },
    /// A record that can't be read at this position.
    #[error(
        "no valid record begins at log position {position} in segment {file}: {fault}; if the position came from this \
         database, the file is damaged and must be restored from a backup or a replica"
    )]
    Unreadable {
        /// The segment file.
        file: String,
        /// The position asked for.
        position: u64,
        /// What is wrong.
        fault: FrameFault,
    },
    /// A position that is not, or not yet, part of the log.
    #[error(
        "log position {position} is not before the durable end {end}; only committed records can be read"
    )]
    BeyondEnd {
        /// The position asked for.
        position: u64,
        /// The durable end.
        end: u64,
    },
    /// The payload is larger than the options allow.
    #[error(
        "a payload of {bytes} bytes is larger than the {max} that the log takes; split the record"
    )]
    PayloadTooLarge {
        /// Its size.
        bytes: u64,
        /// The limit.
        max: u64,
    },
    /// The batch in memory is full.
    #[error(
        "the batch holds {bytes} bytes and takes no further {more}; commit it, then append again"
    )]
    BatchFull {
        /// What it holds.
        bytes: u64,
        /// What should have been added.
        more: u64,
    },
    /// Options that can't work.
    #[error("the log's option {option} is {value}, but must be between {min} and {max}")]
    Options {
        /// The option.
        option: &'static str,
        /// Its value.
        value: u64,
        /// The least value allowed.
        min: u64,
        /// The greatest value allowed.
        max: u64,
    },
    /// An earlier write failed.
    #[error(
        "the log takes no writes since an earlier failure ({reason}); fix the cause, then restart"
    )]
    Poisoned {
        /// The first failure.
        reason: String,
    },
}

impl WalError {
    pub(crate) fn io(operation: &'static str, file: &str, source: io::Error) -> Self {
        Self::Io {
            operation,
            file: file.to_owned(),
            source,
        }
    }
}
