//! RFC 4180: cells in quotes may hold commas, line breaks and doubled quotes.

use crate::limits::COLUMNS_MAX;

/// Where a scan of CSV stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Scan {
    /// At the first character of a cell.
    #[default]
    Start,
    /// In a cell without quotes; a quote there is a plain character.
    Plain,
    /// Between quotes.
    Quoted,
    /// Behind a quote between quotes: the end of the cell, or the first of two quotes.
    QuoteSeen,
}

impl Scan {
    /// The place after one more byte. All bytes that matter are ASCII, so this is right for both encodings.
    pub(super) fn after(self, byte: u8) -> Scan {
        match (self, byte) {
            (Scan::Quoted, b'"') => Scan::QuoteSeen,
            (Scan::Quoted, _) | (Scan::Start | Scan::QuoteSeen, b'"') => Scan::Quoted,
            (_, b',' | b'\n') => Scan::Start,
            _ => Scan::Plain,
        }
    }
}

/// Cuts a record; nothing if text follows a closing quote, a quote stays open, or there are more than [`COLUMNS_MAX`] cells.
pub(super) fn cells(record: &str) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut scan = Scan::Start;
    for c in record.chars() {
        match (scan, c) {
            (Scan::Start | Scan::Plain | Scan::QuoteSeen, ',') => {
                cells.push(std::mem::take(&mut cell));
                scan = Scan::Start;
                if cells.len() >= COLUMNS_MAX {
                    return None;
                }
            }
            (Scan::Start, '"') => scan = Scan::Quoted,
            (Scan::Quoted, '"') => scan = Scan::QuoteSeen,
            (Scan::QuoteSeen, '"') => {
                cell.push('"');
                scan = Scan::Quoted;
            }
            (Scan::QuoteSeen, _) => return None,
            (Scan::Quoted, c) => cell.push(c),
            (Scan::Start | Scan::Plain, c) => {
                cell.push(c);
                scan = Scan::Plain;
            }
        }
    }
    cells.push(cell);
    (scan != Scan::Quoted).then_some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_commas_breaks_and_quotes() {
        let expected = ["a,b", "line\nbreak", "say \"hi\"", "5\" disk", ""];
        let found = cells("\"a,b\",\"line\nbreak\",\"say \"\"hi\"\"\",5\" disk,");
        assert_eq!(
            found.as_deref(),
            Some(expected.map(str::to_owned).as_slice())
        );
    }

    #[test]
    fn what_is_not_csv_is_refused() {
        assert_eq!(cells("\"a\"b,c"), None);
        assert_eq!(cells("\"a,b"), None);
        assert_eq!(cells(&",".repeat(COLUMNS_MAX)), None);
    }
}
