//! From a cell to a value: the steps of a `[normalise]` table, then the reading as a kind.

use std::borrow::Cow;

use jiff::civil::Date;
use regex::{Regex, RegexBuilder};
use stemedb_core::Object;

use super::file::{Case, Kind, NormaliseTable};
use super::time_format::TimeFormat;
use crate::error::MappingError;
use crate::limits::{CELL_BYTES_MAX, PATTERN_BYTES_MAX, PATTERN_MEMORY_MAX, PATTERNS_MAX};
use crate::report::Reason;

/// A compiled `[normalise]` table.
pub(super) struct Normaliser {
    trim: bool,
    collapse_spaces: bool,
    case: Case,
    absent: Vec<Regex>,
    rewrite: Vec<(Regex, String)>,
    time_formats: Vec<TimeFormat>,
}

impl Normaliser {
    pub(super) fn new(key: &str, table: &NormaliseTable) -> Result<Self, MappingError> {
        let counts = [
            ("absent", table.absent.len()),
            ("rewrite", table.rewrite.len()),
            ("time_formats", table.time_formats.len()),
        ];
        if let Some((list, found)) = counts.iter().find(|(_, found)| *found > PATTERNS_MAX) {
            let why = format!("it has {found} entries, at most {PATTERNS_MAX} are allowed");
            return Err(MappingError::invalid(format!("{key}.{list}"), why));
        }
        let absent = table.absent.iter().enumerate().map(|(at, text)| {
            // The group keeps an alternation from slipping past the anchors.
            pattern(&format!("{key}.absent[{at}]"), text, |p| {
                format!(r"\A(?:{p})\z")
            })
        });
        let rewrite = table.rewrite.iter().enumerate().map(|(at, rule)| {
            let key = format!("{key}.rewrite[{at}]");
            bounded(&key, &rule.with)?;
            Ok((
                pattern(&key, &rule.pattern, str::to_owned)?,
                rule.with.clone(),
            ))
        });
        let formats = time_formats(&format!("{key}.time_formats"), &table.time_formats);
        Ok(Normaliser {
            trim: table.trim,
            collapse_spaces: table.collapse_spaces,
            case: table.case,
            absent: absent.collect::<Result<_, _>>()?,
            rewrite: rewrite.collect::<Result<_, MappingError>>()?,
            time_formats: formats?,
        })
    }

    /// The formats of this table, for the checks that need the day or the kind.
    pub(super) fn formats(&self) -> &[TimeFormat] {
        &self.time_formats
    }

    /// Whether nothing is in the cell after step 1.
    pub(super) fn is_empty(&self, cell: &str) -> bool {
        cell.is_empty() || (self.trim && cell.trim().is_empty())
    }

    /// Steps 1 to 5: the text that is left, or why there is none.
    pub(super) fn text(&self, cell: &str) -> Result<String, Reason> {
        let mut text = self.spaces(bounded_cell(cell)?);
        text = match self.case {
            Case::Upper => text.to_uppercase(),
            Case::Lower => text.to_lowercase(),
            Case::Keep => text,
        };
        self.present(&text)?;
        for (pattern, with) in &self.rewrite {
            if let Cow::Owned(new) = pattern.replace_all(&text, with) {
                text = new;
            }
            bounded_cell(&text)?;
        }
        text = self.spaces(&text);
        self.present(&text)?;
        Ok(text)
    }

    fn spaces(&self, text: &str) -> String {
        let text = if self.trim { text.trim() } else { text };
        if self.collapse_spaces {
            collapse(text)
        } else {
            text.to_owned()
        }
    }

    fn present(&self, text: &str) -> Result<(), Reason> {
        if text.is_empty() || self.absent.iter().any(|p| p.is_match(text)) {
            return Err(Reason::Absent);
        }
        Ok(())
    }

    fn time(&self, text: &str, day: Option<Date>) -> Option<String> {
        self.time_formats.iter().find_map(|format| {
            let time = format.read(text, day)?;
            let shape = if format.has_seconds() {
                "%Y-%m-%dT%H:%M:%S"
            } else {
                "%Y-%m-%dT%H:%M"
            };
            Some(time.strftime(shape).to_string())
        })
    }

    /// All steps: the value of a cell, or why it has none.
    pub(super) fn value(
        &self,
        kind: Kind,
        cell: &str,
        day: Option<Date>,
    ) -> Result<Object, Reason> {
        let text = self.text(cell)?;
        match kind {
            Kind::Text => Ok(Object::Text(text)),
            Kind::Reference => Ok(Object::Reference(text)),
            Kind::Number => number(&text).ok_or(Reason::NumberFormat),
            Kind::Boolean => match text.as_str() {
                "true" => Ok(Object::Boolean(true)),
                "false" => Ok(Object::Boolean(false)),
                _ => Err(Reason::BooleanFormat),
            },
            Kind::Time => {
                let time = self.time(&text, day).ok_or(Reason::TimeFormat)?;
                Ok(Object::Text(time))
            }
        }
    }
}

fn bounded_cell(text: &str) -> Result<&str, Reason> {
    if text.len() > CELL_BYTES_MAX {
        return Err(Reason::TooLong);
    }
    Ok(text)
}

fn number(text: &str) -> Option<Object> {
    let number: f64 = text.parse().ok()?;
    // Adding zero turns -0.0, which claims may not hold, into 0.0.
    number.is_finite().then_some(Object::Number(number + 0.0))
}

/// Each run of white space becomes one space, also at the ends.
fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_run = false;
    for c in text.chars() {
        let space = c.is_whitespace();
        if !space {
            out.push(c);
        } else if !in_run {
            out.push(' ');
        }
        in_run = space;
    }
    out
}

/// Compiles a list of time formats.
pub(super) fn time_formats(key: &str, formats: &[String]) -> Result<Vec<TimeFormat>, MappingError> {
    let compile = |(at, format): (usize, &String)| {
        TimeFormat::new(format).map_err(|why| {
            MappingError::invalid(format!("{key}[{at}]"), format!("`{format}`: {why}"))
        })
    };
    formats.iter().enumerate().map(compile).collect()
}

fn bounded(key: &str, text: &str) -> Result<(), MappingError> {
    if text.len() > PATTERN_BYTES_MAX {
        let why = format!("it is longer than {PATTERN_BYTES_MAX} bytes");
        return Err(MappingError::invalid(key, why));
    }
    Ok(())
}

/// Compiles a regular expression within the bounds; `wrap` puts it into its surroundings.
pub(super) fn pattern(
    key: &str,
    text: &str,
    wrap: impl Fn(&str) -> String,
) -> Result<Regex, MappingError> {
    bounded(key, text)?;
    RegexBuilder::new(&wrap(text))
        .size_limit(PATTERN_MEMORY_MAX)
        .build()
        .map_err(|e| MappingError::invalid(key, e.to_string()))
}
