//! What an extractor did wrong.

use crate::identity::Digest;

/// How an extractor failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExtractorFaultKind {
    /// It stopped itself: a panic, a division by zero, memory out of bounds.
    Trap,
    /// It asked for more memory than an instance may hold.
    Memory,
    /// It used more stack than a call may.
    Stack,
    /// It ran longer than any call may. What it would have said depends on the machine, so it is never kept.
    Deadline,
    /// It asked more, or for more, than its limits for a file allow.
    OverBudget,
    /// What it said is too large, or breaks the contract.
    BadResult,
    /// It declined, in its own words.
    Refused,
    /// No instance could be made.
    Instantiation,
}

impl ExtractorFaultKind {
    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Trap => "trap",
            Self::Memory => "memory",
            Self::Stack => "stack",
            Self::Deadline => "deadline",
            Self::OverBudget => "over-budget",
            Self::BadResult => "bad-result",
            Self::Refused => "refused",
            Self::Instantiation => "instantiation",
        }
    }
}

/// A failed call. Nothing of it is used; the instance is gone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the extractor {digest} failed with the fault {}: {detail}", kind.name())]
pub struct ExtractorFault {
    /// Which bytes.
    pub digest: Digest,
    /// How.
    pub kind: ExtractorFaultKind,
    /// What is known of it.
    pub detail: String,
}
