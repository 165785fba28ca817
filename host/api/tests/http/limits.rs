//! Bodies, addresses and times have ends.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::client::{BEARER, NOW, rate_with, start_with};

#[test]
fn bodies_are_bounded_by_class() {
    let fixture = start_with(|config| {
        config.limits.write_body = 4_096;
        config.limits.read_body = 2_048;
        config.limits.plugin_body = 8_192;
    });
    let large = |bytes: usize| {
        rate_with("ann", 1.0, NOW, |claim| {
            claim.metadata.insert("note".to_owned(), "x".repeat(bytes));
        })
    };
    assert_eq!(fixture.record("/v1/assert", &large(1_000)).status, 201);
    let detail = fixture
        .record("/v1/assert", &large(3_000))
        .problem(413, "body_too_large");
    assert!(
        detail.contains("4096") && detail.contains("STEMEDB_WRITE_BODY_LIMIT"),
        "{detail}"
    );

    let headers = [
        ("authorization", BEARER),
        ("content-type", "application/json"),
    ];
    let reply = fixture.send("POST", "/v1/admin/trust", &headers, &[b' '; 3_000]);
    assert!(
        reply
            .problem(413, "body_too_large")
            .contains("STEMEDB_READ_BODY_LIMIT")
    );
    let reply = fixture.send("POST", "/v1/admin/plugins", &headers, &[b' '; 9_000]);
    assert!(
        reply
            .problem(413, "body_too_large")
            .contains("STEMEDB_PLUGIN_BODY_LIMIT")
    );
    let reply = fixture.send("POST", "/v1/admin/plugins", &headers, &[b' '; 8_000]);
    assert_eq!(reply.status, 202);
    let reply = fixture.get(&format!(
        "/v1/query?subject={}&predicate=b",
        "a".repeat(3_000)
    ));
    assert!(
        reply
            .problem(414, "address_too_long")
            .contains("STEMEDB_READ_BODY_LIMIT")
    );
}

#[test]
fn a_body_without_a_length_is_bounded_too() {
    let fixture = start_with(|config| config.limits.write_body = 4_096);
    let mut stream = TcpStream::connect(fixture.server.address()).unwrap();
    let piece = "0".repeat(5_000);
    let request = format!(
        "POST /v1/assert HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{piece}\r\n",
        piece.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let answer = read_some(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("STEMEDB_WRITE_BODY_LIMIT"), "{answer}");
}

#[test]
fn a_body_that_does_not_come_ends_in_a_timeout() {
    let fixture = start_with(|config| config.limits.timeout = Duration::from_millis(300));
    let mut stream = TcpStream::connect(fixture.server.address()).unwrap();
    let head = "POST /v1/assert HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{";
    stream.write_all(head.as_bytes()).unwrap();
    let answer = read_some(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 504"), "{answer}");
    assert!(answer.contains("\"code\":\"timeout\""), "{answer}");
}

#[test]
fn a_head_that_does_not_come_costs_the_connection() {
    let fixture = start_with(|config| config.limits.timeout = Duration::from_millis(300));
    let mut stream = TcpStream::connect(fixture.server.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream.write_all(b"GET /v1/hea").unwrap();
    let mut rest = Vec::new();
    // Closed with or without a last word; what matters is that it ends.
    let _ = stream.read_to_end(&mut rest);
    assert_eq!(fixture.get("/v1/health").status, 200);
}

#[test]
fn connections_are_bounded_and_places_come_back() {
    let fixture = start_with(|config| config.limits.connections = 2);
    let address = fixture.server.address();
    let ask = |stream: &mut TcpStream| {
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        // A refused connection may be gone before the request is.
        let _ = stream.write_all(b"GET /v1/health HTTP/1.1\r\nhost: test\r\n\r\n");
        let mut first = [0; 12];
        stream.read(&mut first).unwrap_or_default()
    };
    let mut one = TcpStream::connect(address).unwrap();
    let mut two = TcpStream::connect(address).unwrap();
    assert!(ask(&mut one) > 0 && ask(&mut two) > 0);
    let mut three = TcpStream::connect(address).unwrap();
    assert_eq!(ask(&mut three), 0);
    drop(one);
    for attempt in 0.. {
        let mut four = TcpStream::connect(address).unwrap();
        if ask(&mut four) > 0 {
            break;
        }
        assert!(attempt < 500, "the place was not given back");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn read_some(stream: &mut TcpStream) -> String {
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let mut answer = Vec::new();
    let mut piece = [0; 4_096];
    while !answer.ends_with(b"}") {
        let read = stream.read(&mut piece).unwrap();
        if read == 0 {
            break;
        }
        answer.extend_from_slice(&piece[..read]);
    }
    String::from_utf8(answer).unwrap()
}
