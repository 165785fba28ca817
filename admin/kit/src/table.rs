//! A whole call as rows with every column, from which the columns of any lens are made.
//!
//! Numbers that the host makes by counting (value ids, agents, voices) are kept as free identities here, and counted anew
//! whenever rows go or change places, so that every table is one that a host could deliver.
//!
//! Invariant: within a group the valid time never rises from row to row, and no row is younger than the question.

use std::sync::Arc;

use stemedb_plugins::{Batch, Context, Description, NONE, ParamValue, Supports, Texts};

/// Multipliers of the tiers, from regulatory to anecdotal.
const TIER_WEIGHTS: [f64; 6] = [1.0, 0.9, 0.7, 0.5, 0.2, 0.1];
/// Half-lives of the tiers, in days.
const HALF_LIVES_DAYS: [f64; 6] = [0.0, 730.0, 365.0, 180.0, 90.0, 30.0];
const DAY_MS: f64 = 86_400_000.0;

/// Bit that tells an author from a source where both are voices.
const AUTHOR: u64 = 1 << 32;

/// One candidate claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Which value it states.
    pub value: u32,
    /// Its author.
    pub agent: u32,
    /// Its source.
    pub source: Option<u32>,
    /// Its epoch.
    pub epoch: Option<u32>,
    /// Its source class, 0 ..= 5.
    pub tier: u32,
    /// Its stage, 0 ..= 4.
    pub lifecycle: u32,
    /// Effective votes.
    pub votes: u32,
    /// Agents beside the author who signed it.
    pub cosigners: u32,
    /// What became of its epoch, 0 ..= 2.
    pub epoch_state: u32,
    /// What earlier stages left of its weight.
    pub weight: f64,
    /// How sure its author says to be.
    pub confidence: f64,
    /// From when on it holds, ms.
    pub valid_time: f64,
    /// Sum of the weights of its votes.
    pub vote_weight: f64,
    /// Trust in its author.
    pub trust: f64,
    /// When a node first accepted it, ms.
    pub hlc: f64,
    /// What an estimate says of its voice.
    pub reliability: f64,
    /// What an estimate says of its value; -1 if nothing.
    pub likelihood: f64,
}

impl Row {
    /// An ordinary claim of a community member, by an author of its own.
    #[must_use]
    pub fn plain(value: u32, agent: u32, valid_time: f64) -> Self {
        Self {
            value,
            agent,
            source: None,
            epoch: None,
            tier: 4,
            lifecycle: 2,
            votes: 0,
            cosigners: 0,
            epoch_state: 0,
            weight: 1.0,
            confidence: 1.0,
            valid_time,
            vote_weight: 0.0,
            trust: 0.5,
            hlc: valid_time,
            reliability: 0.5,
            likelihood: -1.0,
        }
    }

    fn voice(&self) -> u64 {
        self.source
            .map_or(AUTHOR | u64::from(self.agent), u64::from)
    }

    /// A number of the registry, but for the counted ones.
    fn whole(&self, column: &str) -> u32 {
        match column {
            "tier" => self.tier,
            "lifecycle" => self.lifecycle,
            "votes" => self.votes,
            "cosigners" => self.cosigners,
            "epoch-state" => self.epoch_state,
            _ => 0,
        }
    }

    fn real(&self, column: &str, as_of_ms: i64) -> f64 {
        let of_tier = |table: [f64; 6]| table.get(self.tier as usize).copied().unwrap_or(0.0);
        match column {
            "weight" => self.weight,
            "confidence" => self.confidence,
            "valid-time" => self.valid_time,
            "age" => as_of_ms as f64 - self.valid_time,
            "vote-weight" => self.vote_weight,
            "trust" => self.trust,
            "tier-weight" => of_tier(TIER_WEIGHTS),
            "half-life" => of_tier(HALF_LIVES_DAYS) * DAY_MS,
            "hlc" => self.hlc,
            "reliability" => self.reliability,
            "likelihood" => self.likelihood,
            _ => 0.0,
        }
    }
}

/// Everything that one call is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Valid time of the question.
    pub as_of_ms: i64,
    /// A value for each parameter of the lens.
    pub params: Vec<ParamValue>,
    /// Rows, group by group.
    pub groups: Vec<Vec<Row>>,
    /// Text of each value identity; others have an empty one.
    pub texts: Vec<String>,
}

/// What a lens is called with.
pub(crate) struct Input {
    pub(crate) context: Context,
    pub(crate) offsets: Vec<u32>,
    pub(crate) whole: Vec<Vec<u32>>,
    pub(crate) real: Vec<Vec<f64>>,
    texts: Arc<dyn Texts>,
}

impl Input {
    /// Calls with borrowed columns.
    pub(crate) fn with<T>(&self, call: impl FnOnce(&Context, &Batch<'_>) -> T) -> T {
        let whole: Vec<&[u32]> = self.whole.iter().map(Vec::as_slice).collect();
        let real: Vec<&[f64]> = self.real.iter().map(Vec::as_slice).collect();
        let supports = Supports::default();
        let batch = Batch {
            offsets: &self.offsets,
            u32_columns: &whole,
            f64_columns: &real,
            supports: &supports,
            texts: Some(&self.texts),
        };
        call(&self.context, &batch)
    }
}

impl Table {
    /// Number of rows in all groups.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.groups.iter().map(Vec::len).sum()
    }

    /// The columns that a lens of this description is given.
    pub(crate) fn input(&self, description: &Description) -> Input {
        let mut offsets = vec![0];
        let mut end = 0;
        for group in &self.groups {
            end += group.len() as u32;
            offsets.push(end);
        }
        let reads_time = description.f64_columns.iter().any(|name| name == "age");
        Input {
            context: Context {
                as_of_ms: if reads_time { self.as_of_ms } else { 0 },
                params: self.params.clone(),
            },
            offsets,
            whole: description
                .u32_columns
                .iter()
                .map(|name| self.whole(name))
                .collect(),
            real: description
                .f64_columns
                .iter()
                .map(|name| self.real(name))
                .collect(),
            texts: Arc::new(self.value_texts()),
        }
    }

    /// A u32 column as the host would deliver it.
    pub(crate) fn whole(&self, column: &str) -> Vec<u32> {
        let per_group = |key: &dyn Fn(&Row) -> u64| {
            let counted = self.groups.iter().map(|group| dense(group.iter().map(key)));
            counted.flatten().collect()
        };
        let or_none = |id: Option<u32>| id.map_or(u64::MAX, u64::from);
        match column {
            "value" => per_group(&|row| u64::from(row.value)),
            "agent" => per_group(&|row| u64::from(row.agent)),
            "epoch" => per_group(&|row| or_none(row.epoch)),
            "source" => dense(self.all().map(|row| or_none(row.source))),
            "voice" => dense(self.all().map(Row::voice)),
            _ => self.all().map(|row| row.whole(column)).collect(),
        }
    }

    /// An f64 column as the host would deliver it.
    pub(crate) fn real(&self, column: &str) -> Vec<f64> {
        self.all()
            .map(|row| row.real(column, self.as_of_ms))
            .collect()
    }

    /// Value identities of a group, in the order of their ids.
    pub(crate) fn classes(&self, group: usize) -> Vec<u32> {
        let mut known = Vec::new();
        for row in self.groups.get(group).into_iter().flatten() {
            if !known.contains(&row.value) {
                known.push(row.value);
            }
        }
        known
    }

    /// One group as a call of its own.
    pub(crate) fn alone(&self, group: usize) -> Self {
        Self {
            groups: self.groups.get(group).cloned().into_iter().collect(),
            ..self.clone()
        }
    }

    fn all(&self) -> impl Iterator<Item = &Row> + Clone {
        self.groups.iter().flatten()
    }

    fn value_texts(&self) -> ValueTexts {
        let text = |value: &u32| self.texts.get(*value as usize).cloned().unwrap_or_default();
        let texts = |group| self.classes(group).iter().map(text).collect();
        ValueTexts((0..self.groups.len()).map(texts).collect())
    }
}

/// Texts of the values of each group.
struct ValueTexts(Vec<Vec<String>>);

impl Texts for ValueTexts {
    fn texts(&self, group: u32, ids: &[u32]) -> Vec<String> {
        let known = self.0.get(group as usize);
        let text = |id: &u32| known.and_then(|texts| texts.get(*id as usize)).cloned();
        ids.iter().map(|id| text(id).unwrap_or_default()).collect()
    }
}

/// Numbers 0, 1, 2 … by first appearance; the greatest key is none.
fn dense(keys: impl Iterator<Item = u64>) -> Vec<u32> {
    let mut known = std::collections::BTreeMap::new();
    keys.map(|key| {
        if key == u64::MAX {
            return NONE;
        }
        let next = known.len() as u32;
        *known.entry(key).or_insert(next)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(values: &[&[u32]]) -> Table {
        let group = |values: &&[u32]| {
            let row = |(at, value): (usize, &u32)| Row::plain(*value, at as u32, 1e12 - at as f64);
            values.iter().enumerate().map(row).collect()
        };
        Table {
            as_of_ms: 1_000_000_000_000,
            params: vec![],
            groups: values.iter().map(group).collect(),
            texts: vec![],
        }
    }

    #[test]
    fn ids_are_counted_by_first_row_in_each_group_or_over_the_call() {
        let mut table = table(&[&[7, 3, 7], &[], &[3, 7]]);
        assert_eq!(table.whole("value"), [0, 1, 0, 0, 1]);
        assert_eq!(table.whole("agent"), [0, 1, 2, 0, 1]);
        assert_eq!(table.whole("voice"), [0, 1, 2, 0, 1]);
        assert_eq!(table.whole("source"), [NONE; 5]);
        table.groups[0][1].source = Some(0);
        table.groups[2][0].source = Some(9);
        assert_eq!(table.whole("source"), [NONE, 0, NONE, 1, NONE]);
        assert_eq!(table.whole("voice"), [0, 1, 2, 3, 4]);
    }
}
