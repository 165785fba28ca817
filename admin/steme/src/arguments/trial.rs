//! Arguments of the verbs that try versions out.

use clap::{Args, Subcommand};

use super::admin::Decider;

/// What is tried out, and where.
#[derive(Args)]
pub(crate) struct TrialOptions {
    /// The slot.
    pub(crate) slot: String,
    /// The version: a digest, id@version, or id@ and at least 8 digits of the digest.
    pub(crate) plugin: String,
    /// Part of the queries (shadow) or of the subjects (canary), 0 to 1.
    #[arg(long, value_name = "NUMBER", default_value_t = 0.1)]
    pub(crate) share: f64,
    #[command(flatten)]
    pub(crate) decider: Decider,
}

/// A slot, and who decides about it.
#[derive(Args)]
pub(crate) struct SlotOptions {
    /// The slot.
    pub(crate) slot: String,
    #[command(flatten)]
    pub(crate) decider: Decider,
}

/// Arguments of `shadow report`.
#[derive(Args)]
pub(crate) struct ReportOptions {
    /// The slot.
    pub(crate) slot: String,
    /// Wait until so many answers were compared.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) until: Option<u64>,
    /// Longest wait, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 3_600)]
    pub(crate) wait: u64,
    /// Differing answers that are shown, at most 100.
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    pub(crate) differences: usize,
}

/// Verbs of `shadow`.
#[derive(Subcommand)]
pub(crate) enum ShadowVerb {
    /// Run a version beside the active one. It serves nothing; its answers are compared.
    #[command(after_help = "\
Example:
  steme shadow start consensus consensus@0.2.0 --share 0.1")]
    Start(TrialOptions),
    /// End the shadow of a slot, and print what came of it.
    Stop(SlotOptions),
    /// Say how the answers compare: agreement, differing answers, latency, faults.
    #[command(after_help = "\
Examples:
  steme shadow report consensus
  steme shadow report consensus --until 1000 --wait 600")]
    Report(ReportOptions),
}

/// Verbs of `canary`.
#[derive(Subcommand)]
pub(crate) enum CanaryVerb {
    /// Let a version serve a share of the subjects; one subject always sees one judge.
    #[command(after_help = "\
Examples:
  steme canary start consensus consensus@0.2.0 --share 0.05
  steme canary start consensus consensus@0.2.0 --share 0.2     a greater share keeps the subjects of the smaller one")]
    Start {
        #[command(flatten)]
        options: TrialOptions,
        /// Also a version that was taken out after faults and is still kept back.
        #[arg(long)]
        force: bool,
    },
    /// Let the canary fill its slot, for all subjects.
    Promote(SlotOptions),
    /// End the canary: the active version serves all subjects again.
    Withdraw(SlotOptions),
}
