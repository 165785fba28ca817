//! Calls that write signed records. A record has an id, so sending one twice adds nothing.

use stemedb_core::SignedRecord;
use stemedb_wire::{AcceptedView, SignedRecordText};

use crate::error::ClientError;
use crate::retry::Repeat;
use crate::transport::{Call, Client, encode};

impl Client {
    /// Writes a claim.
    ///
    /// # Errors
    /// Why it was refused, or what is wrong with the connection.
    pub fn assert(&self, claim: &SignedRecord) -> Result<AcceptedView, ClientError> {
        self.record("/v1/assert", claim)
    }

    /// Writes a claim that takes its parent's place.
    ///
    /// # Errors
    /// As [`Client::assert`].
    pub fn supersede(&self, claim: &SignedRecord) -> Result<AcceptedView, ClientError> {
        self.record("/v1/supersede", claim)
    }

    /// Writes a co-signature.
    ///
    /// # Errors
    /// As [`Client::assert`].
    pub fn cosign(&self, signature: &SignedRecord) -> Result<AcceptedView, ClientError> {
        self.record("/v1/cosign", signature)
    }

    /// Writes a vote.
    ///
    /// # Errors
    /// As [`Client::assert`].
    pub fn vote(&self, vote: &SignedRecord) -> Result<AcceptedView, ClientError> {
        self.record("/v1/vote", vote)
    }

    /// Writes an epoch.
    ///
    /// # Errors
    /// As [`Client::assert`].
    pub fn epoch(&self, epoch: &SignedRecord) -> Result<AcceptedView, ClientError> {
        self.record("/v1/epoch", epoch)
    }

    /// Registers a source.
    ///
    /// # Errors
    /// As [`Client::assert`].
    pub fn source(&self, source: &SignedRecord) -> Result<AcceptedView, ClientError> {
        self.record("/v1/sources", source)
    }

    /// Withdraws a claim or a source. What rests on a source is told by [`Client::impact`].
    ///
    /// # Errors
    /// As [`Client::assert`].
    pub fn retract(&self, retraction: &SignedRecord) -> Result<AcceptedView, ClientError> {
        self.record("/v1/retractions", retraction)
    }

    fn record(&self, path: &str, record: &SignedRecord) -> Result<AcceptedView, ClientError> {
        let body = encode(&SignedRecordText::of(record))?;
        self.json(&Call::post(path, &body, Repeat::Harmless))
    }
}
