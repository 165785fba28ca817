//! Arguments of the verbs for estimates.

use clap::{Args, Subcommand};

use super::admin::Decider;

/// Verbs of `estimate`.
#[derive(Subcommand)]
pub(crate) enum EstimateVerb {
    /// Let a joint method learn from the claims of a scope how reliable each source is, and give the result a name.
    #[command(after_help = "\
Examples:
  steme estimate run flights \"normalise|accu\"
  steme estimate run gates \"normalise|accu\" --predicate departure_gate --predicate arrival_gate
  steme query AA-119 departure_gate --lens \"estimated(estimate=gates)\"

A name that is taken passes to the new result; answers that rest on the old one can still be replayed.")]
    Run(RunOptions),
    /// List the estimates that have a name, and the latest jobs.
    List,
    /// Show what an estimate was made of, and how reliable it finds each source and agent.
    Show {
        /// The name or the digest.
        name: String,
        /// Most voices that are listed, the most reliable first.
        #[arg(long, value_name = "NUMBER", default_value_t = 20)]
        limit: u32,
    },
}

/// Arguments of `estimate run`.
#[derive(Args)]
pub(crate) struct RunOptions {
    /// The name that the result gets.
    pub(crate) name: String,
    /// Row stages and an estimator.
    pub(crate) lens: String,
    /// The tenant.
    #[arg(long, value_name = "NAME", default_value = "public")]
    pub(crate) namespace: String,
    /// Only claims of this predicate; may be given several times. Default: all.
    #[arg(long = "predicate", value_name = "NAME")]
    pub(crate) predicates: Vec<String>,
    /// Only claims on subjects that begin so.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) subject_prefix: String,
    /// Which stages count: live, any, or one of proposed, under-review, approved, deprecated, rejected.
    #[arg(long, value_name = "STAGE", default_value = "live")]
    pub(crate) lifecycle: String,
    /// Valid time: a date, a time, or milliseconds since 1970. Default: now.
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
    /// Longest wait, in seconds; the job goes on.
    #[arg(long, value_name = "SECONDS", default_value_t = 3_600)]
    pub(crate) wait: u64,
    #[command(flatten)]
    pub(crate) decider: Decider,
}
