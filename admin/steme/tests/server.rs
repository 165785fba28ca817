//! Whole commands on a server in this process: the same stories as on a folder.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use steme::Exit;
use stemedb_api::{Config, Secret, Server};
use stemedb_client::{Client, ClientError, Timeouts};
use stemedb_wire::{Health, PluginList};
use support::{Bench, calibration, guests, story};

const KEY: &str = "a-key-for-this-test-alone";

/// A server whose folder goes with it.
struct Running {
    server: Server,
    _folder: tempfile::TempDir,
}

impl Running {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::local(folder.path());
        config.guests = Some(guests());
        config.admin_key = Some(Secret(KEY.to_owned()));
        Running {
            server: Server::start(&config).unwrap(),
            _folder: folder,
        }
    }

    fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    fn bench(&self) -> Bench {
        Bench::server(&self.url(), Some(KEY))
    }
}

#[test]
fn agents_contradict_each_other_and_lenses_decide() {
    story::contradiction(&Running::start().bench());
}

#[test]
fn what_is_not_there_has_its_exit_code() {
    story::refusals(&Running::start().bench());
}

#[test]
fn importing_twice_adds_nothing() {
    story::import(&Running::start().bench());
}

#[test]
fn confidences_are_measured_and_mended() {
    calibration::calibration(&Running::start().bench());
}

#[test]
fn slots_are_changed_and_changed_back() {
    story::plugins(&Running::start().bench());
}

#[test]
fn an_operator_without_a_key_is_refused() {
    let running = Running::start();
    for key in [None, Some("another-key-than-that")] {
        let bench = Bench::server(&running.url(), key);
        let outcome = bench.run(&["plugins", "rollback"]);
        assert_eq!(outcome.exit, Exit::Refused, "{key:?}: {}", outcome.err);
        assert!(!outcome.err.contains("another-key"), "{}", outcome.err);
        bench.json::<PluginList>(&["plugins", "list"]);
    }
}

#[test]
fn the_client_reads_what_the_server_says() {
    let running = Running::start();
    let client = Client::new(running.url(), None, Timeouts::default()).unwrap();
    let health: Health = client.health().unwrap();
    assert_eq!(health.status, "ok");
    let Err(ClientError::Problem(problem)) = client.trace(&"ab".repeat(32)) else {
        panic!("a record that is not there was found");
    };
    assert_eq!(
        (problem.status, problem.code.as_str()),
        (404, "unknown_record")
    );
    assert!(problem.trace_id.is_some());
    let Err(ClientError::Problem(problem)) = client.trace("../health?x") else {
        panic!("an id led to another path");
    };
    assert_eq!(problem.code, "invalid_id");
}

#[test]
fn a_batch_of_many_requests_is_answered_line_by_line() {
    let running = Running::start();
    let client = Client::new(running.url(), None, Timeouts::default()).unwrap();
    let signer = stemedb_core::Signer::from_seed(&[3; 32]);
    let record = |number: u64| {
        let header = stemedb_core::Header {
            namespace: "public".to_owned(),
            author: signer.agent(),
            time: 1_600_000_000_000 + number / 2,
        };
        let claim = stemedb_core::Claim::new(
            format!("thing/{}", number / 2),
            "aspect",
            stemedb_core::Object::Boolean(true),
        );
        stemedb_core::SignedRecord::sign(header, stemedb_core::Body::Claim(claim), &signer).unwrap()
    };
    let before = client.health().unwrap().records;
    let mut lines = Vec::new();
    // Every second record repeats the one before.
    let sent = client.assert_batch((0..2_500).map(record), |line| lines.push(line));
    sent.unwrap();
    assert_eq!(lines.len(), 2_500);
    for (line, number) in lines.iter().zip(0..) {
        let status = if number % 2 == 0 {
            "accepted"
        } else {
            "duplicate"
        };
        assert_eq!((line.line, line.status.as_str()), (number + 1, status));
        assert_eq!(line.id, Some(record(number).id.to_string()));
    }
    assert_eq!(client.health().unwrap().records - before, 1_250);
}
