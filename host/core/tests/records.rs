//! Records through their public face: round trips, refusals and signatures.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use stemedb_core::*;

fn signer() -> Signer {
    Signer::from_seed(&[7; 32])
}

fn header(signer: &Signer) -> Header {
    Header {
        namespace: "public".into(),
        author: signer.agent(),
        time: 1_700_000_000_000,
    }
}

fn claim() -> Claim {
    let mut claim = Claim::new("Semaglutide", "nausea_rate_percent", Object::Number(44.0));
    claim.source_class = SourceClass::Regulatory;
    claim.metadata.insert("bb".into(), "2".into());
    claim.metadata.insert("z".into(), "1".into());
    claim
}

fn signed(claim: Claim) -> SignedRecord {
    let signer = signer();
    SignedRecord::sign(header(&signer), Body::Claim(claim), &signer).unwrap()
}

#[test]
fn every_kind_survives_its_encoding() {
    let signer = signer();
    let target = Id([9; 32]);
    let bodies = [
        Body::Claim(claim()),
        Body::Vote(VoteRecord {
            target,
            weight: 250_000,
        }),
        Body::Epoch(EpochRecord {
            name: "2024 label".into(),
            supersedes: Some((target, SupersessionKind::Refine)),
        }),
        Body::Epoch(EpochRecord {
            name: "first".into(),
            supersedes: None,
        }),
        Body::Source(SourceRecord {
            title: "SUSTAIN-6".into(),
            citation: Some("NEJM 2016".into()),
            source_class: SourceClass::Clinical,
            digest: Some([1; 32]),
            content: None,
        }),
        Body::Retraction(RetractionRecord {
            target,
            reason: "withdrawn".into(),
        }),
        Body::Erasure(ErasureRecord {
            target,
            reason: "right to erasure".into(),
        }),
    ];
    for body in bodies {
        let record = SignedRecord::sign(header(&signer), body.clone(), &signer).unwrap();
        let back = SignedRecord::decode(record.bytes.clone(), record.signature).unwrap();
        assert_eq!(back, record);
        back.verify().unwrap();
    }
}

#[test]
fn a_cosignature_proves_itself_and_only_its_target() {
    let record = signed(claim());
    let other = Signer::from_seed(&[8; 32]);
    let cosigned = record.cosign(&other, 5).unwrap();
    cosigned.verify().unwrap();
    let Body::Signature(mut content) = cosigned.body.clone() else {
        panic!("not a signature")
    };
    content.target = Id([1; 32]);
    let forged = SignedRecord {
        body: Body::Signature(content),
        ..cosigned
    };
    assert!(matches!(
        forged.verify(),
        Err(SignatureError::Mismatch { .. })
    ));
}

#[test]
fn foreign_and_broken_signatures_are_refused() {
    let record = signed(claim());
    let mut flipped = record.clone();
    flipped.signature[3] ^= 1;
    assert!(matches!(
        flipped.verify(),
        Err(SignatureError::Mismatch { .. })
    ));
    let mut foreign = record.clone();
    foreign.header.author = Signer::from_seed(&[8; 32]).agent();
    assert!(foreign.verify().is_err());
    let mut later = record;
    later.header.time += 1;
    assert!(later.verify().is_err(), "the time is signed");
}

#[test]
fn what_is_refused_is_refused_with_the_reason() {
    let cases: Vec<(Claim, &str)> = vec![
        (
            Claim {
                subject: String::new(),
                ..claim()
            },
            "subject",
        ),
        (
            Claim {
                subject: "a\0b".into(),
                ..claim()
            },
            "NUL",
        ),
        (
            Claim {
                subject: "plugin://slots".into(),
                ..claim()
            },
            "plugin://",
        ),
        (
            Claim {
                subject: "x".repeat(2_000),
                ..claim()
            },
            "2000",
        ),
        (
            Claim {
                predicate: String::new(),
                ..claim()
            },
            "predicate",
        ),
        (
            Claim {
                object: Object::Number(f64::NAN),
                ..claim()
            },
            "NaN",
        ),
        (
            Claim {
                object: Object::Number(f64::INFINITY),
                ..claim()
            },
            "infinit",
        ),
        (
            Claim {
                object: Object::Number(-0.0),
                ..claim()
            },
            "-0.0",
        ),
        (
            Claim {
                object: Object::Text("x".repeat(70_000)),
                ..claim()
            },
            "70000",
        ),
        (
            Claim {
                confidence: 1_000_001,
                ..claim()
            },
            "confidence",
        ),
        (
            Claim {
                vector: Some(vec![f32::NAN]),
                ..claim()
            },
            "dimension 0",
        ),
    ];
    let signer = signer();
    for (claim, word) in cases {
        let error = SignedRecord::sign(header(&signer), Body::Claim(claim), &signer)
            .unwrap_err()
            .to_string();
        assert!(error.contains(word), "{error:?} does not say {word:?}");
    }
    let bad = Header {
        namespace: "Public".into(),
        ..header(&signer)
    };
    assert!(
        Body::Claim(claim())
            .encode(&bad)
            .unwrap_err()
            .to_string()
            .contains("namespace")
    );
}

#[test]
fn other_encodings_of_the_same_claim_are_refused() {
    let record = signed(claim());
    // A longer form of the map head: b9 00 0c instead of ac.
    let mut longer = vec![0xb9, 0x00, record.bytes[0] & 0x1f];
    longer.extend(&record.bytes[1..]);
    assert_eq!(
        SignedRecord::decode(longer, record.signature).unwrap_err(),
        RecordError::NotCanonical
    );
    let mut behind = record.bytes.clone();
    behind.push(0);
    assert!(
        SignedRecord::decode(behind, record.signature)
            .unwrap_err()
            .to_string()
            .contains("behind")
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn numbers_keep_every_bit(bits in any::<u64>()) {
        let number = f64::from_bits(bits);
        let object = Object::Number(number);
        prop_assume!(object.validate().is_ok());
        prop_assert_eq!(Object::from_bytes(&object.to_bytes()).unwrap(), object);
    }

    #[test]
    fn damaged_bodies_never_pass_as_something_else(at in 0usize..200, flip in 1u8..=255) {
        let record = signed(claim());
        let mut bytes = record.bytes.clone();
        let at = at % bytes.len();
        bytes[at] ^= flip;
        if let Ok(other) = SignedRecord::decode(bytes, record.signature) {
            prop_assert_ne!(other.id, record.id);
            prop_assert!(other.verify().is_err());
        }
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Body::decode(&bytes);
    }
}
