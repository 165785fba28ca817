//! A component in the real host, and one call of it whatever its world.

use std::sync::Arc;
use std::time::{Duration, Instant};

use stemedb_plugins::{
    CallMode, CallScope, Compiler, Description, Estimates, HostOptions, Judge, Parts, Plugin,
    PluginError, PluginHost, PluginRef, Resolutions, Shares, Staged, World,
};
use stemedb_sdk as sdk;

use crate::table::{Input, Table};
use crate::{KitError, Limits};

/// What came of a call.
#[derive(Debug, Clone)]
pub enum Answer {
    /// A row stage's.
    Staged(Staged),
    /// A resolver's or an answer stage's.
    Resolved(Resolutions),
    /// An estimator's.
    Estimated(Estimates),
    /// The lens declined.
    Refused {
        /// From the contract's open registry.
        code: u32,
        /// In its own words.
        message: String,
    },
    /// The lens broke the contract, in the host's words.
    Fault(String),
}

impl Answer {
    /// Whether two answers have the same bits. The debug form prints every float so that it reads back the same.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }
}

/// A host with one plugin on it.
pub struct Subject {
    plugin: Arc<Plugin>,
    _host: PluginHost,
}

impl Subject {
    /// Installs a component in a host of its own, with the limits of a project.
    ///
    /// # Errors
    /// [`KitError::Host`], and [`KitError::Refused`] with what admission or the trial calls say.
    pub fn install(
        component: &[u8],
        limits: &Limits,
        compiler: &Compiler,
    ) -> Result<Self, KitError> {
        let host = PluginHost::in_memory(HostOptions {
            deadline: limits.time(),
            memory_bytes_max: limits.memory_bytes(),
            estimator_deadline: limits.time(),
            estimator_memory_bytes_max: limits.memory_bytes(),
            compiler: compiler.clone(),
            // The laws compare calls themselves, and say with which rows.
            repeat_every: 0,
            ..HostOptions::default()
        })?;
        let plugin = host.install(component)?;
        Ok(Self {
            plugin,
            _host: host,
        })
    }

    /// Id, version, world and digest.
    #[must_use]
    pub fn reference(&self) -> &PluginRef {
        self.plugin.reference()
    }

    /// What it says of itself.
    #[must_use]
    pub fn description(&self) -> &Description {
        self.plugin.description()
    }

    /// The world that it implements.
    #[must_use]
    pub fn world(&self) -> World {
        self.reference().world
    }

    /// Asks an instance that is made for this call.
    #[must_use]
    pub fn fresh(&self, table: &Table) -> Answer {
        self.ask("fresh", CallMode::Fresh, table, &found(table))
    }

    /// Asks an answer stage, on an instance made for this call, about what a case says was found.
    #[must_use]
    pub(crate) fn fresh_about(&self, table: &Table, found: sdk::Resolutions) -> Answer {
        self.ask("fresh", CallMode::Fresh, table, &from_sdk(found))
    }

    /// Asks the instance of a session; a session that was not heard of before gets a new one.
    #[must_use]
    pub fn live(&self, session: &str, table: &Table) -> Answer {
        self.ask(session, CallMode::Live, table, &found(table))
    }

    fn ask(&self, session: &str, mode: CallMode, table: &Table, found: &Resolutions) -> Answer {
        let scope = CallScope {
            namespace: Arc::from(session),
            mode,
        };
        match self.raw(&scope, &table.input(self.description()), found) {
            Ok(answer) => answer,
            Err(PluginError::Refused { code, message, .. }) => Answer::Refused { code, message },
            Err(PluginError::Fault(fault)) => {
                Answer::Fault(format!("{}: {}", fault.kind, fault.detail))
            }
            Err(other) => Answer::Fault(other.to_string()),
        }
    }

    /// The time of the fastest of several calls on a warm instance.
    ///
    /// # Errors
    /// [`KitError::Call`] if there is no answer.
    pub fn fastest(&self, table: &Table, patience: Duration) -> Result<Duration, KitError> {
        self.timed(CallMode::Live, table, patience)
    }

    /// As [`Self::fastest`], each call on an instance made for it.
    ///
    /// # Errors
    /// As [`Self::fastest`].
    pub fn fastest_fresh(&self, table: &Table, patience: Duration) -> Result<Duration, KitError> {
        self.timed(CallMode::Fresh, table, patience)
    }

    fn timed(
        &self,
        mode: CallMode,
        table: &Table,
        patience: Duration,
    ) -> Result<Duration, KitError> {
        let scope = CallScope {
            namespace: Arc::from("bench"),
            mode,
        };
        let input = table.input(self.description());
        let found = found(table);
        let begun = Instant::now();
        let mut best = Duration::MAX;
        let mut calls = 0;
        while calls < 3 || begun.elapsed() < patience {
            let start = Instant::now();
            let told = self.raw(&scope, &input, &found);
            let took = start.elapsed();
            told.map_err(|error| KitError::Call(error.to_string()))?;
            best = best.min(took);
            calls += 1;
        }
        Ok(best)
    }

    fn raw(
        &self,
        scope: &CallScope,
        input: &Input,
        found: &Resolutions,
    ) -> Result<Answer, PluginError> {
        input.with(|context, batch| match self.world() {
            World::RowStage => {
                let told = self.plugin.weigh(scope, context, batch);
                told.map(Answer::Staged)
            }
            World::Resolver => {
                let told = self.plugin.resolve(scope, context, batch);
                told.map(Answer::Resolved)
            }
            World::AnswerStage => {
                let told = self.plugin.adjust(scope, context, batch, found);
                told.map(Answer::Resolved)
            }
            World::Estimator => {
                let told = self.plugin.estimate(scope, context, batch);
                told.map(Answer::Estimated)
            }
        })
    }
}

/// What an answer stage is given: the value with the most weight on its side.
fn found(table: &Table) -> Resolutions {
    let (values, weights) = (table.whole("value"), table.real("weight"));
    let mut offsets = vec![0];
    for group in &table.groups {
        let before = offsets.last().copied().unwrap_or(0);
        offsets.push(before + group.len() as u32);
    }
    let batch = sdk::Batch {
        offsets: &offsets,
        u32_columns: &[],
        f64_columns: &[],
        supports: sdk::SupportsView::default(),
    };
    let rule = sdk::choose::Rule::GREATEST_SUM;
    let told = sdk::choose::resolve(&batch, &values, rule, |row| weights[row]);
    // Ids are counted by first row, which is all that can be refused.
    told.map(from_sdk).unwrap_or_default()
}

fn from_sdk(found: sdk::Resolutions) -> Resolutions {
    Resolutions {
        winners: found.winners,
        confidences: found.confidences,
        conflicts: found.conflicts,
        statuses: found.statuses,
        shares: Shares {
            offsets: found.shares.offsets,
            classes: found.shares.classes,
            shares: found.shares.shares,
        },
        parts: Parts {
            offsets: found.parts.offsets,
            labels: found.parts.labels,
            winners: found.parts.winners,
            confidences: found.parts.confidences,
            conflicts: found.parts.conflicts,
            counts: found.parts.counts,
        },
    }
}
