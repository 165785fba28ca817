//! A database in a folder, opened by this process.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use stemedb_client::{AuditPage, Impact};
use stemedb_core::SignedRecord;
use stemedb_engine::{Engine, Options};
use stemedb_wire::{
    AcceptedView, Activation, ActivationRequest, AuditEntry, AuditList, BatchLine, Capture,
    EstimateList, EstimateRequest, EstimateState, EstimateView, Feed, Health, ImpactView,
    InstallTicketView, PluginList, QueryResponse, Question, ReplayResponse, RollbackRequest,
    StewardRequest, Trace, TrialEnd, TrialList, TrialRequest, TrialView, TrustRequest,
};

use super::{Missing, OnEstimate, OnState, Target};
use crate::exit::{Exit, Failure};
use crate::surroundings::Surroundings;

/// Queries that a list gives if nothing else is asked for.
const AUDITS: usize = 20;
/// How often a job is looked at.
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_millis(20);
/// Claims that an impact lists if nothing else is asked for.
const IMPACT_CLAIMS: usize = 20;

/// An open database.
pub(super) struct Local {
    folder: PathBuf,
    engine: Arc<Engine>,
}

impl Local {
    pub(super) fn open(
        folder: &Path,
        guests: Option<&Path>,
        missing: Missing,
        surroundings: &Surroundings,
    ) -> Result<Self, Failure> {
        if missing == Missing::Refuse && !folder.join("db").is_dir() {
            let detail = format!(
                "there is no database in {}; the first `steme --db … assert` or `import` makes one",
                folder.display()
            );
            return Err(Failure::new(Exit::NotFound, 404, "no_database", detail));
        }
        let guests = match guests {
            Some(folder) => Some(folder.to_owned()),
            None => surroundings.guests(),
        };
        let mut options = Options::folder(folder)?;
        options.guests = guests;
        options.host.compiler = surroundings.compiler.clone();
        options.host.cache = surroundings.compiled.clone();
        options.clock = Arc::clone(&surroundings.clock);
        // This process ends right after its one query.
        options.audit_sync = true;
        Ok(Local {
            folder: folder.to_owned(),
            engine: Engine::open(options)?,
        })
    }

    fn preset(&self, question: &Question, lens: &str) -> Result<QueryResponse, Failure> {
        self.query(&question.clone().lens(lens))
    }
}

impl Target for Local {
    fn place(&self) -> String {
        let whole = std::fs::canonicalize(&self.folder);
        whole
            .as_deref()
            .unwrap_or(&self.folder)
            .display()
            .to_string()
    }

    fn write(&self, record: SignedRecord) -> Result<AcceptedView, Failure> {
        let id = record.id;
        let accepted = self.engine.write_one(record)?;
        Ok(AcceptedView {
            id: id.to_string(),
            status: status(accepted.duplicate).to_owned(),
            position: accepted.position,
            accepted_at: accepted.stamp.time_ms,
        })
    }

    fn write_batch(&self, records: Vec<SignedRecord>) -> Result<Vec<BatchLine>, Failure> {
        let ids: Vec<String> = records.iter().map(|record| record.id.to_string()).collect();
        let outcomes = self.engine.write(records);
        let line = |((line, id), outcome): ((u64, String), stemedb_engine::Outcome)| match outcome {
            Ok(accepted) => BatchLine {
                line,
                status: status(accepted.duplicate).to_owned(),
                id: Some(id),
                code: None,
                detail: None,
            },
            Err(error) => {
                let error = stemedb_engine::Error::from(error);
                BatchLine {
                    line,
                    status: "refused".to_owned(),
                    id: Some(id),
                    code: Some(error.code().to_owned()),
                    detail: Some(error.to_string()),
                }
            }
        };
        Ok((1..).zip(ids).zip(outcomes).map(line).collect())
    }

    fn query(&self, question: &Question) -> Result<QueryResponse, Failure> {
        Ok(self.engine.query(question)?.response())
    }

    fn skeptic(&self, question: &Question) -> Result<QueryResponse, Failure> {
        self.preset(question, "skeptic")
    }

    fn layered(&self, question: &Question) -> Result<QueryResponse, Failure> {
        self.preset(question, "layered")
    }

    fn trace(&self, id: &str) -> Result<Trace, Failure> {
        Ok(self.engine.trace(id)?)
    }

    fn impact(&self, impact: &Impact) -> Result<ImpactView, Failure> {
        let limit = impact.limit.map_or(IMPACT_CLAIMS, |limit| limit as usize);
        Ok(self.engine.impact(&impact.source, limit)?)
    }

    fn audits(&self, page: &AuditPage) -> Result<AuditList, Failure> {
        let limit = page.limit.map_or(AUDITS, |limit| limit as usize);
        let (before, subject) = (page.before.as_deref(), page.subject.as_deref());
        Ok(self.engine.audit_list(before, subject, limit)?)
    }

    fn audit(&self, query_id: &str) -> Result<AuditEntry, Failure> {
        Ok(self.engine.audit_entry(query_id)?)
    }

    fn replay(&self, query_id: &str) -> Result<ReplayResponse, Failure> {
        Ok(self.engine.replay(query_id)?)
    }

    fn feed(&self, after: u64, limit: u32) -> Result<Feed, Failure> {
        Ok(self.engine.feed(after, limit as usize)?)
    }

    fn plugins(&self) -> Result<PluginList, Failure> {
        Ok(self.engine.plugin_list())
    }

    fn install(
        &self,
        component: &[u8],
        _wait_s: u64,
        on_state: OnState<'_>,
    ) -> Result<InstallTicketView, Failure> {
        // The compilation has a deadline of its own.
        let mut view = InstallTicketView {
            ticket: "0".to_owned(),
            state: "compiling".to_owned(),
            digest: Some(blake3::hash(component).to_hex().to_string()),
            plugin: None,
            reason: None,
        };
        on_state(&view);
        match self.engine.install(component) {
            Ok(plugin) => {
                view.state = "installed".to_owned();
                view.plugin = Some(plugin);
            }
            Err(error) => {
                view.state = "refused".to_owned();
                view.reason = Some(error.to_string());
            }
        }
        on_state(&view);
        Ok(view)
    }

    fn activate(&self, request: &ActivationRequest) -> Result<Activation, Failure> {
        Ok(self.engine.activate(request)?)
    }

    fn rollback(&self, request: &RollbackRequest) -> Result<Activation, Failure> {
        Ok(self.engine.rollback(request)?)
    }

    fn trust(&self, request: &TrustRequest) -> Result<Activation, Failure> {
        Ok(self.engine.trust(request)?)
    }

    fn steward(&self, request: &StewardRequest) -> Result<Activation, Failure> {
        Ok(self.engine.steward(request)?)
    }

    fn start_shadow(&self, request: &TrialRequest) -> Result<Activation, Failure> {
        Ok(self.engine.start_shadow(request)?)
    }

    fn stop_shadow(&self, request: &TrialEnd) -> Result<Activation, Failure> {
        Ok(self.engine.stop_shadow(request)?)
    }

    fn start_canary(&self, request: &TrialRequest) -> Result<Activation, Failure> {
        Ok(self.engine.start_canary(request)?)
    }

    fn promote_canary(&self, request: &TrialEnd) -> Result<Activation, Failure> {
        Ok(self.engine.promote_canary(request)?)
    }

    fn withdraw_canary(&self, request: &TrialEnd) -> Result<Activation, Failure> {
        Ok(self.engine.withdraw_canary(request)?)
    }

    fn trials(&self) -> Result<TrialList, Failure> {
        Ok(self.engine.trials())
    }

    fn trial(&self, slot: &str) -> Result<TrialView, Failure> {
        Ok(self.engine.trial(slot)?)
    }

    fn run_estimate(
        &self,
        request: &EstimateRequest,
        _wait_s: u64,
        on_state: OnEstimate<'_>,
    ) -> Result<EstimateState, Failure> {
        // Nobody else could look after the job when this process has gone; the estimator has a deadline of its own.
        let mut state = self.engine.begin_estimate(request)?;
        loop {
            on_state(&state);
            if matches!(state.state.as_str(), "done" | "failed" | "cancelled") {
                // Nothing but the result is left to the thread; it must not outlive this process's hold on the database.
                self.engine.stop_estimates();
                return Ok(state);
            }
            std::thread::sleep(LOOK_EVERY);
            state = self.engine.estimate_state(&state.ticket)?;
        }
    }

    fn estimates(&self) -> Result<EstimateList, Failure> {
        Ok(self.engine.estimates())
    }

    fn estimate(&self, name: &str, limit: u32) -> Result<EstimateView, Failure> {
        Ok(self.engine.estimate_view(name, limit as usize)?)
    }

    fn capture(&self, query_id: &str) -> Result<Capture, Failure> {
        Ok(self.engine.capture(query_id)?)
    }

    fn health(&self) -> Result<Health, Failure> {
        Ok(self.engine.health())
    }
}

fn status(duplicate: bool) -> &'static str {
    if duplicate { "duplicate" } else { "accepted" }
}
