//! Why a record is refused.

/// A body that is not a valid record. Nothing was stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The bytes are not CBOR of the expected shape.
    #[error("the body is not a record at byte {at}: {what}")]
    Malformed {
        /// Offset in the body.
        at: usize,
        /// What was found.
        what: String,
    },
    /// The bytes decode but are not the one deterministic encoding.
    #[error(
        "the body is not in deterministic CBOR (RFC 8949, 4.2.1): encoding it again gives other bytes; sort map keys and use shortest forms"
    )]
    NotCanonical,
    /// The kind is none that this version knows.
    #[error("record kind {0} is unknown; this version knows kinds 1 to 7")]
    UnknownKind(u64),
    /// The body names a format version that this version can't read.
    #[error("format version {0} is unknown; this version reads version 1")]
    UnknownVersion(u64),
    /// A field that this kind does not have.
    #[error("field {field} does not exist in a {kind} record")]
    UnknownField {
        /// The map key.
        field: u64,
        /// Name of the record kind.
        kind: &'static str,
    },
    /// A field that must be there is not.
    #[error("the {kind} record lacks its field `{field}`")]
    MissingField {
        /// Name of the field.
        field: &'static str,
        /// Name of the record kind.
        kind: &'static str,
    },
    /// A field's content breaks a rule.
    #[error("field `{field}` is refused: {why}")]
    Invalid {
        /// Name of the field.
        field: &'static str,
        /// The rule, in words.
        why: String,
    },
    /// Longer than its bound.
    #[error("field `{field}` is {found} long, at most {max} are allowed")]
    TooLong {
        /// Name of the field.
        field: &'static str,
        /// Its length.
        found: usize,
        /// The bound.
        max: usize,
    },
}

impl RecordError {
    pub(crate) fn invalid(field: &'static str, why: impl Into<String>) -> Self {
        RecordError::Invalid {
            field,
            why: why.into(),
        }
    }
}

/// A signature that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The author's bytes are no Ed25519 public key.
    #[error("the agent {0} is not an Ed25519 public key")]
    BadKey(crate::AgentId),
    /// The signature does not verify for this agent and record.
    #[error(
        "the signature is not by agent {agent} over record {id}: check the key, the body's bytes and the signed message (docs/claim-format.md)"
    )]
    Mismatch {
        /// Whose signature it should be.
        agent: crate::AgentId,
        /// Over what.
        id: crate::Id,
    },
}
