//! Templates: texts in which `{column}` stands for a cell and `{day}` for the day.

use jiff::civil::Date;

use super::columns::{ColumnId, ColumnNames};
use crate::error::MappingError;
use crate::limits::PATTERN_BYTES_MAX;

enum Part {
    Text(String),
    Column(ColumnId),
}

/// A compiled template. The day is filled in already: it is the same for all rows.
pub(crate) struct Template {
    parts: Vec<Part>,
}

impl Template {
    pub(super) fn new(
        key: &str,
        text: &str,
        columns: &mut ColumnNames,
        day: Option<Date>,
    ) -> Result<Self, MappingError> {
        if text.trim().is_empty() || text.len() > PATTERN_BYTES_MAX {
            let why = format!("a template must have 1 to {PATTERN_BYTES_MAX} bytes");
            return Err(MappingError::invalid(key, why));
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, found) = rest.split_at(at);
            parts.push(Part::Text(before.to_owned()));
            let end = found.find('}').filter(|end| *end > 1).ok_or_else(|| {
                MappingError::invalid(key, "braces must enclose the name of a column, or `day`")
            })?;
            parts.push(match &found[1..end] {
                "day" => Part::Text(day.ok_or(MappingError::DayMissing)?.to_string()),
                name => Part::Column(columns.id(key, name)?),
            });
            rest = &found[end + 1..];
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Template { parts })
    }

    /// The text for a row; nothing if one of its cells is empty.
    pub(crate) fn fill(&self, cells: &[String]) -> Option<String> {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Column(column) => {
                    let cell = tidy(column.of(cells));
                    if cell.is_empty() {
                        return None;
                    }
                    out.push_str(&cell);
                }
            }
        }
        Some(out.trim().to_owned()).filter(|text| !text.is_empty())
    }
}

/// A cell trimmed, with runs of white space made one space.
pub(crate) fn tidy(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}
