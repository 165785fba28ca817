//! A segment file's header and name. Pure: bytes in, bytes out.
//!
//! Invariant: the first 64 bytes of a segment of any version begin with the magic and the version and end with their
//! CRC32C, so an older program can always tell a newer segment from a damaged one.

use crate::error::WalError;
use crate::frame::{LogId, u32_at, u64_at};

/// Bytes before the first frame of a segment.
pub const SEGMENT_HEAD_BYTES: u64 = 64;

pub(crate) const HEAD: usize = SEGMENT_HEAD_BYTES as usize;
const MAGIC: &[u8; 8] = b"STEMEWAL";
const VERSION: u32 = 1;
const SUFFIX: &str = ".wal";

/// Where a segment begins, and in which log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SegmentHead {
    pub(crate) base: u64,
    pub(crate) log_id: LogId,
}

impl SegmentHead {
    pub(crate) fn encode(&self) -> [u8; HEAD] {
        let mut bytes = [0; HEAD];
        bytes[..8].copy_from_slice(MAGIC);
        bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
        bytes[12..16].copy_from_slice(&(HEAD as u32).to_le_bytes());
        bytes[16..24].copy_from_slice(&self.base.to_le_bytes());
        bytes[24..40].copy_from_slice(&self.log_id);
        let crc = crc32c::crc32c(&bytes[..60]);
        bytes[60..].copy_from_slice(&crc.to_le_bytes());
        bytes
    }

    /// Reads the header of `file`, whose name is for the error only.
    pub(crate) fn decode(file: &str, bytes: &[u8]) -> Result<Self, WalError> {
        let damaged = |what| WalError::SegmentHead {
            file: file.to_owned(),
            what,
        };
        let Some(bytes) = bytes.first_chunk::<HEAD>() else {
            return Err(damaged("the file is shorter than a header"));
        };
        if &bytes[..8] != MAGIC {
            return Err(damaged("it does not begin with STEMEWAL"));
        }
        if u32_at(bytes, 60) != crc32c::crc32c(&bytes[..60]) {
            return Err(damaged("its checksum does not match"));
        }
        let version = u32_at(bytes, 8);
        if version != VERSION {
            return Err(WalError::UnknownVersion {
                file: file.to_owned(),
                version,
            });
        }
        if u32_at(bytes, 12) != HEAD as u32 {
            return Err(damaged("it gives itself another length"));
        }
        let mut log_id = [0; 16];
        log_id.copy_from_slice(&bytes[24..40]);
        Ok(Self {
            base: u64_at(bytes, 16),
            log_id,
        })
    }
}

/// The file name of the segment that begins at `base`.
pub(crate) fn file_name(base: u64) -> String {
    format!("{base:016x}{SUFFIX}")
}

/// The base that a file name gives; `None` if the file is no business of the log.
pub(crate) fn base_of(dir: &str, name: &str) -> Option<Result<u64, WalError>> {
    let digits = name.strip_suffix(SUFFIX)?;
    let base = u64::from_str_radix(digits, 16)
        .ok()
        .filter(|&base| file_name(base) == name);
    Some(base.ok_or_else(|| WalError::StrayFile {
        file: crate::disk::join(dir, name),
    }))
}
