//! Interrupted imports: they go on where they stopped, and never where something has changed.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use stemedb_import::{CheckpointPlace, ImportError};
use support::{Case, Memory, mapping};

const ROWS: usize = 2_600;

/// Rows with refusals, empty lines and repetitions among them.
fn rows() -> String {
    let row = |n: usize| match n % 10 {
        3 => format!("a\tx{n}\t2020-01-01\t1\tn/a\n"),
        5 => format!("\na\tx{}\t2020-01-01\t1\tv\n", n - 1),
        _ => format!("a\tx{n}\t2020-01-01\t1\tv\n"),
    };
    (0..ROWS).map(row).collect()
}

fn case() -> Case {
    let text = mapping("tsv", "text").replace("tier = 3", "tier = 3\nsource = \"book of {who}\"");
    Case::new(&text, rows().as_bytes())
}

/// Runs into a failure at a batch.
fn interrupt(case: &Case, sink: &mut Memory, at: usize) -> usize {
    sink.fail_at = Some(at);
    let outcome = case.run(sink);
    assert!(matches!(outcome.report, Err(ImportError::Sink { .. })));
    sink.fail_at = None;
    outcome.refusals.len()
}

#[test]
fn an_interrupted_import_goes_on_and_counts_as_if_it_had_not_been() {
    let mut straight = Memory::default();
    let whole = case().run(&mut straight);
    let expected = whole.report();
    assert_eq!(expected.rows as usize, ROWS);
    assert_eq!(expected.empty_lines, 260);
    assert!(straight.batches >= 3, "{}", straight.batches);
    for at in 0..straight.batches {
        let case = case();
        let mut sink = Memory::default();
        let refusals = interrupt(&case, &mut sink, at);
        assert_eq!(case.checkpoint().exists(), at > 0);
        let outcome = case.run(&mut sink);
        assert_eq!(outcome.resumed_at.is_some(), at > 0);
        let report = outcome.report.unwrap();
        assert!(report.adds_up(), "{report:?}");
        // The source goes out once for each run.
        assert_eq!(report.total(), expected.total());
        assert_eq!(
            (report.rows, report.empty_lines),
            (expected.rows, expected.empty_lines)
        );
        assert_eq!(refusals + outcome.refusals.len(), whole.refusals.len());
        assert_eq!(sink.order, straight.order);
        assert!(!case.checkpoint().exists());
    }
}

#[test]
fn a_lost_answer_makes_duplicates_and_no_second_claims() {
    let mut straight = Memory::default();
    case().run(&mut straight).report();
    let case = case();
    let mut sink = Memory {
        keep_when_failing: true,
        ..Memory::default()
    };
    interrupt(&case, &mut sink, 1);
    let report = case.run(&mut sink).report.unwrap();
    assert!(report.adds_up(), "{report:?}");
    assert!(report.total().duplicate > 260 && report.total().accepted > 0);
    assert_eq!(sink.order, straight.order);
}

#[test]
fn a_checkpoint_of_something_else_is_refused() {
    let says = |case: &Case, word: &str| {
        let outcome = case.run(&mut Memory::default());
        let error = outcome.report.unwrap_err();
        assert!(
            matches!(error, ImportError::StaleCheckpoint { .. }),
            "{error}"
        );
        assert!(error.to_string().contains(word), "{error}");
    };
    let mut case = case();
    interrupt(&case, &mut Memory::default(), 1);

    std::fs::write(case.input(), format!("{}\n", rows())).unwrap();
    says(&case, "input");
    std::fs::write(case.input(), rows()).unwrap();

    case.settings = vec!["tier=5"];
    says(&case, "mapping");
    case.settings.clear();

    case.options.agent_seed = [2; 32];
    says(&case, "seed");
    case.options.agent_seed = [1; 32];

    case.options.target = "elsewhere".into();
    says(&case, "server");

    std::fs::write(case.checkpoint(), "{}").unwrap();
    says(&case, "not a checkpoint");

    case.options.restart = true;
    let outcome = case.run(&mut Memory::default());
    assert_eq!(outcome.report().rows as usize, ROWS);
    assert_eq!(outcome.resumed_at, None);
}

#[test]
fn without_a_place_beside_the_input_the_import_runs_and_says_so() {
    let mut case = case();
    // A folder in the place of the file that is written before the renaming.
    let blocked = case.checkpoint().with_file_name("rows.steme-import.new");
    std::fs::create_dir(&blocked).unwrap();
    let outcome = case.run(&mut Memory::default());
    assert!(outcome.without_checkpoint);
    assert_eq!(outcome.report().rows as usize, ROWS);

    case.options.checkpoint = CheckpointPlace::At(case.checkpoint());
    let outcome = case.run(&mut Memory::default());
    assert!(matches!(
        outcome.report,
        Err(ImportError::Checkpoint { .. })
    ));
}

#[test]
fn a_sink_that_does_not_answer_for_all_is_at_fault() {
    let mut sink = Memory {
        forget_one: true,
        ..Memory::default()
    };
    let outcome = case().run(&mut sink);
    assert!(matches!(
        outcome.report,
        Err(ImportError::SinkAnswers { .. })
    ));
}
