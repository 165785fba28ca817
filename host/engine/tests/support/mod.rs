//! What the engine's tests share: an engine in a temporary folder, agents, and short ways to write and ask.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

pub(crate) mod trials;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use stemedb_core::{
    Body, Claim, Clock, Header, Id, Object, SignedRecord, Signer, SourceClass, SourceRecord,
    VoteRecord,
};
use stemedb_engine::{Engine, Options};
use stemedb_wire::{Answer, Question};

/// 2025-01-01T00:00Z.
pub(crate) const NOW: u64 = 1_735_689_600_000;
pub(crate) const DAY: u64 = 86_400_000;

/// A clock that tests move.
pub(crate) struct ManualClock(pub(crate) AtomicU64);

impl Clock for ManualClock {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// An engine with its folder and clock.
pub(crate) struct Fixture {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) engine: Arc<Engine>,
}

pub(crate) fn guests_folder() -> PathBuf {
    let folder = std::env::var_os("STEMEDB_GUESTS_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/guests"),
        PathBuf::from,
    );
    assert!(
        folder.is_dir(),
        "{} is missing; run `cargo xtask guests` first",
        folder.display()
    );
    folder
}

/// Machine code that all tests share: compiling the library anew for each of them would be most of their time.
fn compiled_folder() -> PathBuf {
    guests_folder().join("../compiled-for-tests")
}

pub(crate) fn options(folder: &std::path::Path, clock: &Arc<ManualClock>) -> Options {
    let mut options = Options::folder(folder).unwrap();
    options.guests = Some(guests_folder());
    options.host.cache = Some(compiled_folder());
    options.clock = clock.clone();
    options
}

pub(crate) fn open() -> Fixture {
    open_with(|_| {})
}

pub(crate) fn open_with(change: impl FnOnce(&mut Options)) -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock(AtomicU64::new(NOW)));
    let mut options = options(folder.path(), &clock);
    change(&mut options);
    let engine = Engine::open(options).unwrap();
    assert!(
        engine.guests().refused.is_empty(),
        "{:?}",
        engine.guests().refused
    );
    Fixture {
        folder,
        clock,
        engine,
    }
}

impl Fixture {
    /// Closes the engine and opens it again over the same folder.
    pub(crate) fn reopen(self) -> Fixture {
        let Fixture {
            folder,
            clock,
            engine,
        } = self;
        drop(Arc::into_inner(engine).expect("nobody else holds the engine"));
        let engine = Engine::open(options(folder.path(), &clock)).unwrap();
        Fixture {
            folder,
            clock,
            engine,
        }
    }

    pub(crate) fn write(&self, record: SignedRecord) -> Id {
        let id = record.id;
        self.engine.write_one(record).unwrap();
        id
    }

    pub(crate) fn claim(&self, who: u8, value: &str) -> Id {
        self.write(claim(who, value, |_, _| {}))
    }

    pub(crate) fn ask(&self, lens: &str) -> Answer {
        self.ask_with(|question| question.lens = lens.to_owned())
    }

    pub(crate) fn ask_with(&self, change: impl FnOnce(&mut Question)) -> Answer {
        let mut question = Question::new("drug/x", "causes");
        change(&mut question);
        self.engine.query(&question).unwrap().response().answer
    }
}

pub(crate) fn signer(who: u8) -> Signer {
    Signer::from_seed(&[who; 32])
}

pub(crate) fn header(who: u8, time: u64) -> Header {
    Header {
        namespace: "public".to_owned(),
        author: signer(who).agent(),
        time,
    }
}

/// A claim of `drug/x` `causes`, a day old, by an expert, unless changed.
pub(crate) fn claim(
    who: u8,
    value: &str,
    change: impl FnOnce(&mut Claim, &mut Header),
) -> SignedRecord {
    let mut claim = Claim::new("drug/x", "causes", Object::Text(value.to_owned()));
    claim.source_class = SourceClass::Expert;
    let mut header = header(who, NOW - DAY);
    change(&mut claim, &mut header);
    sign(who, header, Body::Claim(claim))
}

pub(crate) fn sign(who: u8, header: Header, body: Body) -> SignedRecord {
    SignedRecord::sign(header, body, &signer(who)).unwrap()
}

pub(crate) fn vote(who: u8, target: Id, weight: u32, time: u64) -> SignedRecord {
    sign(
        who,
        header(who, time),
        Body::Vote(VoteRecord { target, weight }),
    )
}

pub(crate) fn source(who: u8, title: &str) -> SignedRecord {
    let body = Body::Source(SourceRecord {
        title: title.to_owned(),
        citation: None,
        source_class: SourceClass::Clinical,
        digest: None,
        content: None,
    });
    sign(who, header(who, NOW - 2 * DAY), body)
}

/// The text of the winner.
pub(crate) fn winner(answer: &Answer) -> String {
    answer
        .winner
        .as_ref()
        .map_or("none".to_owned(), |claim| claim.object.to_string())
}
