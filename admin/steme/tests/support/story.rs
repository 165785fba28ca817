//! A story that must go the same on a folder and on a server.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use steme::Exit;
use stemedb_wire::{
    AcceptedView, AuditList, Feed, Health, ImpactView, ObjectView, PluginList, QueryResponse,
    ReplayResponse, Trace,
};

use super::Bench;

fn value(response: &QueryResponse) -> ObjectView {
    response.answer.winner.as_ref().unwrap().object.clone()
}

/// Two agents contradict each other; lenses decide differently; votes, lineage, withdrawal and replay.
pub(crate) fn contradiction(bench: &Bench) {
    let (trial, forum) = (bench.key("trial.key"), bench.key("forum.key"));
    let source: AcceptedView = bench.json(&[
        "source",
        "add",
        "STEP 1",
        "--key",
        &trial,
        "--class",
        "clinical",
        "--time",
        "2021-03-18",
        "--citation",
        "N Engl J Med 2021; 384:989",
    ]);
    let measured = bench.assert(
        &trial,
        &[
            "semaglutide",
            "weight_loss_percent",
            "14.9",
            "--class",
            "clinical",
            "--time",
            "2021-03-18",
            "--source",
            &source.id,
            "--confidence",
            "0.95",
        ],
    );
    let heard = bench.assert(&forum, &["semaglutide", "weight_loss_percent", "25"]);

    let ask = |lens: &str| -> QueryResponse {
        bench.json(&[
            "query",
            "semaglutide",
            "weight_loss_percent",
            "--lens",
            lens,
        ])
    };
    assert_eq!(value(&ask("recency")), ObjectView::Number(25.0));
    let layered = ask("layered");
    assert_eq!(value(&layered), ObjectView::Number(14.9));
    assert_eq!(layered.answer.parts.len(), 2);
    let skeptic: QueryResponse = bench.json(&["skeptic", "semaglutide", "weight_loss_percent"]);
    assert_eq!(skeptic.answer.status, "contested");
    assert!(skeptic.answer.conflict > 0.5);

    let again = bench.run(&[
        "assert",
        "--key",
        &forum,
        "semaglutide",
        "weight_loss_percent",
        "25",
        "--time",
        &bench
            .json::<Trace>(&["trace", &heard])
            .record
            .time
            .to_string(),
    ]);
    assert!(again.done().contains("was here already"));

    votes_and_lineage(bench, &trial, &forum, &measured);
    replayed(bench, &layered);
    withdrawn(bench, &trial, &source.id, &measured);
    lists(bench);
}

fn votes_and_lineage(bench: &Bench, trial: &str, forum: &str, measured: &str) {
    bench.run(&["vote", measured, "0.5", "--key", forum]).done();
    bench.run(&["vote", measured, "1", "--key", forum]).done();
    bench.run(&["cosign", measured, "--key", forum]).done();
    let next: AcceptedView = bench.json(&[
        "supersede",
        measured,
        "15.2",
        "--key",
        trial,
        "--lifecycle",
        "approved",
    ]);
    let trace: Trace = bench.json(&["trace", measured]);
    assert_eq!(trace.votes.len(), 2);
    assert_eq!(trace.votes.iter().filter(|vote| vote.effective).count(), 1);
    assert_eq!(trace.signatures.len(), 2);
    assert_eq!(trace.sources.len(), 1);
    assert_eq!(trace.children, std::slice::from_ref(&next.id));
    let shown = bench.run(&["trace", &next.id]).done();
    for line in [
        "parent ",
        "STEP 1 (clinical), N Engl J Med 2021; 384:989",
        "15.2",
    ] {
        assert!(shown.contains(line), "no `{line}` in:\n{shown}");
    }
    let asked: QueryResponse = bench.json(&["layered", "semaglutide", "weight_loss_percent"]);
    assert_eq!(value(&asked), ObjectView::Number(15.2));
    assert_eq!(asked.answer.excluded.replaced, 1);
}

fn replayed(bench: &Bench, asked: &QueryResponse) {
    let replay: ReplayResponse = bench.json(&["replay", &asked.query_id]);
    assert!(replay.identical);
    assert_eq!(replay.replayed_digest, asked.answer_digest);
    assert_eq!(replay.answer, asked.answer);
    let shown = bench.run(&["replay", &asked.query_id]).done();
    assert!(shown.contains("Identical"), "{shown}");
    let shown = bench.run(&["audit", "show", &asked.query_id]).done();
    assert!(shown.contains(&asked.answer_digest), "{shown}");
}

fn withdrawn(bench: &Bench, trial: &str, source: &str, measured: &str) {
    let outcome = bench.run(&["retract", source, "data were made up", "--key", trial]);
    assert!(
        outcome.err.contains("Claims that rest on it: 1."),
        "{}",
        outcome.err
    );
    outcome.done();
    let impact: ImpactView = bench.json(&["source", "impact", source]);
    assert_eq!((impact.dependants, impact.retractions.len()), (1, 1));
    assert_eq!(impact.claims[0].id, measured);
    let shown = bench.run(&["source", "impact", source]).done();
    assert!(shown.contains("data were made up"), "{shown}");
}

fn lists(bench: &Bench) {
    let audits: AuditList = bench.json(&["audit", "list", "--subject", "semaglutide"]);
    assert!(audits.queries.len() >= 4);
    let feed: Feed = bench.json(&["feed", "--limit", "3"]);
    assert_eq!(feed.records.len(), 3);
    assert!(feed.more);
    let health: Health = bench.json(&["health"]);
    assert_eq!(health.status, "ok", "{:?}", health.problems);
    let plugins: PluginList = bench.json(&["plugins", "list"]);
    assert!(plugins.slots.iter().any(|slot| slot.slot == "recency"));
    for verb in [
        vec!["audit", "list"],
        vec!["feed"],
        vec!["health"],
        vec!["plugins", "list"],
    ] {
        assert!(!bench.run(&verb).done().is_empty(), "{verb:?}");
    }
}

/// Everything that is not there, or can't be.
pub(crate) fn refusals(bench: &Bench) {
    let key = bench.key("agent.key");
    let nobody = "ab".repeat(32);
    let run = |arguments: &[&str]| bench.run(arguments).exit;
    bench.assert(&key, &["thing", "aspect", "1"]);
    assert_eq!(run(&["trace", &nobody]), Exit::NotFound);
    assert_eq!(run(&["vote", &nobody, "1", "--key", &key]), Exit::NotFound);
    assert_eq!(run(&["replay", &"0".repeat(32)]), Exit::NotFound);
    assert_eq!(run(&["query", "nothing", "here"]), Exit::NotFound);
    assert_eq!(
        run(&["query", "a", "b", "--lens", "nosuch"]),
        Exit::NotFound
    );
    assert_eq!(run(&["query", "a", "b", "--lens", "a||b"]), Exit::Refused);
    assert_eq!(
        run(&["query", "a", "b", "--as-of", "yesterday"]),
        Exit::Refused
    );
    assert_eq!(run(&["trace", "12"]), Exit::Refused);
    assert_eq!(
        run(&["assert", "plugin://x", "b", "1", "--key", &key]),
        Exit::Refused
    );
    let problem: stemedb_wire::Problem = {
        let outcome = bench.run(&["--json", "trace", &nobody]);
        assert!(outcome.out.is_empty(), "{}", outcome.out);
        serde_json::from_str(&outcome.err).unwrap()
    };
    assert_eq!(
        (problem.status, problem.code.as_str()),
        (404, "unknown_record")
    );
}

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

[[predicates]]
column = "delay"
predicate = "delay_minutes"
kind = "number"
normalise = "plain"

[normalise.plain]
absent = ["n/a"]
"#;

const TABLE: &str = "\
who,flight,day,gate,delay
ada,LH1,2011-12-08,A1,5
bob,LH1,2011-12-08,A2,
cyd,LH1,2011-12-08,A2,n/a
ada,LH2,2011-12-08,B7,soon
ada,LH1,2011-12-08,A1,5
";

/// A small table, imported twice: the second time adds nothing.
pub(crate) fn import(bench: &Bench) {
    let key = bench.key("importer.key");
    let (table, mapping) = (
        bench.file("rows.csv", TABLE),
        bench.file("mapping.toml", MAPPING),
    );
    let refused = bench.name("refused.tsv");
    let import = |more: &[&str]| -> stemedb_import::Report {
        let mut words = vec!["import", &table, "--mapping", &mapping, "--key", &key];
        words.extend(more);
        bench.json(&words)
    };
    let tried = import(&["--dry-run"]);
    let first = import(&["--refused", &refused]);
    assert_eq!(tried.total(), first.total());
    let total = first.total();
    assert!(first.adds_up());
    assert_eq!((first.rows, total.cells, total.empty), (5, 10, 1));
    assert_eq!((total.accepted, total.duplicate), (5, 2));
    assert_eq!(total.refused_total(), 2);
    let listed = std::fs::read_to_string(&refused).unwrap();
    assert!(
        listed.contains("4\tdelay\tdelay_minutes\tabsent\t\tn/a"),
        "{listed}"
    );
    assert!(
        listed.contains("5\tdelay\tdelay_minutes\tnumber_format\t\tsoon"),
        "{listed}"
    );

    let records = bench.json::<Health>(&["health"]).records;
    let second = import(&[]);
    assert_eq!((second.total().accepted, second.total().duplicate), (0, 7));
    assert_eq!(second.sources.accepted, 0);
    assert_eq!(bench.json::<Health>(&["health"]).records, records);
    let shown = bench
        .run(&["import", &table, "--mapping", &mapping, "--key", &key])
        .done();
    assert!(
        shown.contains("The report adds up: 10 cells = 1 empty + 9 read"),
        "{shown}"
    );
    assert!(!bench.path("rows.csv.steme-import").exists());

    let gate: QueryResponse = bench.json(&["query", "flight/LH1", "gate", "--lens", "consensus"]);
    assert_eq!(value(&gate), ObjectView::Text("A2".to_owned()));
    assert_eq!(gate.answer.candidates, 3);
}

/// A set of slots is changed and changed back; both are in the list of decisions.
pub(crate) fn plugins(bench: &Bench) {
    let list: PluginList = bench.json(&["plugins", "list"]);
    let digest = |id: &str| -> String {
        let of = |view: &&stemedb_wire::PluginView| view.plugin.id == id;
        list.plugins.iter().find(of).unwrap().plugin.digest.clone()
    };
    let recency = super::guests().join("recency.wasm");
    let shown = bench
        .run(&["plugins", "install", recency.to_str().unwrap()])
        .done();
    assert!(shown.contains(&digest("recency")), "{shown}");
    let pair = format!("recency={}", digest("consensus"));
    bench
        .run(&[
            "plugins", "activate", &pair, "--by", "ada", "--reason", "to try",
        ])
        .done();
    let changed: PluginList = bench.json(&["plugins", "list"]);
    let holds = |list: &PluginList, id: &str| {
        let slot = list
            .slots
            .iter()
            .find(|slot| slot.slot == "recency")
            .unwrap();
        assert_eq!(slot.plugin.id, id);
    };
    holds(&changed, "consensus");
    assert_eq!(changed.activations[0].reason, "to try");
    bench.run(&["plugins", "rollback", "--by", "ada"]).done();
    holds(&bench.json(&["plugins", "list"]), "recency");
    assert_eq!(
        bench
            .run(&["plugins", "activate", "recency=nosuch@1.0.0"])
            .exit,
        Exit::NotFound
    );
    let junk = bench.file("junk.wasm", "no component");
    assert_eq!(
        bench.run(&["plugins", "install", &junk]).exit,
        Exit::Refused
    );
    let agent = "ab".repeat(32);
    bench.run(&["trust", &agent, "0.5"]).done();
    bench.run(&["steward", "grant", &agent]).done();
    bench.run(&["steward", "revoke", &agent]).done();
    assert_eq!(bench.run(&["trust", &agent, "1.5"]).exit, Exit::Refused);
}
