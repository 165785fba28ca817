//! The batch as a stream, spoken byte by byte: answers before the end, clients that leave, clients that fall silent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::Value;
use stemedb_core::SignedRecord;
use stemedb_wire::BatchLine;

use crate::client::{Fixture, NOW, rate, start, start_with, text};

/// A batch under way, in chunks.
struct Batch {
    stream: TcpStream,
    answers: BufReader<TcpStream>,
}

impl Batch {
    fn begin(fixture: &Fixture) -> Self {
        let stream = TcpStream::connect(fixture.server.address()).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let answers = BufReader::new(stream.try_clone().unwrap());
        let mut batch = Batch { stream, answers };
        let head = "POST /v1/assert/batch HTTP/1.1\r\nhost: test\r\ncontent-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n";
        batch.stream.write_all(head.as_bytes()).unwrap();
        batch
    }

    fn send(&mut self, piece: &str) {
        let chunk = format!("{:x}\r\n{piece}\r\n", piece.len());
        self.stream.write_all(chunk.as_bytes()).unwrap();
    }

    fn record(&mut self, record: &SignedRecord) {
        self.send(&format!("{}\n", text(record)));
    }

    /// The next line of the answer that is JSON; head and chunk sizes are passed over.
    fn answer(&mut self) -> BatchLine {
        loop {
            let mut line = String::new();
            let read = self.answers.read_line(&mut line).unwrap();
            assert!(read > 0, "the answer ended");
            if let Ok(Value::Object(answer)) = serde_json::from_str(&line) {
                return serde_json::from_value(Value::Object(answer)).unwrap();
            }
        }
    }

    fn end(&mut self) {
        self.stream.write_all(b"0\r\n\r\n").unwrap();
    }

    /// Everything that is left.
    fn rest(mut self) -> String {
        let mut rest = Vec::new();
        // The connection may stay open behind the end of the answer.
        while !rest.ends_with(b"0\r\n\r\n") {
            let mut byte = [0];
            if self.answers.read(&mut byte).unwrap() == 0 {
                break;
            }
            rest.push(byte[0]);
        }
        String::from_utf8(rest).unwrap()
    }
}

#[test]
fn lines_are_answered_before_the_body_ends() {
    let fixture = start();
    let mut batch = Batch::begin(&fixture);
    for number in 0..3 {
        batch.record(&rate("ann", f64::from(number), NOW + number as u64));
        let answer = batch.answer();
        assert_eq!(
            (answer.line, &*answer.status),
            (number as u64 + 1, "accepted")
        );
    }
    let record = text(&rate("ann", 7.0, NOW + 7)).to_string();
    let (one, two) = record.split_at(40);
    batch.send(one);
    std::thread::sleep(Duration::from_millis(30));
    batch.send(two);
    batch.end();
    assert_eq!(batch.answer().status, "accepted");
    assert!(batch.rest().ends_with("0\r\n\r\n"));
}

#[test]
fn a_client_that_leaves_keeps_what_was_acknowledged() {
    let fixture = start();
    let mut batch = Batch::begin(&fixture);
    for number in 0..5 {
        batch.record(&rate("ann", f64::from(number), NOW + number as u64));
        assert_eq!(batch.answer().status, "accepted");
    }
    let unfinished = text(&rate("ann", 9.0, NOW + 9)).to_string();
    batch.send(&unfinished[..unfinished.len() / 2]);
    drop(batch);
    let fixture = fixture.reopen();
    assert_eq!(fixture.records().len(), 5);
}

#[test]
fn a_client_that_falls_silent_is_told_so() {
    let fixture = start_with(|config| config.limits.timeout = Duration::from_millis(400));
    let begun = Instant::now();
    let mut batch = Batch::begin(&fixture);
    batch.record(&rate("ann", 1.0, NOW));
    assert_eq!(batch.answer().status, "accepted");
    let last = batch.answer();
    assert_eq!((last.line, last.code.as_deref()), (2, Some("timeout")));
    assert!(begun.elapsed() >= Duration::from_millis(400));
}

#[test]
fn more_batches_than_may_run_are_turned_away() {
    let fixture = start_with(|config| config.limits.batches = 1);
    let mut first = Batch::begin(&fixture);
    first.record(&rate("ann", 1.0, NOW));
    assert_eq!(first.answer().status, "accepted");
    let ndjson = [("content-type", "application/x-ndjson")];
    let second = fixture.send("POST", "/v1/assert/batch", &ndjson, b"");
    second.problem(503, "saturated");
    assert_eq!(second.header("retry-after"), "1");
    first.end();
    first.rest();
    let until = Instant::now() + Duration::from_secs(10);
    while fixture
        .send("POST", "/v1/assert/batch", &ndjson, b"")
        .status
        != 200
    {
        assert!(Instant::now() < until, "the place was not given back");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_client_that_does_not_read_does_not_fill_the_server() {
    let fixture = start_with(|config| config.limits.timeout = Duration::from_secs(2));
    let mut batch = Batch::begin(&fixture);
    batch
        .stream
        .set_write_timeout(Some(Duration::from_secs(5)))
        .unwrap();
    // Short bad lines have long answers: these would be half a gigabyte.
    let piece = "x\n".repeat(20_000);
    let chunk = format!("{:x}\r\n{piece}\r\n", piece.len());
    let mut sent = 0;
    while sent < 200 && batch.stream.write_all(chunk.as_bytes()).is_ok() {
        sent += 1;
    }
    assert!(
        sent < 200,
        "the server went on reading although nobody took its answers"
    );
    assert_eq!(fixture.get("/v1/health").status, 200);
}
