//! A blocked Bloom filter over key prefixes that are hashes already: one cache line a question.
//!
//! After Putze, Sanders, Singler, "Cache-, Hash- and Space-Efficient Bloom Filters" (2007). About ten bits a key; wrong in
//! one to two of a hundred questions, and never for a key that is there.

use rkyv::{Archive, Deserialize, Serialize};

const BITS_PER_KEY: u64 = 10;
const LINE_WORDS: usize = 8;
const PROBES: u32 = 6;

#[derive(Debug, Default, Archive, Serialize, Deserialize)]
pub(crate) struct Filter {
    words: Vec<u64>,
}

impl Filter {
    /// An empty filter for about so many keys; without keys it answers yes to everything.
    pub(crate) fn for_keys(keys: u64) -> Self {
        let lines = (keys * BITS_PER_KEY)
            .div_ceil(64 * LINE_WORDS as u64)
            .max(1);
        Filter {
            words: vec![0; usize::try_from(lines).unwrap_or(usize::MAX / 64) * LINE_WORDS],
        }
    }

    fn probes(&self, prefix: &[u8]) -> (usize, u64) {
        let hash = |at: usize| {
            prefix[at..]
                .iter()
                .take(8)
                .fold(0u64, |n, b| n << 8 | u64::from(*b))
        };
        let lines = (self.words.len() / LINE_WORDS) as u128;
        // The high bits choose the line by multiplication, so that any count of lines is hit evenly.
        let line = (u128::from(hash(0)) * lines) >> 64;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the product shifted right is below the count of lines"
        )]
        let line = line as usize;
        (line * LINE_WORDS, hash(8))
    }

    pub(crate) fn insert(&mut self, prefix: &[u8]) {
        let (line, mut bits) = self.probes(prefix);
        for _ in 0..PROBES {
            let bit = (bits & 511) as usize;
            self.words[line + bit / 64] |= 1 << (bit % 64);
            bits >>= 9;
        }
    }

    pub(crate) fn may_hold(&self, prefix: &[u8]) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let (line, mut bits) = self.probes(prefix);
        (0..PROBES).all(|_| {
            let bit = (bits & 511) as usize;
            bits >>= 9;
            self.words[line + bit / 64] & 1 << (bit % 64) != 0
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_forgets_nothing_and_seldom_invents() {
        let key = |n: u32| *blake3::hash(&n.to_le_bytes()).as_bytes();
        let mut filter = Filter::for_keys(10_000);
        for n in 0..10_000 {
            filter.insert(&key(n)[..16]);
        }
        assert!((0..10_000).all(|n| filter.may_hold(&key(n)[..16])));
        let wrong = (10_000..30_000)
            .filter(|n| filter.may_hold(&key(*n)[..16]))
            .count();
        assert!(
            wrong < 800,
            "{wrong} of 20,000 absent keys were thought present"
        );
    }
}
