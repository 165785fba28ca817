//! Why a call failed: the server said so, there is no server, or what answered is no StemeDB.

use stemedb_wire::Problem;

/// A failed call.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// The server refused, with its reason.
    #[error("{}", .0.detail)]
    Problem(Box<Problem>),
    /// The server can't be reached, or the connection broke.
    #[error(
        "the server {server} can't be reached: {reason}; check the address, and that the server is running"
    )]
    Connect {
        /// Its address.
        server: String,
        /// What the system said.
        reason: String,
    },
    /// The answer is none that a StemeDB server gives.
    #[error(
        "{server} answered {request} with something that is not understood: {reason}; is it a StemeDB server of this version?"
    )]
    Protocol {
        /// The address.
        server: String,
        /// Method and path.
        request: String,
        /// What is wrong with it.
        reason: String,
    },
    /// An option can't be used.
    #[error("{what} can't be used: {why}")]
    Setting {
        /// Which.
        what: String,
        /// Why.
        why: String,
    },
}

impl ClientError {
    /// The server's stable code, if it answered with one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            ClientError::Problem(problem) => Some(&problem.code),
            _ => None,
        }
    }
}
