//! The columns that a mapping uses, numbered as they are first named.

use crate::error::MappingError;

/// A used column: its place among the cells that a row hands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ColumnId(usize);

impl ColumnId {
    /// The cell of this column. Rows always hold every used column.
    pub(crate) fn of(self, cells: &[String]) -> &str {
        cells.get(self.0).map_or("", String::as_str)
    }
}

/// The used columns, checked against the known ones where the mapping names them.
pub(crate) struct ColumnNames {
    known: Option<Vec<String>>,
    used: Vec<String>,
}

impl ColumnNames {
    pub(super) fn new(known: Option<Vec<String>>) -> Self {
        ColumnNames {
            known,
            used: Vec::new(),
        }
    }

    /// The number of a column; `key` says where it is named.
    pub(super) fn id(&mut self, key: &str, name: &str) -> Result<ColumnId, MappingError> {
        if let Some(known) = &self.known
            && !known.iter().any(|k| k == name)
        {
            return Err(MappingError::UnknownColumn {
                key: key.to_owned(),
                column: name.to_owned(),
                known: known.join(", "),
            });
        }
        let at = self.used.iter().position(|used| used == name);
        Ok(ColumnId(at.unwrap_or_else(|| {
            self.used.push(name.to_owned());
            self.used.len() - 1
        })))
    }

    /// The names, in the order of their numbers.
    pub(crate) fn used(&self) -> &[String] {
        &self.used
    }

    /// All names in order, where the mapping says them.
    pub(crate) fn known(&self) -> Option<&[String]> {
        self.known.as_deref()
    }
}
