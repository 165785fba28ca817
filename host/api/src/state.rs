//! What all requests share.

use std::sync::Arc;

use metrics_exporter_prometheus::PrometheusHandle;
use stemedb_engine::Engine;

use crate::admin_key::AdminKey;
use crate::config::Limits;
use crate::gate::Gate;
use crate::trace_id::TraceIds;

/// Uploads that are held in memory at a time, each as large as the largest component.
const UPLOADS_MAX: usize = 2;
/// Decisions and uploads that may wait.
const ADMIN_WAITING_MAX: usize = 16;

/// The state behind every handler.
pub(crate) type App = Arc<Shared>;

/// What all requests share.
pub(crate) struct Shared {
    pub(crate) engine: Arc<Engine>,
    pub(crate) limits: Limits,
    pub(crate) admin_key: AdminKey,
    pub(crate) traces: TraceIds,
    pub(crate) prometheus: PrometheusHandle,
    /// Queries, traces, replays, lists.
    pub(crate) reads: Gate,
    /// Batches, for as long as they run.
    pub(crate) batches: Gate,
    /// Decisions of the operator.
    pub(crate) decisions: Gate,
    /// Uploads of components.
    pub(crate) uploads: Gate,
}

impl Shared {
    pub(crate) fn new(
        engine: Arc<Engine>,
        limits: Limits,
        admin_key: AdminKey,
        traces: TraceIds,
        prometheus: PrometheusHandle,
    ) -> App {
        Arc::new(Shared {
            reads: Gate::new("reads", limits.reads, limits.waiting),
            batches: Gate::new("batches", limits.batches, 0),
            decisions: Gate::new("decisions", 1, ADMIN_WAITING_MAX),
            uploads: Gate::new("uploads", UPLOADS_MAX, ADMIN_WAITING_MAX),
            engine,
            limits,
            admin_key,
            traces,
            prometheus,
        })
    }
}
