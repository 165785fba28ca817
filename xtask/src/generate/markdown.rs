//! Pieces of Markdown.

/// A table; bars in cells are escaped, line ends become spaces.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut lines = vec![
        format!("| {} |", head.join(" | ")),
        format!("|{}", "---|".repeat(head.len())),
    ];
    for row in rows {
        let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
        lines.push(format!("| {} |", cells.join(" | ")));
    }
    lines.join("\n") + "\n"
}

fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}

/// Names set as code, with commas; a dash for none.
pub(super) fn codes<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    if names.is_empty() {
        return "–".into();
    }
    names.join(", ")
}

/// A number with at most six decimals.
pub(super) fn number(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{codes, number, table};

    #[test]
    fn cells_keep_to_their_row() {
        let made = table(&["a", "b"], &[vec!["1|2".into(), "x\ny".into()]]);
        assert_eq!(made, "| a | b |\n|---|---|\n| 1\\|2 | x y |\n");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(number(1.0), "1");
        assert_eq!(number(0.25), "0.25");
        assert_eq!(number(1.0 / 3.0), "0.333333");
        assert_eq!(number(100.0), "100");
    }

    #[test]
    fn no_names_are_a_dash() {
        assert_eq!(codes([].into_iter()), "–");
        assert_eq!(codes(["a", "b"].into_iter()), "`a`, `b`");
    }
}
