//! One published vector or more for every kind of record. Together they form a set that a database accepts in the
//! order of `FILES`: what a record speaks of comes before it.

use serde::Serialize;
use stemedb_core::*;

use super::fields::{Fields, fields};

/// Valid time of most vectors: 2023-11-14T22:13:20Z.
const TIME: u64 = 1_700_000_000_000;
const SEED: [u8; 32] = [7; 32];
const OTHER_SEED: [u8; 32] = [8; 32];

/// A record in all its forms; bytes in hexadecimal.
#[derive(Serialize)]
pub(crate) struct Vector {
    name: &'static str,
    seed: String,
    fields: Fields,
    body: String,
    id: String,
    message: String,
    signature: String,
    #[serde(skip)]
    pub(crate) record: SignedRecord,
}

impl Vector {
    fn new(name: &'static str, seed: [u8; 32], record: SignedRecord) -> Self {
        let signed = match &record.body {
            Body::Signature(content) => content.target,
            _ => record.id,
        };
        Vector {
            name,
            seed: hex::encode(seed),
            fields: fields(&record.header, &record.body),
            body: hex::encode(&record.bytes),
            id: record.id.to_string(),
            message: hex::encode(signature_message(signed, record.header.time)),
            signature: hex::encode(record.signature),
            record,
        }
    }
}

/// A file of vectors of one kind.
#[derive(Serialize)]
pub(crate) struct File {
    kind: &'static str,
    pub(crate) vectors: Vec<Vector>,
}

impl File {
    pub(crate) fn new(kind: RecordKind, make: Make) -> Self {
        File {
            kind: kind.name(),
            vectors: make(),
        }
    }
}

pub(crate) fn sign_in(namespace: &str, time: u64, body: Body) -> SignedRecord {
    let signer = Signer::from_seed(&SEED);
    let header = Header {
        namespace: namespace.into(),
        author: signer.agent(),
        time,
    };
    SignedRecord::sign(header, body, &signer).unwrap()
}

fn vector(name: &'static str, body: Body) -> Vector {
    Vector::new(name, SEED, sign_in("public", TIME, body))
}

/// The claim of the worked example.
pub(crate) fn first_claim() -> SignedRecord {
    let mut claim = Claim::new("Semaglutide", "nausea_rate_percent", Object::Number(44.0));
    claim.confidence = 950_000;
    claim.source_class = SourceClass::Clinical;
    claim.lifecycle = Lifecycle::Approved;
    sign_in("public", TIME, Body::Claim(claim))
}

fn first_source() -> Vector {
    vector(
        "bare",
        Body::Source(SourceRecord {
            title: "SUSTAIN-6".into(),
            citation: None,
            source_class: SourceClass::Clinical,
            digest: None,
            content: None,
        }),
    )
}

fn sources() -> Vec<Vector> {
    let text = "A made-up page that stands for a document.";
    vec![
        first_source(),
        vector(
            "whole",
            Body::Source(SourceRecord {
                title: "Prescribing information".into(),
                citation: Some("https://example.org/label.pdf".into()),
                source_class: SourceClass::Regulatory,
                digest: Some(*blake3::hash(text.as_bytes()).as_bytes()),
                content: Some(text.into()),
            }),
        ),
    ]
}

fn epochs() -> Vec<Vector> {
    let epoch = |name: &str, supersedes| {
        Body::Epoch(EpochRecord {
            name: name.into(),
            supersedes,
        })
    };
    let first = vector("first", epoch("label of 2017", None));
    let old = first.record.id;
    let next = epoch("label of 2024", Some((old, SupersessionKind::Refine)));
    vec![first, vector("superseding", next)]
}

pub(crate) fn sealed_part() -> SealedPart {
    SealedPart {
        salt: [0x5a; 32],
        value: Object::Text("Jane Example".into()),
    }
}

fn whole_claim() -> Claim {
    let mut claim = Claim::new(
        "Semaglutide",
        "indication",
        Object::Text("type 2 diabetes".into()),
    );
    claim.confidence = 1_000_000;
    claim.source_class = SourceClass::Regulatory;
    claim.lifecycle = Lifecycle::UnderReview;
    claim.parent = Some(first_claim().id);
    claim.source = Some(first_source().record.id);
    claim.epoch = Some(epochs()[0].record.id);
    claim.evidence = Some([0xe1; 32]);
    claim.visual_hash = Some([0x1f; 8]);
    claim.vector = Some(vec![0.25, -1.5, 100_000.0]);
    for (key, value) in [
        ("bb", "2"),
        ("z", "1"),
        ("a", ""),
        ("é", "shorter than bbb"),
        ("bbb", "3"),
    ] {
        claim.metadata.insert(key.into(), value.into());
    }
    claim
}

fn claims() -> Vec<Vector> {
    let with = |object| Body::Claim(Claim::new("Semaglutide", "as_stated", object));
    let mut zero = Claim::new("Ödem 水", "häufigkeit", Object::Number(0.0));
    zero.confidence = 0;
    zero.lifecycle = Lifecycle::Rejected;
    let elsewhere = sign_in("trial-2.eu_west", 0, Body::Claim(zero));
    let sealed = sealed_part().commitment().unwrap();
    vec![
        Vector::new("number", SEED, first_claim()),
        vector("every field", Body::Claim(whole_claim())),
        vector("text", with(Object::Text(String::new()))),
        vector("long text", with(Object::Text("x".repeat(300)))),
        vector("boolean", with(Object::Boolean(true))),
        vector(
            "reference",
            with(Object::Reference("GLP-1 agonists".into())),
        ),
        vector("sealed", with(Object::Sealed(sealed))),
        vector("single", with(Object::Number(100_000.0))),
        vector("double", with(Object::Number(0.2))),
        Vector::new("zeros in another namespace", SEED, elsewhere),
    ]
}

fn votes() -> Vec<Vector> {
    let target = first_claim().id;
    let vote = |weight| Body::Vote(VoteRecord { target, weight });
    vec![
        vector("quarter", vote(250_000)),
        vector("withdrawn", vote(0)),
    ]
}

fn signatures() -> Vec<Vector> {
    let first = first_claim();
    let (_, bytes) = first.author_signature().unwrap();
    let own = SignedRecord::decode(bytes, first.signature).unwrap();
    let other = Signer::from_seed(&OTHER_SEED);
    let co = first.cosign(&other, TIME + 60_000).unwrap();
    vec![
        Vector::new("author's own", SEED, own),
        Vector::new("co-signature", OTHER_SEED, co),
    ]
}

fn retractions() -> Vec<Vector> {
    vec![vector(
        "of a source",
        Body::Retraction(RetractionRecord {
            target: first_source().record.id,
            reason: "withdrawn by the publisher".into(),
        }),
    )]
}

fn erasures() -> Vec<Vector> {
    let sealed = Object::Sealed(sealed_part().commitment().unwrap());
    let claim = Body::Claim(Claim::new("Semaglutide", "as_stated", sealed));
    vec![vector(
        "of a sealed value",
        Body::Erasure(ErasureRecord {
            target: sign_in("public", TIME, claim).id,
            reason: "right to erasure".into(),
        }),
    )]
}

/// Makes the vectors of one file.
type Make = fn() -> Vec<Vector>;

/// Every file of accepted records, by the kind that names it.
pub(crate) const FILES: [(RecordKind, Make); 7] = [
    (RecordKind::Source, sources),
    (RecordKind::Epoch, epochs),
    (RecordKind::Claim, claims),
    (RecordKind::Signature, signatures),
    (RecordKind::Vote, votes),
    (RecordKind::Retraction, retractions),
    (RecordKind::Erasure, erasures),
];
