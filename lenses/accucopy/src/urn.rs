//! From where false values come: a Pólya urn, in which what was stated becomes likelier.

/// Weight of all values that nobody has stated yet; a half, as in the priors of Jeffreys and Perks.
const UNSTATED: f64 = 0.5;

/// The urn for a number of false values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Urn {
    /// Weight of one value that nobody has stated.
    one: f64,
}

impl Urn {
    pub(crate) fn new(false_values: f64) -> Self {
        Self {
            one: UNSTATED / false_values,
        }
    }

    /// The probability that the next false claim states a value that `stated` of `all` false claims before it stated.
    #[inline]
    pub(crate) fn draws(self, stated: f64, all: f64) -> f64 {
        (stated + self.one) / (all + UNSTATED)
    }
}
