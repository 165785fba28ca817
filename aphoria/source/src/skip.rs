//! Why a file was not examined, and how many were not.

use std::{collections::BTreeMap, fmt};

/// Why a file was not examined. The names are part of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SkipReason {
    /// Longer than the limit for a file.
    TooLarge,
    /// Not text.
    Binary,
    /// Text in UTF-16 or UTF-32, which no extractor reads.
    Utf16,
    /// Text that no person wrote or reads: very long lines.
    Minified,
    /// A FIFO, socket or device.
    NotRegular,
    /// A symbolic link.
    Link,
    /// It could not be opened or read.
    Unreadable,
    /// In no language that extractors read.
    UnknownLanguage,
    /// In a language that no selected extractor reads.
    NotSelected,
    /// Written by a program, and such files were excluded.
    ExcludedGenerated,
    /// Other people's code, and such files were excluded.
    ExcludedVendored,
    /// A test, and tests were excluded.
    ExcludedTest,
}

impl SkipReason {
    /// The name in statistics and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::Binary => "binary",
            Self::Utf16 => "utf16",
            Self::Minified => "minified",
            Self::NotRegular => "not_regular",
            Self::Link => "link",
            Self::Unreadable => "unreadable",
            Self::UnknownLanguage => "unknown_language",
            Self::NotSelected => "not_selected",
            Self::ExcludedGenerated => "excluded_generated",
            Self::ExcludedVendored => "excluded_vendored",
            Self::ExcludedTest => "excluded_test",
        }
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One file that was not examined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip {
    /// Why.
    pub reason: SkipReason,
    /// Its length in bytes, as far as it is known; 0 if not.
    pub bytes: u64,
    /// What the system said, for a file that could not be read; else empty.
    pub detail: String,
}

impl Skip {
    pub(crate) fn new(reason: SkipReason, bytes: u64) -> Self {
        Self {
            reason,
            bytes,
            detail: String::new(),
        }
    }

    pub(crate) fn unreadable(error: impl fmt::Display) -> Self {
        Self {
            reason: SkipReason::Unreadable,
            bytes: 0,
            detail: error.to_string(),
        }
    }
}

/// Something in a tree that could not be entered or read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Name of the file or folder.
    pub name: String,
    /// What went wrong.
    pub detail: String,
    /// Whether something was not examined for it; else it is a file that says what to leave out, and nothing was left out.
    pub is_missing: bool,
}

/// Files and bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Files.
    pub files: u64,
    /// Their lengths, summed.
    pub bytes: u64,
}

/// What was not examined, by reason.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Skips {
    counts: BTreeMap<SkipReason, Count>,
}

impl Skips {
    /// Counts one more file.
    pub fn add(&mut self, reason: SkipReason, bytes: u64) {
        let count = self.counts.entry(reason).or_default();
        count.files = count.files.saturating_add(1);
        count.bytes = count.bytes.saturating_add(bytes);
    }

    /// Counts what another count counted.
    pub fn merge(&mut self, other: &Self) {
        for (reason, more) in &other.counts {
            let count = self.counts.entry(*reason).or_default();
            count.files = count.files.saturating_add(more.files);
            count.bytes = count.bytes.saturating_add(more.bytes);
        }
    }

    /// What was skipped for this reason.
    #[must_use]
    pub fn get(&self, reason: SkipReason) -> Count {
        self.counts.get(&reason).copied().unwrap_or_default()
    }

    /// Every reason that occurred, in one order.
    pub fn iter(&self) -> impl Iterator<Item = (SkipReason, Count)> {
        self.counts.iter().map(|(reason, count)| (*reason, *count))
    }
}
