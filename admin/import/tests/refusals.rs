//! Every reason for a refusal, one case each with a near miss that is taken.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use stemedb_import::{Reason, Refusal};
use support::{Case, Memory, mapping};

/// Imports rows of the test mapping and returns what was taken and what not.
fn import(kind: &str, rows: &[u8]) -> (Vec<String>, Vec<Refusal>) {
    let mut sink = Memory::default();
    let outcome = Case::new(&mapping("tsv", kind), rows).run(&mut sink);
    let report = outcome.report();
    assert_eq!(report.total().accepted as usize, sink.lines().len());
    (sink.lines(), outcome.refusals)
}

/// One row is refused for `reason`, the other taken as `value`.
fn check(kind: &str, refused: &[u8], reason: Reason, taken: &[u8], value: &str) {
    let (lines, refusals) = import(kind, &[refused, b"\n", taken].concat());
    assert_eq!(lines, [format!("thing/x value = {value}")]);
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    assert_eq!((refusals[0].reason, refusals[0].line), (reason, 1));
    assert_eq!(refusals[0].predicate, "value");
}

#[test]
fn absent() {
    let taken = b"a\tx\t2020-01-01\t1\tnone of it";
    for text in ["n/a", " none", "unknown"] {
        let refused = format!("a\tx\t2020-01-01\t1\t{text}");
        check(
            "text",
            refused.as_bytes(),
            Reason::Absent,
            taken,
            "none of it",
        );
    }
}

#[test]
fn time_format() {
    check(
        "time",
        b"a\tx\t2020-01-01\t1\t2020-02-30 10:00",
        Reason::TimeFormat,
        b"a\tx\t2020-01-01\t1\t2020-2-29 9:00",
        "2020-02-29T09:00",
    );
}

#[test]
fn number_format() {
    let taken = b"a\tx\t2020-01-01\t1\t -1.5e3 ";
    for text in ["1,5", "NaN", "inf", "1e999", "5 mg"] {
        let refused = format!("a\tx\t2020-01-01\t1\t{text}");
        check(
            "number",
            refused.as_bytes(),
            Reason::NumberFormat,
            taken,
            "-1500",
        );
    }
    assert_eq!(
        import("number", b"a\tx\t2020-01-01\t1\t-0").0,
        ["thing/x value = 0"]
    );
}

#[test]
fn boolean_format() {
    check(
        "boolean",
        b"a\tx\t2020-01-01\t1\tyes",
        Reason::BooleanFormat,
        b"a\tx\t2020-01-01\t1\tfalse",
        "false",
    );
}

#[test]
fn row_shape() {
    let taken = b"a\tx\t2020-01-01\t1\tv";
    for row in [
        b"a\tx\t2020-01-01\t1".as_slice(),
        b"a\tx\t2020-01-01\t1\tv\tw",
    ] {
        check("text", row, Reason::RowShape, taken, "v");
    }
    let wide = "\t".repeat(5_000);
    check("text", wide.as_bytes(), Reason::RowShape, taken, "v");
}

#[test]
fn encoding() {
    check(
        "text",
        b"a\tx\t2020-01-01\t1\tcaf\xe9",
        Reason::Encoding,
        "a\tx\t2020-01-01\t1\tcafé".as_bytes(),
        "café",
    );
}

#[test]
fn no_subject() {
    let taken = b"a\tx\t2020-01-01\t1\tv";
    check(
        "text",
        b"a\t \t2020-01-01\t1\tv",
        Reason::NoSubject,
        taken,
        "v",
    );
}

#[test]
fn no_agent() {
    let refused = "\u{a0}\tx\t2020-01-01\t1\tv";
    check(
        "text",
        refused.as_bytes(),
        Reason::NoAgent,
        b"a\tx\t2020-01-01\t1\tv",
        "v",
    );
}

#[test]
fn no_source() {
    let text = mapping("tsv", "text").replace("tier = 3", "tier = 3\nsource = \"paper {sure}\"");
    let text = text.replace("confidence = { column = \"sure\" }", "");
    let mut sink = Memory::default();
    let rows = b"a\tx\t2020-01-01\t\tv\na\tx\t2020-01-01\t1\tw\nb\tx\t2020-01-02\t1\tw\nb\tx\t2020-01-03\t1\tw";
    let outcome = Case::new(&text, rows).run(&mut sink);
    assert_eq!(
        outcome.report().sources.accepted,
        2,
        "one for each agent and text"
    );
    assert_eq!(outcome.refusals[0].reason, Reason::NoSource);
    assert_eq!(sink.claims().len(), 3);
    assert!(sink.claims().iter().all(|claim| claim.source.is_some()));
}

#[test]
fn valid_time() {
    let taken = b"a\tx\t1970-01-01T00:00:00Z\t1\tv";
    for when in ["", "yesterday", "1969-12-31", "2020-01-01T00:00:00+01"] {
        let refused = format!("a\tx\t{when}\t1\tv");
        check("text", refused.as_bytes(), Reason::ValidTime, taken, "v");
    }
}

#[test]
fn confidence() {
    let taken = b"a\tx\t2020-01-01\t 0.25 \tv";
    for sure in ["", "1.1", "-0.1", "NaN", "high"] {
        let refused = format!("a\tx\t2020-01-01\t{sure}\tv");
        check("text", refused.as_bytes(), Reason::Confidence, taken, "v");
    }
}

#[test]
fn too_long() {
    let taken = format!("a\tx\t2020-01-01\t1\t{}", "v".repeat(65_536));
    let long_cell = format!("a\tx\t2020-01-01\t1\t{}", "v".repeat(65_537));
    let long_line = format!("a\tx\t2020-01-01\t1\t{}", "v".repeat(1 << 20));
    let long_subject = format!("a\t{}\t2020-01-01\t1\tv", "x".repeat(1_020));
    for refused in [long_cell, long_line, long_subject] {
        let value = "v".repeat(65_536);
        check(
            "text",
            refused.as_bytes(),
            Reason::TooLong,
            taken.as_bytes(),
            &value,
        );
    }
}

#[test]
fn a_rewrite_that_grows_a_text_is_stopped() {
    let grow = "rewrite = [{ pattern = 'a', with = 'aaaaaaaaaaaaaaaa' }, { pattern = 'a', with = 'aaaaaaaaaaaaaaaa' }]";
    let text = mapping("tsv", "text").replace("absent =", &format!("{grow}\nabsent ="));
    let mut sink = Memory::default();
    let row = format!("a\tx\t2020-01-01\t1\t{}", "a".repeat(1_000));
    let outcome = Case::new(&text, row.as_bytes()).run(&mut sink);
    assert_eq!(
        outcome.report().total().refused.get(&Reason::TooLong),
        Some(&1)
    );
}

#[test]
fn invalid() {
    let taken = b"a\tx\t2020-01-01\t1\tv";
    check(
        "text",
        b"a\tx\t2020-01-01\t1\tv\0w",
        Reason::Invalid,
        taken,
        "v",
    );
    let reserved = mapping("tsv", "text").replace("thing/{what}", "{what}");
    let mut sink = Memory::default();
    let outcome = Case::new(&reserved, b"a\tplugin://x\t2020-01-01\t1\tv").run(&mut sink);
    assert_eq!(
        outcome.report().total().refused.get(&Reason::Invalid),
        Some(&1)
    );
    assert!(
        outcome.refusals[0]
            .detail
            .as_deref()
            .unwrap()
            .contains("reserved")
    );
}

#[test]
fn rejected_by_the_receiver() {
    let mut sink = Memory {
        refuse: Some("value"),
        ..Memory::default()
    };
    let outcome = Case::new(&mapping("tsv", "text"), b"a\tx\t2020-01-01\t1\tv").run(&mut sink);
    let report = outcome.report();
    assert_eq!(report.total().refused.get(&Reason::Rejected), Some(&1));
    assert_eq!(report.rejections.get("the quota is spent"), Some(&1));
    assert_eq!(
        outcome.refusals[0].detail.as_deref(),
        Some("the quota is spent")
    );
    assert_eq!(outcome.refusals[0].text, "v");
}

#[test]
fn empty_cells_are_no_refusals_even_in_refused_rows() {
    let mut sink = Memory::default();
    let rows = "a\tx\t2020-01-01\t1\t\u{a0} \n\n\r\na\t\t2020-01-01\t1\t\n";
    let outcome = Case::new(&mapping("tsv", "text"), rows.as_bytes()).run(&mut sink);
    let report = outcome.report();
    assert_eq!((report.rows, report.empty_lines), (2, 2));
    assert_eq!((report.total().cells, report.total().empty), (2, 2));
}

#[test]
fn every_reason_has_a_case_here() {
    let source = include_str!("refusals.rs");
    for reason in Reason::ALL {
        assert!(source.contains(&format!("Reason::{reason:?}")), "{reason}");
    }
}
