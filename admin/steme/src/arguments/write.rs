//! Arguments of the verbs that write signed records.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Whose signature.
#[derive(Args)]
pub(crate) struct Signing {
    /// File of the signing key. Default: $XDG_CONFIG_HOME/stemedb/agent.key, or ~/.config/stemedb/agent.key.
    #[arg(long, env = "STEME_KEY", hide_env_values = true, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
}

/// Kind of a stated value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ValueType {
    /// Any text.
    Text,
    /// A finite number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// The name of another subject.
    Reference,
}

/// What a claim says besides its triple.
#[derive(Args)]
pub(crate) struct ClaimOptions {
    /// Kind of the value. Guessed if left out: true and false, then numbers, else text; the output says what was taken.
    #[arg(long = "type", value_enum, value_name = "KIND")]
    pub(crate) kind: Option<ValueType>,
    /// How sure you are, 0 to 1.
    #[arg(long, value_name = "0..1", default_value_t = 1.0)]
    pub(crate) confidence: f64,
    /// Class of the source, by name or tier: regulatory (0), clinical (1), observational (2), expert (3), community (4) or
    /// anecdotal (5). Default: anecdotal.
    #[arg(long, value_name = "CLASS", visible_alias = "tier")]
    pub(crate) class: Option<String>,
    /// When it held: a date, an RFC 3339 time, or milliseconds since 1970. Default: now.
    #[arg(long, value_name = "TIME")]
    pub(crate) time: Option<String>,
    /// Id of the source record that it rests on.
    #[arg(long, value_name = "ID")]
    pub(crate) source: Option<String>,
    /// Id of the epoch that it belongs to.
    #[arg(long, value_name = "ID")]
    pub(crate) epoch: Option<String>,
    /// How far it has come: proposed, under-review, approved, deprecated or rejected. Default: proposed.
    #[arg(long, value_name = "STAGE")]
    pub(crate) lifecycle: Option<String>,
    /// Free metadata; may be given several times.
    #[arg(long, value_name = "NAME=TEXT")]
    pub(crate) meta: Vec<String>,
    /// File that the claim was read from; its BLAKE3 is signed with the claim.
    #[arg(long, value_name = "FILE")]
    pub(crate) evidence: Option<PathBuf>,
}

/// Arguments of `assert`.
#[derive(Args)]
pub(crate) struct AssertOptions {
    /// What it is about.
    pub(crate) subject: String,
    /// The aspect.
    pub(crate) predicate: String,
    /// The value.
    #[arg(allow_negative_numbers = true)]
    pub(crate) value: String,
    #[command(flatten)]
    pub(crate) claim: ClaimOptions,
    /// Id of the claim that this one corrects or moves on.
    #[arg(long, value_name = "ID")]
    pub(crate) parent: Option<String>,
    /// The tenant.
    #[arg(long, value_name = "NAME", default_value = "public")]
    pub(crate) namespace: String,
    #[command(flatten)]
    pub(crate) signing: Signing,
}

/// Arguments of `supersede`.
#[derive(Args)]
pub(crate) struct SupersedeOptions {
    /// Id of the claim to replace.
    pub(crate) parent: String,
    /// The new value.
    #[arg(allow_negative_numbers = true)]
    pub(crate) value: String,
    #[command(flatten)]
    pub(crate) claim: ClaimOptions,
    #[command(flatten)]
    pub(crate) signing: Signing,
}

/// A record that is spoken of.
#[derive(Args)]
pub(crate) struct TargetOptions {
    /// Id of the record.
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) signing: Signing,
}

/// Arguments of `vote`.
#[derive(Args)]
pub(crate) struct VoteOptions {
    /// Id of the claim.
    pub(crate) id: String,
    /// Weight of the vote, 0 (none) to 1. Your newest vote counts.
    pub(crate) weight: f64,
    #[command(flatten)]
    pub(crate) signing: Signing,
}

/// Arguments of `retract`.
#[derive(Args)]
pub(crate) struct WithdrawOptions {
    /// Id of the claim or source.
    pub(crate) id: String,
    /// Why; kept for good.
    pub(crate) reason: String,
    #[command(flatten)]
    pub(crate) signing: Signing,
}

/// Arguments of `source add`.
#[derive(Args)]
pub(crate) struct SourceOptions {
    /// Its title.
    pub(crate) title: String,
    /// Citation or address.
    #[arg(long, value_name = "TEXT")]
    pub(crate) citation: Option<String>,
    /// Class of the source, by name or tier: regulatory (0), clinical (1), observational (2), expert (3), community (4) or
    /// anecdotal (5). Default: anecdotal.
    #[arg(long, value_name = "CLASS", visible_alias = "tier")]
    pub(crate) class: Option<String>,
    /// When it was published: a date, an RFC 3339 time, or milliseconds since 1970. Default: now.
    #[arg(long, value_name = "TIME")]
    pub(crate) time: Option<String>,
    /// The document itself; its BLAKE3 is signed with the source.
    #[arg(long, value_name = "FILE")]
    pub(crate) document: Option<PathBuf>,
    /// A file of text that is stored with the source, at most 1 MiB.
    #[arg(long, value_name = "FILE")]
    pub(crate) content: Option<PathBuf>,
    /// The tenant.
    #[arg(long, value_name = "NAME", default_value = "public")]
    pub(crate) namespace: String,
    #[command(flatten)]
    pub(crate) signing: Signing,
}

/// Verbs of `source`.
#[derive(Subcommand)]
pub(crate) enum SourceVerb {
    /// Register a source.
    #[command(after_help = "\
Example:
  steme source add \"STEP 1\" --citation \"N Engl J Med 2021; 384:989\" --class clinical --time 2021-03-18")]
    Add(SourceOptions),
    /// See what rests on a source, and what its withdrawal touches.
    Impact {
        /// Id of the source.
        id: String,
        /// How many claims are listed.
        #[arg(long, value_name = "NUMBER", default_value_t = 20)]
        limit: u32,
    },
}

/// Arguments of `epoch`.
#[derive(Args)]
pub(crate) struct EpochOptions {
    /// Its name.
    pub(crate) name: String,
    /// Id of the epoch that it supersedes.
    #[arg(long, value_name = "ID")]
    pub(crate) supersedes: Option<String>,
    /// What that does to the claims of the old one: invalidate, refine or annotate.
    #[arg(
        long,
        value_name = "KIND",
        default_value = "refine",
        requires = "supersedes"
    )]
    pub(crate) how: String,
    /// When it began: a date, an RFC 3339 time, or milliseconds since 1970. Default: now.
    #[arg(long, value_name = "TIME")]
    pub(crate) time: Option<String>,
    /// The tenant.
    #[arg(long, value_name = "NAME", default_value = "public")]
    pub(crate) namespace: String,
    #[command(flatten)]
    pub(crate) signing: Signing,
}
