//! Arguments of the verbs for operators, and of the import.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::write::Signing;

/// Who decides, and why; for the record.
#[derive(Args)]
pub(crate) struct Decider {
    /// Who decides.
    #[arg(
        long,
        env = "USER",
        hide_env_values = true,
        value_name = "NAME",
        default_value = ""
    )]
    pub(crate) by: String,
    /// Why.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) reason: String,
}

/// Arguments of `import`.
#[derive(Args)]
pub(crate) struct ImportOptions {
    /// The table: TSV, CSV or JSON lines.
    pub(crate) file: PathBuf,
    /// The mapping: how rows become claims.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) mapping: PathBuf,
    /// A setting that wins over the mapping: day=YYYY-MM-DD, tier=0..5 or namespace=NAME; may be given several times.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,
    /// Write every refused cell here: line, column, predicate, reason, detail, text, separated by tabs.
    #[arg(long, value_name = "FILE")]
    pub(crate) refused: Option<PathBuf>,
    /// Key file whose seed the keys of the table's agents are derived from. Default: the signing key.
    #[arg(long, value_name = "FILE")]
    pub(crate) agent_seed: Option<PathBuf>,
    /// Where the import notes how far it has come. Default: beside the table.
    #[arg(long, value_name = "FILE")]
    pub(crate) checkpoint: Option<PathBuf>,
    /// Begin anew although an interrupted import could go on.
    #[arg(long)]
    pub(crate) restart: bool,
    /// Only count what would be imported into an empty database.
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) signing: Signing,
}

/// Verbs of `plugins`.
#[derive(Subcommand)]
pub(crate) enum PluginsVerb {
    /// List slots, installed plugins and the latest decisions.
    List,
    /// Hand over a component, and wait until it is installed or refused. It is not active yet.
    #[command(after_help = "\
Example:
  steme plugins install target/guests/recency.wasm")]
    Install {
        /// The component.
        file: PathBuf,
        /// Longest wait, in seconds.
        #[arg(long, value_name = "SECONDS", default_value_t = 300)]
        wait: u64,
    },
    /// Put plugins into slots, all in one step.
    #[command(after_help = "\
Examples:
  steme plugins activate recency=recency@0.2.0
  steme plugins activate recency=recency@3f9a01bc skeptic=skeptic@0.2.0 --reason \"new tie-break\"")]
    Activate {
        /// Slot and plugin: a digest, id@version, or id@ and at least 8 digits of the digest.
        #[arg(required = true, value_name = "SLOT=PLUGIN")]
        slots: Vec<String>,
        /// Also versions that were taken out after faults and are still kept back.
        #[arg(long)]
        force: bool,
        #[command(flatten)]
        decider: Decider,
    },
    /// Go back to the set of slots that held before.
    Rollback {
        /// Number of the decision whose set shall hold again. Default: the one before the last change.
        #[arg(long, value_name = "NUMBER")]
        to: Option<u64>,
        /// Also to versions that were taken out after faults and are still kept back.
        #[arg(long)]
        force: bool,
        #[command(flatten)]
        decider: Decider,
    },
}

/// Arguments of `trust`.
#[derive(Args)]
pub(crate) struct TrustOptions {
    /// The agent's public key.
    pub(crate) agent: String,
    /// 0 (not at all) to 1.
    pub(crate) trust: f64,
    #[command(flatten)]
    pub(crate) decider: Decider,
}

/// Verbs of `steward`.
#[derive(Subcommand)]
pub(crate) enum StewardVerb {
    /// Give the role.
    Grant {
        /// The agent's public key.
        agent: String,
        /// The tenant in which it holds.
        #[arg(long, value_name = "NAME", default_value = "public")]
        namespace: String,
        #[command(flatten)]
        decider: Decider,
    },
    /// Take the role.
    Revoke {
        /// The agent's public key.
        agent: String,
        /// The tenant in which it held.
        #[arg(long, value_name = "NAME", default_value = "public")]
        namespace: String,
        #[command(flatten)]
        decider: Decider,
    },
}

/// Arguments of `verify`.
#[derive(Args)]
pub(crate) struct VerifyOptions {
    /// The database's folder, or the folder of its log. Default: the one that --db names.
    pub(crate) folder: Option<PathBuf>,
}
