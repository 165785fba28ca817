//! A refusal by the lens, in its own words. A refusal is an answer; a trap is a fault.

use std::fmt;

/// Why a lens does not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// One of the constants of this type, or from 1000 on a code of the lens's own.
    pub code: u32,
    /// One sentence for the person who asked.
    pub message: String,
}

impl Error {
    /// A parameter does not fit.
    pub const PARAMETER: u32 = 1;
    /// The input is not what the lens expects.
    pub const INPUT: u32 = 2;
    /// The lens can't decide.
    pub const UNDECIDABLE: u32 = 3;
    /// A fault inside the lens.
    pub const INTERNAL: u32 = 4;

    /// An error with the given code and sentence.
    pub fn new(code: u32, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// The input is not what the lens expects.
    #[cold]
    pub fn input(message: impl Into<String>) -> Self {
        Self::new(Self::INPUT, message)
    }

    /// A parameter does not fit.
    #[cold]
    pub fn parameter(message: impl Into<String>) -> Self {
        Self::new(Self::PARAMETER, message)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (code {})", self.message, self.code)
    }
}

impl std::error::Error for Error {}
