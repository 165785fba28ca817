//! Log entries: what one frame of the log holds.
//!
//! ```text
//! format u8 = 1 | kind u8 | data key u32 LE, 0 = plain | namespace length u8 | namespace | stamp 20 | signature 64 | body
//! ```
//! The header says who may read the rest, so that encryption at rest comes without a new format. A claim and its
//! author's signature are one entry: none is ever visible without the other.

use stemedb_core::{HlcStamp, Id, RecordKind, SignedRecord};

use crate::error::StorageError;

const FORMAT: u8 = 1;
const PLAIN: u32 = 0;
/// Kind number of an entry of the control log, which is no record and does not travel.
const CONTROL: u8 = 0x40;

/// A decoded log entry.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// A record with its author's signature.
    Record {
        /// Set by the node that first accepted it.
        stamp: HlcStamp,
        /// The record.
        record: Box<SignedRecord>,
    },
    /// An entry of the control log: its canonical bytes, judged by the engine.
    Control {
        /// When it was accepted.
        stamp: HlcStamp,
        /// The operator's signature over the bytes.
        signature: [u8; 64],
        /// The entry.
        bytes: Vec<u8>,
    },
}

impl Entry {
    /// The entry's stamp.
    #[must_use]
    pub fn stamp(&self) -> HlcStamp {
        match self {
            Entry::Record { stamp, .. } | Entry::Control { stamp, .. } => *stamp,
        }
    }

    /// The id of a record entry.
    #[must_use]
    pub fn id(&self) -> Option<Id> {
        match self {
            Entry::Record { record, .. } => Some(record.id),
            Entry::Control { .. } => None,
        }
    }

    /// The frame's payload.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Entry::Record { stamp, record } => encode(
                record.body.kind().number(),
                &record.header.namespace,
                *stamp,
                &record.signature,
                &record.bytes,
            ),
            Entry::Control {
                stamp,
                signature,
                bytes,
            } => encode(CONTROL, "", *stamp, signature, bytes),
        }
    }

    /// The entry of a payload.
    ///
    /// # Errors
    /// `Corrupt`, naming the position.
    pub fn decode(position: u64, payload: &[u8]) -> Result<Self, StorageError> {
        let corrupt = |what: &str| StorageError::Corrupt {
            place: format!("log position {position}"),
            what: what.to_owned(),
        };
        let (head, rest) = payload
            .split_at_checked(7)
            .ok_or_else(|| corrupt("an entry shorter than its header"))?;
        if head[0] != FORMAT {
            return Err(corrupt(&format!("entry format {}", head[0])));
        }
        if head[2..6] != PLAIN.to_le_bytes() {
            return Err(corrupt(
                "an entry encrypted with a data key; this version has none",
            ));
        }
        let (_, rest) = rest
            .split_at_checked(usize::from(head[6]))
            .ok_or_else(|| corrupt("a cut namespace"))?;
        let (stamp, rest) = rest
            .split_first_chunk::<{ HlcStamp::BYTES }>()
            .ok_or_else(|| corrupt("a cut stamp"))?;
        let (signature, body) = rest
            .split_first_chunk::<64>()
            .ok_or_else(|| corrupt("a cut signature"))?;
        let stamp = HlcStamp::from_bytes(stamp);
        if head[1] == CONTROL {
            return Ok(Entry::Control {
                stamp,
                signature: *signature,
                bytes: body.to_vec(),
            });
        }
        RecordKind::from_number(u64::from(head[1])).map_err(|e| corrupt(&e.to_string()))?;
        let record = SignedRecord::decode_stored(body.to_vec(), *signature)
            .map_err(|e| corrupt(&e.to_string()))?;
        Ok(Entry::Record {
            stamp,
            record: Box::new(record),
        })
    }
}

fn encode(
    kind: u8,
    namespace: &str,
    stamp: HlcStamp,
    signature: &[u8; 64],
    body: &[u8],
) -> Vec<u8> {
    let mut out = Vec::with_capacity(7 + namespace.len() + HlcStamp::BYTES + 64 + body.len());
    out.extend([FORMAT, kind]);
    out.extend(PLAIN.to_le_bytes());
    // Namespaces are bounded to 64 bytes by the record's own rules.
    out.push(u8::try_from(namespace.len()).unwrap_or(u8::MAX));
    out.extend(namespace.as_bytes());
    out.extend(stamp.to_bytes());
    out.extend(signature);
    out.extend(body);
    out
}
