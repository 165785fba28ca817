//! Mappings that are refused, with the word that the message must hold.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;

use stemedb_import::{Mapping, MappingError, Settings};
use support::mapping;

/// Replaces one part of the test mapping; the replaced part must be there.
fn changed(from: &str, to: &str) -> Result<Mapping, MappingError> {
    let text = mapping("tsv", "text");
    assert!(text.contains(from), "{from}");
    Mapping::parse(&text.replacen(from, to, 1), &Settings::default())
}

fn refused(from: &str, to: &str, word: &str) {
    let error = changed(from, to).err();
    let message = error.map(|e| e.to_string()).unwrap_or_default();
    assert!(message.contains(word), "{to}: `{message}` lacks `{word}`");
}

#[test]
fn the_unchanged_mapping_is_taken() {
    changed("format_version = 1", "format_version = 1")
        .map(|_| ())
        .unwrap();
}

#[test]
fn keys_and_versions() {
    refused("format_version = 1", "format_version = 2", "format 1");
    refused("format_version = 1", "", "format_version");
    refused("tier = 3", "tier = 3\ncolour = 1", "colour");
    refused("absent = [", "absnt = [", "absnt");
    refused("kind = \"text\"", "kind = \"colour\"", "colour");
    refused("format = \"tsv\"", "format = \"xml\"", "xml");
    refused("tier = 3", "tier = \"high\"", "a number from 0 to 5");
    refused("tier = 3", "", "tier");
}

#[test]
fn columns() {
    refused("\"who\", \"what\"", "\"who\"", "what");
    refused("\"who\", \"what\"", "\"who\", \"who\", \"what\"", "twice");
    refused("column = \"value\"", "column = \"worth\"", "worth");
    refused("{who}", "{whom}", "whom");
    refused("columns = [", "header = true\ncolumns = [", "not both");
    refused(
        "columns = [\"who\", \"what\", \"when\", \"sure\", \"value\"]",
        "",
        "columns",
    );
    refused(
        "format = \"tsv\"",
        "format = \"jsonl\"\nencoding = \"latin-1\"",
        "JSONL",
    );
}

#[test]
fn claims() {
    refused("thing/{what}", "", "template");
    refused("thing/{what}", "thing/{what", "braces");
    refused("thing/{what}", "thing/{}", "braces");
    refused("thing/{what}", "thing/what}", "braces");
    refused("tier = 3", "tier = 6", "tier");
    refused("tier = 3", "tier = 3\nlifecycle = \"done\"", "lifecycle");
    refused("tier = 3", "tier = 3\nnamespace = \"A B\"", "namespace");
    refused(
        "confidence = { column = \"sure\" }",
        "confidence = 1.5",
        "outside 0 to 1",
    );
    refused("predicate = \"value\"", "predicate = \"\"", "predicate");
}

#[test]
fn valid_times() {
    let column = "{ from = \"column\", column = \"when\", formats = [\"%Y-%m-%d\", \"%Y-%m-%dT%H:%M:%SZ\"] }";
    let cases = [
        ("{ from = \"day\" }", "--set day"),
        ("{ from = \"column\", column = \"when\" }", "formats"),
        (
            "{ from = \"column\", column = \"when\", formats = [] }",
            "1 to 64",
        ),
        (
            "{ from = \"column\", column = \"when\", formats = [\"%d.%m.\"] }",
            "--set day",
        ),
        ("{ value = \"today\" }", "today"),
        ("{ value = \"1969-12-31T23:59:59Z\" }", "1970"),
        (
            "{ value = \"2020-01-01T00:00:00Z\", at = \"10:00\" }",
            "write {",
        ),
        ("{ from = \"clock\" }", "clock"),
        ("{}", "write {"),
    ];
    for (to, word) in cases {
        refused(column, to, word);
    }
    changed(column, "{ value = \"2020-01-01T00:00:00Z\" }")
        .map(|_| ())
        .unwrap();
}

#[test]
fn rules_of_normalisation() {
    refused(
        "normalise = \"value\"",
        "normalise = \"worth\"",
        "[normalise.worth]",
    );
    refused("\"n/a\"", "\"(\"", "absent[0]");
    refused("\"n/a\"", &format!("'{}'", "a".repeat(1_025)), "1024");
    refused("\"n/a\"", "'(\\w{100}){100}'", "size limit");
    refused("\"n/a\"", &vec!["'a'"; 65].join(","), "at most 64");
    refused("%Y-%m-%d %H:%M", "%Y-%m-%d %Q", "%Q");
    refused("%Y-%m-%d %H:%M", "%m-%d %H:%M", "nearest");
    refused(
        "time_formats = [\"%Y-%m-%d %H:%M\"]",
        "time_formats = [\"%m-%d %H:%M\"]\nyear = \"nearest\"",
        "--set day",
    );
    let times = mapping("tsv", "time").replace("\"%Y-%m-%d %H:%M\"", "");
    let error = Mapping::parse(&times, &Settings::default()).err().unwrap();
    assert!(error.to_string().contains("time_formats"), "{error}");
}

#[test]
fn days() {
    let with_day = |table: &str, name: &str| {
        let text = mapping("tsv", "text").replace("thing/{what}", "{day}/{what}");
        let settings = Settings::for_input(Path::new(name));
        Mapping::parse(&format!("{text}\n[day]\n{table}\n"), &settings).map(|_| ())
    };
    let pattern = "file_name = '(?<year>\\d{4})(?<month>\\d\\d)(?<day>\\d\\d)'";
    with_day(pattern, "2011/x-20111208.tsv").unwrap();
    with_day("value = \"2011-12-08\"", "x").unwrap();
    let missing = with_day(pattern, "20111208/x.tsv");
    assert!(
        matches!(missing, Err(MappingError::DayMissing)),
        "folders do not count"
    );
    for (table, name, word) in [
        (pattern, "20111308", "2011-13-08"),
        ("file_name = '\\d+'", "20111208", "groups"),
        ("value = \"8 December\"", "x", "YYYY-MM-DD"),
    ] {
        let message = with_day(table, name).unwrap_err().to_string();
        assert!(message.contains(word), "{message}");
    }
}

#[test]
fn examples() {
    let with = |example: &str| {
        let text = format!("{}\n[[examples]]\n{example}\n", mapping("tsv", "number"));
        Mapping::parse(&text, &Settings::default()).map(|_| ())
    };
    with("predicate = \"value\"\ntext = \" 1.50 \"\nvalue = 1.5").unwrap();
    with("predicate = \"value\"\ntext = \"n/a\"\nrefused = \"absent\"").unwrap();
    for (example, word) in [
        (
            "predicate = \"value\"\ntext = \"1\"\nvalue = 2",
            "example 1 fails",
        ),
        (
            "predicate = \"value\"\ntext = \"x\"\nvalue = 2",
            "number_format",
        ),
        (
            "predicate = \"value\"\ntext = \"1\"\nrefused = \"absent\"",
            "it gives `1`",
        ),
        (
            "predicate = \"value\"\ntext = \"1\"\nrefused = \"lost\"",
            "lost",
        ),
        ("predicate = \"value\"\ntext = \"1\"", "value"),
        ("predicate = \"worth\"\ntext = \"1\"\nvalue = 1", "worth"),
        (
            "predicate = \"value\"\ntext = \"1\"\nvalue = 1\nday = \"x\"",
            "YYYY-MM-DD",
        ),
    ] {
        let message = with(example).unwrap_err().to_string();
        assert!(message.contains(word), "`{message}` lacks `{word}`");
    }
}

#[test]
fn settings() {
    let mut settings = Settings::default();
    for wrong in ["day", "day=8.12.2011", "tier=6", "tier=high", "colour=red"] {
        let refused = settings.set(wrong);
        assert!(
            matches!(refused, Err(MappingError::Setting { .. })),
            "{wrong}"
        );
    }
}

#[test]
fn files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mapping.toml");
    let load = || Mapping::load(&path, &Settings::default()).map(|_| ());
    assert!(matches!(load(), Err(MappingError::Read { .. })));
    std::fs::write(&path, vec![b'#'; (1 << 20) + 1]).unwrap();
    assert!(matches!(load(), Err(MappingError::TooLarge { .. })));
    std::fs::write(&path, mapping("csv", "boolean")).unwrap();
    load().unwrap();
}
