//! The client against a server that says what a test tells it to: errors, broken connections, waits.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use stemedb_client::{Client, ClientError, Timeouts};
use stemedb_core::{Body, Claim, Header, Object, SignedRecord, Signer};
use stemedb_wire::TrustRequest;

/// What the server does with one connection.
enum Act {
    Answer(&'static str, &'static str, &'static str),
    HangUp,
    Sleep(Duration),
}

/// A server that does one act after the other and hands back what it was asked.
fn server(acts: Vec<Act>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let mut requests = Vec::new();
        for act in acts {
            let (mut stream, _) = listener.accept().unwrap();
            requests.push(request(&stream));
            match act {
                Act::HangUp => {}
                Act::Sleep(time) => std::thread::sleep(time),
                Act::Answer(status, headers, body) => {
                    let length = body.len();
                    let text = format!(
                        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
                    );
                    stream.write_all(text.as_bytes()).unwrap();
                }
            }
        }
        requests
    });
    (url, thread)
}

/// A whole request as text.
fn request(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut text = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        text.push_str(&line);
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    text.push_str(&String::from_utf8(body).unwrap());
    text
}

fn client(url: &str) -> Client {
    let timeouts = Timeouts {
        call: Duration::from_secs(5),
        ..Timeouts::default()
    };
    Client::new(url, Some("the-key".to_owned()), timeouts).unwrap()
}

fn trust() -> TrustRequest {
    TrustRequest {
        agent: "ab".repeat(32),
        trust: 0.5,
        by: String::new(),
        reason: String::new(),
    }
}

fn record(number: u64) -> SignedRecord {
    let signer = Signer::from_seed(&[5; 32]);
    let header = Header {
        namespace: "public".to_owned(),
        author: signer.agent(),
        time: number,
    };
    let claim = Claim::new("a", "b", Object::Boolean(true));
    SignedRecord::sign(header, Body::Claim(claim), &signer).unwrap()
}

const HEALTH: &str = r#"{"status":"ok","version":"1","records":0,"position":0,"applied":0,"plugins":0,"slots":0,"problems":[]}"#;
const BUSY: &str = r#"{"type":"urn:stemedb:problem:busy","title":"busy","status":503,"code":"busy","detail":"try again"}"#;
const GONE: &str = r#"{"type":"urn:stemedb:problem:unknown_record","title":"unknown","status":404,"code":"unknown_record","detail":"no such record","trace_id":"7"}"#;
const DECIDED: &str =
    r#"{"sequence":1,"position":2,"at":3,"by":"","reason":"","action":"trust","slots":{}}"#;
const UNAVAILABLE: &str = "503 Service Unavailable";

#[test]
fn a_problem_is_handed_on_whole() {
    let (url, asked) = server(vec![Act::Answer("404 Not Found", "", GONE)]);
    let Err(ClientError::Problem(problem)) = client(&url).trace("12") else {
        panic!("no problem");
    };
    assert_eq!(
        (problem.status, problem.code.as_str()),
        (404, "unknown_record")
    );
    assert_eq!(problem.trace_id.as_deref(), Some("7"));
    let asked = asked.join().unwrap();
    assert!(
        asked[0].starts_with("GET /v1/trace/12 HTTP/1.1\r\n"),
        "{}",
        asked[0]
    );
    assert!(
        asked[0].contains("authorization: Bearer the-key\r\n"),
        "{}",
        asked[0]
    );
}

#[test]
fn a_busy_server_is_asked_again_also_for_a_decision() {
    let busy = || Act::Answer(UNAVAILABLE, "Retry-After: 0\r\n", BUSY);
    let (url, asked) = server(vec![busy(), busy(), Act::Answer("200 OK", "", DECIDED)]);
    assert_eq!(client(&url).trust(&trust()).unwrap().sequence, 1);
    assert_eq!(asked.join().unwrap().len(), 3);
}

#[test]
fn a_broken_connection_is_tried_again_only_where_that_is_harmless() {
    let (url, asked) = server(vec![Act::HangUp, Act::Answer("200 OK", "", HEALTH)]);
    assert_eq!(client(&url).health().unwrap().status, "ok");
    assert_eq!(asked.join().unwrap().len(), 2);

    let (url, asked) = server(vec![Act::HangUp]);
    let failed = client(&url).trust(&trust());
    assert!(
        matches!(failed, Err(ClientError::Connect { .. })),
        "{failed:?}"
    );
    assert_eq!(asked.join().unwrap().len(), 1);
}

#[test]
fn what_is_no_stemedb_server_is_told_so() {
    for status in ["200 OK", "502 Bad Gateway"] {
        let (url, _) = server(vec![Act::Answer(status, "", "<html>welcome</html>")]);
        let failed = client(&url).health().unwrap_err().to_string();
        assert!(failed.contains("is it a StemeDB server"), "{failed}");
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        request(&stream);
        stream.write_all(b"220 mail.example ESMTP\r\n").unwrap();
    });
    let failed = client(&url).health();
    assert!(
        matches!(failed, Err(ClientError::Protocol { .. })),
        "{failed:?}"
    );
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for_for_ever() {
    let (url, _) = server(vec![Act::Sleep(Duration::from_secs(3))]);
    let timeouts = Timeouts {
        call: Duration::from_millis(200),
        ..Timeouts::default()
    };
    let begun = Instant::now();
    let failed = Client::new(url, None, timeouts).unwrap().health();
    assert!(
        matches!(failed, Err(ClientError::Connect { .. })),
        "{failed:?}"
    );
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn lines_that_the_server_was_too_busy_for_are_sent_again() {
    let (url, asked) = server(vec![
        Act::Answer(
            "200 OK",
            "",
            "{\"line\":1,\"status\":\"accepted\"}\n{\"line\":2,\"status\":\"refused\",\"code\":\"busy\"}\n{\"line\":3,\"status\":\"refused\",\"code\":\"bad_signature\"}\n",
        ),
        Act::Answer("200 OK", "", "{\"line\":1,\"status\":\"accepted\"}\n"),
    ]);
    let mut lines = Vec::new();
    let sent = client(&url).assert_batch((1..=3).map(record), |line| {
        lines.push((line.line, line.status));
    });
    sent.unwrap();
    let expected = [(1, "accepted"), (2, "accepted"), (3, "refused")];
    assert_eq!(
        lines,
        expected.map(|(line, status)| (line, status.to_owned()))
    );
    let asked = asked.join().unwrap();
    let bodies: Vec<usize> = asked
        .iter()
        .map(|text| text.matches("\"body\"").count())
        .collect();
    assert_eq!(bodies, [3, 1]);
}

#[test]
fn a_batch_without_an_answer_for_every_line_is_no_success() {
    let (url, _) = server(vec![Act::Answer(
        "200 OK",
        "",
        "{\"line\":1,\"status\":\"accepted\"}\n",
    )]);
    let mut lines = 0;
    let sent = client(&url).assert_batch((1..=2).map(record), |_| lines += 1);
    assert!(
        matches!(sent, Err(ClientError::Protocol { .. })),
        "{sent:?}"
    );
    assert_eq!(lines, 0);
}
