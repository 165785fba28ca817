//! A server in a temporary folder, a client that hides nothing, and short ways to make records.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::Value;
use stemedb_api::{Config, Secret, Server};
use stemedb_core::{
    Body, Claim, Header, Id, Object, RetractionRecord, SignedRecord, Signer, SourceClass,
    SourceRecord, VoteRecord,
};
use stemedb_wire::{ContentView, Feed, FeedEntry, SignedRecordText};

use crate::speak;
pub(crate) use crate::speak::Reply;

/// 2025-01-01T00:00Z.
pub(crate) const NOW: u64 = 1_735_689_600_000;
pub(crate) const KEY: &str = "0123456789abcdef-test";

pub(crate) fn guests() -> PathBuf {
    let folder = std::env::var_os("STEMEDB_GUESTS_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/guests"),
        PathBuf::from,
    );
    let folder_is_there = folder.is_dir();
    assert!(
        folder_is_there,
        "{} is missing; run `cargo xtask guests` first",
        folder.display()
    );
    folder
}

pub(crate) fn component(id: &str) -> Vec<u8> {
    std::fs::read(guests().join(format!("{id}.wasm"))).unwrap()
}

/// A running server; its folder goes with it.
pub(crate) struct Fixture {
    pub(crate) server: Server,
    pub(crate) folder: tempfile::TempDir,
}

impl Reply {
    #[track_caller]
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body of a success.
    #[track_caller]
    pub(crate) fn good<T: DeserializeOwned>(&self) -> T {
        assert!(self.status < 300, "{self:?}");
        self.json()
    }

    /// Checks an error answer in every respect, and gives its sentence.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16, code: &str) -> String {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem: stemedb_wire::Problem = self.json();
        assert_eq!(problem.code, code, "{self:?}");
        assert_eq!(problem.status, status);
        assert_eq!(problem.kind, format!("urn:stemedb:problem:{code}"));
        assert_eq!(
            problem.trace_id.as_deref(),
            Some(self.header("x-request-id"))
        );
        assert!(problem.detail.len() > 15, "{problem:?}");
        problem.detail
    }
}

pub(crate) fn start() -> Fixture {
    start_with(|_| {})
}

pub(crate) fn start_with(change: impl FnOnce(&mut Config)) -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let server = server(folder.path(), change);
    Fixture { server, folder }
}

fn server(folder: &Path, change: impl FnOnce(&mut Config)) -> Server {
    let mut config = Config::local(folder);
    config.guests = Some(guests());
    // Compiling the library anew for each test would be most of their time.
    config.compiled = Some(guests().join("../compiled-for-tests"));
    config.admin_key = Some(Secret(KEY.to_owned()));
    change(&mut config);
    Server::start(&config).unwrap()
}

impl Fixture {
    /// A server over a folder that was filled by other means.
    pub(crate) fn over(folder: tempfile::TempDir) -> Fixture {
        Fixture {
            server: server(folder.path(), |_| {}),
            folder,
        }
    }

    /// Stops the server and starts another over the same folder.
    pub(crate) fn reopen(self) -> Fixture {
        let Fixture { server, folder, .. } = self;
        server.stop();
        Fixture::over(folder)
    }

    /// Any request.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Reply {
        speak::request(self.server.address(), method, path, headers, body)
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], b"")
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Reply {
        let json = ("content-type", "application/json");
        self.send("POST", path, &[json], body.to_string().as_bytes())
    }

    /// With the operator's key.
    pub(crate) fn decide(&self, path: &str, body: &Value) -> Reply {
        let headers = [
            ("content-type", "application/json"),
            ("authorization", BEARER),
        ];
        self.send("POST", path, &headers, body.to_string().as_bytes())
    }

    pub(crate) fn record(&self, path: &str, record: &SignedRecord) -> Reply {
        self.post(path, &text(record))
    }

    /// Records that clients wrote, in order; the server itself states its decisions as claims under `plugin://`.
    pub(crate) fn records(&self) -> Vec<FeedEntry> {
        let feed: Feed = self.get("/v1/feed?limit=10000").good();
        feed.records.into_iter().filter(is_clients).collect()
    }

    #[track_caller]
    pub(crate) fn claim(&self, record: &SignedRecord) {
        let reply = self.record("/v1/assert", record);
        assert_eq!(reply.status, 201, "{reply:?}");
    }
}

pub(crate) fn is_clients(entry: &FeedEntry) -> bool {
    !matches!(&entry.record.content, ContentView::Claim(claim) if claim.subject.starts_with("plugin://"))
}

/// The header with the operator's key.
pub(crate) const BEARER: &str = "Bearer 0123456789abcdef-test";

pub(crate) fn text(record: &SignedRecord) -> Value {
    serde_json::to_value(SignedRecordText::of(record)).unwrap()
}

pub(crate) fn signer(name: &str) -> Signer {
    Signer::derived(&[7; 32], name)
}

pub(crate) fn sign(body: Body, signer: &Signer, time: u64) -> SignedRecord {
    let header = Header {
        namespace: "public".to_owned(),
        author: signer.agent(),
        time,
    };
    SignedRecord::sign(header, body, signer).unwrap()
}

/// A claim on `Drug:X` / `rate` with a number.
pub(crate) fn rate(agent: &str, value: f64, time: u64) -> SignedRecord {
    rate_with(agent, value, time, |_| {})
}

pub(crate) fn rate_with(
    agent: &str,
    value: f64,
    time: u64,
    change: impl FnOnce(&mut Claim),
) -> SignedRecord {
    let mut claim = Claim::new("Drug:X", "rate", Object::Number(value));
    change(&mut claim);
    sign(Body::Claim(claim), &signer(agent), time)
}

pub(crate) fn vote(agent: &str, target: Id, weight: u32) -> SignedRecord {
    sign(
        Body::Vote(VoteRecord { target, weight }),
        &signer(agent),
        NOW,
    )
}

pub(crate) fn source(agent: &str, title: &str) -> SignedRecord {
    let content = SourceRecord {
        title: title.to_owned(),
        citation: Some("a register".to_owned()),
        source_class: SourceClass::Clinical,
        digest: None,
        content: None,
    };
    sign(Body::Source(content), &signer(agent), NOW)
}

pub(crate) fn retraction(agent: &str, target: Id) -> SignedRecord {
    let content = RetractionRecord {
        target,
        reason: "withdrawn by its authors".to_owned(),
    };
    sign(Body::Retraction(content), &signer(agent), NOW)
}
