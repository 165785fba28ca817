//! What a shadow comes to: counts, latencies, and the latest answers that differ.
//!
//! Not the comparison's cause: `shadow` runs the version, this only adds up what came of it.
//!
//! Invariant: its memory is bounded, however long a shadow runs.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use stemedb_core::Timestamp;
use stemedb_wire::{
    AgainstView, Answer, DifferenceView, LatencyView, PluginFaults, PluginName, ShadowView,
    VerdictView,
};

use crate::trials::Trial;

/// Differences that are kept.
pub(crate) const DIFFERENCES_MAX: usize = 100;
/// Versions that a shadow was compared with, of which the numbers are kept.
const AGAINST_MAX: usize = 16;
/// Buckets of a latency: four for each doubling of a microsecond.
const BUCKETS: usize = 256;

/// The numbers of one version that runs beside others in one slot.
pub(crate) struct Tally {
    since: Timestamp,
    /// Counted by queries, which must not wait for a report that is being written.
    taken: AtomicU64,
    dropped: AtomicU64,
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    compared: u64,
    agreed: u64,
    winners: u64,
    statuses: u64,
    confidences: u64,
    confidence_max: f64,
    failed: u64,
    failures: BTreeMap<&'static str, u64>,
    active: Latency,
    shadow: Latency,
    against: VecDeque<AgainstView>,
    differences: VecDeque<DifferenceView>,
}

/// What an answer comes to, for a comparison.
pub(crate) fn verdict(answer: &Answer) -> VerdictView {
    VerdictView {
        lens: answer.lens.clone(),
        winner: answer.winner.as_ref().map(|claim| claim.object.clone()),
        claim: answer.winner.as_ref().map(|claim| claim.id.clone()),
        confidence: answer.confidence,
        status: answer.status.clone(),
    }
}

/// What differs between two verdicts, by name; nothing if they agree.
pub(crate) fn differs(one: &VerdictView, other: &VerdictView) -> Vec<String> {
    let found = [
        ("winner", one.winner != other.winner),
        ("status", one.status != other.status),
        (
            "confidence",
            one.confidence.to_bits() != other.confidence.to_bits(),
        ),
    ];
    let named = found.into_iter().filter(|(_, differs)| *differs);
    named.map(|(name, _)| name.to_owned()).collect()
}

impl Tally {
    pub(crate) fn new(since: Timestamp) -> Self {
        Tally {
            since,
            taken: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
            counts: Mutex::default(),
        }
    }

    /// An answer that the share took.
    pub(crate) fn taken(&self) {
        self.taken.fetch_add(1, Ordering::Relaxed);
    }

    /// It was left out: too many wait.
    pub(crate) fn dropped(&self) {
        self.dropped.fetch_add(1, Ordering::Relaxed);
    }

    /// The version gave no answer.
    pub(crate) fn failed(&self, kind: &'static str) {
        let mut counts = self.counts.lock();
        counts.failed += 1;
        *counts.failures.entry(kind).or_insert(0) += 1;
    }

    /// How long an answer took, with the version that serves and with the one that is tried out.
    pub(crate) fn timed(&self, active: Option<Duration>, shadow: Option<Duration>) {
        let mut counts = self.counts.lock();
        active.into_iter().for_each(|time| counts.active.add(time));
        shadow.into_iter().for_each(|time| counts.shadow.add(time));
    }

    /// Both gave an answer; `against` is the digest of the version that served. The answer is whether they agree.
    pub(crate) fn compared(&self, against: &str, both: DifferenceView) -> bool {
        let mut counts = self.counts.lock();
        let agreed = both.differs.is_empty();
        let named = |name: &str| u64::from(both.differs.iter().any(|differs| differs == name));
        counts.compared += 1;
        counts.agreed += u64::from(agreed);
        counts.winners += named("winner");
        counts.statuses += named("status");
        counts.confidences += named("confidence");
        let distance = (both.active.confidence - both.shadow.confidence).abs();
        counts.confidence_max = counts.confidence_max.max(distance);
        counts.against(against, agreed);
        if !agreed {
            counts.differences.truncate(DIFFERENCES_MAX - 1);
            counts.differences.push_front(both);
        }
        agreed
    }

    /// The report; with the single differences if asked for.
    pub(crate) fn view(&self, plugin: PluginName, trial: &Trial, differences: bool) -> ShadowView {
        let counts = self.counts.lock();
        let dropped = self.dropped.load(Ordering::Relaxed);
        let taken = self.taken.load(Ordering::Relaxed);
        let done = dropped + counts.compared + counts.failed;
        let failures = counts.failures.iter().map(|(kind, count)| PluginFaults {
            kind: (*kind).to_owned(),
            count: *count,
        });
        ShadowView {
            plugin,
            share: share(trial.share),
            started_at: trial.at,
            counted_since: self.since,
            taken,
            dropped,
            waiting: taken.saturating_sub(done),
            compared: counts.compared,
            agreed: counts.agreed,
            winners_differ: counts.winners,
            statuses_differ: counts.statuses,
            confidences_differ: counts.confidences,
            confidence_difference_max: counts.confidence_max,
            failures: failures.collect(),
            active_latency: counts.active.view(),
            shadow_latency: counts.shadow.view(),
            against: counts.against.iter().cloned().collect(),
            differences: if differences {
                counts.differences.iter().cloned().collect()
            } else {
                Vec::new()
            },
        }
    }
}

impl Counts {
    fn against(&mut self, digest: &str, agreed: bool) {
        let known = self.against.iter().position(|known| known.digest == digest);
        let mut entry = match known.and_then(|at| self.against.remove(at)) {
            Some(entry) => entry,
            None => AgainstView {
                digest: digest.to_owned(),
                compared: 0,
                agreed: 0,
            },
        };
        entry.compared += 1;
        entry.agreed += u64::from(agreed);
        self.against.push_back(entry);
        if self.against.len() > AGAINST_MAX {
            self.against.pop_front();
        }
    }
}

/// A share as a part of one.
pub(crate) fn share(millionths: u32) -> f64 {
    f64::from(millionths) / f64::from(stemedb_plugins::SHARE_WHOLE)
}

/// How often answers took how long.
struct Latency {
    buckets: Box<[u64; BUCKETS]>,
    count: u64,
    max_us: u64,
}

impl Default for Latency {
    fn default() -> Self {
        Latency {
            buckets: Box::new([0; BUCKETS]),
            count: 0,
            max_us: 0,
        }
    }
}

impl Latency {
    fn add(&mut self, time: Duration) {
        let us = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.buckets[bucket(us)] += 1;
        self.count += 1;
        self.max_us = self.max_us.max(us);
    }

    /// The upper end of the bucket in which the answer of this rank lies.
    fn quantile(&self, hundredths: u64) -> u64 {
        let rank = (self.count * hundredths).div_ceil(100);
        let mut seen = 0;
        for (at, count) in self.buckets.iter().enumerate() {
            seen += count;
            if rank > 0 && seen >= rank {
                return end(at).min(self.max_us);
            }
        }
        self.max_us
    }

    fn view(&self) -> LatencyView {
        LatencyView {
            count: self.count,
            p50_us: self.quantile(50),
            p90_us: self.quantile(90),
            p99_us: self.quantile(99),
            max_us: self.max_us,
        }
    }
}

/// The bucket of a time: exact below four microseconds, then four for each doubling.
fn bucket(us: u64) -> usize {
    if us < 4 {
        return usize::try_from(us).unwrap_or(0);
    }
    let doubling = us.ilog2();
    let quarter = (us >> (doubling - 2)) & 3;
    doubling as usize * 4 - 4 + usize::try_from(quarter).unwrap_or(0)
}

/// The longest time of a bucket.
fn end(bucket: usize) -> u64 {
    if bucket < 4 {
        return bucket as u64;
    }
    let doubling = bucket / 4 + 1;
    let quarter = (bucket % 4) as u128;
    let end = ((5 + quarter) << (doubling - 2)) - 1;
    u64::try_from(end).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(confidence: f64) -> VerdictView {
        VerdictView {
            lens: "x".to_owned(),
            winner: None,
            claim: None,
            confidence,
            status: "agreed".to_owned(),
        }
    }

    fn both(number: u64, confidence: f64) -> DifferenceView {
        let (active, shadow) = (verdict(0.5), verdict(confidence));
        DifferenceView {
            query_id: number.to_string(),
            at: 0,
            namespace: String::new(),
            subject: String::new(),
            predicate: String::new(),
            position: 0,
            differs: differs(&active, &shadow),
            active,
            shadow,
        }
    }

    fn view(tally: &Tally) -> ShadowView {
        let plugin = PluginName {
            id: "x".to_owned(),
            version: "1.0.0".to_owned(),
            world: "resolver".to_owned(),
            digest: String::new(),
        };
        let trial = Trial {
            digest: String::new(),
            share: 250_000,
            salt: String::new(),
            at: 7,
        };
        tally.view(plugin, &trial, true)
    }

    #[test]
    fn differences_are_bounded_and_the_newest_stay() {
        let tally = Tally::new(9);
        for number in 0..300 {
            tally.taken();
            let confidence = if number % 2 == 0 { 0.5 } else { 0.75 };
            let agreed = tally.compared("aa", both(number, confidence));
            assert_eq!(agreed, number % 2 == 0);
        }
        tally.taken();
        tally.failed("trap");
        tally.taken();
        let view = view(&tally);
        assert_eq!((view.compared, view.agreed, view.waiting), (300, 150, 1));
        assert_eq!((view.winners_differ, view.confidences_differ), (0, 150));
        assert_eq!((view.share, view.confidence_difference_max), (0.25, 0.25));
        assert_eq!(view.differences.len(), DIFFERENCES_MAX);
        assert_eq!(view.differences[0].query_id, "299");
        assert_eq!(view.failures.len(), 1);
    }

    #[test]
    fn versions_compared_with_are_bounded_and_the_latest_stay() {
        let tally = Tally::new(9);
        for number in 0..40 {
            tally.compared(&number.to_string(), both(number, 0.5));
        }
        tally.compared("30", both(1, 0.75));
        let against = view(&tally).against;
        assert_eq!(against.len(), AGAINST_MAX);
        let last = &against[AGAINST_MAX - 1];
        assert_eq!(
            (last.digest.as_str(), last.compared, last.agreed),
            ("30", 2, 1)
        );
    }

    #[test]
    fn a_quantile_is_right_to_a_quarter() {
        for us in (0..200).chain([1_000, 123_456, 1 << 40, u64::MAX]) {
            let found = end(bucket(us));
            assert!(found >= us, "{us} {found}");
            assert!(found - us <= us / 4, "{us} {found}");
            assert!(bucket(us) < BUCKETS);
        }
        let mut latency = Latency::default();
        for us in 1..=1_000 {
            latency.add(Duration::from_micros(us));
        }
        let view = latency.view();
        assert!((500..=625).contains(&view.p50_us), "{view:?}");
        assert!((990..=1_000).contains(&view.p99_us), "{view:?}");
        assert_eq!((view.count, view.max_us), (1_000, 1_000));
        assert_eq!(Latency::default().view(), LatencyView::default());
    }
}
