//! The batch: an answer for every line, in order.

use serde_json::json;
use stemedb_core::SignedRecord;
use stemedb_wire::BatchLine;

use crate::client::{Fixture, NOW, Reply, rate, source, start, start_with, text, vote};

const NDJSON: (&str, &str) = ("content-type", "application/x-ndjson");

fn send(fixture: &Fixture, lines: &[String]) -> Vec<BatchLine> {
    let reply = fixture.send(
        "POST",
        "/v1/assert/batch",
        &[NDJSON],
        lines.join("\n").as_bytes(),
    );
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.header("content-type"), "application/x-ndjson");
    read(&reply)
}

fn read(reply: &Reply) -> Vec<BatchLine> {
    reply
        .text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn line(record: &SignedRecord) -> String {
    text(record).to_string()
}

#[test]
fn good_bad_and_duplicate_lines_are_each_answered_in_order() {
    let fixture = start();
    let claim = rate("ann", 1.0, NOW);
    let mut forged = rate("bob", 2.0, NOW);
    forged.signature[0] ^= 1;
    let stray = vote("eve", rate("nobody", 9.0, NOW).id, 1);
    let lines = [
        line(&source("ann", "A trial")),
        line(&claim),
        line(&claim),
        line(&forged),
        "no json".to_owned(),
        String::new(),
        line(&stray),
        json!({"body": "00", "signature": "ff".repeat(64)}).to_string(),
        line(&vote("eve", claim.id, 1)),
    ];
    let answers = send(&fixture, &lines);
    let found: Vec<(u64, &str, Option<&str>)> = answers
        .iter()
        .map(|answer| (answer.line, &*answer.status, answer.code.as_deref()))
        .collect();
    assert_eq!(
        found,
        [
            (1, "accepted", None),
            (2, "accepted", None),
            (3, "duplicate", None),
            (4, "refused", Some("bad_signature")),
            (5, "refused", Some("invalid_body")),
            (7, "refused", Some("unknown_target")),
            (8, "refused", Some("invalid_record")),
            (9, "accepted", None),
        ]
    );
    assert_eq!(answers[1].id, Some(claim.id.to_string()));
    assert_eq!(answers[1].id, answers[2].id);
    let refused = answers.iter().filter(|answer| answer.status == "refused");
    assert!(
        refused
            .clone()
            .all(|answer| answer.detail.as_ref().is_some_and(|d| d.len() > 20))
    );
    assert_eq!(fixture.records().len(), 3);
}

#[test]
fn a_line_that_is_too_long_is_refused_and_the_next_one_is_read() {
    let fixture = start_with(|config| config.limits.write_body = 2_048);
    let lines = [
        line(&rate("ann", 1.0, NOW)),
        format!("{{\"body\":\"{}\"}}", "0".repeat(500_000)),
        line(&rate("bob", 1.0, NOW)),
    ];
    let answers = send(&fixture, &lines);
    let status: Vec<&str> = answers.iter().map(|answer| &*answer.status).collect();
    assert_eq!(status, ["accepted", "refused", "accepted"]);
    assert_eq!(answers[1].code.as_deref(), Some("line_too_long"));
    let detail = answers[1].detail.as_deref().unwrap();
    assert!(detail.contains("STEMEDB_WRITE_BODY_LIMIT"), "{detail}");
}

#[test]
fn thousands_of_lines_are_taken_once() {
    let fixture = start();
    let lines: Vec<String> = (0..3_000)
        .map(|number| line(&rate("ann", f64::from(number), NOW + number as u64)))
        .collect();
    let answers = send(&fixture, &lines);
    assert_eq!(answers.len(), 3_000);
    assert!(
        answers
            .iter()
            .zip(1..)
            .all(|(answer, number)| answer.line == number)
    );
    assert!(answers.iter().all(|answer| answer.status == "accepted"));
    let answers = send(&fixture, &lines);
    assert!(answers.iter().all(|answer| answer.status == "duplicate"));
    assert_eq!(fixture.records().len(), 3_000);
}

#[test]
fn an_empty_batch_has_an_empty_answer_and_another_type_is_refused() {
    let fixture = start();
    assert_eq!(send(&fixture, &[]), []);
    let json = [("content-type", "application/json")];
    let reply = fixture.send("POST", "/v1/assert/batch", &json, b"{}");
    assert!(reply.problem(415, "wrong_content_type").contains("ndjson"));
}
