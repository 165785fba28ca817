//! Made-up columns for calls of a lens without a database.
//!
//! Invariant: the columns keep the contract: ids are numbered by first row, within the group or over the call as the
//! registry says.

use std::sync::Arc;

use stemedb_plugins::{
    Batch, BroaderPairs, CallMode, CallScope, Context, Judge, ParamValue, PluginError, Supports,
    Texts,
};

use crate::said::Said;

/// Values that the rows of a group state.
const VALUES: u32 = 5;
/// Sources that speak in all groups.
const VOICES: u32 = 1_000;
/// Valid time of the call.
const AS_OF_MS: i64 = 1_735_689_600_000;

/// Rows with the columns that a judge reads.
pub(crate) struct Rows {
    offsets: Vec<u32>,
    whole: Vec<Vec<u32>>,
    real: Vec<Vec<f64>>,
    supports: Supports,
    texts: Arc<dyn Texts>,
    context: Context,
    scope: CallScope,
}

impl Rows {
    /// So many groups of so many rows each, for a judge with these parameters.
    pub(crate) fn new(judge: &dyn Judge, params: &[ParamValue], groups: u32, each: u32) -> Self {
        let description = judge.description();
        let rows = |group| (0..each).map(move |row| Row { group, row, each });
        let all = || (0..groups).flat_map(rows);
        Self {
            offsets: (0..=groups).map(|group| group * each).collect(),
            whole: description
                .u32_columns
                .iter()
                .map(|name| all().map(|row| row.whole(name)).collect())
                .collect(),
            real: description
                .f64_columns
                .iter()
                .map(|name| all().map(|row| row.real(name)).collect())
                .collect(),
            supports: Supports::default(),
            texts: Arc::new(Named::new()),
            context: Context {
                as_of_ms: AS_OF_MS,
                params: params.to_vec(),
            },
            scope: CallScope {
                namespace: Arc::from("public"),
                mode: CallMode::Live,
            },
        }
    }

    /// Calls a judge on the rows.
    pub(crate) fn call(&self, judge: &dyn Judge) -> Result<Said, PluginError> {
        let whole: Vec<&[u32]> = self.whole.iter().map(Vec::as_slice).collect();
        let real: Vec<&[f64]> = self.real.iter().map(Vec::as_slice).collect();
        let batch = Batch {
            offsets: &self.offsets,
            u32_columns: &whole,
            f64_columns: &real,
            supports: &self.supports,
            texts: Some(&self.texts),
        };
        Said::by(judge, &self.scope, &self.context, &batch)
    }
}

/// Where a row stands.
#[derive(Clone, Copy)]
struct Row {
    group: u32,
    row: u32,
    each: u32,
}

impl Row {
    fn whole(self, name: &str) -> u32 {
        match name {
            "value" => (self.row * 7 % VALUES).min(self.row),
            "agent" => self.row,
            "source" | "voice" => self.voice(),
            "tier" => self.row % 6,
            "lifecycle" => self.row % 3,
            _ => 0,
        }
    }

    /// Each group has others, and nobody speaks twice in a group that is not larger than all of them.
    fn voice(self) -> u32 {
        (self.group * self.each + self.row) % VOICES
    }

    fn real(self, name: &str) -> f64 {
        match name {
            "valid-time" | "hlc" => 1.7e12 - f64::from(self.row) * 1e3,
            "age" => f64::from(self.row) * 1e3,
            "half-life" => 86_400_000.0,
            _ => 1.0 / f64::from(1 + self.row % 8),
        }
    }
}

/// Texts of the values, times some minutes from each other, of which each is more general than the one before.
struct Named(Vec<String>);

impl Named {
    fn new() -> Self {
        let text = |value| format!("2011-12-08T13:{:02}", value * 11);
        Self((0..VALUES).map(text).collect())
    }
}

impl Texts for Named {
    fn texts(&self, _: u32, ids: &[u32]) -> Vec<String> {
        let text = |id: &u32| self.0.get(*id as usize).cloned().unwrap_or_default();
        ids.iter().map(text).collect()
    }

    fn broader(&self, _: u32, ids: &[u32], _: &str, _: &str) -> Result<BroaderPairs, String> {
        let mut sorted = ids.to_vec();
        sorted.sort_unstable();
        let mut pairs = BroaderPairs::default();
        for pair in sorted.windows(2).filter(|pair| pair[0] + 1 == pair[1]) {
            pairs.narrows.push(pair[0]);
            pairs.broads.push(pair[1]);
            pairs.steps.push(1);
        }
        Ok(pairs)
    }
}
