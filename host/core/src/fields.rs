//! Checks and readers shared by the record kinds.

use crate::error::RecordError;
use crate::limits::{LABEL_BYTES_MAX, NAMESPACE_BYTES_MAX, TIME_MS_MAX};

/// Scheme of the read-only claims that mirror the control log; nobody else may use it.
pub(crate) const RESERVED_SCHEME: &str = "plugin://";

pub(crate) fn bounded_text<'a>(
    field: &'static str,
    text: &'a str,
    max: usize,
) -> Result<&'a str, RecordError> {
    if text.len() > max {
        return Err(RecordError::TooLong {
            field,
            found: text.len(),
            max,
        });
    }
    if text.contains('\0') {
        return Err(RecordError::invalid(field, "it holds a NUL character"));
    }
    Ok(text)
}

pub(crate) fn name<'a>(
    field: &'static str,
    text: &'a str,
    max: usize,
) -> Result<&'a str, RecordError> {
    if text.is_empty() {
        return Err(RecordError::invalid(field, "it is empty"));
    }
    if text.trim() != text {
        return Err(RecordError::invalid(
            field,
            "it begins or ends with white space",
        ));
    }
    bounded_text(field, text, max)
}

pub(crate) fn subject(text: &str) -> Result<&str, RecordError> {
    name("subject", text, crate::limits::SUBJECT_BYTES_MAX)
}

/// Refuses subjects that only the mirror of the control log may have.
pub(crate) fn not_reserved(subject: &str) -> Result<(), RecordError> {
    if subject.starts_with(RESERVED_SCHEME) {
        return Err(RecordError::invalid(
            "subject",
            "`plugin://` is reserved for the mirror of the control log",
        ));
    }
    Ok(())
}

pub(crate) fn label<'a>(field: &'static str, text: &'a str) -> Result<&'a str, RecordError> {
    name(field, text, LABEL_BYTES_MAX)
}

pub(crate) fn namespace(text: &str) -> Result<&str, RecordError> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
    if !text.starts_with(|c: char| c.is_ascii_lowercase()) || !text.chars().all(fits) {
        return Err(RecordError::invalid(
            "namespace",
            "it must be lower-case letters, digits, `-`, `_` and `.`, a letter first",
        ));
    }
    bounded_text("namespace", text, NAMESPACE_BYTES_MAX)
}

pub(crate) fn time(field: &'static str, ms: u64) -> Result<u64, RecordError> {
    if ms > TIME_MS_MAX {
        return Err(RecordError::invalid(
            field,
            format!("{ms} ms lies beyond 2^53 - 1; times are whole milliseconds since 1970"),
        ));
    }
    Ok(ms)
}

pub(crate) fn millionths(field: &'static str, value: u64) -> Result<u32, RecordError> {
    match u32::try_from(value) {
        Ok(v) if v <= crate::tier::CONFIDENCE_ONE => Ok(v),
        _ => Err(RecordError::invalid(
            field,
            format!("{value} millionths lies outside 0 to 1000000 (0.0 to 1.0)"),
        )),
    }
}
