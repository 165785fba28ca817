//! A share of something, chosen by a hash: the same thing is always in or always out.
//!
//! Not a random choice: nothing is drawn when it is asked.
//!
//! Invariant: what a share takes, every greater share with the same salt takes too.

/// The whole, in the unit of shares.
pub const SHARE_WHOLE: u32 = 1_000_000;

/// Which part of all queries, or of all subjects, is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    millionths: u32,
    salt: String,
}

impl Share {
    /// A share in millionths, at most all; another salt takes others.
    #[must_use]
    pub fn new(millionths: u32, salt: impl Into<String>) -> Self {
        Self {
            millionths: millionths.min(SHARE_WHOLE),
            salt: salt.into(),
        }
    }

    /// The size, in millionths.
    #[must_use]
    pub const fn millionths(&self) -> u32 {
        self.millionths
    }

    /// Whether the thing with these names is in the share. Each name counts with its length, so that no two lists of
    /// names are alike.
    #[must_use]
    pub fn takes(&self, names: &[&str]) -> bool {
        if self.millionths >= SHARE_WHOLE {
            return true;
        }
        self.millionths > 0 && self.point(names) < self.millionths
    }

    /// Where the thing stands in `0 .. SHARE_WHOLE`.
    fn point(&self, names: &[&str]) -> u32 {
        let mut hasher = blake3::Hasher::new();
        for name in std::iter::once(self.salt.as_str()).chain(names.iter().copied()) {
            hasher.update(&(name.len() as u64).to_le_bytes());
            hasher.update(name.as_bytes());
        }
        let mut head = [0; 8];
        hasher.finalize_xof().fill(&mut head);
        let scaled = (u128::from(u64::from_le_bytes(head)) * u128::from(SHARE_WHOLE)) >> 64;
        // It is below SHARE_WHOLE.
        u32::try_from(scaled).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(share: &Share) -> Vec<u32> {
        (0..10_000)
            .filter(|number| share.takes(&["public", &format!("drug/{number}")]))
            .collect()
    }

    #[test]
    fn a_share_is_as_large_as_it_says_and_grows_without_losing_anybody() {
        let tenth = taken(&Share::new(100_000, "a"));
        assert!((900..1_100).contains(&tenth.len()), "{}", tenth.len());
        let fifth = taken(&Share::new(200_000, "a"));
        assert!(tenth.iter().all(|number| fifth.contains(number)));
        let other = taken(&Share::new(100_000, "b"));
        let both = tenth.iter().filter(|number| other.contains(number)).count();
        assert!(both < 200, "{both}");
        assert_eq!(taken(&Share::new(0, "a")), Vec::<u32>::new());
        assert_eq!(taken(&Share::new(u32::MAX, "a")).len(), 10_000);
    }

    #[test]
    fn names_are_not_run_together() {
        let half = Share::new(500_000, "s");
        let pairs = (0..64).map(|at| (format!("{at}a"), "b".to_owned(), format!("{at}"), "ab"));
        let alike = pairs
            .filter(|(a, b, c, d)| half.point(&[a, b]) == half.point(&[c, d]))
            .count();
        assert_eq!(alike, 0);
    }
}
