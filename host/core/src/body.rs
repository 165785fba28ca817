//! Bodies: header and content of a record, and their one encoding.

use crate::cbor::{Reader, Writer};
use crate::claim::Claim;
use crate::clock::Timestamp;
use crate::error::RecordError;
use crate::fields;
use crate::id::{AgentId, Id};
use crate::limits::BODY_BYTES_MAX;
use crate::place::RecordKind;
use crate::records::{
    EpochRecord, ErasureRecord, RetractionRecord, SignatureRecord, SourceRecord, VoteRecord,
};

/// Format version of all record kinds.
const VERSION: u64 = 1;

/// What every record begins with: fields 2, 3 and 4 (0 is the kind, 1 the format version).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Field 2: the tenant; part of the signed bytes, so that nothing can be replayed elsewhere.
    pub namespace: String,
    /// Field 3: the author.
    pub author: AgentId,
    /// Field 4: the time that the author gives, in milliseconds since 1970; for a claim its valid time.
    pub time: Timestamp,
}

/// The content of a record, by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Kind 1.
    Claim(Claim),
    /// Kind 2.
    Signature(SignatureRecord),
    /// Kind 3.
    Vote(VoteRecord),
    /// Kind 4.
    Epoch(EpochRecord),
    /// Kind 5.
    Source(SourceRecord),
    /// Kind 6.
    Retraction(RetractionRecord),
    /// Kind 7.
    Erasure(ErasureRecord),
}

macro_rules! each_kind {
    ($body:expr, $content:ident => $what:expr) => {
        match $body {
            Body::Claim($content) => $what,
            Body::Signature($content) => $what,
            Body::Vote($content) => $what,
            Body::Epoch($content) => $what,
            Body::Source($content) => $what,
            Body::Retraction($content) => $what,
            Body::Erasure($content) => $what,
        }
    };
}

impl Body {
    /// What kind of record this is the content of.
    #[must_use]
    pub fn kind(&self) -> RecordKind {
        match self {
            Body::Claim(_) => RecordKind::Claim,
            Body::Signature(_) => RecordKind::Signature,
            Body::Vote(_) => RecordKind::Vote,
            Body::Epoch(_) => RecordKind::Epoch,
            Body::Source(_) => RecordKind::Source,
            Body::Retraction(_) => RecordKind::Retraction,
            Body::Erasure(_) => RecordKind::Erasure,
        }
    }

    /// The deterministic encoding of a record.
    ///
    /// # Errors
    /// The first rule that header or content break.
    pub fn encode(&self, header: &Header) -> Result<Vec<u8>, RecordError> {
        self.not_reserved()?;
        self.encode_reserved(header)
    }

    /// As [`Body::encode`], for the mirror of the control log: subjects under `plugin://` are allowed.
    ///
    /// # Errors
    /// The first rule that header or content break.
    pub fn encode_reserved(&self, header: &Header) -> Result<Vec<u8>, RecordError> {
        validate(header, self)?;
        let bytes = self.write(header);
        if bytes.len() > BODY_BYTES_MAX {
            return Err(RecordError::TooLong {
                field: "body",
                found: bytes.len(),
                max: BODY_BYTES_MAX,
            });
        }
        Ok(bytes)
    }

    fn write(&self, header: &Header) -> Vec<u8> {
        let mut out = Writer::new();
        out.map(5 + each_kind!(self, content => content.entries()));
        out.uint(0).uint(u64::from(self.kind().number()));
        out.uint(1).uint(VERSION);
        out.uint(2).text(&header.namespace);
        out.uint(3).bytes(&header.author.0);
        out.uint(4).uint(header.time);
        each_kind!(self, content => content.write(&mut out));
        out.finish()
    }

    /// Reads a body and checks every rule, the encoding among them.
    ///
    /// # Errors
    /// The first rule that is broken, with place and reason.
    pub fn decode(bytes: &[u8]) -> Result<(Header, Body), RecordError> {
        let (header, body) = Body::decode_stored(bytes)?;
        body.not_reserved()?;
        Ok((header, body))
    }

    /// As [`Body::decode`], for bytes of the own log, where the mirror of the control log stands too.
    ///
    /// # Errors
    /// The first rule that is broken, with place and reason.
    pub fn decode_stored(bytes: &[u8]) -> Result<(Header, Body), RecordError> {
        if bytes.len() > BODY_BYTES_MAX {
            return Err(RecordError::TooLong {
                field: "body",
                found: bytes.len(),
                max: BODY_BYTES_MAX,
            });
        }
        let mut from = Reader::new(bytes);
        let entries = from.map()?;
        let kind = read_kind(&mut from)?;
        let header = read_header(&mut from)?;
        let left = entries.checked_sub(5).ok_or(RecordError::MissingField {
            field: "header",
            kind: kind.name(),
        })?;
        let body = match kind {
            RecordKind::Claim => Body::Claim(Claim::read(&mut from, left)?),
            RecordKind::Signature => Body::Signature(SignatureRecord::read(&mut from, left)?),
            RecordKind::Vote => Body::Vote(VoteRecord::read(&mut from, left)?),
            RecordKind::Epoch => Body::Epoch(EpochRecord::read(&mut from, left)?),
            RecordKind::Source => Body::Source(SourceRecord::read(&mut from, left)?),
            RecordKind::Retraction => Body::Retraction(RetractionRecord::read(&mut from, left)?),
            RecordKind::Erasure => Body::Erasure(ErasureRecord::read(&mut from, left)?),
        };
        if !from.end() {
            return Err(from.trailing());
        }
        validate(&header, &body)?;
        if body.write(&header) != bytes {
            return Err(RecordError::NotCanonical);
        }
        Ok((header, body))
    }

    /// Refuses what only the mirror of the control log may say: claims under `plugin://`.
    ///
    /// # Errors
    /// Names the subject.
    pub fn not_reserved(&self) -> Result<(), RecordError> {
        match self {
            Body::Claim(claim) => fields::not_reserved(&claim.subject),
            _ => Ok(()),
        }
    }

    /// The id of a body: BLAKE3 over `"stemedb/<kind>/v1\0"` and the bytes.
    #[must_use]
    pub fn id(kind: RecordKind, bytes: &[u8]) -> Id {
        let mut hasher = blake3::Hasher::new();
        hasher
            .update(b"stemedb/")
            .update(kind.name().as_bytes())
            .update(b"/v1\0")
            .update(bytes);
        Id(*hasher.finalize().as_bytes())
    }
}

fn validate(header: &Header, body: &Body) -> Result<(), RecordError> {
    fields::namespace(&header.namespace)?;
    fields::time("time", header.time)?;
    each_kind!(body, content => content.validate())
}

fn expect_field(
    from: &mut Reader<'_>,
    number: u64,
    field: &'static str,
) -> Result<(), RecordError> {
    if from.uint()? == number {
        Ok(())
    } else {
        Err(RecordError::MissingField { field, kind: "any" })
    }
}

fn read_kind(from: &mut Reader<'_>) -> Result<RecordKind, RecordError> {
    expect_field(from, 0, "kind")?;
    let number = from.uint()?;
    let kind = RecordKind::from_number(number).map_err(|_| RecordError::UnknownKind(number))?;
    expect_field(from, 1, "version")?;
    match from.uint()? {
        VERSION => Ok(kind),
        other => Err(RecordError::UnknownVersion(other)),
    }
}

fn read_header(from: &mut Reader<'_>) -> Result<Header, RecordError> {
    expect_field(from, 2, "namespace")?;
    let namespace = from.text()?.to_owned();
    expect_field(from, 3, "author")?;
    let author = AgentId(from.bytes32()?);
    expect_field(from, 4, "time")?;
    Ok(Header {
        namespace,
        author,
        time: from.uint()?,
    })
}
