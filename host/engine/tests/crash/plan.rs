//! A seeded workload: what is written, in which groups, and what must be found of it.

use stemedb_core::{
    AgentId, Body, Claim, EpochRecord, ErasureRecord, Header, Id, Object, RetractionRecord,
    SignedRecord, SourceClass, SupersessionKind,
};

use crate::support::{DAY, NOW, claim, header, sign, signer, source, vote};

/// A small seeded generator (SplitMix64).
#[derive(Debug, Clone)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        (!all.is_empty()).then(|| all[self.below(all.len())])
    }
}

/// A decision of the operator.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Decision {
    Trust(AgentId, f64),
    Steward(AgentId),
    /// Back to the empty set.
    Rollback,
}

#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Jobs that are handed over without waiting in between, each a batch of records.
    Write(Vec<Vec<SignedRecord>>),
    /// A decision, with the reason that tells it from all others.
    Decide(Decision, String),
    /// The engine is closed and opened again.
    Reopen,
}

/// What the log must hold, in this order.
#[derive(Debug, Clone)]
pub(crate) enum Expected {
    Record(Box<SignedRecord>),
    /// A control entry, told by its reason.
    Control(String),
}

/// Steps, and the log that they make.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) steps: Vec<Step>,
    pub(crate) entries: Vec<Expected>,
}

/// Records made so far, by kind: (author, id).
#[derive(Default)]
struct Made {
    claims: Vec<(u8, Id)>,
    sources: Vec<(u8, Id)>,
    epochs: Vec<(u8, Id)>,
}

const AGENTS: usize = 5;
/// An author who is nobody's steward and of whom a step speaks.
const FRIEND: u8 = 9;

impl Plan {
    /// So many steps, a third and two thirds of the way a restart.
    pub(crate) fn new(seed: u64, steps: usize) -> Self {
        let mut dice = Dice(seed);
        let (mut plan, mut made) = (Plan::default(), Made::default());
        for step in 0..steps {
            if step == steps / 3 || step == 2 * steps / 3 {
                plan.steps.push(Step::Reopen);
            }
            if step % 7 == 3 {
                plan.decide(step, &mut dice);
            } else {
                plan.write(&mut dice, &mut made);
            }
        }
        plan
    }

    fn decide(&mut self, step: usize, dice: &mut Dice) {
        let agent = signer(FRIEND).agent();
        let decision = match dice.below(3) {
            0 => Decision::Trust(agent, 0.25),
            1 => Decision::Steward(agent),
            _ => Decision::Rollback,
        };
        let reason = format!("step {step}");
        self.entries.push(Expected::Control(reason.clone()));
        self.steps.push(Step::Decide(decision, reason));
    }

    fn write(&mut self, dice: &mut Dice, made: &mut Made) {
        let mut jobs = Vec::new();
        for _ in 0..=dice.below(3) {
            let mut job = Vec::new();
            for _ in 0..=dice.below(4) {
                let record = self.record(dice, made);
                self.entries
                    .push(Expected::Record(Box::new(record.clone())));
                job.push(record);
            }
            jobs.push(job);
        }
        // Something that is there already; it must not come a second time.
        if dice.below(4) == 0
            && let Some(Expected::Record(known)) = self.entries.first()
        {
            jobs.push(vec![SignedRecord::clone(known)]);
        }
        self.steps.push(Step::Write(jobs));
    }

    /// A record that has not been made before: its time is unique.
    fn record(&self, dice: &mut Dice, made: &mut Made) -> SignedRecord {
        let who = 1 + dice.below(AGENTS) as u8;
        let time = NOW - DAY + self.entries.len() as u64;
        let record = match dice.below(12) {
            0 | 1 => dice
                .one_of(&made.claims)
                .map(|(_, id)| vote(who, id, 500_000, time)),
            2 => dice
                .one_of(&made.claims)
                .and_then(|(author, id)| (author != who).then(|| cosign(who, id, time))),
            3 => Some(large_source(who, self.entries.len(), dice)),
            4 => Some(epoch(who, time, dice, made)),
            5 => dice.one_of(&made.sources).map(|(author, target)| {
                let reason = "withdrawn".to_owned();
                sign(
                    author,
                    header(author, time),
                    Body::Retraction(RetractionRecord { target, reason }),
                )
            }),
            6 => dice.one_of(&made.claims).map(|(author, target)| {
                let reason = "asked for".to_owned();
                sign(
                    author,
                    header(author, time),
                    Body::Erasure(ErasureRecord { target, reason }),
                )
            }),
            _ => None,
        };
        let (author, record) = match record {
            Some(record) => (0, record),
            None => (who, a_claim(who, time, dice, made)),
        };
        let author = if author == 0 {
            author_of(&record)
        } else {
            author
        };
        match &record.body {
            Body::Claim(_) => made.claims.push((author, record.id)),
            Body::Source(_) => made.sources.push((author, record.id)),
            Body::Epoch(_) => made.epochs.push((author, record.id)),
            _ => {}
        }
        record
    }
}

fn author_of(record: &SignedRecord) -> u8 {
    let is_author = |who: &u8| signer(*who).agent() == record.header.author;
    (1..=AGENTS as u8).find(is_author).unwrap_or(0)
}

fn a_claim(who: u8, time: u64, dice: &mut Dice, made: &Made) -> SignedRecord {
    let value = format!("value {}", dice.below(4));
    claim(who, &value, |claim: &mut Claim, header: &mut Header| {
        claim.subject = format!("drug/{}", dice.below(3));
        claim.object = match dice.below(3) {
            0 => Object::Number(dice.below(10) as f64),
            _ => Object::Text(value.clone()),
        };
        claim.source = optional(dice, &made.sources);
        claim.parent = optional(dice, &made.claims);
        claim.epoch = optional(dice, &made.epochs);
        header.time = time;
    })
}

/// One of them in half of all cases.
fn optional(dice: &mut Dice, all: &[(u8, Id)]) -> Option<Id> {
    let chosen = dice.one_of(all).map(|(_, id)| id);
    chosen.filter(|_| dice.below(2) == 0)
}

/// A co-signature over an id alone.
fn cosign(who: u8, target: Id, time: u64) -> SignedRecord {
    let signature = signer(who).sign(target, time);
    let body = Body::Signature(stemedb_core::SignatureRecord { target, signature });
    let header = header(who, time);
    let bytes = body
        .encode(&header)
        .expect("a signature record is always canonical");
    SignedRecord::decode(bytes, signature).expect("its own bytes")
}

/// A source with content of up to some pages, so that entries cross page borders.
fn large_source(who: u8, number: usize, dice: &mut Dice) -> SignedRecord {
    let mut record = source(who, &format!("Trial {number}"));
    let Body::Source(content) = &mut record.body else {
        return record;
    };
    content.source_class = SourceClass::Clinical;
    content.content = Some("page ".repeat(dice.below(2_000)));
    let body = record.body;
    sign(who, record.header, body)
}

fn epoch(who: u8, time: u64, dice: &mut Dice, made: &Made) -> SignedRecord {
    let own: Vec<Id> = made
        .epochs
        .iter()
        .filter(|(author, _)| *author == who)
        .map(|(_, id)| *id)
        .collect();
    let supersedes = dice
        .one_of(&own)
        .map(|old| (old, SupersessionKind::Invalidate));
    let name = format!("epoch {time}");
    sign(
        who,
        header(who, time),
        Body::Epoch(EpochRecord { name, supersedes }),
    )
}

impl Plan {
    pub(crate) fn records(&self) -> impl Iterator<Item = &SignedRecord> {
        self.entries.iter().filter_map(|expected| match expected {
            Expected::Record(record) => Some(&**record),
            Expected::Control(_) => None,
        })
    }
}
