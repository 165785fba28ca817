//! Source classes: six tiers of authority with their weight and half-life. `docs/tiers.md` gives the reason for each number.

use crate::error::RecordError;
use crate::place::vocabulary;

/// Confidence is counted in millionths: 1.0 is written as this number.
pub const CONFIDENCE_ONE: u32 = 1_000_000;
/// Milliseconds in a day.
pub const DAY_MS: u64 = 86_400_000;

vocabulary! {
    /// The class of the source that a claim rests on; the number is the tier, 0 the highest authority.
    SourceClass, "source_class" {
        /// Regulators' decisions, labels, law.
        Regulatory = 0, "regulatory";
        /// Controlled trials and their publications.
        Clinical = 1, "clinical";
        /// Cohorts, registries, measurements in use.
        Observational = 2, "observational";
        /// Reasoned opinion of people of the field.
        Expert = 3, "expert";
        /// Curated public knowledge: wikis, forums with moderation.
        Community = 4, "community";
        /// Single reports.
        Anecdotal = 5, "anecdotal";
    }
}

impl SourceClass {
    /// Multiplier of a claim's weight, exact in binary multiples of 2^-32 after the host's rounding.
    #[must_use]
    pub fn multiplier(self) -> f64 {
        [1.0, 0.9, 0.7, 0.5, 0.2, 0.1][usize::from(self.number())]
    }

    /// Time after which a claim counts half, in milliseconds; 0 = it never decays.
    #[must_use]
    pub fn half_life_ms(self) -> u64 {
        [0, 730, 365, 180, 90, 30][usize::from(self.number())] * DAY_MS
    }
}
