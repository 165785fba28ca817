//! The three formats, repeated pairs, tiers, agents and times.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use stemedb_core::{Object, Signer, SourceClass};
use stemedb_import::{ImportError, Reason};
use support::{Case, Memory, mapping};

#[test]
fn csv_with_a_header_in_another_order() {
    let text = mapping("csv", "text").replace(
        "columns = [\"who\", \"what\", \"when\", \"sure\", \"value\"]",
        "header = true",
    );
    let rows = "\u{feff}value,unused,sure,\"when\",what,who\r\n\
        \"one, two\r\nthree\",,1,2020-01-01,x,a\r\n\
        \"say \"\"hi\"\"\",,0.5,2020-01-02,y,b\r\n\
        \"torn\"x,,1,2020-01-01,x,a\r\n";
    let mut sink = Memory::default();
    let outcome = Case::new(&text, rows.as_bytes()).run(&mut sink);
    assert_eq!(outcome.report().total().accepted, 2);
    assert_eq!(
        sink.lines(),
        [
            "thing/x value = one, two three",
            "thing/y value = say \"hi\""
        ]
    );
    assert_eq!(
        (outcome.refusals[0].line, outcome.refusals[0].reason),
        (5, Reason::RowShape)
    );
}

#[test]
fn a_header_that_does_not_fit_stops_before_the_first_row() {
    let text = mapping("csv", "text").replace(
        "columns = [\"who\", \"what\", \"when\", \"sure\", \"value\"]",
        "header = true",
    );
    for header in [
        "",
        "who,what,when,sure",
        "who,what,when,sure,value,who",
        "\"who\"x,what",
    ] {
        let mut sink = Memory::default();
        let outcome = Case::new(&text, header.as_bytes()).run(&mut sink);
        let stopped = matches!(outcome.report, Err(ImportError::Header { .. }));
        assert!(stopped && sink.batches == 0, "{header}");
    }
}

#[test]
fn an_open_quote_is_named_by_its_line() {
    let mut sink = Memory::default();
    let rows = b"a,x,2020-01-01,1,v\na,x,2020-01-01,1,\"v\na,y,2020-01-01,1,w\n";
    let outcome = Case::new(&mapping("csv", "text"), rows).run(&mut sink);
    assert!(matches!(
        outcome.report,
        Err(ImportError::UnclosedQuote { line: 2, .. })
    ));
}

#[test]
fn jsonl_takes_scalars_and_refuses_the_rest() {
    let rows = r#"{"who":"a","what":"x","when":"2020-01-01","sure":1,"value":2.5,"more":[1]}
{"who":"a","what":"x","when":"2020-01-01","sure":"0.5","value":"7"}
{"who":"a","what":"x","when":"2020-01-01","sure":1,"value":null}
{"who":"a","what":"x","when":"2020-01-01","sure":1}
{"who":"a","what":"x","when":"2020-01-01","sure":1,"value":[2]}
{"who":"a","what":"x","when":"2020-01-01","sure":1,"value":true}
[1]
{"who":"a""#;
    let mut sink = Memory::default();
    let outcome = Case::new(&mapping("jsonl", "number"), rows.as_bytes()).run(&mut sink);
    let total = outcome.report().total();
    assert_eq!((total.cells, total.empty, total.accepted), (8, 2, 2));
    let reasons: Vec<_> = outcome
        .refusals
        .iter()
        .map(|r| (r.line, r.reason))
        .collect();
    let shape = Reason::RowShape;
    assert_eq!(
        reasons,
        [
            (5, shape),
            (6, Reason::NumberFormat),
            (7, shape),
            (8, shape)
        ]
    );
    assert_eq!(sink.claims()[0].object, Object::Number(2.5));
}

#[test]
fn a_repeated_pair_is_a_duplicate_only_if_it_says_the_same() {
    let rows = b"a\tx\t2020-01-01\t1\tv\na\tx\t2020-01-01\t1\tv \na\tx\t2020-01-01\t1\tw\nb\tx\t2020-01-01\t1\tv\na\tx\t2020-01-02\t1\tv\n";
    let mut sink = Memory::default();
    let case = Case::new(&mapping("tsv", "text"), rows);
    let total = case.run(&mut sink).report().total();
    assert_eq!((total.read, total.accepted, total.duplicate), (5, 4, 1));
    let total = case.run(&mut sink).report().total();
    assert_eq!((total.read, total.accepted, total.duplicate), (5, 0, 5));
    assert!(
        !case.checkpoint().exists(),
        "a finished import leaves no checkpoint"
    );
}

#[test]
fn claims_carry_what_row_and_mapping_say() {
    let text = mapping("tsv", "reference").replace(
        "tier = 3",
        "tier = { column = \"who\", values = { \"a b\" = 1 }, default = 4 }\nlifecycle = \"approved\"\nnamespace = \"trial\"",
    );
    let rows = b" a  b\tx\t2020-01-01T00:00:01Z\t0.123456\tv\nc\tx\t2020-01-01\t1\tv\n";
    let mut sink = Memory::default();
    Case::new(&text, rows).run(&mut sink).report();
    let claims = sink.claims();
    assert_eq!(
        (claims[0].confidence, claims[1].confidence),
        (123_456, 1_000_000)
    );
    let classes = [claims[0].source_class, claims[1].source_class];
    assert_eq!(classes, [SourceClass::Clinical, SourceClass::Community]);
    assert_eq!(claims[0].lifecycle.name(), "approved");
    assert_eq!(claims[0].object, Object::Reference("v".into()));
    let header = &sink.records[&sink.order[0]].header;
    assert_eq!(
        (header.namespace.as_str(), header.time),
        ("trial", 1_577_836_801_000)
    );
    assert_eq!(header.author, Signer::derived(&[1; 32], "a b").agent());
}

#[test]
fn settings_win_over_the_mapping() {
    let mut sink = Memory::default();
    let mut case = Case::new(&mapping("tsv", "text"), b"a\tx\t2020-01-01\t1\tv");
    case.settings = vec!["tier=5", "namespace=other"];
    case.run(&mut sink).report();
    assert_eq!(sink.claims()[0].source_class, SourceClass::Anecdotal);
    assert_eq!(sink.records[&sink.order[0]].header.namespace, "other");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let rows: String = (0..3_000)
        .map(|n| format!("a{}\tx{n}\t2020-01-01\t1\tv\n", n % 7))
        .collect();
    let mut orders = Vec::new();
    for threads in [1, 2, 5] {
        let mut sink = Memory::default();
        let mut case = Case::new(&mapping("tsv", "text"), rows.as_bytes());
        case.options.threads = threads.try_into().unwrap();
        assert_eq!(case.run(&mut sink).report().total().accepted, 3_000);
        assert!(sink.largest <= stemedb_import::limits::BATCH_RECORDS_MAX);
        orders.push(sink.order);
    }
    assert!(orders.windows(2).all(|pair| pair[0] == pair[1]));
}
