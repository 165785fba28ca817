//! Estimators' jobs over HTTP: begun, polled, cancelled, shown, and answers that rest on what they leave.

use std::time::{Duration, Instant};

use serde_json::json;
use stemedb_wire::{EstimateList, EstimateState, EstimateView, QueryResponse};

use crate::client::{BEARER, Fixture, NOW, component, rate, start};

fn install(fixture: &Fixture, file: &str) -> String {
    let plugin = fixture.server.engine().install(&component(file)).unwrap();
    format!("{}@{}", plugin.id, plugin.digest)
}

fn begin(fixture: &Fixture, name: &str, lens: &str) -> (EstimateState, String) {
    let body = json!({"name": name, "lens": lens, "scope": {"predicates": ["rate"]}, "by": "test"});
    let reply = fixture.decide("/v1/admin/estimates", &body);
    assert_eq!(reply.status, 202, "{reply:?}");
    let address = reply.header("location").to_owned();
    let state: EstimateState = reply.json();
    assert_eq!(address, format!("/v1/admin/estimates/{}", state.ticket));
    (state, address)
}

fn wait(fixture: &Fixture, address: &str, wanted: &[&str]) -> EstimateState {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let reply = fixture.send("GET", address, &[("authorization", BEARER)], b"");
        let state: EstimateState = reply.good();
        if wanted.contains(&&*state.state) {
            return state;
        }
        assert!(Instant::now() < until, "{state:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_job_is_begun_polled_and_shown_and_answers_name_what_it_left() {
    let fixture = start();
    for (agent, value) in [("a", 1.0), ("b", 1.0), ("c", 2.0)] {
        fixture.claim(&rate(agent, value, NOW));
    }
    let empty: EstimateList = fixture.get("/v1/estimates").good();
    assert_eq!(empty, EstimateList::default());
    let estimator = install(&fixture, "test/estimator_agreement");
    let stage = install(&fixture, "test/row_stage_reliability");
    let (_, address) = begin(&fixture, "rates", &estimator);
    let state = wait(&fixture, &address, &["done", "failed"]);
    assert_eq!((&*state.state, state.rows), ("done", 3), "{state:?}");
    let digest = state.digest.unwrap();

    let list: EstimateList = fixture.get("/v1/estimates").good();
    assert_eq!(list.estimates[0].digest, digest);
    assert_eq!(list.jobs[0].state, "done");
    for name in ["rates", &*digest] {
        let view: EstimateView = fixture.get(&format!("/v1/estimates/{name}?limit=2")).good();
        assert_eq!((view.digest.as_str(), view.voices.len()), (&*digest, 2));
        assert_eq!(view.voices[0].reliability, Some(1.0));
    }
    let lens = format!("{stage}(estimate=rates)|consensus").replace('|', "%7C");
    let path = format!("/v1/query?subject=Drug%3AX&predicate=rate&lens={lens}");
    let response: QueryResponse = fixture.get(&path).good();
    assert_eq!(response.answer.artefacts[0].digest, digest);
    assert_eq!(response.answer.artefacts[0].name, "rates");
}

#[test]
fn a_job_is_cancelled_and_what_does_not_fit_is_refused() {
    let fixture = start();
    fixture.claim(&rate("a", 1.0, NOW));
    let estimator = install(&fixture, "test/estimator_agreement");
    let (_, address) = begin(&fixture, "endless", &format!("{estimator}(spin=true)"));
    wait(&fixture, &address, &["estimating"]);
    let cancel = format!("{address}/cancel");
    let headers = [("authorization", BEARER)];
    fixture
        .send("POST", &cancel, &headers, b"")
        .good::<EstimateState>();
    wait(&fixture, &address, &["cancelled"]);
    let jobs = "/v1/admin/estimates";
    for (body, status, code) in [
        (
            json!({"name": "Big", "lens": estimator}),
            400,
            "invalid_estimate",
        ),
        (
            json!({"name": "a", "lens": "consensus"}),
            400,
            "invalid_lens",
        ),
        (json!({"name": "a", "lens": "nobody"}), 404, "unknown_lens"),
        (json!({"name": "a"}), 400, "invalid_body"),
        (
            json!({"name": "a", "lens": estimator, "scope": {"tenant": "x"}}),
            400,
            "invalid_body",
        ),
    ] {
        fixture.decide(jobs, &body).problem(status, code);
    }
    fixture
        .get("/v1/estimates/endless")
        .problem(404, "unknown_estimate");
    let unknown = format!("/v1/estimates/{}", "0".repeat(64));
    fixture.get(&unknown).problem(404, "unknown_estimate");
    let address = "/v1/admin/estimates/99";
    fixture
        .send("GET", address, &headers, b"")
        .problem(404, "unknown_ticket");
}
