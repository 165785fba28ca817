//! # trust-aware-authority
//!
//! **What it answers.** Whom to believe? The claim that is both sure and made by a trusted author wins; claims do not
//! add up.
//!
//! **Formula.** Weight of a claim: weight * confidence * trust, rounded to a multiple of 2^-32. Weight of a value: that
//! of its weightiest claim. Confidence, by Dempster's rule of combination: w / (w + (1 - w) (1 + S)), with w the weight
//! of the winning value and S the sum of u / (1 - u) over the weights u of the others. Where nobody objects that is w;
//! each of n rivals of weight 1 has 1/n. Share of a value: its weight over the sum of the values' weights. Conflict:
//! normalised entropy of the shares.
//!
//! **Reference.** Kamvar, Schlosser, Garcia-Molina, "The EigenTrust algorithm for reputation management in P2P
//! networks", WWW 2003, for the trust that it reads. Shafer, "A mathematical theory of evidence", 1976, for the
//! confidence.
//!
//! **Parameters.** None.
//!
//! **Example.** A newcomer (trust 0.5) sure to 0.99 against a trusted author (0.9) sure to 0.8: 0.72 beats 0.495, and
//! has confidence 0.56.
//!
//! **When not to use it.** Where many modest voices together know more than the best one. Where trust is not known yet:
//! every newcomer has 0.5, and the lens is `confidence`.
//!
//! **Laws.** deterministic, group-local, single-voice, value-first, monotone.

mod resolve;

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// The surest claim of the most trusted author wins.
#[derive(Debug)]
pub struct TrustAwareAuthority;

impl Resolver for TrustAwareAuthority {
    fn describe() -> Description {
        Description::new(
            "trust-aware-authority",
            env!("CARGO_PKG_VERSION"),
            "The surest claim of the most trusted author wins",
        )
        .u32("value")
        .f64("weight")
        .f64("confidence")
        .f64("trust")
        .laws(&[
            "deterministic",
            "group-local",
            "single-voice",
            "value-first",
            "monotone",
        ])
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        resolve::resolve(rows, rows.u32(0)?, rows.f64(0)?, rows.f64(1)?, rows.f64(2)?)
    }
}

stemedb_sdk::export_resolver!(TrustAwareAuthority);
