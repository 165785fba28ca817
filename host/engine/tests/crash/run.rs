//! Carries a plan out on an engine over recorded disks.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use stemedb_engine::{Engine, Error, FaultSwitches, Options, Outcome, Sizes};
use stemedb_wal::disk::Disk;
use stemedb_wire::{Activation, RollbackRequest, StewardRequest, TrustRequest};

use crate::plan::{Decision, Plan, Step};
use crate::recorder::{DB, Disks, Event, Recorder, Tape, WAL};
use crate::support::{ManualClock, NOW};

/// What engines over simulated disks still need of the real machine: a folder for plugins, of which there are none.
pub(crate) struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Bench {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }
}

/// Options of an engine over any two disks, with sizes so small that everything happens often.
pub(crate) fn options(wal: Arc<dyn Disk>, db: Arc<dyn Disk>, bench: &Bench) -> Options {
    let mut options = Options::disks(wal, db, bench.folder.path().join("plugins"));
    options.clock = Arc::new(ManualClock(AtomicU64::new(NOW)));
    options.sizes = Sizes {
        segment_bytes: 32 << 10,
        freeze_entries: 5,
        index_sync_bytes: 12 << 10,
    };
    options
}

/// Options of an engine over two simulated disks.
pub(crate) fn engine_options(disks: &Disks, bench: &Bench) -> Options {
    options(disks.shared(WAL), disks.shared(DB), bench)
}

/// A whole run: everything that happened to the disks.
pub(crate) struct Recording {
    pub(crate) events: Vec<Event>,
    pub(crate) acknowledged: usize,
}

/// Carries the plan out and records it.
pub(crate) fn record(plan: &Plan, faults: FaultSwitches) -> Recording {
    let tape = Arc::new(Tape::default());
    let disks = [WAL, DB].map(|number| Recorder::new(&tape, number));
    let bench = Bench::new();
    let open = || {
        let [wal, db] = disks.clone().map(|disk| Arc::new(disk) as Arc<dyn Disk>);
        let mut options = options(wal, db, &bench);
        options.faults = faults;
        Engine::open(options).expect("a sound disk opens")
    };
    let mut engine = Some(open());
    for step in &plan.steps {
        if matches!(step, Step::Reopen) {
            drop(engine.take());
        }
        let engine = engine.get_or_insert_with(open);
        carry_out(engine, step, &tape).expect("a sound disk takes everything");
    }
    drop(engine);
    Recording {
        acknowledged: tape.acknowledged(),
        events: tape.take(),
    }
}

/// Carries a step out, noting on the tape what was acknowledged; gives the first error that it met.
pub(crate) fn carry_out(engine: &Arc<Engine>, step: &Step, tape: &Arc<Tape>) -> Result<(), Error> {
    match step {
        Step::Write(jobs) => write(engine, jobs, tape),
        Step::Decide(decision, reason) => {
            decide(engine, decision, reason)?;
            tape.acknowledge(1);
            Ok(())
        }
        Step::Reopen => Ok(()),
    }
}

fn write(
    engine: &Arc<Engine>,
    jobs: &[Vec<stemedb_core::SignedRecord>],
    tape: &Arc<Tape>,
) -> Result<(), Error> {
    let (send, receive) = crossbeam_channel::unbounded();
    for job in jobs {
        let (tape, send) = (tape.clone(), send.clone());
        // Noted on the writing thread, so that nothing can happen to the disks between the answer and the note.
        engine.submit(job.clone(), move |outcomes: Vec<Outcome>| {
            let fresh =
                |outcome: &&Outcome| outcome.as_ref().is_ok_and(|accepted| !accepted.duplicate);
            tape.acknowledge(outcomes.iter().filter(fresh).count());
            let error = outcomes.into_iter().find_map(Result::err);
            let _ = send.send(error);
        })?;
    }
    drop(send);
    match receive
        .iter()
        .collect::<Vec<_>>()
        .into_iter()
        .flatten()
        .next()
    {
        Some(error) => Err(error.into()),
        None => Ok(()),
    }
}

fn decide(engine: &Engine, decision: &Decision, reason: &str) -> Result<Activation, Error> {
    let (by, reason) = ("test".to_owned(), reason.to_owned());
    match decision {
        Decision::Trust(agent, trust) => engine.trust(&TrustRequest {
            agent: agent.to_string(),
            trust: *trust,
            by,
            reason,
        }),
        Decision::Steward(agent) => engine.steward(&StewardRequest {
            namespace: "public".to_owned(),
            agent: agent.to_string(),
            granted: true,
            by,
            reason,
        }),
        Decision::Rollback => engine.rollback(&RollbackRequest {
            to: Some(0),
            force: false,
            by,
            reason,
        }),
    }
}
