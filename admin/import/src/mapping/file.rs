//! The mapping file as it is written. An unknown key is an error everywhere.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Read first and alone, so that a newer format is called by its name and not by its first unknown key.
#[derive(Deserialize)]
pub(super) struct VersionOnly {
    pub(super) format_version: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MappingFile {
    #[serde(rename = "format_version")]
    _format_version: i64,
    pub(super) input: InputTable,
    pub(super) day: Option<DayTable>,
    pub(super) claim: ClaimTable,
    pub(super) predicates: Vec<PredicateTable>,
    #[serde(default)]
    pub(super) normalise: BTreeMap<String, NormaliseTable>,
    #[serde(default)]
    pub(super) examples: Vec<ExampleTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InputTable {
    pub(super) format: Format,
    #[serde(default)]
    pub(super) header: bool,
    pub(super) columns: Option<Vec<String>>,
    #[serde(default)]
    pub(super) encoding: Encoding,
}

/// How records and cells are told apart.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    Tsv,
    Csv,
    Jsonl,
}

/// What the bytes mean.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Encoding {
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "latin-1")]
    Latin1,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DayTable {
    pub(super) file_name: Option<String>,
    pub(super) value: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimTable {
    pub(super) subject: String,
    pub(super) agent: String,
    pub(super) source: Option<String>,
    #[serde(default = "public")]
    pub(super) namespace: String,
    #[serde(default = "half")]
    pub(super) confidence: ConfidenceKey,
    #[serde(default = "proposed")]
    pub(super) lifecycle: String,
    pub(super) tier: TierKey,
    pub(super) valid_time: ValidTimeTable,
}

fn public() -> String {
    "public".to_owned()
}

fn half() -> ConfidenceKey {
    ConfidenceKey::Fixed(0.5)
}

fn proposed() -> String {
    stemedb_core::Lifecycle::Proposed.name().to_owned()
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "it must be a number from 0 to 1, or { column = \"…\" }"
)]
pub(super) enum ConfidenceKey {
    Fixed(f64),
    Column(ColumnTable),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnTable {
    pub(super) column: String,
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "it must be a number from 0 to 5, or a table of exactly `column`, `values` and `default`"
)]
pub(super) enum TierKey {
    Fixed(u64),
    Column(TierTable),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TierTable {
    pub(super) column: String,
    pub(super) values: BTreeMap<String, u64>,
    pub(super) default: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValidTimeTable {
    pub(super) from: Option<TimeOrigin>,
    pub(super) at: Option<String>,
    pub(super) column: Option<String>,
    pub(super) formats: Option<Vec<String>>,
    pub(super) value: Option<String>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum TimeOrigin {
    Day,
    Column,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PredicateTable {
    pub(super) column: String,
    pub(super) predicate: String,
    pub(super) kind: Kind,
    pub(super) normalise: Option<String>,
}

/// What a cell's text is read as.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Text,
    Number,
    Boolean,
    Time,
    Reference,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NormaliseTable {
    #[serde(default = "yes")]
    pub(super) trim: bool,
    #[serde(default = "yes")]
    pub(super) collapse_spaces: bool,
    #[serde(default)]
    pub(super) case: Case,
    #[serde(default)]
    pub(super) absent: Vec<String>,
    #[serde(default)]
    pub(super) rewrite: Vec<RewriteTable>,
    #[serde(default)]
    pub(super) time_formats: Vec<String>,
    pub(super) year: Option<YearRule>,
}

impl Default for NormaliseTable {
    fn default() -> Self {
        NormaliseTable {
            trim: true,
            collapse_spaces: true,
            case: Case::Keep,
            absent: Vec::new(),
            rewrite: Vec::new(),
            time_formats: Vec::new(),
            year: None,
        }
    }
}

fn yes() -> bool {
    true
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Default)]
#[serde(rename_all = "lowercase")]
pub(super) enum Case {
    Upper,
    Lower,
    #[default]
    Keep,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RewriteTable {
    pub(super) pattern: String,
    pub(super) with: String,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum YearRule {
    Nearest,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExampleTable {
    pub(super) predicate: String,
    pub(super) text: String,
    pub(super) day: Option<String>,
    pub(super) value: Option<ExampleValue>,
    pub(super) refused: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "it must be a text, a number or a boolean")]
pub(super) enum ExampleValue {
    Text(String),
    Number(f64),
    Boolean(bool),
}

impl std::fmt::Display for ExampleValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ExampleValue::Text(text) => f.write_str(text),
            ExampleValue::Number(number) => write!(f, "{number}"),
            ExampleValue::Boolean(value) => write!(f, "{value}"),
        }
    }
}
