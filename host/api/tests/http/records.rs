//! Single writes.

use serde_json::{Value, json};
use stemedb_core::{Body, EpochRecord};
use stemedb_wire::{AcceptedView, ImpactView, Trace, WithdrawnView};

use crate::client::{NOW, rate, rate_with, retraction, sign, signer, source, start, text, vote};

#[test]
fn a_claim_is_created_once_and_traced_back_to_its_source() {
    let fixture = start();
    let origin = source("registrar", "A trial");
    let created = fixture.record("/v1/sources", &origin);
    assert_eq!(created.status, 201);
    let claim = rate_with("ann", 4.5, NOW, |claim| claim.source = Some(origin.id));
    let created = fixture.record("/v1/assert", &claim);
    assert_eq!(created.status, 201, "{created:?}");
    let place: AcceptedView = created.json();
    assert_eq!(
        (place.id.clone(), place.status.as_str()),
        (claim.id.to_string(), "accepted")
    );
    let again = fixture.record("/v1/assert", &claim);
    assert_eq!(again.status, 200);
    let duplicate: AcceptedView = again.json();
    assert_eq!(
        (duplicate.status.as_str(), duplicate.position),
        ("duplicate", place.position)
    );

    let cosignature = claim.cosign(&signer("bob"), NOW).unwrap();
    assert_eq!(fixture.record("/v1/cosign", &cosignature).status, 201);
    assert_eq!(
        fixture
            .record("/v1/vote", &vote("eve", claim.id, 250_000))
            .status,
        201
    );
    let corrected = rate_with("ann", 4.6, NOW + 1, |next| next.parent = Some(claim.id));
    assert_eq!(fixture.record("/v1/supersede", &corrected).status, 201);

    let trace: Trace = fixture.get(again.header("location")).good();
    assert_eq!(trace.sources.len(), 1);
    assert_eq!(trace.children, [corrected.id.to_string()]);
    assert_eq!(trace.signatures.len(), 2);
    assert!((trace.votes[0].weight - 0.25).abs() < 1e-12);
    let trace: Trace = fixture.get(&format!("/v1/trace/{}", corrected.id)).good();
    assert_eq!(trace.parents[0].id, claim.id.to_string());
}

#[test]
fn an_epoch_is_created() {
    let fixture = start();
    let epoch = EpochRecord {
        name: "guideline 2025".to_owned(),
        supersedes: None,
    };
    let epoch = sign(Body::Epoch(epoch), &signer("ann"), NOW);
    assert_eq!(fixture.record("/v1/epoch", &epoch).status, 201);
    let claim = rate_with("ann", 1.0, NOW, |claim| claim.epoch = Some(epoch.id));
    fixture.claim(&claim);
}

#[test]
fn a_retraction_of_a_source_says_what_rests_on_it() {
    let fixture = start();
    let origin = source("registrar", "A trial");
    assert_eq!(fixture.record("/v1/sources", &origin).status, 201);
    for agent in ["a", "b", "c"] {
        fixture.claim(&rate_with(agent, 1.0, NOW, |claim| {
            claim.source = Some(origin.id);
        }));
    }
    let withdrawn = fixture.record("/v1/retractions", &retraction("registrar", origin.id));
    assert_eq!(withdrawn.status, 201, "{withdrawn:?}");
    let withdrawn: WithdrawnView = withdrawn.json();
    let impact = withdrawn.impact.unwrap();
    assert_eq!((impact.dependants, impact.agents, impact.pairs), (3, 3, 1));
    assert_eq!(impact.retractions.len(), 1);
    let path = format!("/v1/sources/{}/impact", origin.id);
    let impact: ImpactView = fixture.get(&format!("{path}?limit=2")).good();
    assert_eq!((impact.dependants, impact.claims.len()), (3, 2));

    let claim = rate("d", 1.0, NOW);
    fixture.claim(&claim);
    let path = format!("/v1/sources/{}/impact", claim.id);
    fixture.get(&path).problem(400, "no_source");
    let withdrawn = fixture.record("/v1/retractions", &retraction("d", claim.id));
    assert_eq!(withdrawn.good::<WithdrawnView>().impact, None);
    let foreign = retraction("d", origin.id);
    fixture
        .record("/v1/retractions", &foreign)
        .problem(422, "wrong_target");
}

#[test]
fn each_endpoint_refuses_records_of_other_kinds() {
    let fixture = start();
    let claim = rate("ann", 4.5, NOW);
    let origin = source("ann", "A trial");
    for path in [
        "/v1/cosign",
        "/v1/vote",
        "/v1/epoch",
        "/v1/sources",
        "/v1/retractions",
    ] {
        let detail = fixture.record(path, &claim).problem(422, "wrong_kind");
        assert!(detail.contains("/v1/assert"), "{detail}");
    }
    for path in ["/v1/assert", "/v1/supersede"] {
        fixture.record(path, &origin).problem(422, "wrong_kind");
    }
    fixture
        .record("/v1/supersede", &claim)
        .problem(422, "no_parent");
    assert_eq!(fixture.records(), []);
}

#[test]
fn records_that_break_a_rule_leave_nothing_behind() {
    let fixture = start();
    let claim = rate("ann", 4.5, NOW);
    let mut flipped = claim.clone();
    flipped.signature[10] ^= 1;
    fixture
        .record("/v1/assert", &flipped)
        .problem(422, "bad_signature");
    let mut foreign = claim.clone();
    foreign.signature = rate("bob", 4.5, NOW).signature;
    fixture
        .record("/v1/assert", &foreign)
        .problem(422, "bad_signature");
    let mut body = text(&claim);
    body["body"] = json!(format!("{}00", body["body"].as_str().unwrap()));
    fixture
        .post("/v1/assert", &body)
        .problem(422, "invalid_record");
    let stray = vote("eve", claim.id, 1);
    fixture
        .record("/v1/vote", &stray)
        .problem(422, "unknown_target");
    let ahead = sign(claim.body, &signer("ann"), u64::from(u32::MAX) * 4_000);
    // A claim's time is when it held, which may lie ahead; only that of later records is bounded.
    assert_eq!(fixture.record("/v1/assert", &ahead).status, 201);
    assert_eq!(fixture.records().len(), 1);
}

#[test]
fn bodies_that_are_no_records_are_refused_with_the_place() {
    let fixture = start();
    let json = [("content-type", "application/json")];
    let refused = |body: &[u8]| {
        fixture
            .send("POST", "/v1/assert", &json, body)
            .problem(400, "invalid_body")
    };
    assert!(refused(b"").contains("EOF"));
    assert!(refused(b"{\"body\": \"00\"").contains("line 1"));
    assert!(refused(b"{\"body\": \"00\"}").contains("signature"));
    let mut body = text(&rate("ann", 1.0, NOW));
    body["more"] = Value::Null;
    assert!(refused(body.to_string().as_bytes()).contains("more"));
    let text = json!({"body": "zz", "signature": "00"}).to_string();
    assert!(refused(text.as_bytes()).contains("body"));
    let plain = fixture.send(
        "POST",
        "/v1/assert",
        &[("content-type", "text/plain")],
        b"{}",
    );
    assert!(
        plain
            .problem(415, "wrong_content_type")
            .contains("application/json")
    );
    fixture
        .send("POST", "/v1/assert", &[], b"{}")
        .problem(415, "wrong_content_type");
}
