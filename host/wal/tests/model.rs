//! Random histories against a list of records, and random harm against the promise that no wrong record is ever read.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod common;

use common::{DIR, Records, open, options, segments, work};
use proptest::prelude::*;
use stemedb_wal::disk::{Crash, SimDisk};
use stemedb_wal::{Journal, verify};

#[derive(Debug, Clone)]
enum Step {
    Append(usize),
    Commit,
    Reopen,
    PowerCut(Crash),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..6000_usize).prop_map(Step::Append),
        3 => Just(Step::Commit),
        1 => Just(Step::Reopen),
        1 => any::<u64>().prop_map(|seed| Step::PowerCut(Crash::Pages { seed })),
        1 => any::<u64>().prop_map(|seed| Step::PowerCut(Crash::TornPage { seed })),
        1 => Just(Step::PowerCut(Crash::NothingUnsynced)),
    ]
}

/// The log and what it must hold.
struct Model {
    disk: SimDisk,
    journal: Option<Journal>,
    committed: Records,
    pending: Records,
    end: u64,
    numbers: u64,
}

impl Model {
    fn new() -> Self {
        let disk = SimDisk::new();
        let journal = Some(open(&disk, 0).unwrap().0);
        Self {
            disk,
            journal,
            committed: Vec::new(),
            pending: Vec::new(),
            end: 0,
            numbers: 0,
        }
    }

    fn journal(&mut self) -> &mut Journal {
        self.journal.as_mut().unwrap()
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Append(bytes) => {
                self.numbers += 1;
                let payload = vec![self.numbers as u8; *bytes];
                let position = self.journal().append(&payload).unwrap();
                self.pending.push((position, payload));
            }
            Step::Commit => {
                self.end = self.journal().commit().unwrap();
                self.committed.append(&mut self.pending);
            }
            Step::Reopen => self.restart(),
            Step::PowerCut(crash) => {
                self.disk = self.disk.crash_image(*crash);
                self.restart();
            }
        }
    }

    fn restart(&mut self) {
        self.journal = None;
        self.pending.clear();
        let (journal, recovery) = open(&self.disk, self.end).unwrap();
        assert!(recovery.end_position >= self.end);
        self.journal = Some(journal);
    }

    fn check(&mut self) {
        let reader = self.journal().reader();
        let found: Records = reader.scan(0, u64::MAX).map(Result::unwrap).collect();
        assert_eq!(found, self.committed);
        for (at, (position, payload)) in self.committed.iter().enumerate() {
            assert_eq!(reader.read(*position).unwrap(), *payload);
            let from: Vec<_> = reader
                .scan(*position, u64::MAX)
                .map(Result::unwrap)
                .take(2)
                .collect();
            assert_eq!(from, self.committed[at..(at + 2).min(self.committed.len())]);
        }
        assert!(verify(&self.disk, DIR).unwrap().is_sound());
    }
}

#[derive(Debug, Clone)]
enum Harm {
    Flip {
        offset: usize,
        bit: u8,
    },
    Cut {
        offset: usize,
    },
    Extend {
        bytes: Vec<u8>,
    },
    Zero {
        offset: usize,
        bytes: usize,
    },
    Move {
        from: usize,
        to: usize,
        bytes: usize,
    },
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        (any::<usize>(), 0..8_u8).prop_map(|(offset, bit)| Harm::Flip { offset, bit }),
        any::<usize>().prop_map(|offset| Harm::Cut { offset }),
        prop::collection::vec(any::<u8>(), 1..5000).prop_map(|bytes| Harm::Extend { bytes }),
        (any::<usize>(), 1..9000_usize).prop_map(|(offset, bytes)| Harm::Zero { offset, bytes }),
        (any::<usize>(), any::<usize>(), 1..5000_usize).prop_map(|(from, to, bytes)| Harm::Move {
            from,
            to,
            bytes
        }),
    ]
}

fn apply(bytes: &mut Vec<u8>, harm: &Harm) {
    let len = bytes.len();
    if len == 0 {
        return;
    }
    match harm {
        Harm::Flip { offset, bit } => bytes[offset % len] ^= 1 << bit,
        Harm::Cut { offset } => bytes.truncate(offset % len),
        Harm::Extend { bytes: more } => bytes.extend(more),
        Harm::Zero {
            offset,
            bytes: count,
        } => {
            let from = offset % len;
            bytes[from..len.min(from + count)].fill(0);
        }
        Harm::Move {
            from,
            to,
            bytes: count,
        } => {
            let (from, to) = (from % len, to % len);
            let count = (*count).min(len - from.max(to));
            bytes.copy_within(from..from + count, to);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn histories_match_the_model(steps in prop::collection::vec(step(), 1..60)) {
        let mut model = Model::new();
        for step in &steps {
            model.take(step);
        }
        model.take(&Step::Commit);
        model.check();
    }

    #[test]
    fn harmed_logs_never_read_wrong(harms in prop::collection::vec((any::<usize>(), harm()), 1..6)) {
        let disk = SimDisk::new();
        let outcome = work(&disk, &options(), 10);
        let names = segments(&disk);
        for (which, harm) in &harms {
            let name = &names[which % names.len()];
            let mut bytes = disk.contents(name).unwrap();
            apply(&mut bytes, harm);
            disk.place(name, bytes);
        }
        let _ = verify(&disk, DIR);
        if let Ok((journal, _)) = open(&disk, 0) {
            for (position, payload) in journal.reader().scan(0, u64::MAX).map_while(Result::ok) {
                prop_assert!(outcome.appended.contains(&(position, payload)), "at {position}");
            }
        }
    }
}
