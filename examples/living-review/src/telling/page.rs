//! How the story looks on a terminal.

use comfy_table::{ContentArrangement, Table, presets};

use crate::data::Value;

/// Width that tables keep to, also where the terminal is wider.
const WIDTH: u16 = 118;

pub(super) fn title(text: &str) {
    println!(
        "\n━━ {text} {}",
        "━".repeat(usize::from(WIDTH).saturating_sub(text.chars().count() + 4))
    );
}

pub(super) fn say(text: &str) {
    println!("{}", wrap(text));
}

pub(super) fn question(title: &str, subject: &str, predicate: &str, as_of: &str) {
    println!("\n{title}\n  {subject} · {predicate} · as of {as_of}");
}

pub(super) fn lines(lines: &[String]) {
    for line in lines {
        println!("  {line}");
    }
}

pub(super) fn table(head: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH)
        .set_header(head);
    table
}

pub(super) fn show(table: &Table) {
    println!("{table}");
}

/// A value as answers print it.
pub(super) fn value(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) | Value::Reference(text) => text.clone(),
        Value::Boolean(value) => value.to_string(),
    }
}

/// The first digits of a digest.
pub(super) fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}

/// A day, UTC, of milliseconds since 1970.
pub(super) fn day(ms: u64) -> String {
    let instant = i64::try_from(ms)
        .ok()
        .and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    instant.map_or_else(
        || ms.to_string(),
        |instant| instant.strftime("%Y-%m-%d").to_string(),
    )
}

fn wrap(text: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > usize::from(WIDTH) {
            out.push('\n');
            width = 0;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out
}
