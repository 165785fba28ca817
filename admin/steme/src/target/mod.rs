//! Where a command does its work: a server, or a folder that this process opens. Both give the same types.

mod local;
mod remote;

use stemedb_client::{AuditPage, Impact};
use stemedb_core::SignedRecord;
use stemedb_wire::{
    AcceptedView, Activation, ActivationRequest, AuditEntry, AuditList, BatchLine, Capture,
    EstimateList, EstimateRequest, EstimateState, EstimateView, Feed, Health, ImpactView,
    InstallTicketView, PluginList, QueryResponse, Question, ReplayResponse, RollbackRequest,
    StewardRequest, Trace, TrialEnd, TrialList, TrialRequest, TrialView, TrustRequest,
};

use crate::arguments::Place;
use crate::exit::Failure;
use crate::surroundings::Surroundings;

/// Told every state of an installation.
pub(crate) type OnState<'a> = &'a mut dyn FnMut(&InstallTicketView);

/// Told every state of an estimator's job.
pub(crate) type OnEstimate<'a> = &'a mut dyn FnMut(&EstimateState);

/// A database, wherever it is.
pub(crate) trait Target {
    /// Its address or folder.
    fn place(&self) -> String;
    /// Writes one record.
    fn write(&self, record: SignedRecord) -> Result<AcceptedView, Failure>;
    /// Writes records; a line for each, in order.
    fn write_batch(&self, records: Vec<SignedRecord>) -> Result<Vec<BatchLine>, Failure>;
    /// Asks a question.
    fn query(&self, question: &Question) -> Result<QueryResponse, Failure>;
    /// Asks for contradictions, whatever the question's lens.
    fn skeptic(&self, question: &Question) -> Result<QueryResponse, Failure>;
    /// Asks tier by tier, whatever the question's lens.
    fn layered(&self, question: &Question) -> Result<QueryResponse, Failure>;
    /// A record with its lineage.
    fn trace(&self, id: &str) -> Result<Trace, Failure>;
    /// What rests on a source.
    fn impact(&self, impact: &Impact) -> Result<ImpactView, Failure>;
    /// Audited queries.
    fn audits(&self, page: &AuditPage) -> Result<AuditList, Failure>;
    /// One audited query.
    fn audit(&self, query_id: &str) -> Result<AuditEntry, Failure>;
    /// An audited question, answered again.
    fn replay(&self, query_id: &str) -> Result<ReplayResponse, Failure>;
    /// What came in after a position.
    fn feed(&self, after: u64, limit: u32) -> Result<Feed, Failure>;
    /// Slots, plugins, decisions.
    fn plugins(&self) -> Result<PluginList, Failure>;
    /// Installs a component and waits for at most so many seconds.
    fn install(
        &self,
        component: &[u8],
        wait_s: u64,
        on_state: OnState<'_>,
    ) -> Result<InstallTicketView, Failure>;
    /// Activates a set of slots.
    fn activate(&self, request: &ActivationRequest) -> Result<Activation, Failure>;
    /// Goes back to an earlier set.
    fn rollback(&self, request: &RollbackRequest) -> Result<Activation, Failure>;
    /// Sets the trust in an agent.
    fn trust(&self, request: &TrustRequest) -> Result<Activation, Failure>;
    /// Gives or takes the steward role.
    fn steward(&self, request: &StewardRequest) -> Result<Activation, Failure>;
    /// Runs a version beside the active one.
    fn start_shadow(&self, request: &TrialRequest) -> Result<Activation, Failure>;
    /// Ends a shadow.
    fn stop_shadow(&self, request: &TrialEnd) -> Result<Activation, Failure>;
    /// Lets a version serve a share of the subjects.
    fn start_canary(&self, request: &TrialRequest) -> Result<Activation, Failure>;
    /// Lets a canary fill its slot.
    fn promote_canary(&self, request: &TrialEnd) -> Result<Activation, Failure>;
    /// Ends a canary.
    fn withdraw_canary(&self, request: &TrialEnd) -> Result<Activation, Failure>;
    /// All that is tried out.
    fn trials(&self) -> Result<TrialList, Failure>;
    /// What is tried out in a slot.
    fn trial(&self, slot: &str) -> Result<TrialView, Failure>;
    /// Runs an estimator's job and waits for at most so many seconds.
    fn run_estimate(
        &self,
        request: &EstimateRequest,
        wait_s: u64,
        on_state: OnEstimate<'_>,
    ) -> Result<EstimateState, Failure>;
    /// Names of estimates, and the latest jobs.
    fn estimates(&self) -> Result<EstimateList, Failure>;
    /// What an estimate says of at most so many voices.
    fn estimate(&self, name: &str, limit: u32) -> Result<EstimateView, Failure>;
    /// What the plugins of an audited question were called with.
    fn capture(&self, query_id: &str) -> Result<Capture, Failure>;
    /// How it is.
    fn health(&self) -> Result<Health, Failure>;
}

/// Whether a command makes a database where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// A command that writes.
    Make,
    /// A command that only reads: a wrong folder shall not become a database.
    Refuse,
}

/// Opens a server at another address than the command line names, with its key and its patience.
pub(crate) fn open_server(place: &Place, server: &str) -> Result<Box<dyn Target>, Failure> {
    Ok(Box::new(remote::Remote::open_at(place, server)?))
}

/// Opens the database that the command line names.
pub(crate) fn open(
    place: &Place,
    missing: Missing,
    surroundings: &Surroundings,
) -> Result<Box<dyn Target>, Failure> {
    match &place.db {
        Some(folder) => Ok(Box::new(local::Local::open(
            folder,
            place.plugin_dir.as_deref(),
            missing,
            surroundings,
        )?)),
        None => Ok(Box::new(remote::Remote::open(place)?)),
    }
}
