//! Arguments of the verbs that ask.

use clap::{Args, Subcommand};

/// A question for a lens of one's choice.
#[derive(Args)]
pub(crate) struct AskOptions {
    #[command(flatten)]
    pub(crate) question: PresetOptions,
    /// The lens expression: stages and a resolver, such as `recency` or `decay(half_life=30d)|consensus`.
    #[arg(long, value_name = "LENS", default_value = "layered")]
    pub(crate) lens: String,
}

/// A question whose lens the verb decides.
#[derive(Args)]
pub(crate) struct PresetOptions {
    /// What it is about.
    pub(crate) subject: String,
    /// The aspect.
    pub(crate) predicate: String,
    /// The tenant.
    #[arg(long, value_name = "NAME", default_value = "public")]
    pub(crate) namespace: String,
    /// Valid time of the question: what held then. A date, an RFC 3339 time, or milliseconds since 1970.
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
    /// Transaction time: what the database knew then. In the same forms.
    #[arg(long, value_name = "TIME")]
    pub(crate) known_at: Option<String>,
    /// live (all but deprecated and rejected), any, proposed, under-review, approved, deprecated or rejected.
    #[arg(long, value_name = "STAGE", default_value = "live")]
    pub(crate) lifecycle: String,
    /// Only claims of this epoch.
    #[arg(long, value_name = "ID")]
    pub(crate) epoch: Option<String>,
    /// Only claims whose author is at least this sure.
    #[arg(long, value_name = "0..1", default_value_t = 0.0)]
    pub(crate) min_confidence: f64,
    /// Count claims too that were withdrawn or rest on a withdrawn source.
    #[arg(long)]
    pub(crate) include_retracted: bool,
    /// Take a stored answer up to this many seconds old, although time alone may have changed it.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub(crate) max_stale: u64,
    /// How many rival values are listed.
    #[arg(long, value_name = "NUMBER", default_value_t = 100)]
    pub(crate) limit: u32,
}

/// Verbs of `audit`.
#[derive(Subcommand)]
pub(crate) enum AuditVerb {
    /// List audited queries, newest first.
    List {
        /// Only queries about this subject.
        #[arg(long, value_name = "SUBJECT")]
        subject: Option<String>,
        /// Only queries before this one.
        #[arg(long, value_name = "QUERY_ID")]
        before: Option<String>,
        /// How many.
        #[arg(long, value_name = "NUMBER", default_value_t = 20)]
        limit: u32,
    },
    /// Show one audited query.
    Show {
        /// Id of the query.
        query_id: String,
    },
}

/// Arguments of `feed`.
#[derive(Args)]
pub(crate) struct FeedOptions {
    /// Log position to begin after.
    #[arg(long, value_name = "POSITION", default_value_t = 0)]
    pub(crate) after: u64,
    /// How many records.
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    pub(crate) limit: u32,
}
