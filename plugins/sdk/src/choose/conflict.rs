//! How much values contradict each other, and what that makes of a group.

use crate::Status;

/// From this conflict on a group is contested. Of two values the leader then has less than 89 %.
pub const CONTESTED_FROM: f64 = 0.5;

/// A leader with a smaller share than this leads no agreed group, however low the entropy: among two strong rivals and
/// a crowd of negligible ones the normalised entropy alone looks calm.
pub const LEAD_FROM: f64 = 2.0 / 3.0;

/// Normalised Shannon entropy of positive shares in rank order: 0 for one value, 1 for equal ones.
pub fn conflict_of(ranked: &[(u32, f64)]) -> f64 {
    if ranked.len() < 2 {
        return 0.0;
    }
    let mut entropy = 0.0;
    // Equal shares stand together, and a logarithm is the dearest step of a resolver.
    let (mut share_before, mut term) = (1.0, 0.0);
    for &(_, share) in ranked {
        if share != share_before {
            share_before = share;
            term = share * libm::log2(share);
        }
        entropy -= term;
    }
    (entropy / libm::log2(ranked.len() as f64)).clamp(0.0, 1.0)
}

/// The one rule for the status of a group. `ranked` holds the positive shares, `values` counts all values.
pub(super) fn status_of(values: usize, ranked: &[(u32, f64)], conflict: f64) -> Status {
    let leading = ranked.first().map_or(0.0, |&(_, share)| share);
    match values {
        0 => Status::Undecided,
        1 => Status::Unanimous,
        _ if ranked.is_empty() => Status::Undecided,
        _ if conflict < CONTESTED_FROM && leading >= LEAD_FROM => Status::Agreed,
        _ => Status::Contested,
    }
}
