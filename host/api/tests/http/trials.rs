//! Trials over HTTP: a shadow's report, a canary, and a version that is taken out, with the metrics of each.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use stemedb_wire::{Activation, PluginList, QueryResponse, TrialList, TrialView};

use crate::client::{BEARER, Fixture, NOW, component, rate, start, start_with};

const QUERY: &str = "/v1/query?subject=Drug%3AX&predicate=rate&lens=recency";

fn digest(fixture: &Fixture, id: &str) -> String {
    let list: PluginList = fixture.get("/v1/plugins").good();
    let found = list.plugins.iter().find(|view| view.plugin.id == id);
    found.unwrap().plugin.digest.clone()
}

fn with_key(fixture: &Fixture, path: &str) -> crate::client::Reply {
    fixture.send("GET", path, &[("authorization", BEARER)], b"")
}

/// The latest claim and the most frequent value differ.
fn contradict(fixture: &Fixture) {
    for (agent, value, time) in [("a", 1.0, 0), ("b", 1.0, 1), ("c", 2.0, 2)] {
        fixture.claim(&rate(agent, value, NOW + time));
    }
}

fn ask(fixture: &Fixture) -> (Value, String) {
    let response: QueryResponse = fixture.get(QUERY).good();
    let winner = serde_json::to_value(&response.answer.winner).unwrap();
    let digest = response.answer.plugins[0].digest.clone();
    (winner["object"]["value"].clone(), digest)
}

#[track_caller]
fn decided(fixture: &Fixture, path: &str, body: &Value) -> Activation {
    fixture.decide(path, body).good()
}

#[test]
fn a_shadow_is_reported_and_counted() {
    let fixture = start();
    contradict(&fixture);
    let (recency, consensus) = (digest(&fixture, "recency"), digest(&fixture, "consensus"));
    let body = json!({"slot": "recency", "plugin": consensus, "share": 1.0, "reason": "to see"});
    let started = decided(&fixture, "/v1/admin/shadows", &body);
    assert_eq!(
        (started.action.as_str(), started.share_millionths),
        ("shadow", Some(1_000_000))
    );
    for _ in 0..7 {
        assert_eq!(ask(&fixture), (json!(2.0), recency.clone()));
    }
    let until = Instant::now() + Duration::from_secs(60);
    let view = loop {
        let view: TrialView = with_key(&fixture, "/v1/admin/trials/recency").good();
        let shadow = view.shadow.unwrap();
        if shadow.compared == 7 {
            break shadow;
        }
        assert!(Instant::now() < until, "{shadow:?}");
        std::thread::sleep(Duration::from_millis(10));
    };
    assert_eq!((view.agreed, view.winners_differ, view.dropped), (0, 7, 0));
    assert_eq!(view.active_latency.count, 7);
    assert!(view.shadow_latency.p50_us > 0, "{view:?}");
    let difference = &view.differences[0];
    let replay = fixture.post(&format!("/v1/replay/{}", difference.query_id), &json!({}));
    assert_eq!(replay.good::<Value>()["identical"], json!(true));
    let list: TrialList = with_key(&fixture, "/v1/admin/trials").good();
    assert_eq!((list.slots.len(), list.trips.len()), (1, 0));
    let metrics = fixture.get("/metrics").text;
    for line in [
        "stemedb_shadow_answers_total{slot=\"recency\",outcome=\"differed\"}",
        "stemedb_shadow_latency_seconds_count{slot=\"recency\",judge=\"shadow\"}",
    ] {
        assert!(metrics.contains(line), "{line} is not in\n{metrics}");
    }
    decided(
        &fixture,
        "/v1/admin/shadows/stop",
        &json!({"slot": "recency"}),
    );
    fixture
        .decide("/v1/admin/shadows/stop", &json!({"slot": "recency"}))
        .problem(404, "no_trial");
    with_key(&fixture, "/v1/admin/trials/nobody").problem(404, "unknown_slot");
}

#[test]
fn a_canary_is_promoted_and_another_one_withdrawn() {
    let fixture = start();
    contradict(&fixture);
    let (recency, consensus) = (digest(&fixture, "recency"), digest(&fixture, "consensus"));
    let canary = |plugin: &str| json!({"slot": "recency", "plugin": plugin, "share": 1});
    let end = json!({"slot": "recency"});
    decided(&fixture, "/v1/admin/canaries", &canary(&consensus));
    assert_eq!(ask(&fixture), (json!(1.0), consensus.clone()));
    decided(&fixture, "/v1/admin/canaries/withdraw", &end);
    assert_eq!(ask(&fixture), (json!(2.0), recency.clone()));
    decided(&fixture, "/v1/admin/canaries", &canary(&consensus));
    decided(&fixture, "/v1/admin/canaries/promote", &end);
    assert_eq!(ask(&fixture), (json!(1.0), consensus));
    let wrong = [
        (canary("nobody@1.0.0"), 404, "unknown_plugin"),
        (canary("decay@0.1.0"), 409, "wrong_world"),
        (
            json!({"slot": "recency", "plugin": recency, "share": 2}),
            400,
            "invalid_activation",
        ),
        (
            json!({"slot": "recency", "plugin": recency}),
            400,
            "invalid_body",
        ),
    ];
    for (body, status, code) in wrong {
        fixture
            .decide("/v1/admin/canaries", &body)
            .problem(status, code);
    }
    let metrics = fixture.get("/metrics").text;
    let line = "stemedb_canary_answers_total{slot=\"recency\",by=\"canary\"}";
    assert!(metrics.contains(line), "{metrics}");
}

#[test]
fn a_version_that_fails_is_taken_out_and_kept_back() {
    let fixture = start_with(|config| config.trips.faults = 3);
    for agent in 0..6 {
        fixture.claim(&rate(&format!("agent {agent}"), 1.0, NOW));
    }
    let recency = digest(&fixture, "recency");
    let headers = [
        ("authorization", BEARER),
        ("content-type", "application/wasm"),
    ];
    let bytes = component("test/resolver_brittle");
    assert_eq!(
        fixture
            .send("POST", "/v1/admin/plugins", &headers, &bytes)
            .status,
        202
    );
    let until = Instant::now() + Duration::from_secs(60);
    let activate = json!({"slots": {"recency": "resolver-brittle@0.1.0"}, "by": "test"});
    while fixture.decide("/v1/admin/activations", &activate).status != 200 {
        assert!(Instant::now() < until, "it is not installed");
        std::thread::sleep(Duration::from_millis(20));
    }
    for _ in 0..3 {
        fixture.get(QUERY).problem(502, "plugin_fault");
    }
    assert_eq!(ask(&fixture), (json!(1.0), recency));
    let list: TrialList = with_key(&fixture, "/v1/admin/trials").good();
    let trip = &list.trips[0];
    assert!(trip.kept_back && trip.reason.contains("trap"), "{trip:?}");
    let refused = fixture.decide("/v1/admin/activations", &activate);
    let told = refused.problem(409, "kept_back");
    assert!(told.contains(&trip.digest), "{told}");
    let mut forced = activate;
    forced["force"] = json!(true);
    decided(&fixture, "/v1/admin/activations", &forced);
    let metrics = fixture.get("/metrics").text;
    let line = "stemedb_trips_total{plugin=\"resolver-brittle\",outcome=\"fell-back\"}";
    assert!(metrics.contains(line), "{metrics}");
    let feed = fixture.get("/v1/feed?limit=1000").text;
    assert!(feed.contains("plugin://slots/recency") && feed.contains("tripped"));
}
