//! Made-up columns for calls of a lens without a database.

use std::sync::Arc;

use stemedb_plugins::{Batch, CallMode, CallScope, Context, Judge, PluginError, Supports, World};

/// Values that the rows state.
const VALUES: u32 = 5;
/// Valid time of the call.
const AS_OF_MS: i64 = 1_735_689_600_000;

/// Rows of one group with the columns that a judge reads.
pub(crate) struct Rows {
    offsets: [u32; 2],
    whole: Vec<Vec<u32>>,
    real: Vec<Vec<f64>>,
    supports: Supports,
    context: Context,
    scope: CallScope,
}

impl Rows {
    pub(crate) fn new(judge: &dyn Judge, count: u32) -> Self {
        let description = judge.description();
        let whole = |name: &String| (0..count).map(|row| whole(name, row)).collect();
        let real = |name: &String| (0..count).map(|row| real(name, row)).collect();
        let params = description.params.iter();
        Self {
            offsets: [0, count],
            whole: description.u32_columns.iter().map(whole).collect(),
            real: description.f64_columns.iter().map(real).collect(),
            supports: Supports::default(),
            context: Context {
                as_of_ms: AS_OF_MS,
                params: params.map(|param| param.default.clone()).collect(),
            },
            scope: CallScope {
                namespace: Arc::from("public"),
                mode: CallMode::Live,
            },
        }
    }

    /// Calls a judge on the rows; the answer counts what came back, so that no work is left out.
    pub(crate) fn call(&self, judge: &dyn Judge) -> Result<usize, PluginError> {
        let whole: Vec<&[u32]> = self.whole.iter().map(Vec::as_slice).collect();
        let real: Vec<&[f64]> = self.real.iter().map(Vec::as_slice).collect();
        let batch = Batch {
            offsets: &self.offsets,
            u32_columns: &whole,
            f64_columns: &real,
            supports: &self.supports,
            texts: None,
        };
        match judge.reference().world {
            World::RowStage => judge
                .weigh(&self.scope, &self.context, &batch)
                .map(|found| std::hint::black_box(found).weights.len()),
            _ => judge
                .resolve(&self.scope, &self.context, &batch)
                .map(|found| std::hint::black_box(found).shares.classes.len()),
        }
    }

    /// Whether two judges say the same of the rows.
    pub(crate) fn same(&self, one: &dyn Judge, other: &dyn Judge) -> Result<bool, PluginError> {
        Ok(self.said(one)? == self.said(other)?)
    }

    fn said(&self, judge: &dyn Judge) -> Result<String, PluginError> {
        let whole: Vec<&[u32]> = self.whole.iter().map(Vec::as_slice).collect();
        let real: Vec<&[f64]> = self.real.iter().map(Vec::as_slice).collect();
        let batch = Batch {
            offsets: &self.offsets,
            u32_columns: &whole,
            f64_columns: &real,
            supports: &self.supports,
            texts: None,
        };
        Ok(match judge.reference().world {
            World::RowStage => format!("{:?}", judge.weigh(&self.scope, &self.context, &batch)?),
            _ => format!("{:?}", judge.resolve(&self.scope, &self.context, &batch)?),
        })
    }
}

fn whole(name: &str, row: u32) -> u32 {
    match name {
        // Ids are numbered by first row.
        "value" => (row * 7 % VALUES).min(row),
        "agent" | "source" => row,
        "tier" => row % 6,
        _ => 0,
    }
}

fn real(name: &str, row: u32) -> f64 {
    match name {
        "valid-time" | "hlc" => 1.7e12 - f64::from(row) * 1e3,
        "age" => f64::from(row) * 1e3,
        "half-life" => 86_400_000.0,
        _ => 1.0 / f64::from(1 + row % 8),
    }
}
