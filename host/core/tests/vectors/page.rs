//! What the pages in `docs/` say in figures, held against the crate.

use stemedb_core::limits::*;
use stemedb_core::*;

use super::accepted::first_claim;

fn page(name: &str) -> String {
    std::fs::read_to_string(super::docs().join(name)).unwrap()
}

/// The cells of every table row, trimmed.
fn rows(page: &str) -> Vec<Vec<&str>> {
    page.lines()
        .filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect()
}

/// The bytes of the fenced blocks of the worked example: all that stands before two spaces on a line.
fn worked_example(page: &str) -> Vec<Vec<u8>> {
    let start = page.find("## Worked example").unwrap();
    let end = page.find("## Sealed values").unwrap();
    let blocks = page[start..end].split("```text\n").skip(1);
    blocks
        .map(|block| bytes_of(block.split("```").next().unwrap()))
        .collect()
}

fn bytes_of(block: &str) -> Vec<u8> {
    let hex: String = block
        .lines()
        .flat_map(|line| line.trim_start().split("  ").next())
        .flat_map(str::chars)
        .filter(|c| !c.is_whitespace())
        .collect();
    hex::decode(&hex).unwrap()
}

fn thousands(mut number: u64) -> String {
    let mut groups = Vec::new();
    while number >= 1_000 {
        groups.push(format!(",{:03}", number % 1_000));
        number /= 1_000;
    }
    groups.push(number.to_string());
    groups.into_iter().rev().collect()
}

#[test]
fn the_worked_example_is_the_first_vector() {
    let first = first_claim();
    let blocks = worked_example(&page("claim-format.md"));
    let message = signature_message(first.id, first.header.time);
    let expected = [&first.bytes[..], &first.id.0, &message, &first.signature];
    assert_eq!(blocks.len(), expected.len());
    for (block, expected) in blocks.iter().zip(expected) {
        assert_eq!(hex::encode(block), hex::encode(expected));
    }
}

#[test]
fn the_bounds_are_stated() {
    let page = page("claim-format.md");
    let bounds = [
        ("namespace, bytes", NAMESPACE_BYTES_MAX),
        ("subject, bytes", SUBJECT_BYTES_MAX),
        ("predicate, bytes", PREDICATE_BYTES_MAX),
        ("text or reference, bytes", TEXT_BYTES_MAX),
        ("entries of metadata", METADATA_ENTRIES_MAX),
        ("key of metadata, bytes", METADATA_KEY_BYTES_MAX),
        ("value of metadata, bytes", METADATA_VALUE_BYTES_MAX),
        ("dimensions of a vector", VECTOR_DIMENSIONS_MAX),
        ("label or citation, bytes", LABEL_BYTES_MAX),
        ("content of a source, bytes", SOURCE_CONTENT_BYTES_MAX),
        ("body, bytes", BODY_BYTES_MAX),
    ];
    let bounds = bounds.map(|(what, most)| (what, most as u64));
    for (what, most) in bounds.into_iter().chain([("time, ms", TIME_MS_MAX)]) {
        let row = vec![what.to_owned(), thousands(most)];
        assert!(rows(&page).iter().any(|found| **found == row), "{row:?}");
    }
}

#[test]
fn the_vocabularies_are_stated() {
    let page = page("claim-format.md");
    let found = |number: u8, name: &str| {
        let number = number.to_string();
        let row = [number.as_str(), name];
        assert!(
            rows(&page).iter().any(|found| found.starts_with(&row)),
            "{row:?}"
        );
    };
    RecordKind::ALL
        .iter()
        .for_each(|v| found(v.number(), v.name()));
    SourceClass::ALL
        .iter()
        .for_each(|v| found(v.number(), v.name()));
    Lifecycle::ALL
        .iter()
        .for_each(|v| found(v.number(), v.name()));
    SupersessionKind::ALL
        .iter()
        .for_each(|v| found(v.number(), v.name()));
}

#[test]
fn the_table_of_tiers_is_the_one_in_force() {
    let page = page("tiers.md");
    let rows = rows(&page);
    let tiers: Vec<_> = rows
        .iter()
        .filter(|row| row[0].parse::<u8>().is_ok())
        .collect();
    assert_eq!(tiers.len(), SourceClass::ALL.len());
    for (row, class) in tiers.iter().zip(SourceClass::ALL) {
        let half_life = match class.half_life_ms() {
            0 => "never".to_owned(),
            ms => {
                assert_eq!(ms % DAY_MS, 0);
                format!("{} d", ms / DAY_MS)
            }
        };
        let expected = [
            class.number().to_string(),
            class.name().to_owned(),
            format!("{:.1}", class.multiplier()),
            half_life,
        ];
        assert_eq!(row[..4], expected);
        assert!(
            row[4..].iter().all(|why| !why.is_empty()),
            "tier {class} lacks a reason"
        );
    }
}
