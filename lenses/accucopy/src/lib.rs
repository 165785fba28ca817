//! # accucopy
//!
//! **What it answers.** How reliable is each voice, and how likely is each value the true one, when some voices copy from
//! others and mistakes spread?
//!
//! **Formula.** A claim is its voice's own or a copy. Own claims are true with the voice's reliability A; a false one is drawn
//! from an urn, in which false values that others stated weigh 1 each and `n` values that nobody stated weigh 1/2
//! together, so that false values may be popular. The claim of a voice that agrees with the voice most like it, of which
//! it copies the part d, has the probability d + (1 - d) times that of an own claim; where it differs, 1 - d times that.
//! d is the mean of 0.2, 0.4, 0.6, 0.8 and 0.99, each by its probability, after the prior `copying` that a pair copies at
//! all: agreement counts for copying as far as truth and popularity don't explain it. A value's probability follows from
//! all of its group's claims (Bayes, all values and "none of them" equally likely at first), A is the mean probability of
//! the voice's values, with two imagined claims of reliability 0.8. Repeated until no A moves by 0.0001, at most 30 times.
//!
//! Such a method has several resting places: of two opposed camps either may be the truthful one. So it starts from the
//! shares of the values, and again from each of six voices that do not copy from each other being right; another start than the first
//! is kept only if it makes the claims more likely, by a tenth of a nat for each group.
//!
//! **Reference.** Dong, Berti-Equille, Srivastava, "Integrating conflicting data: the role of source dependence", VLDB 2009
//! (AccuCopy); popular false values after Dong, Saha, Srivastava, "Less is more: selecting sources wisely for integration",
//! VLDB 2013 (PopAccu), with a Pólya urn for the counts; candidates for copying by shared values after Li et al., "Scaling
//! up copy detection", ICDE 2015.
//!
//! **Parameters.** `n`, a number of 1 ..= 1000000, default 100: how many false values a voice could have chosen.
//! `copying`, a number of 0 ..= 0.9, default 0.2: how likely a pair of voices copies before anything is known; 0 turns the
//! search for copies off. Both defaults are the paper's.
//!
//! **Example.** Five sites show one feed, three observe for themselves. Where the feed is wrong, five stand against three;
//! the five count little more than once, and the three are right.
//!
//! **When not to use it.** On a handful of claims: copying shows itself only where a pair shares ten values or more. On
//! values that stages have merged generously: copies are known by agreeing exactly.
//!
//! **Laws.** deterministic.

mod copies;
mod estimate;
mod pairs;
mod scaled;
mod truth;
mod urn;

use stemedb_sdk::joint::Space;
use stemedb_sdk::{Batch, Context, Description, Error, Estimates, Estimator, ParamSpec};

const FALSE_VALUES: f64 = 100.0;
const FALSE_VALUES_MAX: f64 = 1e6;
const COPYING: f64 = 0.2;
const COPYING_MAX: f64 = 0.9;

/// Reliabilities of voices of which some copy from others.
#[derive(Debug)]
pub struct Accucopy;

impl Estimator for Accucopy {
    fn describe() -> Description {
        Description::new(
            "accucopy",
            env!("CARGO_PKG_VERSION"),
            "Reliabilities of voices of which some copy from others",
        )
        .u32("value")
        .u32("voice")
        .f64("weight")
        .param(ParamSpec::number(
            "n",
            FALSE_VALUES,
            1.0,
            FALSE_VALUES_MAX,
            "How many false values a voice could have chosen.",
        ))
        .param(ParamSpec::number(
            "copying",
            COPYING,
            0.0,
            COPYING_MAX,
            "How likely a pair of voices copies before anything is known; 0 looks for no copies.",
        ))
        .laws(&["deterministic"])
    }

    fn estimate(context: &Context<'_>, rows: &Batch<'_>) -> Result<Estimates, Error> {
        let space = Space::new(rows, rows.u32(0)?, rows.u32(1)?, rows.f64(0)?)?;
        estimate::estimate(&space, context.number(0)?, context.number(1)?)
    }
}

stemedb_sdk::export_estimator!(Accucopy);
