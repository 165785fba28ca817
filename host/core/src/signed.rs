//! A record together with its author's signature: the form in which records enter and travel.

use crate::body::{Body, Header};
use crate::error::{RecordError, SignatureError};
use crate::id::{AgentId, Id};
use crate::records::SignatureRecord;
use crate::signing::{self, Signer};

/// A record whose body is checked; the signature is checked by [`SignedRecord::verify`].
#[derive(Debug, Clone, PartialEq)]
pub struct SignedRecord {
    /// Its id.
    pub id: Id,
    /// Its header.
    pub header: Header,
    /// Its content.
    pub body: Body,
    /// The body's bytes.
    pub bytes: Vec<u8>,
    /// The author's signature over the id at the header's time.
    pub signature: [u8; 64],
}

impl SignedRecord {
    /// Encodes and signs.
    ///
    /// # Errors
    /// The rule that header or body break; also a header that names another author than the signer.
    pub fn sign(header: Header, body: Body, signer: &Signer) -> Result<Self, RecordError> {
        if header.author != signer.agent() {
            return Err(RecordError::invalid(
                "author",
                "it is not the signing key's agent",
            ));
        }
        let bytes = body.encode(&header)?;
        Ok(SignedRecord::signed(header, body, bytes, signer))
    }

    /// As [`SignedRecord::sign`], for the mirror of the control log: subjects under `plugin://` are allowed, and every
    /// public write path refuses what comes of it.
    ///
    /// # Errors
    /// The rule that header or body break.
    pub fn sign_reserved(header: Header, body: Body, signer: &Signer) -> Result<Self, RecordError> {
        let bytes = body.encode_reserved(&header)?;
        Ok(SignedRecord::signed(header, body, bytes, signer))
    }

    fn signed(header: Header, body: Body, bytes: Vec<u8>, signer: &Signer) -> Self {
        let id = Body::id(body.kind(), &bytes);
        let signature = signer.sign(id, header.time);
        SignedRecord {
            id,
            header,
            body,
            bytes,
            signature,
        }
    }

    /// Takes apart bytes that somebody sent. The signature is not yet checked.
    ///
    /// # Errors
    /// The rule that the body breaks.
    pub fn decode(bytes: Vec<u8>, signature: [u8; 64]) -> Result<Self, RecordError> {
        let (header, body) = Body::decode(&bytes)?;
        Ok(SignedRecord::taken_apart(header, body, bytes, signature))
    }

    /// Takes apart bytes of the own log, where the mirror of the control log stands too.
    ///
    /// # Errors
    /// The rule that the body breaks.
    pub fn decode_stored(bytes: Vec<u8>, signature: [u8; 64]) -> Result<Self, RecordError> {
        let (header, body) = Body::decode_stored(&bytes)?;
        Ok(SignedRecord::taken_apart(header, body, bytes, signature))
    }

    fn taken_apart(header: Header, body: Body, bytes: Vec<u8>, signature: [u8; 64]) -> Self {
        SignedRecord {
            id: Body::id(body.kind(), &bytes),
            header,
            body,
            bytes,
            signature,
        }
    }

    /// Checks the author's signature strictly. A signature record proves itself: its own 64 bytes are checked, and the
    /// signature beside it must be the same, so that one record has one form on every node.
    ///
    /// # Errors
    /// Whose signature over which record fails.
    pub fn verify(&self) -> Result<(), SignatureError> {
        if let Body::Signature(content) = &self.body {
            if content.signature != self.signature {
                return Err(SignatureError::Mismatch {
                    agent: self.header.author,
                    id: self.id,
                });
            }
            return signing::verify(
                self.header.author,
                content.target,
                self.header.time,
                &content.signature,
            );
        }
        signing::verify(
            self.header.author,
            self.id,
            self.header.time,
            &self.signature,
        )
    }

    /// The author's signature as a record of its own.
    ///
    /// # Errors
    /// None for a checked record; the encoding's rules are asked again.
    pub fn author_signature(&self) -> Result<(Id, Vec<u8>), RecordError> {
        signature_record(
            &self.header,
            self.id,
            self.header.author,
            self.header.time,
            self.signature,
        )
    }

    /// A co-signature by another agent.
    ///
    /// # Errors
    /// The rule that the new record breaks.
    pub fn cosign(&self, signer: &Signer, time: u64) -> Result<SignedRecord, RecordError> {
        cosignature(&self.header.namespace, self.id, signer, time)
    }
}

/// A signature record over any record of a namespace.
fn cosignature(
    namespace: &str,
    target: Id,
    signer: &Signer,
    time: u64,
) -> Result<SignedRecord, RecordError> {
    let header = Header {
        namespace: namespace.to_owned(),
        author: signer.agent(),
        time,
    };
    let signature = signer.sign(target, time);
    let body = Body::Signature(SignatureRecord { target, signature });
    let bytes = body.encode(&header)?;
    Ok(SignedRecord {
        id: Body::id(body.kind(), &bytes),
        header,
        body,
        bytes,
        signature,
    })
}

fn signature_record(
    header: &Header,
    target: Id,
    author: AgentId,
    time: u64,
    signature: [u8; 64],
) -> Result<(Id, Vec<u8>), RecordError> {
    let header = Header {
        namespace: header.namespace.clone(),
        author,
        time,
    };
    let body = Body::Signature(SignatureRecord { target, signature });
    let bytes = body.encode(&header)?;
    Ok((Body::id(body.kind(), &bytes), bytes))
}
