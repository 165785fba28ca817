//! Cutting a record into the cells that the mapping uses.

use serde_json::{Map, Value};

use super::{BadRow, RawRecord, Row, csv};
use crate::limits::COLUMNS_MAX;
use crate::mapping::{Encoding, Format, Mapping, check_columns};
use crate::report::{Reason, beginning};

/// The layout of one file: where the used columns stand.
pub(crate) struct Cutter<'m> {
    mapping: &'m Mapping,
    layout: Layout,
}

enum Layout {
    /// Tables: how many cells a row has, and the place of each used column.
    Places { width: usize, places: Vec<usize> },
    /// JSONL: the used columns are keys.
    Keys,
}

impl<'m> Cutter<'m> {
    /// The layout of a table whose columns are `header`, or, without one, those that the mapping names.
    /// The error says what does not fit.
    pub(crate) fn new(mapping: &'m Mapping, header: Option<&RawRecord>) -> Result<Self, String> {
        let layout = match (mapping.format, header) {
            (Format::Jsonl, _) => Layout::Keys,
            (_, None) => places(mapping, mapping.columns.known().unwrap_or_default())?,
            (_, Some(record)) => {
                let cut = decode(record, mapping.encoding).and_then(|text| {
                    let text = text.trim_start_matches('\u{feff}');
                    split(text, mapping.format)
                });
                let names = cut.map_err(|reason| format!("it can't be read ({reason})"))?;
                let names: Vec<String> = names.iter().map(|n| n.trim().to_owned()).collect();
                check_columns(&names)?;
                places(mapping, &names)?
            }
        };
        Ok(Cutter { mapping, layout })
    }

    /// Cuts a record.
    pub(crate) fn row(&self, record: &RawRecord) -> Row {
        let content = self.cells(record).map_err(|reason| BadRow {
            reason,
            text: beginning(&String::from_utf8_lossy(&record.bytes)),
        });
        Row {
            line: record.line,
            content,
        }
    }

    fn cells(&self, record: &RawRecord) -> Result<Vec<String>, Reason> {
        let text = decode(record, self.mapping.encoding)?;
        // Line 1 alone can begin with a byte order mark.
        let text = match record.line {
            1 => text.trim_start_matches('\u{feff}'),
            _ => &text,
        };
        let Layout::Places { width, places } = &self.layout else {
            return keys(text, self.mapping.columns.used());
        };
        let mut cells = split(text, self.mapping.format)?;
        if cells.len() != *width {
            return Err(Reason::RowShape);
        }
        let used = places.iter().map(|at| std::mem::take(&mut cells[*at]));
        Ok(used.collect())
    }
}

fn places(mapping: &Mapping, names: &[String]) -> Result<Layout, String> {
    let place = |used: &String| {
        let at = names.iter().position(|name| name == used);
        at.ok_or_else(|| {
            format!(
                "the column `{used}` is missing; there are {}",
                names.join(", ")
            )
        })
    };
    Ok(Layout::Places {
        width: names.len(),
        places: mapping
            .columns
            .used()
            .iter()
            .map(place)
            .collect::<Result<_, _>>()?,
    })
}

fn decode(record: &RawRecord, encoding: Encoding) -> Result<String, Reason> {
    if record.too_long {
        return Err(Reason::TooLong);
    }
    match encoding {
        Encoding::Utf8 => std::str::from_utf8(&record.bytes)
            .map(str::to_owned)
            .map_err(|_| Reason::Encoding),
        Encoding::Latin1 => Ok(record.bytes.iter().copied().map(char::from).collect()),
    }
}

fn split(text: &str, format: Format) -> Result<Vec<String>, Reason> {
    if format == Format::Csv {
        return csv::cells(text).ok_or(Reason::RowShape);
    }
    let cells: Vec<_> = text.split('\t').take(COLUMNS_MAX + 1).collect();
    if cells.len() > COLUMNS_MAX {
        return Err(Reason::RowShape);
    }
    Ok(cells.into_iter().map(str::to_owned).collect())
}

fn keys(text: &str, used: &[String]) -> Result<Vec<String>, Reason> {
    let object: Map<String, Value> = serde_json::from_str(text).map_err(|_| Reason::RowShape)?;
    used.iter().map(|key| scalar(object.get(key))).collect()
}

/// A missing key and `null` are empty cells; lists and objects are no cells.
fn scalar(value: Option<&Value>) -> Result<String, Reason> {
    match value {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        Some(Value::Bool(value)) => Ok(value.to_string()),
        Some(Value::Array(_) | Value::Object(_)) => Err(Reason::RowShape),
    }
}
