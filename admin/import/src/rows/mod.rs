//! From a file to rows: records are told apart, decoded and cut into the cells that the mapping uses.
//!
//! Invariant: each record of the file becomes one [`Row`], in order, also those that can't be cut; memory stays within a record.

mod csv;
mod cut;
mod records;

pub(crate) use cut::Cutter;
pub(crate) use records::{RawRecord, RecordFault, RecordReader};

use crate::report::Reason;

/// One row: the used cells in the order of [`crate::mapping::ColumnNames::used`], or why there are none.
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) content: Result<Vec<String>, BadRow>,
}

/// A row that can't be cut, with the beginning of its text.
pub(crate) struct BadRow {
    pub(crate) reason: Reason,
    pub(crate) text: String,
}
