//! Whole commands, run in this process with a clock, a home and a database folder of their own.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "each test file uses its part")]

pub(crate) mod calibration;
pub(crate) mod story;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::de::DeserializeOwned;
use steme::{Exit, Surroundings, Terminal};
use stemedb_core::{Clock, Timestamp};
use stemedb_engine::Compiler;

/// 2024-01-01; every look at the clock is a second later.
struct Ticking(AtomicU64);

impl Clock for Ticking {
    fn now_ms(&self) -> Timestamp {
        1_704_067_200_000 + 1_000 * self.0.fetch_add(1, Ordering::Relaxed)
    }
}

/// Where commands run.
pub(crate) struct Bench {
    folder: tempfile::TempDir,
    surroundings: Surroundings,
    /// Arguments that name the database.
    place: Vec<OsString>,
}

/// What a command left.
pub(crate) struct Outcome {
    pub(crate) exit: Exit,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Outcome {
    /// The output of a command that did what it should.
    pub(crate) fn done(self) -> String {
        assert_eq!(self.exit, Exit::Done, "{}{}", self.out, self.err);
        self.out
    }

    /// The JSON output, whatever the exit code.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}:\n{}\n{}", self.out, self.err))
    }
}

/// The folder of components.
pub(crate) fn guests() -> PathBuf {
    let named = std::env::var_os("STEMEDB_GUESTS_DIR").map(PathBuf::from);
    let usual = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/guests");
    let folder = named.unwrap_or_else(usual);
    assert!(
        folder.join("recency.wasm").is_file(),
        "{} has no components; run `cargo xtask guests` first",
        folder.display()
    );
    folder
}

impl Bench {
    /// Commands that work on a folder.
    pub(crate) fn folder() -> Self {
        let mut bench = Bench::bare();
        let database = bench.path("data");
        bench.place = vec!["--db".into(), database.into()];
        bench.place.extend(["--plugin-dir".into(), guests().into()]);
        bench
    }

    /// Commands that work on a server.
    pub(crate) fn server(url: &str, key: Option<&str>) -> Self {
        let mut bench = Bench::bare();
        bench.place = vec!["--server".into(), url.into()];
        if let Some(key) = key {
            bench.place.extend(["--api-key".into(), key.into()]);
        }
        bench
    }

    fn bare() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let surroundings = Surroundings {
            clock: Arc::new(Ticking(AtomicU64::new(0))),
            configuration: Some(folder.path().join("config")),
            program_folder: None,
            compiler: Compiler::InProcess,
            compiled: Some(guests().join("../compiled-for-tests")),
            terminal: Terminal::default(),
        };
        Bench {
            folder,
            surroundings,
            place: Vec::new(),
        }
    }

    /// A path in the temporary folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The same for the command line.
    pub(crate) fn name(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// Writes a file into the temporary folder and answers its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        std::fs::write(self.path(name), text).unwrap();
        self.name(name)
    }

    /// Makes a key and answers its path.
    pub(crate) fn key(&self, name: &str) -> String {
        let path = self.name(name);
        self.run(&["keygen", &path]).done();
        path
    }

    /// Runs a command.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        let words = std::iter::once(OsString::from("steme"))
            .chain(self.place.iter().cloned())
            .chain(arguments.iter().map(OsString::from));
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let exit = steme::run(words, &self.surroundings, &mut out, &mut err);
        Outcome {
            exit,
            out: String::from_utf8(out).unwrap(),
            err: String::from_utf8(err).unwrap(),
        }
    }

    /// Runs a command that must succeed and reads its JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self, arguments: &[&str]) -> T {
        let mut words = vec!["--json"];
        words.extend(arguments);
        let outcome = self.run(&words);
        assert_eq!(outcome.exit, Exit::Done, "{arguments:?}: {}", outcome.err);
        outcome.json()
    }

    /// Asserts and answers the id.
    pub(crate) fn assert(&self, key: &str, arguments: &[&str]) -> String {
        let mut words = vec!["assert", "--key", key];
        words.extend(arguments);
        let accepted: stemedb_wire::AcceptedView = self.json(&words);
        assert_eq!(accepted.status, "accepted");
        accepted.id
    }
}
