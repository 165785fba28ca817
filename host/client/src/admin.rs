//! Calls of the operator. They need the server's admin key.

use std::time::{Duration, Instant};

use stemedb_wire::{
    Activation, ActivationRequest, Capture, InstallTicketView, RollbackRequest, StewardRequest,
    TrialEnd, TrialList, TrialRequest, TrialView, TrustRequest,
};

use crate::error::ClientError;
use crate::limits::POLL_EVERY;
use crate::retry::Repeat;
use crate::transport::{Call, Client, encode, path};

impl Client {
    /// Hands a component over for installation. Where it stands is told by [`Client::install_state`].
    ///
    /// # Errors
    /// What the server refuses at once, or what is wrong with the connection.
    pub fn install(&self, component: &[u8]) -> Result<InstallTicketView, ClientError> {
        let call = Call {
            content: Some(("application/wasm", component)),
            upload: true,
            ..Call::get("/v1/admin/plugins")
        };
        self.json(&call)
    }

    /// Where an installation stands.
    ///
    /// # Errors
    /// A ticket that is not known, or what is wrong with the connection.
    pub fn install_state(&self, ticket: &str) -> Result<InstallTicketView, ClientError> {
        self.json(&Call::get(path("/v1/admin/plugins/installs/", ticket, "")))
    }

    /// Installs a component and waits until it is installed or refused, but not longer than `patience`; the last state is
    /// answered. `on_state` sees every state that is polled.
    ///
    /// # Errors
    /// As [`Client::install`].
    pub fn install_and_wait(
        &self,
        component: &[u8],
        patience: Duration,
        mut on_state: impl FnMut(&InstallTicketView),
    ) -> Result<InstallTicketView, ClientError> {
        let begun = Instant::now();
        let mut view = self.install(component)?;
        loop {
            on_state(&view);
            let ended = matches!(view.state.as_str(), "installed" | "refused");
            if ended || begun.elapsed() >= patience {
                return Ok(view);
            }
            std::thread::sleep(POLL_EVERY);
            view = self.install_state(&view.ticket)?;
        }
    }

    /// Activates a set of slots in one step.
    ///
    /// # Errors
    /// A slot or plugin that does not fit, a missing key, or what is wrong with the connection.
    pub fn activate(&self, request: &ActivationRequest) -> Result<Activation, ClientError> {
        self.decide("/v1/admin/activations", request)
    }

    /// Goes back to the set that held before.
    ///
    /// # Errors
    /// As [`Client::activate`].
    pub fn rollback(&self, request: &RollbackRequest) -> Result<Activation, ClientError> {
        self.decide("/v1/admin/activations/rollback", request)
    }

    /// What the plugins of an audited question were called with.
    ///
    /// # Errors
    /// An unknown id, a missing key, or what is wrong with the connection.
    pub fn capture(&self, query_id: &str) -> Result<Capture, ClientError> {
        self.json(&Call::get(path("/v1/admin/captures/", query_id, "")))
    }

    /// Sets the trust in an agent.
    ///
    /// # Errors
    /// As [`Client::activate`].
    pub fn trust(&self, request: &TrustRequest) -> Result<Activation, ClientError> {
        self.decide("/v1/admin/trust", request)
    }

    /// Gives or takes the steward role.
    ///
    /// # Errors
    /// As [`Client::activate`].
    pub fn steward(&self, request: &StewardRequest) -> Result<Activation, ClientError> {
        self.decide("/v1/admin/stewards", request)
    }

    /// Runs a version beside the active one of a slot; it serves nothing.
    ///
    /// # Errors
    /// As [`Client::activate`].
    pub fn start_shadow(&self, request: &TrialRequest) -> Result<Activation, ClientError> {
        self.decide("/v1/admin/shadows", request)
    }

    /// Ends the shadow of a slot.
    ///
    /// # Errors
    /// When there is none, a missing key, or what is wrong with the connection.
    pub fn stop_shadow(&self, request: &TrialEnd) -> Result<Activation, ClientError> {
        self.decide("/v1/admin/shadows/stop", request)
    }

    /// Lets a version serve a share of the subjects in a slot.
    ///
    /// # Errors
    /// As [`Client::activate`].
    pub fn start_canary(&self, request: &TrialRequest) -> Result<Activation, ClientError> {
        self.decide("/v1/admin/canaries", request)
    }

    /// Fills a slot with its canary, for all subjects.
    ///
    /// # Errors
    /// As [`Client::stop_shadow`].
    pub fn promote_canary(&self, request: &TrialEnd) -> Result<Activation, ClientError> {
        self.decide("/v1/admin/canaries/promote", request)
    }

    /// Ends the canary of a slot.
    ///
    /// # Errors
    /// As [`Client::stop_shadow`].
    pub fn withdraw_canary(&self, request: &TrialEnd) -> Result<Activation, ClientError> {
        self.decide("/v1/admin/canaries/withdraw", request)
    }

    /// What is tried out, and what was taken out after faults.
    ///
    /// # Errors
    /// A missing key, or what is wrong with the connection.
    pub fn trials(&self) -> Result<TrialList, ClientError> {
        self.json(&Call::get("/v1/admin/trials"))
    }

    /// What is tried out in a slot, with the latest answers that differ.
    ///
    /// # Errors
    /// A slot that does not exist, a missing key, or what is wrong with the connection.
    pub fn trial(&self, slot: &str) -> Result<TrialView, ClientError> {
        self.json(&Call::get(path("/v1/admin/trials/", slot, "")))
    }

    /// A decision is written down each time, so it is made again only if the server says that it did not begin.
    fn decide<T: serde::Serialize>(
        &self,
        path: &str,
        request: &T,
    ) -> Result<Activation, ClientError> {
        let body = encode(request)?;
        self.json(&Call::post(path, &body, Repeat::Refused))
    }
}
