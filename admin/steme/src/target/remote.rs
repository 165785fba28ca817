//! A database behind a server.

use std::time::Duration;

use stemedb_client::{AuditPage, Client, Impact, Options, Timeouts};
use stemedb_core::{Body, SignedRecord};
use stemedb_wire::{
    AcceptedView, Activation, ActivationRequest, AuditEntry, AuditList, BatchLine, Capture,
    EstimateList, EstimateRequest, EstimateState, EstimateView, Feed, Health, ImpactView,
    InstallTicketView, PluginList, QueryResponse, Question, ReplayResponse, RollbackRequest,
    StewardRequest, Trace, TrialEnd, TrialList, TrialRequest, TrialView, TrustRequest,
};

use super::{OnEstimate, OnState, Target};
use crate::arguments::Place;
use crate::exit::{Exit, Failure};

/// A server and the way to it.
pub(super) struct Remote(Client);

impl Remote {
    pub(super) fn open(place: &Place) -> Result<Self, Failure> {
        Self::open_at(place, &place.server)
    }

    pub(super) fn open_at(place: &Place, server: &str) -> Result<Self, Failure> {
        let usual = Timeouts::default();
        let call = Duration::from_secs(place.timeout);
        Ok(Remote(Client::open(&Options {
            api_key: place.api_key.clone(),
            certificates: place.ca.clone(),
            timeouts: Timeouts {
                connect: usual.connect.min(call),
                call,
                upload: usual.upload.max(call),
            },
            ..Options::new(server)
        })?))
    }
}

impl Target for Remote {
    fn place(&self) -> String {
        self.0.server().to_owned()
    }

    fn write(&self, record: SignedRecord) -> Result<AcceptedView, Failure> {
        let written = match &record.body {
            Body::Claim(claim) if claim.parent.is_some() => self.0.supersede(&record),
            Body::Claim(_) => self.0.assert(&record),
            Body::Signature(_) => self.0.cosign(&record),
            Body::Vote(_) => self.0.vote(&record),
            Body::Epoch(_) => self.0.epoch(&record),
            Body::Source(_) => self.0.source(&record),
            Body::Retraction(_) => self.0.retract(&record),
            Body::Erasure(_) => {
                let detail = "a server takes no erasure markers from this command";
                return Err(Failure::new(Exit::Refused, 400, "wrong_kind", detail));
            }
        };
        Ok(written?)
    }

    fn write_batch(&self, records: Vec<SignedRecord>) -> Result<Vec<BatchLine>, Failure> {
        let mut lines = Vec::with_capacity(records.len());
        self.0.assert_batch(records, |line| lines.push(line))?;
        Ok(lines)
    }

    fn query(&self, question: &Question) -> Result<QueryResponse, Failure> {
        Ok(self.0.query(question)?)
    }

    fn skeptic(&self, question: &Question) -> Result<QueryResponse, Failure> {
        Ok(self.0.skeptic(question)?)
    }

    fn layered(&self, question: &Question) -> Result<QueryResponse, Failure> {
        Ok(self.0.layered(question)?)
    }

    fn trace(&self, id: &str) -> Result<Trace, Failure> {
        Ok(self.0.trace(id)?)
    }

    fn impact(&self, impact: &Impact) -> Result<ImpactView, Failure> {
        Ok(self.0.impact(impact)?)
    }

    fn audits(&self, page: &AuditPage) -> Result<AuditList, Failure> {
        Ok(self.0.audits(page)?)
    }

    fn audit(&self, query_id: &str) -> Result<AuditEntry, Failure> {
        Ok(self.0.audit(query_id)?)
    }

    fn replay(&self, query_id: &str) -> Result<ReplayResponse, Failure> {
        Ok(self.0.replay(query_id)?)
    }

    fn feed(&self, after: u64, limit: u32) -> Result<Feed, Failure> {
        Ok(self.0.feed(after, limit)?)
    }

    fn plugins(&self) -> Result<PluginList, Failure> {
        Ok(self.0.plugins()?)
    }

    fn install(
        &self,
        component: &[u8],
        wait_s: u64,
        on_state: OnState<'_>,
    ) -> Result<InstallTicketView, Failure> {
        let patience = Duration::from_secs(wait_s);
        Ok(self.0.install_and_wait(component, patience, on_state)?)
    }

    fn activate(&self, request: &ActivationRequest) -> Result<Activation, Failure> {
        Ok(self.0.activate(request)?)
    }

    fn rollback(&self, request: &RollbackRequest) -> Result<Activation, Failure> {
        Ok(self.0.rollback(request)?)
    }

    fn trust(&self, request: &TrustRequest) -> Result<Activation, Failure> {
        Ok(self.0.trust(request)?)
    }

    fn steward(&self, request: &StewardRequest) -> Result<Activation, Failure> {
        Ok(self.0.steward(request)?)
    }

    fn start_shadow(&self, request: &TrialRequest) -> Result<Activation, Failure> {
        Ok(self.0.start_shadow(request)?)
    }

    fn stop_shadow(&self, request: &TrialEnd) -> Result<Activation, Failure> {
        Ok(self.0.stop_shadow(request)?)
    }

    fn start_canary(&self, request: &TrialRequest) -> Result<Activation, Failure> {
        Ok(self.0.start_canary(request)?)
    }

    fn promote_canary(&self, request: &TrialEnd) -> Result<Activation, Failure> {
        Ok(self.0.promote_canary(request)?)
    }

    fn withdraw_canary(&self, request: &TrialEnd) -> Result<Activation, Failure> {
        Ok(self.0.withdraw_canary(request)?)
    }

    fn trials(&self) -> Result<TrialList, Failure> {
        Ok(self.0.trials()?)
    }

    fn trial(&self, slot: &str) -> Result<TrialView, Failure> {
        Ok(self.0.trial(slot)?)
    }

    fn run_estimate(
        &self,
        request: &EstimateRequest,
        wait_s: u64,
        on_state: OnEstimate<'_>,
    ) -> Result<EstimateState, Failure> {
        let patience = Duration::from_secs(wait_s);
        Ok(self.0.estimate_and_wait(request, patience, on_state)?)
    }

    fn estimates(&self) -> Result<EstimateList, Failure> {
        Ok(self.0.estimates()?)
    }

    fn estimate(&self, name: &str, limit: u32) -> Result<EstimateView, Failure> {
        Ok(self.0.estimate(name, Some(limit))?)
    }

    fn capture(&self, query_id: &str) -> Result<Capture, Failure> {
        Ok(self.0.capture(query_id)?)
    }

    fn health(&self) -> Result<Health, Failure> {
        Ok(self.0.health()?)
    }
}
