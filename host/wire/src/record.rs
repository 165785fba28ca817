//! Records in JSON: as they are sent, as they were accepted, and as they are shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use stemedb_core::{Body, Claim, Object, SignedRecord};

/// A signed record on its way to the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignedRecordText {
    /// The canonical body, in hexadecimal.
    pub body: String,
    /// The author's Ed25519 signature, 128 hexadecimal digits.
    pub signature: String,
}

/// Why a text is no signed record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedRecordTextError {
    /// A field is not hexadecimal, or has the wrong length.
    Hex {
        /// Which field.
        field: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// The body breaks a rule of the format.
    Record(stemedb_core::RecordError),
}

impl std::fmt::Display for SignedRecordTextError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Hex { field, reason } => {
                write!(f, "the field {field} is not as expected: {reason}")
            }
            Self::Record(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SignedRecordTextError {}

impl SignedRecordText {
    /// The text of a record.
    #[must_use]
    pub fn of(record: &SignedRecord) -> Self {
        SignedRecordText {
            body: hex::encode(&record.bytes),
            signature: hex::encode(record.signature),
        }
    }

    /// The record of a text; its signature is not yet checked.
    ///
    /// # Errors
    /// Names the field or the rule.
    pub fn decode(&self) -> Result<SignedRecord, SignedRecordTextError> {
        let wrong = |field, reason: String| SignedRecordTextError::Hex { field, reason };
        let body = hex::decode(&self.body).map_err(|e| wrong("body", e.to_string()))?;
        let mut signature = [0; 64];
        hex::decode_to_slice(&self.signature, &mut signature)
            .map_err(|e| wrong("signature", format!("{e}; it must have 128 digits")))?;
        SignedRecord::decode(body, signature).map_err(SignedRecordTextError::Record)
    }
}

/// A record's place in the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AcceptedView {
    /// The record's id.
    pub id: String,
    /// `accepted`, or `duplicate` if it was here already.
    pub status: String,
    /// Position in this node's log.
    pub position: u64,
    /// Transaction time, ms.
    pub accepted_at: u64,
}

/// What became of one line of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BatchLine {
    /// The line's number in the request, from 1.
    pub line: u64,
    /// `accepted`, `duplicate` or `refused`.
    pub status: String,
    /// The record's id; none if the line could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Stable code of the refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A sentence: why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// A stated value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "type", content = "value", rename_all = "lowercase")]
pub enum ObjectView {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// The name of another subject.
    Reference(String),
    /// The commitment of a sealed value, in hexadecimal.
    Sealed(String),
}

impl From<&Object> for ObjectView {
    fn from(object: &Object) -> Self {
        match object {
            Object::Text(text) => ObjectView::Text(text.clone()),
            Object::Number(number) => ObjectView::Number(*number),
            Object::Boolean(value) => ObjectView::Boolean(*value),
            Object::Reference(name) => ObjectView::Reference(name.clone()),
            Object::Sealed(commitment) => ObjectView::Sealed(hex::encode(commitment)),
        }
    }
}

impl std::fmt::Display for ObjectView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ObjectView::Text(text) | ObjectView::Reference(text) => f.write_str(text),
            ObjectView::Number(number) => write!(f, "{number}"),
            ObjectView::Boolean(value) => write!(f, "{value}"),
            ObjectView::Sealed(commitment) => {
                write!(f, "sealed:{}", commitment.get(..16).unwrap_or(commitment))
            }
        }
    }
}

/// A whole claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClaimView {
    /// The claim's id.
    pub id: String,
    /// The tenant.
    pub namespace: String,
    /// The author's public key.
    pub author: String,
    /// Valid time, ms.
    pub time: u64,
    /// What it is about.
    pub subject: String,
    /// The aspect.
    pub predicate: String,
    /// The stated value.
    pub object: ObjectView,
    /// The author's confidence, 0 ..= 1.
    pub confidence: f64,
    /// Class of the source.
    pub source_class: String,
    /// Tier of the class, 0 the highest authority.
    pub tier: u8,
    /// How far the claim has come.
    pub lifecycle: String,
    /// The claim that this one corrects or moves on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The source record that it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The epoch that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<String>,
    /// BLAKE3 of the evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// Perceptual hash of a figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visual_hash: Option<String>,
    /// Number of dimensions of its vector; the vector itself is in the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vector_dimensions: Option<u32>,
    /// Free metadata.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

impl ClaimView {
    /// The view of a claim; `None` for another kind of record.
    #[must_use]
    pub fn of(record: &SignedRecord) -> Option<Self> {
        match &record.body {
            Body::Claim(claim) => Some(Self::of_claim(record, claim)),
            _ => None,
        }
    }

    fn of_claim(record: &SignedRecord, claim: &Claim) -> Self {
        let text = |id: Option<stemedb_core::Id>| id.map(|id| id.to_string());
        ClaimView {
            id: record.id.to_string(),
            namespace: record.header.namespace.clone(),
            author: record.header.author.to_string(),
            time: record.header.time,
            subject: claim.subject.clone(),
            predicate: claim.predicate.clone(),
            object: (&claim.object).into(),
            confidence: millionths(claim.confidence),
            source_class: claim.source_class.name().to_owned(),
            tier: claim.source_class.number(),
            lifecycle: claim.lifecycle.name().to_owned(),
            parent: text(claim.parent),
            source: text(claim.source),
            epoch: text(claim.epoch),
            evidence: claim.evidence.map(hex::encode),
            visual_hash: claim.visual_hash.map(hex::encode),
            vector_dimensions: claim
                .vector
                .as_ref()
                .map(|vector| u32::try_from(vector.len()).unwrap_or(u32::MAX)),
            metadata: claim.metadata.clone(),
        }
    }
}

fn millionths(value: u32) -> f64 {
    f64::from(value) / f64::from(stemedb_core::CONFIDENCE_ONE)
}

/// Any record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RecordView {
    /// The record's id.
    pub id: String,
    /// `claim`, `signature`, `vote`, `epoch`, `source`, `retraction` or `erasure`.
    pub kind: String,
    /// The tenant.
    pub namespace: String,
    /// The author's public key.
    pub author: String,
    /// The time that the author gives, ms.
    pub time: u64,
    /// The author's signature.
    pub signature: String,
    /// What it says.
    pub content: ContentView,
}

/// The content of a record, by kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum ContentView {
    /// A claim.
    Claim(Box<ClaimView>),
    /// A vote.
    Vote {
        /// The claim.
        target: String,
        /// 0 ..= 1.
        weight: f64,
    },
    /// An epoch.
    Epoch {
        /// Its name.
        name: String,
        /// The epoch that it supersedes.
        supersedes: Option<String>,
        /// How.
        supersession: Option<String>,
    },
    /// A source.
    Source {
        /// Title.
        title: String,
        /// Citation or address.
        citation: Option<String>,
        /// Class.
        source_class: String,
    },
    /// A retraction or an erasure.
    Withdrawal {
        /// What is withdrawn or erased.
        target: String,
        /// Why.
        reason: String,
    },
    /// A co-signature.
    Signature {
        /// The signed record.
        target: String,
    },
}

impl RecordView {
    /// The view of a record.
    #[must_use]
    pub fn of(record: &SignedRecord) -> Self {
        RecordView {
            id: record.id.to_string(),
            kind: record.body.kind().name().to_owned(),
            namespace: record.header.namespace.clone(),
            author: record.header.author.to_string(),
            time: record.header.time,
            signature: hex::encode(record.signature),
            content: ContentView::of(record),
        }
    }
}

impl ContentView {
    fn of(record: &SignedRecord) -> Self {
        match &record.body {
            Body::Claim(claim) => ContentView::Claim(Box::new(ClaimView::of_claim(record, claim))),
            Body::Signature(content) => ContentView::Signature {
                target: content.target.to_string(),
            },
            Body::Vote(vote) => ContentView::Vote {
                target: vote.target.to_string(),
                weight: millionths(vote.weight),
            },
            Body::Epoch(epoch) => ContentView::Epoch {
                name: epoch.name.clone(),
                supersedes: epoch.supersedes.map(|(old, _)| old.to_string()),
                supersession: epoch.supersedes.map(|(_, kind)| kind.name().to_owned()),
            },
            Body::Source(source) => ContentView::Source {
                title: source.title.clone(),
                citation: source.citation.clone(),
                source_class: source.source_class.name().to_owned(),
            },
            Body::Retraction(content) => ContentView::Withdrawal {
                target: content.target.to_string(),
                reason: content.reason.clone(),
            },
            Body::Erasure(content) => ContentView::Withdrawal {
                target: content.target.to_string(),
                reason: content.reason.clone(),
            },
        }
    }
}
