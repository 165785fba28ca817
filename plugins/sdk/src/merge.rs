//! The classes of a row stage that merges values.
//!
//! Invariant: rows of one value get one class, and a class is named by a row of its own that has this class.

use std::ops::Range;

use crate::{Batch, Error};

/// Gathers classes group after group; groups in which nothing is merged cost one pass over their rows.
#[derive(Debug)]
pub struct Merger<'a> {
    values: &'a [u32],
    classes: Vec<u32>,
    /// The first row of each value of the open group, counted from its start.
    first_rows: Vec<u32>,
    merges: bool,
}

impl<'a> Merger<'a> {
    /// Nothing merged yet. `values` is the column `value`.
    pub fn new(rows: &Batch<'_>, values: &'a [u32]) -> Self {
        Self {
            values,
            classes: Vec::with_capacity(rows.row_count()),
            first_rows: Vec::new(),
            merges: false,
        }
    }

    /// Opens the next group; the answer is how many values it has.
    ///
    /// # Errors
    /// [`Error::INPUT`] when value ids are not numbered by first row.
    pub fn open(&mut self, group: Range<usize>) -> Result<u32, Error> {
        self.first_rows.clear();
        for (row, &value) in (0..).zip(&self.values[group]) {
            let known = self.first_rows.len() as u32;
            if value > known {
                return Err(Error::input(
                    "Value ids are not numbered by first row within the group",
                ));
            }
            if value == known {
                self.first_rows.push(row);
            }
        }
        Ok(self.first_rows.len() as u32)
    }

    /// Leaves the open group as it is.
    pub fn keep(&mut self, group: Range<usize>) {
        let classes = self.values[group]
            .iter()
            .map(|&value| self.first_rows[value as usize]);
        self.classes.extend(classes);
    }

    /// Merges the values of the open group: `stands[v]` is the value that stands for v, and for itself.
    pub fn merge(&mut self, group: Range<usize>, stands: &[u32]) {
        let classes = self.values[group]
            .iter()
            .map(|&value| self.first_rows[stands[value as usize] as usize]);
        self.classes.extend(classes);
        self.merges |= (0..).zip(stands).any(|(value, &stand)| stand != value);
    }

    /// The class of each row; empty if nothing was merged.
    pub fn finish(self) -> Vec<u32> {
        if self.merges {
            self.classes
        } else {
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Merger;
    use crate::{Batch, Error, SupportsView};

    const OFFSETS: [u32; 3] = [0, 3, 6];

    fn batch() -> Batch<'static> {
        Batch {
            offsets: &OFFSETS,
            u32_columns: &[],
            f64_columns: &[],
            supports: SupportsView::default(),
        }
    }

    #[test]
    fn classes_are_rows_of_their_group() {
        let values = [0, 1, 0, 0, 1, 2];
        let mut merger = Merger::new(&batch(), &values);
        assert_eq!(merger.open(0..3), Ok(2));
        merger.keep(0..3);
        assert_eq!(merger.open(3..6), Ok(3));
        merger.merge(3..6, &[2, 1, 2]);
        assert_eq!(merger.finish(), [0, 1, 0, 2, 1, 2]);
    }

    #[test]
    fn nothing_merged_is_nothing_said() {
        let values = [0, 1, 0];
        let mut merger = Merger::new(&batch(), &values);
        assert_eq!(merger.open(0..3), Ok(2));
        merger.merge(0..3, &[0, 1]);
        assert!(merger.finish().is_empty());
    }

    #[test]
    fn value_ids_must_be_numbered_by_first_row() {
        let mut merger = Merger::new(&batch(), &[1, 0, 0]);
        assert_eq!(
            merger.open(0..3).map_err(|error| error.code),
            Err(Error::INPUT)
        );
    }
}
