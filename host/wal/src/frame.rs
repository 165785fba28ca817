//! One record in the log: a head of 56 bytes and the payload. Pure: bytes in, bytes out.
//!
//! Both checksums cover the length, the durable position, the frame's own position and the log's id, so a frame that
//! was copied to another place or from another log is no frame. The head has a checksum of its own: a length is
//! believed before the payload is read, and a search through garbage never hashes megabytes for a chance match.
//!
//! Invariant: decoding looks at no byte beyond the given ones and allocates nothing.

use std::fmt;

/// Bytes before the payload.
pub const FRAME_HEAD_BYTES: usize = 56;

/// The largest payload that the format allows; the options of a log may allow less.
pub const PAYLOAD_BYTES_LIMIT: u32 = 32 << 20;

/// The first bytes of every frame. Neither ASCII nor UTF-8 nor a CBOR head, so that text and records seldom hold it.
pub(crate) const FRAME_MAGIC: [u8; 4] = [0xD7, 0x57, 0x52, 0xFE];

const KEY_CONTEXT: &str = "stemedb wal v1 frame";
const LOG_ID_BYTES: usize = 16;

/// Names one log for ever; it is in every segment header and under every checksum.
pub(crate) type LogId = [u8; LOG_ID_BYTES];

/// What is wrong with bytes that should be a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameFault {
    /// The segment ends inside the head.
    HeadCut,
    /// The sync word is not there.
    NoMagic,
    /// The head's checksum does not match.
    HeadChecksum,
    /// The head is whole, but says what no writer says.
    Impossible,
    /// The segment ends inside the payload.
    PayloadCut,
    /// The payload's CRC32C does not match.
    Crc,
    /// The BLAKE3 does not match.
    Digest,
}

impl fmt::Display for FrameFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::HeadCut => "the file ends inside a record's head",
            Self::NoMagic => "no record begins here",
            Self::HeadChecksum => "the checksum of a record's head does not match",
            Self::Impossible => "a record's head says what no writer says",
            Self::PayloadCut => "the file ends inside a record's payload",
            Self::Crc => "the CRC32C of a record does not match",
            Self::Digest => "the BLAKE3 of a record does not match",
        })
    }
}

/// A head whose own checksum matched.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FrameHead {
    pub(crate) payload_bytes: usize,
    /// The log was durable up to here when the frame was written.
    pub(crate) durable: u64,
    sealed: [u8; 24],
    digest: [u8; 32],
}

impl FrameHead {
    /// Length of the whole frame.
    pub(crate) fn frame_bytes(&self) -> u64 {
        (FRAME_HEAD_BYTES + self.payload_bytes) as u64
    }
}

/// Makes and checks the frames of one log.
#[derive(Debug, Clone)]
pub(crate) struct Seal {
    log_id: LogId,
    key: [u8; 32],
}

impl Seal {
    pub(crate) fn new(log_id: LogId) -> Self {
        Self {
            log_id,
            key: blake3::derive_key(KEY_CONTEXT, &log_id),
        }
    }

    pub(crate) fn log_id(&self) -> LogId {
        self.log_id
    }

    /// Appends the frame of `payload` at `position`. The caller has checked the payload's length.
    pub(crate) fn encode(&self, position: u64, durable: u64, payload: &[u8], out: &mut Vec<u8>) {
        let mut sealed = [0; 24];
        sealed[..4].copy_from_slice(&FRAME_MAGIC);
        sealed[4..8].copy_from_slice(&(payload.len() as u32).to_le_bytes());
        sealed[8..16].copy_from_slice(&durable.to_le_bytes());
        let head_crc = self.head_crc(position, &sealed);
        sealed[16..20].copy_from_slice(&head_crc.to_le_bytes());
        let crc = payload_crc(head_crc, payload);
        sealed[20..24].copy_from_slice(&crc.to_le_bytes());
        out.extend_from_slice(&sealed);
        out.extend_from_slice(self.digest(position, &sealed, payload).as_bytes());
        out.extend_from_slice(payload);
    }

    /// Checks the head of the frame that should begin at `position`.
    pub(crate) fn head(&self, position: u64, bytes: &[u8]) -> Result<FrameHead, FrameFault> {
        let Some(bytes) = bytes.first_chunk::<FRAME_HEAD_BYTES>() else {
            return Err(FrameFault::HeadCut);
        };
        let mut sealed = [0; 24];
        sealed.copy_from_slice(&bytes[..24]);
        let mut digest = [0; 32];
        digest.copy_from_slice(&bytes[24..]);
        if sealed[..4] != FRAME_MAGIC {
            return Err(FrameFault::NoMagic);
        }
        if u32_at(&sealed, 16) != self.head_crc(position, &sealed) {
            return Err(FrameFault::HeadChecksum);
        }
        let (payload_bytes, durable) = (u32_at(&sealed, 4), u64_at(&sealed, 8));
        if payload_bytes > PAYLOAD_BYTES_LIMIT || durable > position {
            return Err(FrameFault::Impossible);
        }
        Ok(FrameHead {
            payload_bytes: payload_bytes as usize,
            durable,
            sealed,
            digest,
        })
    }

    /// Checks the payload that belongs to a head.
    pub(crate) fn payload(
        &self,
        position: u64,
        head: &FrameHead,
        payload: &[u8],
    ) -> Result<(), FrameFault> {
        if payload.len() != head.payload_bytes {
            return Err(FrameFault::PayloadCut);
        }
        if u32_at(&head.sealed, 20) != payload_crc(u32_at(&head.sealed, 16), payload) {
            return Err(FrameFault::Crc);
        }
        if self.digest(position, &head.sealed, payload) != blake3::Hash::from_bytes(head.digest) {
            return Err(FrameFault::Digest);
        }
        Ok(())
    }

    fn head_crc(&self, position: u64, sealed: &[u8; 24]) -> u32 {
        let crc = crc32c::crc32c(&sealed[..16]);
        let crc = crc32c::crc32c_append(crc, &position.to_le_bytes());
        crc32c::crc32c_append(crc, &self.log_id)
    }

    fn digest(&self, position: u64, sealed: &[u8; 24], payload: &[u8]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        hasher
            .update(&position.to_le_bytes())
            .update(sealed)
            .update(payload);
        hasher.finalize()
    }
}

/// Goes on from the head's checksum, and so covers all that the head's covers.
fn payload_crc(head_crc: u32, payload: &[u8]) -> u32 {
    crc32c::crc32c_append(head_crc, payload)
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut value = [0; 4];
    value.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(value)
}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut value = [0; 8];
    value.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(value)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use proptest::prelude::*;

    const POSITION: u64 = 64;

    fn seal() -> Seal {
        Seal::new([3; 16])
    }

    fn frame(position: u64, durable: u64, payload: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        seal().encode(position, durable, payload, &mut bytes);
        bytes
    }

    /// What a reader does, on bytes in memory.
    fn decode<'a>(
        seal: &Seal,
        position: u64,
        bytes: &'a [u8],
    ) -> Result<(u64, &'a [u8]), FrameFault> {
        let head = seal.head(position, bytes)?;
        let rest = &bytes[FRAME_HEAD_BYTES..];
        let payload = &rest[..head.payload_bytes.min(rest.len())];
        seal.payload(position, &head, payload)?;
        Ok((head.durable, payload))
    }

    #[test]
    fn both_checksums_bind_position_and_log() {
        let bytes = frame(POSITION, 64, b"payload");
        assert_eq!(decode(&seal(), POSITION, &bytes), Ok((64, &b"payload"[..])));
        assert_eq!(
            decode(&seal(), POSITION + 1, &bytes),
            Err(FrameFault::HeadChecksum)
        );
        let other = Seal::new([4; 16]);
        assert_eq!(
            decode(&other, POSITION, &bytes),
            Err(FrameFault::HeadChecksum)
        );
        let head = seal().head(POSITION, &bytes).unwrap();
        assert_eq!(
            seal().payload(POSITION + 1, &head, b"payload"),
            Err(FrameFault::Digest)
        );
        assert_eq!(
            other.payload(POSITION, &head, b"payload"),
            Err(FrameFault::Digest)
        );
    }

    #[test]
    fn each_part_has_its_own_fault() {
        let bytes = frame(POSITION, 64, b"payload");
        let with = |at: usize| {
            let mut bytes = bytes.clone();
            bytes[at] ^= 1;
            decode(&seal(), POSITION, &bytes).unwrap_err()
        };
        assert_eq!([with(0), with(4), with(8), with(16)], {
            use FrameFault::{HeadChecksum, NoMagic};
            [NoMagic, HeadChecksum, HeadChecksum, HeadChecksum]
        });
        assert_eq!(
            [with(20), with(24), with(56)],
            [FrameFault::Crc, FrameFault::Digest, FrameFault::Crc]
        );
        assert_eq!(
            decode(&seal(), POSITION, &bytes[..55]),
            Err(FrameFault::HeadCut)
        );
        assert_eq!(
            decode(&seal(), POSITION, &bytes[..60]),
            Err(FrameFault::PayloadCut)
        );
        let ahead = frame(POSITION, POSITION + 1, b"");
        assert_eq!(
            decode(&seal(), POSITION, &ahead),
            Err(FrameFault::Impossible)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn random_bytes_are_no_frame(mut bytes in prop::collection::vec(any::<u8>(), 0..300), magic: bool) {
            if magic && bytes.len() > 4 {
                bytes[..4].copy_from_slice(&FRAME_MAGIC);
            }
            prop_assert!(decode(&seal(), POSITION, &bytes).is_err());
        }

        #[test]
        fn every_change_is_found(
            payload in prop::collection::vec(any::<u8>(), 0..500),
            changes in prop::collection::vec((any::<usize>(), 1..=255_u8), 1..4),
        ) {
            let whole = frame(POSITION, 7, &payload);
            prop_assert_eq!(decode(&seal(), POSITION, &whole), Ok((7, &payload[..])));
            let mut changed = whole.clone();
            for (at, mask) in changes {
                let at = at % changed.len();
                changed[at] ^= mask;
            }
            prop_assert!(changed == whole || decode(&seal(), POSITION, &changed).is_err());
        }
    }
}
