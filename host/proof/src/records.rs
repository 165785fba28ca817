//! Claims that can be made again from three numbers, so that nothing but the numbers must be kept to know them.

use anyhow::Result;
use stemedb_core::{Body, Claim, Header, Object, SignedRecord, Signer, SourceClass};

/// 2023-11-14T22:13:20Z.
const BEGIN: u64 = 1_700_000_000_000;
const SUBJECTS: u64 = 97;
const PREDICATES: u64 = 11;
const SEED: [u8; 32] = [7; 32];

/// Names a claim. No two claims are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) round: u64,
    pub(crate) writer: u64,
    pub(crate) number: u64,
}

impl Key {
    pub(crate) fn subject(self) -> String {
        format!("proof/{}", self.number % SUBJECTS)
    }

    pub(crate) fn predicate(self) -> String {
        format!("value {}", self.number % PREDICATES)
    }

    /// The time makes it unique: 2^18 claims of 2^6 writers in each round.
    fn time(self) -> u64 {
        BEGIN + (self.round << 24) + (self.writer << 18) + self.number
    }

    /// The signed claim.
    pub(crate) fn claim(self, signer: &Signer) -> Result<SignedRecord> {
        let object = Object::Number(((self.number * 7 + self.writer) % 5) as f64);
        let mut claim = Claim::new(self.subject(), self.predicate(), object);
        claim.source_class = SourceClass::Observational;
        claim.confidence = 500_000 + (self.number % 500_000) as u32;
        let header = Header {
            namespace: "public".to_owned(),
            author: signer.agent(),
            time: self.time(),
        };
        Ok(SignedRecord::sign(header, Body::Claim(claim), signer)?)
    }
}

/// The key of a writer.
pub(crate) fn signer(writer: u64) -> Signer {
    Signer::derived(&SEED, &format!("writer {writer}"))
}
