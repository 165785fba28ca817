//! The small record kinds: signature, vote, epoch, source, retraction, erasure marker.

use crate::cbor::{Reader, Writer};
use crate::error::RecordError;
use crate::fields;
use crate::id::Id;
use crate::limits::{LABEL_BYTES_MAX, SOURCE_CONTENT_BYTES_MAX};
use crate::place::SupersessionKind;
use crate::tier::SourceClass;

/// A field of 64 signature bytes has its own reader so that its length is checked in one place.
fn signature_bytes(from: &mut Reader<'_>) -> Result<[u8; 64], RecordError> {
    from.bytes()?
        .try_into()
        .map_err(|_| RecordError::invalid("signature", "it must be 64 bytes"))
}

/// An agent's signature over another record. The header's author is the signer, its time the time of signing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureRecord {
    /// Field 5: the signed record.
    pub target: Id,
    /// Field 6: Ed25519 over `signature_message(target, time)`.
    pub signature: [u8; 64],
}

/// An agent's opinion on a claim; the newest of an agent counts, then the smaller id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoteRecord {
    /// Field 5: the claim.
    pub target: Id,
    /// Field 6: weight in millionths, 0 (withdrawn) ..= 1,000,000.
    pub weight: u32,
}

/// A period or paradigm that claims may belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpochRecord {
    /// Field 5: its name.
    pub name: String,
    /// Fields 6 and 7: the epoch that it supersedes, and how.
    pub supersedes: Option<(Id, SupersessionKind)>,
}

/// A document or other origin that claims rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRecord {
    /// Field 5: title.
    pub title: String,
    /// Field 6: citation or address.
    pub citation: Option<String>,
    /// Field 7: class.
    pub source_class: SourceClass,
    /// Field 8: BLAKE3 of the document.
    pub digest: Option<[u8; 32]>,
    /// Field 9: its text, at most 1 MiB.
    pub content: Option<String>,
}

/// The withdrawal of a source or a claim, by its author or a steward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetractionRecord {
    /// Field 5: what is withdrawn.
    pub target: Id,
    /// Field 6: why.
    pub reason: String,
}

/// The lasting mark that a sealed value was destroyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureRecord {
    /// Field 5: the claim whose sealed value is gone.
    pub target: Id,
    /// Field 6: why.
    pub reason: String,
}

macro_rules! target_and_reason {
    ($name:ident, $kind:literal) => {
        impl $name {
            pub(crate) fn validate(&self) -> Result<(), RecordError> {
                fields::label("reason", &self.reason).map(|_| ())
            }

            pub(crate) fn entries(&self) -> u64 {
                2
            }

            pub(crate) fn write(&self, out: &mut Writer) {
                out.uint(5).bytes(&self.target.0).uint(6).text(&self.reason);
            }

            pub(crate) fn read(from: &mut Reader<'_>, left: u64) -> Result<Self, RecordError> {
                let (mut target, mut reason) = (None, None);
                for _ in 0..left {
                    match from.uint()? {
                        5 => target = Some(Id(from.bytes32()?)),
                        6 => reason = Some(from.text()?.to_owned()),
                        field => return Err(RecordError::UnknownField { field, kind: $kind }),
                    }
                }
                let missing = |field| RecordError::MissingField { field, kind: $kind };
                Ok($name {
                    target: target.ok_or(missing("target"))?,
                    reason: reason.ok_or(missing("reason"))?,
                })
            }
        }
    };
}

target_and_reason!(RetractionRecord, "retraction");
target_and_reason!(ErasureRecord, "erasure");

impl SignatureRecord {
    pub(crate) fn validate(&self) -> Result<(), RecordError> {
        Ok(())
    }

    pub(crate) fn entries(&self) -> u64 {
        2
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.uint(5)
            .bytes(&self.target.0)
            .uint(6)
            .bytes(&self.signature);
    }

    pub(crate) fn read(from: &mut Reader<'_>, left: u64) -> Result<Self, RecordError> {
        let (mut target, mut signature) = (None, None);
        for _ in 0..left {
            match from.uint()? {
                5 => target = Some(Id(from.bytes32()?)),
                6 => signature = Some(signature_bytes(from)?),
                field => {
                    return Err(RecordError::UnknownField {
                        field,
                        kind: "signature",
                    });
                }
            }
        }
        let missing = |field| RecordError::MissingField {
            field,
            kind: "signature",
        };
        Ok(SignatureRecord {
            target: target.ok_or(missing("target"))?,
            signature: signature.ok_or(missing("signature"))?,
        })
    }
}

impl VoteRecord {
    pub(crate) fn validate(&self) -> Result<(), RecordError> {
        fields::millionths("weight", u64::from(self.weight)).map(|_| ())
    }

    pub(crate) fn entries(&self) -> u64 {
        2
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.uint(5)
            .bytes(&self.target.0)
            .uint(6)
            .uint(u64::from(self.weight));
    }

    pub(crate) fn read(from: &mut Reader<'_>, left: u64) -> Result<Self, RecordError> {
        let (mut target, mut weight) = (None, None);
        for _ in 0..left {
            match from.uint()? {
                5 => target = Some(Id(from.bytes32()?)),
                6 => weight = Some(fields::millionths("weight", from.uint()?)?),
                field => {
                    return Err(RecordError::UnknownField {
                        field,
                        kind: "vote",
                    });
                }
            }
        }
        let missing = |field| RecordError::MissingField {
            field,
            kind: "vote",
        };
        Ok(VoteRecord {
            target: target.ok_or(missing("target"))?,
            weight: weight.ok_or(missing("weight"))?,
        })
    }
}

impl EpochRecord {
    pub(crate) fn validate(&self) -> Result<(), RecordError> {
        fields::label("name", &self.name).map(|_| ())
    }

    pub(crate) fn entries(&self) -> u64 {
        if self.supersedes.is_some() { 3 } else { 1 }
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.uint(5).text(&self.name);
        if let Some((id, kind)) = &self.supersedes {
            out.uint(6)
                .bytes(&id.0)
                .uint(7)
                .uint(u64::from(kind.number()));
        }
    }

    pub(crate) fn read(from: &mut Reader<'_>, left: u64) -> Result<Self, RecordError> {
        let (mut name, mut old, mut kind) = (None, None, None);
        for _ in 0..left {
            match from.uint()? {
                5 => name = Some(from.text()?.to_owned()),
                6 => old = Some(Id(from.bytes32()?)),
                7 => kind = Some(SupersessionKind::from_number(from.uint()?)?),
                field => {
                    return Err(RecordError::UnknownField {
                        field,
                        kind: "epoch",
                    });
                }
            }
        }
        let missing = |field| RecordError::MissingField {
            field,
            kind: "epoch",
        };
        let supersedes = match (old, kind) {
            (None, None) => None,
            (Some(old), Some(kind)) => Some((old, kind)),
            (Some(_), None) => return Err(missing("supersession")),
            (None, Some(_)) => return Err(missing("supersedes")),
        };
        Ok(EpochRecord {
            name: name.ok_or(missing("name"))?,
            supersedes,
        })
    }
}

impl SourceRecord {
    pub(crate) fn validate(&self) -> Result<(), RecordError> {
        fields::label("title", &self.title)?;
        if let Some(citation) = &self.citation {
            fields::bounded_text("citation", citation, LABEL_BYTES_MAX)?;
        }
        if let Some(content) = &self.content {
            fields::bounded_text("content", content, SOURCE_CONTENT_BYTES_MAX)?;
        }
        Ok(())
    }

    pub(crate) fn entries(&self) -> u64 {
        2 + [
            self.citation.is_some(),
            self.digest.is_some(),
            self.content.is_some(),
        ]
        .iter()
        .filter(|set| **set)
        .count() as u64
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.uint(5).text(&self.title);
        if let Some(citation) = &self.citation {
            out.uint(6).text(citation);
        }
        out.uint(7).uint(u64::from(self.source_class.number()));
        if let Some(digest) = &self.digest {
            out.uint(8).bytes(digest);
        }
        if let Some(content) = &self.content {
            out.uint(9).text(content);
        }
    }

    pub(crate) fn read(from: &mut Reader<'_>, left: u64) -> Result<Self, RecordError> {
        let (mut title, mut citation, mut class, mut digest, mut content) =
            (None, None, None, None, None);
        for _ in 0..left {
            match from.uint()? {
                5 => title = Some(from.text()?.to_owned()),
                6 => citation = Some(from.text()?.to_owned()),
                7 => class = Some(SourceClass::from_number(from.uint()?)?),
                8 => digest = Some(from.bytes32()?),
                9 => content = Some(from.text()?.to_owned()),
                field => {
                    return Err(RecordError::UnknownField {
                        field,
                        kind: "source",
                    });
                }
            }
        }
        let missing = |field| RecordError::MissingField {
            field,
            kind: "source",
        };
        Ok(SourceRecord {
            title: title.ok_or(missing("title"))?,
            citation,
            source_class: class.ok_or(missing("source_class"))?,
            digest,
            content,
        })
    }
}
