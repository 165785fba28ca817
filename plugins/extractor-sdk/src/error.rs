//! A refusal by the extractor.

/// A refusal in the extractor's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// 2 the input is not what the extractor expects, 4 an internal fault; from 1000 on its own codes.
    pub code: u32,
    /// One sentence for the person who scans.
    pub message: String,
}

impl Error {
    /// The input is not what the extractor expects.
    pub fn input(message: impl Into<String>) -> Self {
        Self {
            code: 2,
            message: message.into(),
        }
    }
}

impl core::fmt::Display for Error {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for Error {}
