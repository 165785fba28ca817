//! Rows and evidence: what a query reads of each claim without touching the log.

use stemedb_core::{Id, PairKey, Timestamp};

use crate::layout::{self, EVIDENCE, ROWS, read_u64};

/// Sixteen bytes that stand for an id or a key when rows are compared; the whole 32 are in the log.
pub type Short = [u8; 16];

/// The first sixteen bytes of a 32-byte id.
#[must_use]
pub fn short(bytes: &[u8; 32]) -> Short {
    let mut out = [0; 16];
    out.copy_from_slice(&bytes[..16]);
    out
}

/// Flag of a row: the claim names a parent, which the evidence tells.
pub const HAS_PARENT: u8 = 1;

/// A candidate claim as the index keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The pair that it speaks of.
    pub pair: PairKey,
    /// Valid time, milliseconds since 1970.
    pub time: Timestamp,
    /// The claim.
    pub id: Id,
    /// Where it stands in the local log.
    pub position: u64,
    /// Author.
    pub agent: Short,
    /// Fingerprint of the object.
    pub value: Short,
    /// Source, zeros for none.
    pub source: Short,
    /// Epoch, zeros for none.
    pub epoch: Short,
    /// Confidence in millionths.
    pub confidence: u32,
    /// Tier number, 0 ..= 5.
    pub tier: u8,
    /// Lifecycle number.
    pub lifecycle: u8,
    /// `HAS_PARENT` or 0.
    pub flags: u8,
    /// Transaction time given by the first accepting node, milliseconds since 1970.
    pub accepted: Timestamp,
}

impl Row {
    /// Row order: valid time falling, then id rising.
    #[must_use]
    pub fn order(&self) -> (std::cmp::Reverse<Timestamp>, Id) {
        (std::cmp::Reverse(self.time), self.id)
    }

    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        out.extend(layout::row_key(self.pair, self.time, self.id));
        out.extend(self.position.to_be_bytes());
        for part in [&self.agent, &self.value, &self.source, &self.epoch] {
            out.extend(part);
        }
        out.extend(self.confidence.to_be_bytes());
        out.extend([self.tier, self.lifecycle, self.flags]);
        out.extend(self.accepted.to_be_bytes());
    }

    /// The row of an entry of the row table; entries have the table's width by construction.
    pub(crate) fn decode(entry: &[u8]) -> Row {
        debug_assert_eq!(entry.len(), ROWS.width());
        let mut id = [0; 32];
        id.copy_from_slice(&entry[24..56]);
        Row {
            pair: PairKey(part(entry, 0)),
            time: !read_u64(&entry[16..]),
            id: Id(id),
            position: read_u64(&entry[56..]),
            agent: part(entry, 64),
            value: part(entry, 80),
            source: part(entry, 96),
            epoch: part(entry, 112),
            confidence: read_u32(&entry[128..]),
            tier: entry[132],
            lifecycle: entry[133],
            flags: entry[134],
            accepted: read_u64(&entry[135..]),
        }
    }
}

/// What a piece of evidence says of its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum EvidenceKind {
    /// A vote with a weight.
    Vote = 0,
    /// A co-signature.
    Cosignature = 1,
    /// The target is the parent that the claim `record` names.
    Parent = 2,
}

/// A vote, co-signature or parent link of a claim of the pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// The pair of the target.
    pub pair: PairKey,
    /// Where it stands in the local log.
    pub position: u64,
    /// What it is.
    pub kind: EvidenceKind,
    /// The claim that it speaks of.
    pub target: Id,
    /// Who says so.
    pub agent: Short,
    /// When, by its author.
    pub time: Timestamp,
    /// Weight of a vote in millionths.
    pub weight: u32,
    /// The record that says so.
    pub record: Id,
}

impl Evidence {
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        out.extend(layout::evidence_key(self.pair, self.position));
        out.push(self.kind as u8);
        out.extend(self.target.0);
        out.extend(self.agent);
        out.extend(self.time.to_be_bytes());
        out.extend(self.weight.to_be_bytes());
        out.extend(self.record.0);
    }

    /// The evidence of an entry of the evidence table.
    pub(crate) fn decode(entry: &[u8]) -> Evidence {
        debug_assert_eq!(entry.len(), EVIDENCE.width());
        let mut target = [0; 32];
        target.copy_from_slice(&entry[25..57]);
        let mut record = [0; 32];
        record.copy_from_slice(&entry[85..117]);
        Evidence {
            pair: PairKey(part(entry, 0)),
            position: read_u64(&entry[16..]),
            kind: match entry[24] {
                0 => EvidenceKind::Vote,
                1 => EvidenceKind::Cosignature,
                _ => EvidenceKind::Parent,
            },
            target: Id(target),
            agent: part(entry, 57),
            time: read_u64(&entry[73..]),
            weight: read_u32(&entry[81..]),
            record: Id(record),
        }
    }
}

fn part(entry: &[u8], at: usize) -> Short {
    let mut out = [0; 16];
    out.copy_from_slice(&entry[at..at + 16]);
    out
}

fn read_u32(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |n, b| n << 8 | u32::from(*b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_keep_every_field_and_have_their_table_width() {
        let row = Row {
            pair: PairKey([1; 16]),
            time: 77,
            id: Id([2; 32]),
            position: 9,
            agent: [3; 16],
            value: [4; 16],
            source: [5; 16],
            epoch: [6; 16],
            confidence: 999_999,
            tier: 5,
            lifecycle: 4,
            flags: HAS_PARENT,
            accepted: 12,
        };
        let mut bytes = Vec::new();
        row.encode(&mut bytes);
        assert_eq!((bytes.len(), Row::decode(&bytes)), (ROWS.width(), row));
        let said = Evidence {
            pair: row.pair,
            position: 8,
            kind: EvidenceKind::Parent,
            target: row.id,
            agent: [9; 16],
            time: 5,
            weight: 6,
            record: Id([7; 32]),
        };
        bytes.clear();
        said.encode(&mut bytes);
        assert_eq!(
            (bytes.len(), Evidence::decode(&bytes)),
            (EVIDENCE.width(), said)
        );
    }
}
