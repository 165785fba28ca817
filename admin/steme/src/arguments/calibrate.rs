//! Arguments of `calibrate`.

use std::path::PathBuf;

use clap::Args;

/// Questions with known answers, and the lens that is measured on them.
#[derive(Args)]
pub(crate) struct CalibrateOptions {
    /// The gold standard: subject, predicate and right value, separated by commas, or by tabs if the first line has one. A line
    /// with just these three words is a heading; of several lines on one question any value is right.
    #[arg(long, value_name = "FILE")]
    pub(crate) gold: PathBuf,
    /// The lens expression whose confidences are measured.
    #[arg(long, value_name = "LENS", default_value = "layered")]
    pub(crate) lens: String,
    /// How far a right number may be from the gold value (0.5), or a right time (10m). Default: not at all.
    #[arg(long, value_name = "BOUND")]
    pub(crate) within: Option<String>,
    /// Into how many parts the subjects are cut, each to be judged by the curve of all others.
    #[arg(long, value_name = "NUMBER", default_value_t = 10, value_parser = clap::value_parser!(u32).range(2..=1_000))]
    pub(crate) folds: u32,
    /// The tenant.
    #[arg(long, value_name = "NAME", default_value = "public")]
    pub(crate) namespace: String,
    /// Valid time of the questions. A date, an RFC 3339 time, or milliseconds since 1970.
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
    /// Transaction time of the questions. In the same forms.
    #[arg(long, value_name = "TIME")]
    pub(crate) known_at: Option<String>,
    /// live (all but deprecated and rejected), any, proposed, under-review, approved, deprecated or rejected.
    #[arg(long, value_name = "STAGE", default_value = "live")]
    pub(crate) lifecycle: String,
}
