//! Reading one file: bounded, without being led astray, and only if it is text that somebody wrote.
//!
//! Invariant: a text has as many bytes as its file, and the same ones, but for a `?` in place of each byte that is not part
//! of valid UTF-8.

use std::{
    fs,
    io::{self, Read as _},
    path::Path,
};

use aphoria_core::{Language, Languages};
use rustix::fs::{Mode, OFlags};

use crate::{
    File, Skip, SkipReason, Traits,
    language::{self, Guess},
    text, traits,
};

/// What a scan examines.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Longest file, in bytes.
    pub file_bytes_max: u64,
    /// Languages that somebody reads; files of others are not opened. All when `None`.
    pub languages: Option<Languages>,
    /// Whether tests are examined.
    pub tests: bool,
    /// Whether other people's code is examined.
    pub vendored: bool,
    /// Whether files are examined that a program wrote.
    pub generated: bool,
    /// Whether files with very long lines are examined.
    pub minified: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            file_bytes_max: 1 << 20,
            languages: None,
            tests: true,
            vendored: false,
            generated: true,
            minified: false,
        }
    }
}

/// A file's text, ready for matching.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name in reports.
    pub name: String,
    /// What it is written in.
    pub language: Language,
    /// What else it is.
    pub traits: Traits,
    /// Its text; offsets are offsets in the file.
    pub text: String,
}

/// Reads a file of the working tree.
///
/// # Errors
///
/// Why it is not examined; nothing of it was kept.
pub fn load(file: &File, policy: &Policy) -> Result<Source, Skip> {
    if let Err(reason) = judge_name(&file.name, file.vendored, policy) {
        let bytes = fs::symlink_metadata(&file.path).map_or(0, |meta| meta.len());
        return Err(Skip::new(reason, bytes));
    }
    let bytes = read_bounded(&file.path, policy.file_bytes_max)?;
    judge(&file.name, file.vendored, bytes, policy)
}

/// Takes contents that were read elsewhere (from git's index), by the same rules.
///
/// # Errors
///
/// Why they are not examined.
pub fn admit(file: &File, bytes: Vec<u8>, policy: &Policy) -> Result<Source, Skip> {
    let length = bytes.len() as u64;
    if let Err(reason) = judge_name(&file.name, file.vendored, policy) {
        return Err(Skip::new(reason, length));
    }
    if length > policy.file_bytes_max {
        return Err(Skip::new(SkipReason::TooLarge, length));
    }
    judge(&file.name, file.vendored, bytes, policy)
}

/// What the name alone decides, so that most files which nobody reads are never opened.
fn judge_name(name: &str, vendored: bool, policy: &Policy) -> Result<(), SkipReason> {
    let guess = language::guess(name);
    if guess == Guess::Unknown {
        return Err(SkipReason::UnknownLanguage);
    }
    if vendored && !policy.vendored {
        return Err(SkipReason::ExcludedVendored);
    }
    if let Guess::Known(language) = guess {
        judge_language(name, language, policy)?;
    }
    Ok(())
}

fn judge_language(name: &str, language: Language, policy: &Policy) -> Result<(), SkipReason> {
    if policy
        .languages
        .is_some_and(|wanted| !wanted.contains(language))
    {
        return Err(SkipReason::NotSelected);
    }
    if !policy.tests && traits::is_test(name, language) {
        return Err(SkipReason::ExcludedTest);
    }
    Ok(())
}

fn judge(name: &str, vendored: bool, bytes: Vec<u8>, policy: &Policy) -> Result<Source, Skip> {
    let length = bytes.len() as u64;
    let skip = |reason| Skip::new(reason, length);
    if text::is_utf16(&bytes) {
        return Err(skip(SkipReason::Utf16));
    }
    if text::is_binary(&bytes) {
        return Err(skip(SkipReason::Binary));
    }
    let language =
        language::detect(name, &bytes).ok_or_else(|| skip(SkipReason::UnknownLanguage))?;
    judge_language(name, language, policy).map_err(skip)?;
    if !policy.minified && text::is_minified(&bytes, language) {
        return Err(skip(SkipReason::Minified));
    }
    let generated = traits::is_generated(&bytes);
    if generated && !policy.generated {
        return Err(skip(SkipReason::ExcludedGenerated));
    }
    Ok(Source {
        name: name.to_owned(),
        language,
        traits: Traits {
            test: traits::is_test(name, language),
            vendored,
            generated,
        },
        text: text::text_of(bytes),
    })
}

/// Reads a regular file of at most `bytes_max` bytes. A FIFO does not block, a link is not followed, and what was opened is
/// asked what it is before anything is read.
pub(crate) fn read_bounded(path: &Path, bytes_max: u64) -> Result<Vec<u8>, Skip> {
    let flags =
        OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::NOCTTY | OFlags::CLOEXEC;
    let descriptor = match rustix::fs::open(path, flags, Mode::empty()) {
        Ok(descriptor) => descriptor,
        Err(rustix::io::Errno::LOOP) => return Err(Skip::new(SkipReason::Link, 0)),
        // A socket cannot be opened at all.
        Err(rustix::io::Errno::NXIO) => return Err(Skip::new(SkipReason::NotRegular, 0)),
        Err(error) => return Err(Skip::unreadable(error)),
    };
    let file = fs::File::from(descriptor);
    let meta = file.metadata().map_err(Skip::unreadable)?;
    if !meta.is_file() {
        return Err(Skip::new(SkipReason::NotRegular, 0));
    }
    if meta.len() > bytes_max {
        return Err(Skip::new(SkipReason::TooLarge, meta.len()));
    }
    let bytes = read_all(file, meta.len(), bytes_max).map_err(Skip::unreadable)?;
    // It grew while it was read.
    if bytes.len() as u64 > bytes_max {
        return Err(Skip::new(SkipReason::TooLarge, bytes.len() as u64));
    }
    Ok(bytes)
}

fn read_all(file: fs::File, expected: u64, bytes_max: u64) -> io::Result<Vec<u8>> {
    // One byte more than expected lets the last read see the end without growing the buffer.
    let room = usize::try_from(expected).unwrap_or(0).saturating_add(1);
    let mut bytes = Vec::with_capacity(room);
    file.take(bytes_max.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}
