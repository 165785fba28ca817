//! Records, ids, signing and clock types of StemeDB.
//!
//! A *record* is everything that is stored for good or travels between nodes: claims, signatures, votes, epochs, sources,
//! retractions and erasure markers. Its *body* is deterministic CBOR, its id the BLAKE3 of a domain tag and the body.
//!
//! This crate does no input or output and knows no clock, no random source, no file and no network.
//! `docs/claim-format.md` specifies the same in prose, exactly enough to write a claim in another language.

mod body;
mod cbor;
mod claim;
mod clock;
mod error;
mod fields;
mod id;
mod key;
pub mod limits;
mod object;
mod place;
mod records;
mod sealed;
mod signed;
mod signing;
mod tier;

pub use body::{Body, Header};
pub use claim::Claim;
pub use clock::{Clock, Hlc, HlcStamp, Timestamp};
pub use error::{RecordError, SignatureError};
pub use id::{AgentId, Id};
pub use key::{Bucket, PairKey};
pub use object::Object;
pub use place::{Lifecycle, RecordKind, SupersessionKind};
pub use records::{
    EpochRecord, ErasureRecord, RetractionRecord, SignatureRecord, SourceRecord, VoteRecord,
};
pub use sealed::SealedPart;
pub use signed::SignedRecord;
pub use signing::{Signer, signature_message, verify_control};
pub use tier::{CONFIDENCE_ONE, DAY_MS, SourceClass};
