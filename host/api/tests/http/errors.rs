//! Every error is a problem document, whoever makes it, and carries the trace id.

use crate::client::start;

#[test]
fn paths_and_methods_that_are_not_there_are_problems() {
    let fixture = start();
    for path in [
        "/",
        "/v1",
        "/v1/assertions",
        "/v2/query",
        "/v1/query/",
        "/%2e%2e/secret",
    ] {
        fixture.get(path).problem(404, "unknown_path");
    }
    let reply = fixture.send("GET", "/v1/assert", &[], b"");
    reply.problem(405, "wrong_method");
    assert_eq!(reply.header("allow"), "POST");
    let reply = fixture.send("DELETE", "/v1/query", &[], b"");
    reply.problem(405, "wrong_method");
    assert!(reply.header("allow").contains("GET"));
}

#[test]
fn the_trace_id_of_the_client_is_taken_over() {
    let fixture = start();
    let own = fixture.send("GET", "/v1/health", &[("x-request-id", "order-17")], b"");
    assert_eq!(own.header("x-request-id"), "order-17");
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let parent = format!("00-{trace}-00f067aa0ba902b7-01");
    let reply = fixture.send("GET", "/nowhere", &[("traceparent", &parent)], b"");
    reply.problem(404, "unknown_path");
    assert_eq!(reply.header("x-request-id"), trace);
    let strange = fixture.send("GET", "/v1/health", &[("x-request-id", "a b<script>")], b"");
    assert_eq!(strange.header("x-request-id").len(), 32);
    let one = fixture.get("/v1/health");
    let two = fixture.get("/v1/health");
    assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
}
