//! When a call is made again, and after which wait.
//!
//! Without random waits: the commands that use this client are few, and a server that is busy says how long it wants to be
//! left alone.

use std::time::Duration;

use crate::limits::{ATTEMPTS_MAX, WAIT_FIRST, WAIT_MAX};

/// Whether a call may be made twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// It changes nothing, or what it changes has an id: a second time adds nothing.
    Harmless,
    /// Only when the server says that it did not begin.
    Refused,
}

/// How an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failed {
    /// The server answered 503, perhaps with a wait that it asks for.
    Unavailable(Option<Duration>),
    /// A connection that stood broke, so it is not known what became of the call.
    Broken,
    /// Anything else.
    ForGood,
}

/// The wait before the next attempt; none if there shall be no other. `made` counts the attempts so far.
pub(crate) fn wait(repeat: Repeat, failed: Failed, made: u32) -> Option<Duration> {
    if made >= ATTEMPTS_MAX {
        return None;
    }
    let doubled = WAIT_FIRST
        .saturating_mul(1 << (made.clamp(1, 16) - 1))
        .min(WAIT_MAX);
    match (failed, repeat) {
        (Failed::Unavailable(asked), _) => {
            Some(asked.map_or(doubled, |asked| asked.clamp(WAIT_FIRST, WAIT_MAX)))
        }
        (Failed::Broken, Repeat::Harmless) => Some(doubled),
        (Failed::Broken, Repeat::Refused) | (Failed::ForGood, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_harmless_is_repeated_after_a_broken_connection() {
        assert!(wait(Repeat::Harmless, Failed::Broken, 1).is_some());
        assert_eq!(wait(Repeat::Refused, Failed::Broken, 1), None);
        assert_eq!(wait(Repeat::Harmless, Failed::ForGood, 1), None);
        assert!(wait(Repeat::Refused, Failed::Unavailable(None), 1).is_some());
    }

    #[test]
    fn waits_grow_and_are_bounded() {
        let waits: Vec<_> = (1..ATTEMPTS_MAX)
            .filter_map(|made| wait(Repeat::Harmless, Failed::Broken, made))
            .collect();
        assert_eq!(waits.len(), ATTEMPTS_MAX as usize - 1);
        assert!(waits.is_sorted() && waits.iter().all(|wait| *wait <= WAIT_MAX));
        let asked = Failed::Unavailable(Some(Duration::from_secs(3_600)));
        assert_eq!(wait(Repeat::Harmless, asked, 1), Some(WAIT_MAX));
        assert_eq!(wait(Repeat::Harmless, Failed::Broken, ATTEMPTS_MAX), None);
    }
}
