//! Enters a line into a sorted run of lines of a source file.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Puts `line` in its place among the equally indented lines that follow the line `head`.
pub(super) fn insert_sorted(path: &Path, head: &str, line: &str) -> Result<()> {
    let text =
        fs::read_to_string(path).with_context(|| format!("Could not read {}", path.display()))?;
    let text = inserted(&text, head, line)
        .with_context(|| format!("{} has no line `{head}`", path.display()))?;
    fs::write(path, text).with_context(|| format!("Could not write {}", path.display()))
}

fn inserted(text: &str, head: &str, line: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().position(|known| *known == head)? + 1;
    let indent = indent_of(line);
    let run = lines[start..]
        .iter()
        .take_while(|known| indent_of(known) == indent && !known.is_empty());
    let place = start + run.take_while(|known| **known < line).count();
    lines.insert(place, line);
    Some(lines.join("\n") + "\n")
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::inserted;

    const TEXT: &str = "head\n  a\n  c\nend\n";

    #[test]
    fn a_line_goes_where_it_sorts() {
        let first = inserted(TEXT, "head", "  0");
        assert_eq!(first.as_deref(), Some("head\n  0\n  a\n  c\nend\n"));
        let between = inserted(TEXT, "head", "  b");
        assert_eq!(between.as_deref(), Some("head\n  a\n  b\n  c\nend\n"));
        let last = inserted(TEXT, "head", "  d");
        assert_eq!(last.as_deref(), Some("head\n  a\n  c\n  d\nend\n"));
    }

    #[test]
    fn without_its_head_nothing_is_entered() {
        assert_eq!(inserted(TEXT, "heads", "  b"), None);
    }
}
