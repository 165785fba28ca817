//! Why a selection of extractors cannot be matched.

use aphoria_core::DescriptionError;

/// Why a selection of extractors cannot be matched. Nothing was built.
#[derive(Debug, thiserror::Error)]
pub enum MatcherError {
    /// A description that makes no sense.
    #[error("The extractor `{extractor}` cannot be used: {source}")]
    Description {
        /// Its id.
        extractor: String,
        /// What is wrong with it.
        source: DescriptionError,
    },
    /// Two extractors of one id.
    #[error("The extractor `{extractor}` is in the selection twice; leave one of them out")]
    Twice {
        /// The id.
        extractor: String,
    },
    /// A regular expression or query that does not compile.
    #[error("The pattern `{pattern}` of the extractor `{extractor}` does not compile: {detail}")]
    Compile {
        /// The extractor's id.
        extractor: String,
        /// The pattern's id.
        pattern: String,
        /// What is wrong, in the words of its compiler.
        detail: String,
    },
    /// More patterns than numbers.
    #[error("The selection has more than {max} patterns; select fewer extractors")]
    TooMany {
        /// Most patterns of a selection.
        max: usize,
    },
}
