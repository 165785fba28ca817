//! What stops a mapping from being used, and what stops an import.

use std::path::PathBuf;

/// A mapping that can't be used. Nothing was read or sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MappingError {
    /// The file could not be read.
    #[error("the mapping {path} can't be read: {source}", path = .path.display())]
    Read {
        /// The mapping file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Larger than [`crate::limits::MAPPING_BYTES_MAX`].
    #[error("the mapping has {found} bytes, at most {max} are allowed")]
    TooLarge {
        /// Its length.
        found: u64,
        /// The bound.
        max: u64,
    },
    /// Not TOML, an unknown or missing key, or a value of the wrong type.
    #[error("the mapping is not understood: {0}")]
    Syntax(#[from] toml::de::Error),
    /// Another format than this version's.
    #[error("`format_version = {found}` is unknown; this version reads format 1")]
    Version {
        /// What the file says.
        found: i64,
    },
    /// A key holds something that breaks a rule.
    #[error("`{key}` is refused: {why}")]
    Invalid {
        /// Where in the mapping, such as `claim.subject`.
        key: String,
        /// The rule, in words.
        why: String,
    },
    /// A rule names a column that the table does not have.
    #[error("`{key}` names the column `{column}`, which is not among the input's columns: {known}")]
    UnknownColumn {
        /// Where in the mapping.
        key: String,
        /// The name.
        column: String,
        /// The names that exist.
        known: String,
    },
    /// A predicate names a table that is not there.
    #[error(
        "the predicate `{predicate}` names `normalise = \"{name}\"`, but there is no [normalise.{name}]"
    )]
    UnknownNormalise {
        /// The predicate.
        predicate: String,
        /// The table's name.
        name: String,
    },
    /// The mapping needs a day, and nothing gives one.
    #[error(
        "the mapping needs the day that the file speaks of, and neither its name nor `day.value` says it: add `--set day=YYYY-MM-DD`"
    )]
    DayMissing,
    /// A setting that does not exist or does not fit.
    #[error("the setting `{setting}` is refused: {why}")]
    Setting {
        /// As it was given.
        setting: String,
        /// What would be right.
        why: String,
    },
    /// One of the mapping's own examples comes out otherwise than it says.
    #[error(
        "example {number} fails: `{text}` as `{predicate}` should give {expected}, it gives {found}"
    )]
    Example {
        /// Which of `[[examples]]`, from 1 on.
        number: usize,
        /// The predicate.
        predicate: String,
        /// The cell.
        text: String,
        /// What the example says.
        expected: String,
        /// What came out.
        found: String,
    },
}

impl MappingError {
    pub(crate) fn invalid(key: impl Into<String>, why: impl Into<String>) -> Self {
        MappingError::Invalid {
            key: key.into(),
            why: why.into(),
        }
    }
}

/// An import that stopped. What was acknowledged before is in the store and in the checkpoint; running again goes on from there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The input could not be read.
    #[error("the input {path} can't be read: {source}", path = .path.display())]
    Read {
        /// The input file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The first row does not name the columns that the mapping uses.
    #[error("the header of {path} does not fit the mapping: {why}", path = .path.display())]
    Header {
        /// The input file.
        path: PathBuf,
        /// What is missing or wrong.
        why: String,
    },
    /// After this line nothing can be told apart any more.
    #[error(
        "a quoted cell of the row that begins in line {line} is not closed within {max} bytes; mend the quotes there"
    )]
    UnclosedQuote {
        /// Line in the input, from 1 on.
        line: u64,
        /// The bound on a row.
        max: usize,
    },
    /// The checkpoint could not be read, written or removed.
    #[error("the checkpoint {path} can't be {action}: {source}; name another place for it", path = .path.display())]
    Checkpoint {
        /// The checkpoint file.
        path: PathBuf,
        /// `read`, `written` or `removed`.
        action: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// The checkpoint is of another import.
    #[error("the checkpoint {path} does not fit: {what}; restart the import, what went in before is found as duplicates", path = .path.display())]
    StaleCheckpoint {
        /// The checkpoint file.
        path: PathBuf,
        /// What differs.
        what: String,
    },
    /// The sink failed, so the batch is not known to be in.
    #[error("sending claims failed: {source}; run the import again to go on from line {line}")]
    Sink {
        /// First line of the batch; 0 until the engine fills it in.
        line: u64,
        /// What the sink said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The sink answered another number of records than it got.
    #[error("the sink got {sent} records and answered for {answered}; this is a fault of the sink")]
    SinkAnswers {
        /// Records handed over.
        sent: usize,
        /// Outcomes that came back.
        answered: usize,
    },
    /// No thread could be started.
    #[error("no thread for signing could be started: {0}; import with fewer threads")]
    Thread(std::io::Error),
}

impl ImportError {
    /// The error of a [`crate::Sink`] that could not send.
    pub fn sink(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        ImportError::Sink {
            line: 0,
            source: source.into(),
        }
    }

    pub(crate) fn at_line(self, first: u64) -> Self {
        match self {
            ImportError::Sink { source, .. } => ImportError::Sink {
                line: first,
                source,
            },
            other => other,
        }
    }
}
