//! Estimators' jobs, which need the server's admin key, and the estimates that they leave, which do not.

use std::time::{Duration, Instant};

use stemedb_wire::{EstimateList, EstimateRequest, EstimateState, EstimateView};

use crate::error::ClientError;
use crate::limits::POLL_EVERY;
use crate::retry::Repeat;
use crate::transport::{Call, Client, encode, path};

impl Client {
    /// Begins an estimator's job. Where it stands is told by [`Client::estimate_state`].
    ///
    /// # Errors
    /// What the server refuses at once, or what is wrong with the connection.
    pub fn begin_estimate(&self, request: &EstimateRequest) -> Result<EstimateState, ClientError> {
        let body = encode(request)?;
        self.json(&Call::post("/v1/admin/estimates", &body, Repeat::Refused))
    }

    /// Where a job stands.
    ///
    /// # Errors
    /// A ticket that is not known, or what is wrong with the connection.
    pub fn estimate_state(&self, ticket: &str) -> Result<EstimateState, ClientError> {
        self.json(&Call::get(path("/v1/admin/estimates/", ticket, "")))
    }

    /// Takes a job back.
    ///
    /// # Errors
    /// As [`Client::estimate_state`].
    pub fn cancel_estimate(&self, ticket: &str) -> Result<EstimateState, ClientError> {
        let path = path("/v1/admin/estimates/", ticket, "/cancel");
        self.json(&Call::post(path, b"", Repeat::Harmless))
    }

    /// Begins a job and waits until it has ended, but not longer than `patience`; the last state is answered. `on_state`
    /// sees every state that is polled.
    ///
    /// # Errors
    /// As [`Client::begin_estimate`].
    pub fn estimate_and_wait(
        &self,
        request: &EstimateRequest,
        patience: Duration,
        mut on_state: impl FnMut(&EstimateState),
    ) -> Result<EstimateState, ClientError> {
        let begun = Instant::now();
        let mut state = self.begin_estimate(request)?;
        loop {
            on_state(&state);
            let ended = matches!(state.state.as_str(), "done" | "failed" | "cancelled");
            if ended || begun.elapsed() >= patience {
                return Ok(state);
            }
            std::thread::sleep(POLL_EVERY);
            state = self.estimate_state(&state.ticket)?;
        }
    }

    /// Names with what they stand for, and the latest jobs.
    ///
    /// # Errors
    /// What is wrong with the connection.
    pub fn estimates(&self) -> Result<EstimateList, ClientError> {
        self.json(&Call::get("/v1/estimates"))
    }

    /// What an estimate says of those who speak; named or by digest.
    ///
    /// # Errors
    /// A name that is not known, or what is wrong with the connection.
    pub fn estimate(&self, name: &str, limit: Option<u32>) -> Result<EstimateView, ClientError> {
        let path = path("/v1/estimates/", name, "");
        self.json(&Call::get(path).with("limit", limit))
    }
}
