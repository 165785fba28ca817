//! Questions, the audit, replay and the feed.

use serde_json::{Value, json};
use stemedb_wire::{
    AuditEntry, AuditList, Feed, QueryResponse, ReplayResponse, answer_digest, canonical_bytes,
};

use crate::client::{Fixture, NOW, is_clients, rate, rate_with, start};

const PAIR: &str = "subject=Drug%3AX&predicate=rate";

fn contested() -> Fixture {
    let fixture = start();
    fixture.claim(&rate_with("label", 0.2, NOW, |claim| {
        claim.source_class = stemedb_core::SourceClass::Regulatory;
    }));
    for (number, agent) in ["a", "b", "c"].into_iter().enumerate() {
        fixture.claim(&rate(agent, 12.0, NOW + 1 + number as u64));
    }
    fixture
}

#[test]
fn an_answer_carries_everything_and_its_digest_holds() {
    let fixture = contested();
    let reply = fixture.get(&format!("/v1/query?{PAIR}&lens=consensus"));
    assert_eq!(reply.header("content-type"), "application/json");
    let response: QueryResponse = reply.good();
    let answer = &response.answer;
    assert_eq!((answer.candidates, answer.values), (4, 2));
    let object = &answer.winner.as_ref().unwrap().object;
    assert_eq!(serde_json::to_value(object).unwrap()["value"], json!(12.0));
    assert_eq!(answer.plugins[0].id, "consensus");
    assert_eq!(answer.plugins[0].digest.len(), 64);
    let canonical = canonical_bytes(answer).unwrap();
    let digest: String = answer_digest(&canonical)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(response.answer_digest, digest);
    assert!(
        reply
            .text
            .contains(std::str::from_utf8(&canonical).unwrap())
    );
    assert_eq!(response.query_id.len(), 32);
}

#[test]
fn the_presets_answer_through_their_own_lens() {
    let fixture = contested();
    let skeptic: QueryResponse = fixture.get(&format!("/v1/skeptic?{PAIR}")).good();
    assert_eq!(skeptic.answer.plugins.last().unwrap().id, "skeptic");
    assert!(skeptic.answer.conflict > 0.0);
    let layered: QueryResponse = fixture.get(&format!("/v1/layered?{PAIR}")).good();
    let winner = serde_json::to_value(&layered.answer.winner).unwrap();
    assert_eq!(winner["object"]["value"], json!(0.2));
    assert_eq!(layered.answer.parts.len(), 2);
    for path in ["skeptic", "layered"] {
        let reply = fixture.get(&format!("/v1/{path}?{PAIR}&lens=recency"));
        reply.problem(400, "lens_is_fixed");
        let reply = fixture.get(&format!("/v1/{path}?{PAIR}&le%6Es=recency"));
        reply.problem(400, "invalid_parameters");
    }
}

#[test]
fn every_parameter_is_read() {
    let fixture = contested();
    let count = |more: &str| {
        let reply = fixture.get(&format!("/v1/query?{PAIR}&lens=consensus&{more}"));
        reply.good::<QueryResponse>().answer.candidates
    };
    assert_eq!(count("as_of=2025-01-01"), 1);
    assert_eq!(count("as_of=2025-01-01T00:00:00.001Z"), 2);
    assert_eq!(count("as_of=2024-12-31"), 0);
    assert_eq!(count("lifecycle=approved"), 0);
    assert_eq!(
        count("lifecycle=any&min_confidence=1&include_retracted=true&max_stale=5"),
        4
    );
    assert_eq!(count(&format!("epoch={}", "ab".repeat(32))), 0);
    assert_eq!(count("namespace=elsewhere"), 0);
    let reply = fixture.get(&format!("/v1/query?{PAIR}&lens=consensus&limit=1"));
    assert_eq!(reply.good::<QueryResponse>().answer.shares.len(), 1);
}

#[test]
fn questions_that_cannot_be_asked_are_refused() {
    let fixture = start();
    for (query, status, code) in [
        ("", 400, "invalid_parameters"),
        ("subject=a", 400, "invalid_parameters"),
        (
            "subject=a&predicate=b&colour=red",
            400,
            "invalid_parameters",
        ),
        (
            "subject=a&predicate=b&limit=many",
            400,
            "invalid_parameters",
        ),
        ("subject=a&predicate=b&limit=-1", 400, "invalid_parameters"),
        (
            "subject=a&predicate=b&include_retracted=perhaps",
            400,
            "invalid_parameters",
        ),
        ("subject=&predicate=b", 400, "invalid_question"),
        ("subject=a%00&predicate=b", 400, "invalid_question"),
        (
            "subject=a&predicate=b&min_confidence=1.5",
            400,
            "invalid_question",
        ),
        (
            "subject=a&predicate=b&min_confidence=NaN",
            400,
            "invalid_question",
        ),
        (
            "subject=a&predicate=b&limit=4000000000",
            400,
            "invalid_question",
        ),
        (
            "subject=a&predicate=b&lifecycle=dead",
            400,
            "invalid_question",
        ),
        ("subject=a&predicate=b&epoch=xyz", 400, "invalid_question"),
        ("subject=a&predicate=b&as_of=yesterday", 400, "invalid_time"),
        ("subject=a&predicate=b&lens=||", 400, "invalid_lens"),
        (
            "subject=a&predicate=b&lens=recency(colour=1)",
            400,
            "invalid_lens",
        ),
        ("subject=a&predicate=b&lens=nobody", 404, "unknown_lens"),
        (
            "subject=a&predicate=b&lens=recency@9.9.9",
            404,
            "unknown_plugin",
        ),
    ] {
        let reply = fixture.get(&format!("/v1/query?{query}"));
        let found = (reply.status, reply.json::<Value>()["code"].clone());
        assert_eq!(found, (status, json!(code)), "{query}: {}", reply.text);
        reply.problem(status, code);
    }
}

#[test]
fn queries_are_audited_and_replayed() {
    let fixture = contested();
    let first: QueryResponse = fixture
        .get(&format!("/v1/query?{PAIR}&lens=recency"))
        .good();
    let second: QueryResponse = fixture.get("/v1/query?subject=other&predicate=rate").good();
    let list: AuditList = fixture.get("/v1/audit/queries").good();
    let ids: Vec<&str> = list
        .queries
        .iter()
        .map(|entry| entry.query_id.as_str())
        .collect();
    assert_eq!(ids, [&*second.query_id, &*first.query_id]);
    let list: AuditList = fixture
        .get("/v1/audit/queries?subject=Drug%3AX&limit=1")
        .good();
    assert_eq!(list.queries[0].query_id, first.query_id);
    assert_eq!(list.before.as_deref(), Some(&*first.query_id));
    let older = format!("/v1/audit/queries?before={}", first.query_id);
    assert_eq!(fixture.get(&older).good::<AuditList>().queries, []);
    let entry: AuditEntry = fixture
        .get(&format!("/v1/audit/query/{}", first.query_id))
        .good();
    assert_eq!(entry.answer_digest, first.answer_digest);

    for (path, status, code) in [
        ("/v1/audit/query/xyz".to_owned(), 400, "invalid_query_id"),
        (
            format!("/v1/audit/query/{}", "0".repeat(32)),
            404,
            "unknown_query",
        ),
        (
            "/v1/audit/queries?before=xyz".to_owned(),
            400,
            "invalid_query_id",
        ),
        (
            "/v1/audit/queries?since=1".to_owned(),
            400,
            "invalid_parameters",
        ),
    ] {
        fixture.get(&path).problem(status, code);
    }
    let nothing = fixture.send("POST", &format!("/v1/replay/{}", "0".repeat(32)), &[], b"");
    nothing.problem(404, "unknown_query");
}

#[test]
fn a_replay_is_identical_after_new_claims_a_swap_and_a_restart() {
    let fixture = contested();
    let before: QueryResponse = fixture
        .get(&format!("/v1/query?{PAIR}&lens=recency"))
        .good();
    fixture.claim(&rate("late", 99.0, NOW + 50));
    let swap = json!({"slots": {"recency": "consensus@0.1.0"}, "by": "test", "reason": "a swap"});
    assert_eq!(fixture.decide("/v1/admin/activations", &swap).status, 200);
    let path = format!("/v1/replay/{}", before.query_id);
    let check = |fixture: &Fixture| {
        let replay: ReplayResponse = fixture.send("POST", &path, &[], b"").good();
        assert!(replay.identical);
        assert_eq!(replay.answer, before.answer);
        assert_eq!(replay.replayed_digest, before.answer_digest);
    };
    check(&fixture);
    let after: QueryResponse = fixture
        .get(&format!("/v1/query?{PAIR}&lens=recency"))
        .good();
    assert_ne!(
        after.answer.plugins[0].digest,
        before.answer.plugins[0].digest
    );
    check(&fixture.reopen());
}

#[test]
fn the_feed_pages_through_everything_in_order() {
    let fixture = contested();
    let whole = fixture.records();
    assert_eq!(whole.len(), 4);
    let mut after = 0;
    let mut seen = Vec::new();
    loop {
        let page: Feed = fixture
            .get(&format!("/v1/feed?limit=3&after={after}"))
            .good();
        seen.extend(page.records.into_iter().filter(is_clients));
        after = page.next;
        if !page.more {
            break;
        }
    }
    assert_eq!(seen, whole);
    fixture
        .get("/v1/feed?after=abc")
        .problem(400, "invalid_parameters");
    fixture.get("/v1/trace/xyz").problem(400, "invalid_id");
    fixture
        .get(&format!("/v1/trace/{}", "0".repeat(64)))
        .problem(404, "unknown_record");
    fixture
        .get(&format!("/v1/sources/{}/impact", "0".repeat(64)))
        .problem(404, "unknown_record");
}
