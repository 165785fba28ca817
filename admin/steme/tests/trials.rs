//! Versions tried out by command: a shadow's report, a canary, and what is refused.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use steme::Exit;
use stemedb_api::{Config, Secret, Server};
use stemedb_wire::{Activation, PluginList, QueryResponse, TrialList, TrialView};
use support::{Bench, guests};

const KEY: &str = "a-key-for-this-test-alone";

/// A server whose folder goes with it, and commands that work on it.
fn start() -> (Server, tempfile::TempDir, Bench) {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::local(folder.path());
    config.guests = Some(guests());
    config.admin_key = Some(Secret(KEY.to_owned()));
    let server = Server::start(&config).unwrap();
    let bench = Bench::server(&format!("http://{}", server.address()), Some(KEY));
    (server, folder, bench)
}

/// Two agents say one thing, a third one another thing later.
fn contradict(bench: &Bench) {
    for (name, value, time) in [
        ("ann", "old", "2021-03-18"),
        ("bob", "old", "2021-03-19"),
        ("eve", "new", "2021-03-20"),
    ] {
        let key = bench.key(name);
        bench.assert(&key, &["drug/x", "causes", value, "--time", time]);
    }
}

fn digest(bench: &Bench, id: &str) -> String {
    let list: PluginList = bench.json(&["plugins", "list"]);
    let found = list.plugins.iter().find(|view| view.plugin.id == id);
    found.unwrap().plugin.digest.clone()
}

fn judge(bench: &Bench) -> String {
    let asked: QueryResponse = bench.json(&["query", "drug/x", "causes", "--lens", "recency"]);
    asked.answer.plugins[0].digest.clone()
}

#[test]
fn a_shadow_is_started_reported_and_stopped() {
    let (_server, _folder, bench) = start();
    contradict(&bench);
    let consensus = digest(&bench, "consensus");
    assert_eq!(
        bench.run(&["shadow", "report", "recency"]).exit,
        Exit::NotFound
    );
    let begin = ["shadow", "start", "recency", &consensus, "--share", "1"];
    let started = bench.run(&begin).done();
    assert!(
        started.contains("shadow: recency") && started.contains("(100 %)"),
        "{started}"
    );
    for _ in 0..4 {
        assert_eq!(judge(&bench), digest(&bench, "recency"));
    }
    let report = [
        "shadow", "report", "recency", "--until", "4", "--wait", "60",
    ];
    let shown = bench.run(&report).done();
    for words in ["Slot recency", "another winner", "new", "old", "drug/x"] {
        assert!(shown.contains(words), "{words} is not in\n{shown}");
    }
    let view: TrialView = bench.json(&report);
    let shadow = view.shadow.unwrap();
    assert_eq!(
        (shadow.compared, shadow.agreed, shadow.winners_differ),
        (4, 0, 4)
    );
    let evidence = &shadow.differences[0];
    bench.run(&["replay", &evidence.query_id]).done();
    let lens = ["query", "drug/x", "causes", "--lens", &evidence.shadow.lens];
    let again: QueryResponse = bench.json(&lens);
    assert_eq!(
        again.answer.winner.map(|claim| claim.object),
        evidence.shadow.winner
    );
    let few = [
        "shadow", "report", "recency", "--until", "999", "--wait", "0",
    ];
    assert_eq!(
        bench.run(&few).exit,
        Exit::Refused,
        "it did not come to that"
    );
    let last = bench.run(&["shadow", "stop", "recency"]).done();
    assert!(
        last.contains("4 compared") && last.contains("unshadow"),
        "{last}"
    );
    assert!(
        bench
            .run(&["trials"])
            .done()
            .contains("Nothing is tried out")
    );
}

#[test]
fn a_canary_is_started_promoted_and_withdrawn() {
    let (_server, _folder, bench) = start();
    contradict(&bench);
    let (recency, consensus) = (digest(&bench, "recency"), digest(&bench, "consensus"));
    let begin = |plugin: &str| {
        let words = [
            "canary", "start", "recency", plugin, "--share", "1", "--by", "ada",
        ];
        bench.json::<Activation>(&words)
    };
    assert_eq!(begin(&consensus).action, "canary");
    assert_eq!(judge(&bench), consensus);
    let list: TrialList = bench.json(&["trials"]);
    assert_eq!(list.slots[0].canary.as_ref().unwrap().canary_answers, 1);
    bench.run(&["canary", "withdraw", "recency"]).done();
    assert_eq!(judge(&bench), recency);
    begin(&consensus);
    bench.run(&["canary", "promote", "recency"]).done();
    assert_eq!(judge(&bench), consensus);
    let gone = bench.run(&["canary", "promote", "recency"]);
    assert_eq!(gone.exit, Exit::NotFound, "{}", gone.err);
    let nobody = bench.run(&["canary", "start", "nobody", &recency]);
    assert_eq!(nobody.exit, Exit::NotFound, "{}", nobody.err);
    let share = ["canary", "start", "recency", &recency, "--share", "1.5"];
    assert_eq!(bench.run(&share).exit, Exit::Refused);
}
