//! A page of text for people: headings, facts, tables, bars; coloured and cut to the terminal where there is one.

use comfy_table::{
    Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width,
};

use super::text;
use crate::surroundings::Terminal;

/// Cells of a bar on a wide page, and on a narrow one.
const BAR_CELLS: (usize, usize) = (20, 8);
/// Narrower pages get short bars.
const WIDE: u16 = 72;
/// Narrower terminals are treated as this wide: tables can't be read otherwise.
const WIDTH_MIN: u16 = 40;

/// A page that is being written.
pub(crate) struct Page {
    text: String,
    terminal: Terminal,
    whole_ids: bool,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Text that may be broken into lines.
    Text(&'static str),
    /// Numbers.
    Number(&'static str),
    /// Ids, bars and the like, which are kept in one piece.
    Whole(&'static str),
}

impl Page {
    pub(crate) fn new(terminal: Terminal, whole_ids: bool) -> Self {
        Page {
            text: String::new(),
            terminal,
            whole_ids,
        }
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// A line as it is.
    pub(super) fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref().trim_end());
        self.text.push('\n');
    }

    /// An empty line, unless the page begins here.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// A heading.
    pub(super) fn heading(&mut self, heading: impl AsRef<str>) {
        let line = self.bold(heading.as_ref());
        self.line(line);
    }

    /// Text that stands out on a terminal.
    pub(super) fn bold(&self, text: &str) -> String {
        self.painted("1", text)
    }

    /// A word that says whether all is well.
    pub(super) fn verdict(&self, good: bool, word: &str) -> String {
        self.painted(if good { "32" } else { "31" }, word)
    }

    fn painted(&self, code: &str, text: &str) -> String {
        if self.terminal.colour {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    /// Names and what they are, one a line.
    pub(super) fn facts(&mut self, facts: &[(&str, String)]) {
        let width = facts.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, fact) in facts {
            self.line(format!("  {name:width$}  {fact}"));
        }
    }

    /// An id in a table.
    pub(super) fn id(&self, id: &str) -> String {
        if self.whole_ids {
            text::clean(id)
        } else {
            text::short(id)
        }
    }

    /// A share as a bar that fits the page.
    pub(super) fn bar(&self, share: f64) -> String {
        let wide = self.terminal.width.is_none_or(|width| width >= WIDE);
        text::bar(share, if wide { BAR_CELLS.0 } else { BAR_CELLS.1 })
    }

    /// A table; nothing if it has no rows.
    pub(super) fn table(&mut self, columns: &[Column], rows: Vec<Vec<String>>) {
        if rows.is_empty() {
            return;
        }
        let mut table = Table::new();
        table.load_style(comfy_table::presets::NOTHING);
        table.force_no_tty();
        match self.terminal.width {
            Some(width) => table
                .set_content_arrangement(ContentArrangement::Dynamic)
                .set_width(width.max(WIDTH_MIN).saturating_sub(2)),
            None => table.set_content_arrangement(ContentArrangement::Disabled),
        };
        if self.terminal.colour {
            table.enforce_styling();
        }
        let header = |column: &Column| Cell::new(column.name()).add_attribute(Attribute::Bold);
        table.set_header(columns.iter().map(header).collect::<Vec<_>>());
        for row in rows {
            table.add_row(row);
        }
        for (column, place) in columns.iter().zip(0..) {
            if let Some(drawn) = table.column_mut(place) {
                let between = if place + 1 == columns.len() { 0 } else { 2 };
                drawn.set_padding((0, between));
                match column {
                    Column::Text(_) => {
                        drawn.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(8)));
                    }
                    Column::Number(_) => {
                        drawn.set_cell_alignment(CellAlignment::Right);
                        drawn.set_constraint(ColumnConstraint::ContentWidth);
                    }
                    Column::Whole(_) => {
                        drawn.set_constraint(ColumnConstraint::ContentWidth);
                    }
                }
            }
        }
        for line in table.lines() {
            self.line(format!("  {line}"));
        }
    }
}

impl Column {
    const fn name(&self) -> &'static str {
        match self {
            Column::Text(name) | Column::Number(name) | Column::Whole(name) => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(terminal: Terminal) -> String {
        let mut page = Page::new(terminal, false);
        page.heading("Heading");
        let columns = [
            Column::Text("value"),
            Column::Number("claims"),
            Column::Whole("id"),
        ];
        let long = "a long value of many words ".repeat(4);
        page.table(
            &columns,
            vec![vec![long, "12".to_owned(), page.id(&"ab".repeat(32))]],
        );
        page.finish()
    }

    #[test]
    fn a_file_gets_whole_lines_without_colours() {
        let text = page(Terminal::default());
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
    }

    #[test]
    fn a_narrow_terminal_gets_narrow_tables() {
        for width in [20, 40, 60, 80] {
            let text = page(Terminal {
                width: Some(width),
                ..Terminal::default()
            });
            let longest = text.lines().map(|line| line.chars().count()).max();
            assert!(
                longest <= Some(usize::from(width.max(WIDTH_MIN))),
                "{width}:\n{text}"
            );
            assert!(text.contains("abababababab…"), "{width}:\n{text}");
        }
    }

    #[test]
    fn colours_come_only_where_they_are_wanted() {
        let text = page(Terminal {
            colour: true,
            ..Terminal::default()
        });
        assert!(text.contains("\u{1b}[1mHeading\u{1b}[0m"), "{text}");
    }
}
