//! What can be written on the command line. Definitions only: nothing here does anything.
//!
//! This module uses clap and nothing of the database, so that the reference page can be made from it without building the
//! database.

mod admin;
mod ask;
mod calibrate;
mod estimate;
mod page;
mod plugin;
mod trial;
mod write;

use std::path::PathBuf;

use clap::{Args, CommandFactory as _, Parser, Subcommand};

pub(crate) use admin::{
    Decider, ImportOptions, PluginsVerb, StewardVerb, TrustOptions, VerifyOptions,
};
pub(crate) use ask::{AskOptions, AuditVerb, FeedOptions, PresetOptions};
pub(crate) use calibrate::CalibrateOptions;
pub(crate) use estimate::{EstimateVerb, RunOptions};
pub(crate) use plugin::{
    BenchOptions, BuildOptions, CaptureOptions, InstallOptions, NewOptions, PluginVerb,
    TestOptions, ToolOptions,
};
pub(crate) use trial::{CanaryVerb, ReportOptions, ShadowVerb, SlotOptions, TrialOptions};
pub(crate) use write::{
    AssertOptions, ClaimOptions, EpochOptions, Signing, SourceOptions, SourceVerb,
    SupersedeOptions, TargetOptions, ValueType, VoteOptions, WithdrawOptions,
};

/// The exit codes, as the help texts tell them. `exit.rs` holds the numbers.
const EXIT_CODES: &str = "\
Exit codes:
  0  done; for a question: there is an answer
  1  refused, or a negative result: a replay that differs, a damaged log, records that the receiver turned down
  2  the command line is wrong, or a file that it names can't be used
  3  not found: no such record, query, plugin, or no claims to answer from
  4  the server can't be reached
  5  the server or the database failed";

const EXAMPLES: &str = "\
Examples:
  steme keygen
  steme assert semaglutide weight_loss_percent 14.9 --class clinical --time 2021-03-18
  steme query semaglutide weight_loss_percent --lens recency
  steme --db ./stemedb-data query semaglutide weight_loss_percent --json";

/// Signed claims in, resolved answers out: the command line of StemeDB.
#[derive(Parser)]
#[command(name = "steme", version, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) output: Output,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// Which database is meant.
#[derive(Args)]
#[command(next_help_heading = "Which database")]
pub(crate) struct Place {
    /// Address of the server.
    #[arg(
        long,
        global = true,
        env = "STEME_SERVER",
        hide_env_values = true,
        value_name = "URL",
        default_value = "http://127.0.0.1:18180"
    )]
    pub(crate) server: String,
    /// A database's folder, opened by this command itself; no server may have it open. Wins over --server.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) db: Option<PathBuf>,
    /// Key for the endpoints of the operator: plugins install, activate and rollback, shadow, canary, trials, trust, steward.
    #[arg(
        long,
        global = true,
        env = "STEME_API_KEY",
        hide_env_values = true,
        value_name = "KEY"
    )]
    pub(crate) api_key: Option<String>,
    /// File with the certificates to trust for https, in place of the system's.
    #[arg(
        long,
        global = true,
        env = "STEME_CA",
        hide_env_values = true,
        value_name = "FILE"
    )]
    pub(crate) ca: Option<PathBuf>,
    /// Longest wait for one answer of the server, in seconds.
    #[arg(
        long,
        global = true,
        value_name = "SECONDS",
        default_value_t = 60,
        value_parser = clap::value_parser!(u64).range(1..=3_600)
    )]
    pub(crate) timeout: u64,
    /// With --db: folder with the components to install in a database that lacks them. Default: `guests` beside the program
    /// or one folder above it.
    #[arg(
        long,
        global = true,
        env = "STEMEDB_PLUGIN_DIR",
        hide_env_values = true,
        value_name = "FOLDER"
    )]
    pub(crate) plugin_dir: Option<PathBuf>,
}

/// How the result is printed.
#[derive(Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// JSON for programs: the same types as over HTTP. Errors are problem documents on standard error.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Print ids in tables whole.
    #[arg(long, global = true)]
    pub(crate) ids: bool,
}

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Make a signing key.
    #[command(after_help = "\
Examples:
  steme keygen
  steme keygen ./reviewer.key

The key file holds 64 hexadecimal digits and is readable by you alone. Whoever has it can sign in your name; it can't be
made again.")]
    Keygen {
        /// Where the key is written. Default: the file that the other commands look for.
        file: Option<PathBuf>,
        #[command(flatten)]
        signing: Signing,
    },
    /// Print the agent, which is the public key, of the signing key.
    Whoami(Signing),
    /// Sign a claim and write it.
    #[command(after_help = "\
Examples:
  steme assert semaglutide weight_loss_percent 14.9 --class clinical --time 2021-03-18 --confidence 0.95
  steme assert semaglutide approved true --class regulatory --meta note=\"label of 2021\"
  steme assert semaglutide maker novo-nordisk --type reference
  steme assert order/1 code 007 --type text")]
    Assert(AssertOptions),
    /// Write a claim that takes the place of an earlier one, with its subject and predicate.
    ///
    /// Only a later claim of the same agent, or of a steward, replaces a claim.
    #[command(after_help = "\
Examples:
  steme supersede 3f…e1 15.2
  steme supersede 3f…e1 15.2 --lifecycle approved")]
    Supersede(SupersedeOptions),
    /// Put your signature under another agent's record.
    Cosign(TargetOptions),
    /// Say how much you agree with a claim.
    #[command(after_help = "\
Examples:
  steme vote 3f…e1 1
  steme vote 3f…e1 0        takes your vote back")]
    Vote(VoteOptions),
    /// Withdraw a claim or a source, with everything that rests on it.
    #[command(after_help = "\
Example:
  steme retract 3f…e1 \"the trial was withdrawn by its authors\"")]
    Retract(WithdrawOptions),
    /// Register sources, and see what rests on them.
    #[command(subcommand)]
    Source(SourceVerb),
    /// Register an epoch, which claims may belong to and which may supersede another.
    #[command(after_help = "\
Examples:
  steme epoch \"ADA standards 2024\"
  steme epoch \"ADA standards 2025\" --supersedes 3f…e1 --how refine")]
    Epoch(EpochOptions),
    /// Ask what the claims about a subject come to.
    #[command(after_help = "\
Examples:
  steme query semaglutide weight_loss_percent
  steme query semaglutide weight_loss_percent --lens \"epoch-aware|decay(half_life=365d)|consensus\"
  steme query semaglutide weight_loss_percent --as-of 2023-12-31 --known-at 2023-12-31
  steme query semaglutide weight_loss_percent --lens recency@0.1.0 --json")]
    Query(AskOptions),
    /// See the contradictions: every rival value with its share, and how much they contradict each other.
    Skeptic(PresetOptions),
    /// See the answer of every tier of sources, from regulators to anecdotes.
    Layered(PresetOptions),
    /// Measure what the confidences of a lens are worth, and fit the curve that mends them.
    ///
    /// Asks the questions of a gold standard, tells how often answers of each confidence are right, and prints the stage
    /// `calibrate` with its curve, to be put behind the lens. The page docs/confidence.md explains the measures.
    #[command(after_help = "\
Examples:
  steme calibrate --gold gold.csv --lens consensus
  steme calibrate --gold gold.tsv --lens \"tolerance(bound=10m)|consensus\" --within 10m --json")]
    Calibrate(CalibrateOptions),
    /// Follow a record back to its sources: parents, epochs, signatures, votes, withdrawals.
    Trace {
        /// Id of the record.
        id: String,
    },
    /// Answer an audited question again and compare bit for bit. Exit code 1 if the answer differs.
    Replay {
        /// Id of the query, as `steme query` prints it.
        query_id: String,
    },
    /// See which questions were asked.
    #[command(subcommand)]
    Audit(AuditVerb),
    /// List records in the order in which the database accepted them.
    Feed(FeedOptions),
    /// Turn the rows of a table into claims.
    #[command(after_help = "\
Examples:
  steme import claims.tsv --mapping mapping.toml
  steme import claims.tsv --mapping mapping.toml --set day=2011-12-08 --refused refused.tsv
  steme import claims.tsv --mapping mapping.toml --dry-run

Importing twice adds nothing. An interrupted import goes on where it stopped when it is started again.
The page docs/import-mapping.md describes the mapping and the report.")]
    Import(ImportOptions),
    /// See, install and activate plugins.
    #[command(subcommand)]
    Plugins(PluginsVerb),
    /// Write a plugin: make, build, test, measure and hand over a lens of your own.
    #[command(subcommand)]
    Plugin(PluginVerb),
    /// Let joint methods learn how reliable each source is, for lenses that rest on it.
    #[command(subcommand)]
    Estimate(EstimateVerb),
    /// Run a version beside the active one on a share of the queries, and compare the answers.
    #[command(subcommand)]
    Shadow(ShadowVerb),
    /// Let a version serve a share of the subjects; promote or withdraw it.
    #[command(subcommand)]
    Canary(CanaryVerb),
    /// See what is tried out, and which versions were taken out after faults.
    Trials {
        /// The slot. Default: all in which something is tried out.
        slot: Option<String>,
    },
    /// Set how much an agent is trusted, for lenses that weigh trust.
    #[command(after_help = "\
Example:
  steme trust 9c…44 0.8 --reason \"audited in June\"")]
    Trust(TrustOptions),
    /// Give or take the steward role: a steward may replace and withdraw the claims of others.
    #[command(subcommand)]
    Steward(StewardVerb),
    /// Say how the database is.
    Health,
    /// Check every byte of a database's log. The database must not be open.
    #[command(after_help = "\
Examples:
  steme verify ./stemedb-data
  steme --db ./stemedb-data verify
  steme verify /backup/wal")]
    Verify(VerifyOptions),
    /// Print completions for a shell.
    #[command(after_help = "\
Example:
  steme completions bash > ~/.local/share/bash-completion/completions/steme")]
    Completions {
        /// The shell.
        #[arg(value_parser = ["bash", "elvish", "fish", "powershell", "zsh"])]
        shell: String,
    },
    /// Print the reference page of the command line.
    #[command(hide = true)]
    Reference,
}

/// The definitions as a clap command.
pub(crate) fn command() -> clap::Command {
    Arguments::command()
}

/// The reference page of the command line, in Markdown.
pub(crate) fn reference_page() -> String {
    page::render(command())
}
