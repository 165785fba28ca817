//! Ed25519 signatures over records, with their domain.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::clock::Timestamp;
use crate::error::SignatureError;
use crate::id::{AgentId, Id};

const DOMAIN: &[u8; 16] = b"stemedb/sign/v1\0";
const CONTROL_DOMAIN: &[u8; 19] = b"stemedb/control/v1\0";

/// What is signed: `"stemedb/sign/v1\0"`, the record's id, and the time of signing as eight big-endian bytes.
///
/// For an author's own signature the time is the record's own.
#[must_use]
pub fn signature_message(id: Id, time: Timestamp) -> [u8; 56] {
    let mut message = [0; 56];
    message[..16].copy_from_slice(DOMAIN);
    message[16..48].copy_from_slice(&id.0);
    message[48..].copy_from_slice(&time.to_be_bytes());
    message
}

/// Checks a signature strictly: no small-order keys, no malleable encodings.
pub(crate) fn verify(
    agent: AgentId,
    id: Id,
    time: Timestamp,
    signature: &[u8; 64],
) -> Result<(), SignatureError> {
    let key = VerifyingKey::from_bytes(&agent.0).map_err(|_| SignatureError::BadKey(agent))?;
    key.verify_strict(
        &signature_message(id, time),
        &Signature::from_bytes(signature),
    )
    .map_err(|_| SignatureError::Mismatch { agent, id })
}

/// What an operator signs of an entry of the control log: `"stemedb/control/v1\0"` and BLAKE3 of the entry's bytes.
fn control_message(bytes: &[u8]) -> [u8; 51] {
    let mut message = [0; 51];
    message[..19].copy_from_slice(CONTROL_DOMAIN);
    message[19..].copy_from_slice(blake3::hash(bytes).as_bytes());
    message
}

/// Whether an operator's signature over an entry of the control log holds.
#[must_use]
pub fn verify_control(operator: AgentId, bytes: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(&operator.0).is_ok_and(|key| {
        key.verify_strict(&control_message(bytes), &Signature::from_bytes(signature))
            .is_ok()
    })
}

/// An agent's signing key.
pub struct Signer {
    key: SigningKey,
}

impl Signer {
    /// The key of a 32-byte seed.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Signer {
            key: SigningKey::from_bytes(seed),
        }
    }

    /// A key derived from a master seed and a name: BLAKE3 in key-derivation mode. One agent for each source of an import.
    #[must_use]
    pub fn derived(master: &[u8; 32], name: &str) -> Self {
        let mut hasher =
            blake3::Hasher::new_derive_key("stemedb 2026-11 agent key from master seed and name");
        hasher.update(master).update(name.as_bytes());
        Signer::from_seed(hasher.finalize().as_bytes())
    }

    /// The agent whose key this is.
    #[must_use]
    pub fn agent(&self) -> AgentId {
        AgentId(self.key.verifying_key().to_bytes())
    }

    /// The seed, for writing a key file.
    #[must_use]
    pub fn seed(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// Signs an entry of the control log.
    #[must_use]
    pub fn sign_control(&self, bytes: &[u8]) -> [u8; 64] {
        self.key.sign(&control_message(bytes)).to_bytes()
    }

    /// Signs a record at a time.
    #[must_use]
    pub fn sign(&self, id: Id, time: Timestamp) -> [u8; 64] {
        self.key.sign(&signature_message(id, time)).to_bytes()
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({:?})", self.agent())
    }
}
