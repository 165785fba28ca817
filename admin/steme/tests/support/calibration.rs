//! A lens that is surer than it is right, and the curve that takes it back.

use std::fmt::Write as _;

use serde_json::Value;
use steme::Exit;
use stemedb_wire::QueryResponse;

use super::Bench;

const FLIGHTS: usize = 200;

const MAPPING: &str = r#"
format_version = 1

[input]
format = "csv"
header = true

[claim]
subject = "flight/{flight}"
agent = "{who}"
source = "{who}"
tier = 4
valid_time = { from = "column", column = "day", formats = ["%Y-%m-%d"] }

[[predicates]]
column = "gate"
predicate = "gate"
kind = "text"
normalise = "plain"

[normalise.plain]
absent = ["n/a"]
"#;

/// Half of the flights have three sources of one mind, right on 13 of 20; the others two against one, right on 5 of 20.
fn tables() -> (String, String) {
    let mut claims = "who,flight,day,gate\n".to_owned();
    let mut gold = "subject,predicate,value\nflight/none,gate,A1\n".to_owned();
    for flight in 0..FLIGHTS {
        let agreed = flight < FLIGHTS / 2;
        for who in ["ada", "bob", "cyd"] {
            let gate = if who == "cyd" && !agreed { "B2" } else { "A1" };
            writeln!(claims, "{who},{flight},2011-12-08,{gate}").unwrap();
        }
        let right = flight % 20 < if agreed { 13 } else { 5 };
        let gate = if right { "A1" } else { "C3" };
        writeln!(gold, "flight/{flight},gate,{gate}").unwrap();
    }
    (claims, gold)
}

/// Claims are imported, a curve is fitted, and the lens with the curve says how often it is right.
pub(crate) fn calibration(bench: &Bench) {
    let key = bench.key("importer.key");
    let (claims, gold) = tables();
    let claims = bench.file("claims.csv", &claims);
    let gold = bench.file("gold.csv", &gold);
    let mapping = bench.file("mapping.toml", MAPPING);
    let report: stemedb_import::Report =
        bench.json(&["import", &claims, "--mapping", &mapping, "--key", &key]);
    assert_eq!(report.total().accepted, 3 * FLIGHTS as u64);

    let found: Value = bench.json(&["calibrate", "--gold", &gold, "--lens", "consensus"]);
    assert_eq!(
        (&found["questions"], &found["answered"]),
        (&201.into(), &200.into())
    );
    assert_eq!(found["before"]["accuracy"], 0.45);
    let number = |of: &str, what: &str| found[of][what].as_f64().unwrap();
    let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-6, "{found}");
    near(
        number("before", "expected_error"),
        (0.35 + (2.0 / 3.0 - 0.25)) / 2.0,
    );
    assert!(number("after", "expected_error") < 0.05, "{found}");
    assert!(
        number("after", "brier") < number("before", "brier") - 0.1,
        "{found}"
    );
    assert_eq!(found["curve"], "0.6667:0.252,1:0.648");

    let lens = found["calibrated_lens"].as_str().unwrap();
    for (flight, confidence) in [("flight/3", 0.648), ("flight/130", 0.252)] {
        let asked: QueryResponse = bench.json(&["query", flight, "gate", "--lens", lens]);
        // A share of 2/3 is a little below the point at 0.6667, where the curve is flat.
        near(asked.answer.confidence, confidence);
        let judges: Vec<&str> = asked
            .answer
            .plugins
            .iter()
            .map(|judge| judge.id.as_str())
            .collect();
        assert_eq!(judges, ["consensus", "calibrate"]);
    }
    let shown = bench
        .run(&["calibrate", "--gold", &gold, "--lens", "consensus"])
        .done();
    for part in [
        "expected calibration error",
        "Cross-validated",
        "0.6667:0.252,1:0.648",
        lens,
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    refused(bench);
}

fn refused(bench: &Bench) {
    let few = bench.file("few.csv", "flight/1,gate,A1\n");
    let outcome = bench.run(&["calibrate", "--gold", &few, "--lens", "consensus"]);
    assert_eq!(outcome.exit, Exit::Refused, "{}", outcome.err);
    assert!(
        outcome.err.contains("only 1 of the 1 questions"),
        "{}",
        outcome.err
    );
    let torn = bench.file("torn.csv", "flight/1,gate\n");
    for words in [["--gold", &torn], ["--gold", "/nowhere/gold.csv"]] {
        let outcome = bench.run(&["calibrate", words[0], words[1]]);
        assert_eq!(outcome.exit, Exit::Usage, "{}", outcome.err);
    }
}
