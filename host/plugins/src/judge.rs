//! The one face of everything that judges: installed components, and native twins in benches.
//!
//! Not the component itself: callers of `Judge` never see wasmtime.
//!
//! Invariant: what a `Judge` returns has passed the output checks.

use std::sync::{Arc, atomic::AtomicBool};

use crate::{
    columns::{Batch, Context, Estimates, Resolutions, Staged},
    description::Description,
    error::PluginError,
    identity::{PluginRef, World},
};

/// Whether instances may be reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallMode {
    /// A query: reused instances, never across namespaces.
    Live,
    /// Replay: a new instance that is dropped afterwards.
    Fresh,
    /// Shadow runs: as `Fresh`, but only where there is room at once, so that no query waits for them or loses an idle
    /// instance to them.
    Beside,
}

/// For whom a call is made.
#[derive(Debug, Clone)]
pub struct CallScope {
    /// Instances are never shared between namespaces.
    pub namespace: Arc<str>,
    /// Whether instances may be reused.
    pub mode: CallMode,
}

/// A judge: one of the contract's worlds behind plain types.
///
/// # Errors
/// Each function answers `WrongWorld` unless the judge's world has it.
pub trait Judge: Send + Sync {
    /// Id, version, world and digest.
    fn reference(&self) -> &PluginRef;

    /// What it reads and accepts.
    fn description(&self) -> &Description;

    /// Row stage: judges each row.
    ///
    /// # Errors
    /// A refusal, a fault, or back-pressure.
    fn weigh(
        &self,
        _scope: &CallScope,
        _context: &Context,
        _rows: &Batch<'_>,
    ) -> Result<Staged, PluginError> {
        Err(self.wrong_world(World::RowStage))
    }

    /// Resolver: one resolution for each group.
    ///
    /// # Errors
    /// A refusal, a fault, or back-pressure.
    fn resolve(
        &self,
        _scope: &CallScope,
        _context: &Context,
        _rows: &Batch<'_>,
    ) -> Result<Resolutions, PluginError> {
        Err(self.wrong_world(World::Resolver))
    }

    /// Answer stage: the resolutions with confidences, conflicts and statuses replaced.
    ///
    /// # Errors
    /// A refusal, a fault, or back-pressure.
    fn adjust(
        &self,
        _scope: &CallScope,
        _context: &Context,
        _rows: &Batch<'_>,
        _found: &Resolutions,
    ) -> Result<Resolutions, PluginError> {
        Err(self.wrong_world(World::AnswerStage))
    }

    /// Estimator: weights for sources, from all groups at once.
    ///
    /// # Errors
    /// A refusal, a fault, or back-pressure.
    fn estimate(
        &self,
        _scope: &CallScope,
        _context: &Context,
        _rows: &Batch<'_>,
    ) -> Result<Estimates, PluginError> {
        Err(self.wrong_world(World::Estimator))
    }

    /// Estimator: as [`Judge::estimate`], stopped when `stop` becomes true.
    ///
    /// # Errors
    /// As [`Judge::estimate`]; `Stopped` when it was.
    fn estimate_until(
        &self,
        scope: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
        _stop: &Arc<AtomicBool>,
    ) -> Result<Estimates, PluginError> {
        self.estimate(scope, context, rows)
    }

    /// The error for a function that the judge's world does not have.
    fn wrong_world(&self, wanted: World) -> PluginError {
        PluginError::WrongWorld {
            plugin: Arc::new(self.reference().clone()),
            wanted: wanted.export(),
        }
    }
}
