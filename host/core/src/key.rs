//! Where records belong: the pair that a claim speaks of, and the bucket that orders the whole set.

use crate::id::Id;

/// Sixteen bytes for a (namespace, subject, predicate): a prefix of BLAKE3 over the three, each led by its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PairKey(pub [u8; 16]);

impl PairKey {
    /// The key of a pair.
    #[must_use]
    pub fn new(namespace: &str, subject: &str, predicate: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in [namespace, subject, predicate] {
            hasher
                .update(&(part.len() as u64).to_le_bytes())
                .update(part.as_bytes());
        }
        let mut key = [0; 16];
        key.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        PairKey(key)
    }
}

/// One of 4,096 buckets: the unit of sharding, of backup and of anti-entropy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bucket(u16);

impl Bucket {
    /// How many there are.
    pub const COUNT: u16 = 4_096;

    /// The first 12 bits of BLAKE3 over the subject.
    #[must_use]
    pub fn of_subject(subject: &str) -> Self {
        Bucket::of_bytes(blake3::hash(subject.as_bytes()).as_bytes())
    }

    /// The home bucket of a record without a subject: the first 12 bits of the id that it stands with.
    /// A vote or signature stands with its target's id, an epoch or source with its own.
    #[must_use]
    pub fn of_home(id: Id) -> Self {
        Bucket::of_bytes(&id.0)
    }

    fn of_bytes(bytes: &[u8; 32]) -> Self {
        Bucket(u16::from(bytes[0]) << 4 | u16::from(bytes[1]) >> 4)
    }

    /// 0 .. 4,096.
    #[must_use]
    pub fn number(self) -> u16 {
        self.0
    }
}
