//! Bodies and signatures that must be refused, each broken in one place and otherwise well signed.

use serde::Serialize;
use stemedb_core::*;

use super::accepted::{first_claim, sign_in};
use super::raw::{self, Map, bytes, float, text, uint};

/// Something that must be refused; the message of the refusal holds `reason`.
#[derive(Serialize)]
pub(crate) struct Refused {
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) body: String,
    pub(crate) signature: String,
    pub(crate) reason: &'static str,
}

fn refused(name: &'static str, kind: RecordKind, body: &[u8], reason: &'static str) -> Refused {
    let signer = Signer::from_seed(&[7; 32]);
    let time = first_claim().header.time;
    let signature = signer.sign(Body::id(kind, body), time);
    Refused {
        name,
        kind: kind.name(),
        body: hex::encode(body),
        signature: hex::encode(signature),
        reason,
    }
}

fn claim(name: &'static str, reason: &'static str, change: impl FnOnce(&mut Map)) -> Refused {
    let mut map = Map::of(&first_claim().bytes);
    change(&mut map);
    refused(name, RecordKind::Claim, &map.encode(), reason)
}

fn field(name: &'static str, key: u64, value: Vec<u8>, reason: &'static str) -> Refused {
    claim(name, reason, |map| map.set(key, value))
}

fn not_deterministic() -> Vec<Refused> {
    const REASON: &str = "deterministic";
    let whole = first_claim().bytes;
    let long_head = [&[0xb8, whole[0] & 0x1f], &whole[1..]].concat();
    let metadata = |entries: &[(&str, &str)]| {
        let mut out = raw::head(5, entries.len() as u64);
        for (key, value) in entries {
            out.extend([text(key), text(value)].concat());
        }
        out
    };
    vec![
        refused(
            "map head one byte too long",
            RecordKind::Claim,
            &long_head,
            REASON,
        ),
        claim("fields out of order", REASON, |map| map.swap(5, 6)),
        claim("a field twice", REASON, |map| map.push(10, uint(2))),
        field(
            "confidence one byte too long",
            8,
            vec![0x1b, 0, 0, 0, 0, 0, 0x0e, 0x7e, 0xf0],
            REASON,
        ),
        field(
            "a double where a half is exact",
            7,
            [vec![0x82, 1], float(44.0)].concat(),
            REASON,
        ),
        field("empty metadata", 17, metadata(&[]), REASON),
        field(
            "metadata in dictionary order",
            17,
            metadata(&[("bb", "2"), ("z", "1")]),
            REASON,
        ),
        field(
            "a metadata key twice",
            17,
            metadata(&[("z", "1"), ("z", "2")]),
            REASON,
        ),
    ]
}

fn malformed() -> Vec<Refused> {
    let whole = first_claim().bytes;
    let indefinite = [&[0xbf], &whole[1..], &[0xff]].concat();
    let behind = [&whole[..], &[0]].concat();
    let cut = &whole[..whole.len() - 1];
    vec![
        refused(
            "indefinite map",
            RecordKind::Claim,
            &indefinite,
            "indefinite",
        ),
        refused("a byte behind", RecordKind::Claim, &behind, "behind"),
        refused("cut", RecordKind::Claim, cut, "end of input"),
        refused("nothing", RecordKind::Claim, &[], "end of input"),
        field("text that is no UTF-8", 5, vec![0x62, 0xc3, 0x28], "utf-8"),
        field("null", 11, vec![0xf6], "type"),
        field("an id of 31 bytes", 11, bytes(&[1; 31]), "31 bytes"),
        field("an integer as number", 7, vec![0x82, 1, 0x18, 44], "float"),
        field("confidence as float", 8, vec![0xf9, 0x3c, 0], "type"),
        field("negative confidence", 8, vec![0x20], "type"),
        field("an object of three", 7, vec![0x83, 2, 0xf5, 0xf5], "array"),
    ]
}

fn header() -> Vec<Refused> {
    vec![
        field("unknown kind", 0, uint(9), "kind 9"),
        field("unknown version", 1, uint(2), "version 2"),
        field(
            "upper case in the namespace",
            2,
            text("Public"),
            "namespace",
        ),
        field("empty namespace", 2, text(""), "namespace"),
        field("namespace of 65 bytes", 2, text(&"n".repeat(65)), "65"),
        claim("no namespace", "namespace", |map| map.remove(2)),
        field("author of 31 bytes", 3, bytes(&[1; 31]), "31 bytes"),
        field("time beyond 2^53 - 1", 4, uint(1 << 53), "2^53"),
    ]
}

fn claims() -> Vec<Refused> {
    let number = |bits: [u8; 3]| [vec![0x82, 1], bits.to_vec()].concat();
    let many: Vec<u8> = (0..65)
        .flat_map(|n| [text(&format!("{n:02}")), text("")].concat())
        .collect();
    let many = [raw::head(5, 65), many].concat();
    vec![
        field("empty subject", 5, text(""), "subject"),
        field("NUL in the subject", 5, text("a\0b"), "NUL"),
        field("blank before the subject", 5, text(" a"), "white space"),
        field("reserved subject", 5, text("plugin://slots"), "plugin://"),
        field("subject of 1025 bytes", 5, text(&"s".repeat(1025)), "1025"),
        field("empty predicate", 6, text(""), "predicate"),
        field("NaN", 7, number([0xf9, 0x7e, 0]), "NaN"),
        field("infinity", 7, number([0xf9, 0x7c, 0]), "infinities"),
        field("minus zero", 7, number([0xf9, 0x80, 0]), "-0.0"),
        field("empty reference", 7, vec![0x82, 3, 0x60], "reference"),
        field("unknown type of object", 7, vec![0x82, 5, 0], "type 5"),
        field("confidence above one", 8, uint(1_000_001), "confidence"),
        field("unknown source class", 9, uint(6), "source_class"),
        field("unknown lifecycle", 10, uint(5), "lifecycle"),
        claim("no confidence", "confidence", |map| map.remove(8)),
        field("unknown field", 18, uint(0), "field 18"),
        field("visual hash of 7 bytes", 15, bytes(&[0; 7]), "visual_hash"),
        field("empty vector", 16, bytes(&[]), "vector"),
        field("vector of 3 bytes", 16, bytes(&[0; 3]), "vector"),
        field(
            "NaN in the vector",
            16,
            bytes(&f32::NAN.to_le_bytes()),
            "dimension 0",
        ),
        field("metadata of 65 entries", 17, many, "metadata"),
    ]
}

fn others() -> Vec<Refused> {
    let of = |name, kind: RecordKind, fields: &[(u64, Vec<u8>)], reason| {
        let mut map = Map::of(&first_claim().bytes);
        map.keep_header();
        map.set(0, uint(u64::from(kind.number())));
        for (key, value) in fields {
            map.set(*key, value.clone());
        }
        refused(name, kind, &map.encode(), reason)
    };
    let target = || (5, bytes(&[1; 32]));
    let (vote, epoch) = (RecordKind::Vote, RecordKind::Epoch);
    let signature = RecordKind::Signature;
    vec![
        of(
            "vote above one",
            vote,
            &[target(), (6, uint(1_000_001))],
            "weight",
        ),
        of("vote for nothing", vote, &[(6, uint(1))], "target"),
        of(
            "signature of 63 bytes",
            signature,
            &[target(), (6, bytes(&[0; 63]))],
            "64",
        ),
        of(
            "epoch that does not say how it supersedes",
            epoch,
            &[(5, text("e")), (6, bytes(&[1; 32]))],
            "supersession",
        ),
        of(
            "epoch that does not say what it supersedes",
            epoch,
            &[(5, text("e")), (7, uint(0))],
            "supersedes",
        ),
        of(
            "source without title",
            RecordKind::Source,
            &[(5, text("")), (7, uint(0))],
            "title",
        ),
        of(
            "retraction without reason",
            RecordKind::Retraction,
            &[target(), (6, text(""))],
            "reason",
        ),
        of(
            "erasure without target",
            RecordKind::Erasure,
            &[(6, text("why"))],
            "target",
        ),
    ]
}

fn with_signature(
    name: &'static str,
    record: &SignedRecord,
    signature: [u8; 64],
    reason: &'static str,
) -> Refused {
    Refused {
        name,
        kind: record.body.kind().name(),
        body: hex::encode(&record.bytes),
        signature: hex::encode(signature),
        reason,
    }
}

fn signatures() -> Vec<Refused> {
    const REASON: &str = "signature is not by";
    let first = first_claim();
    let other = Signer::from_seed(&[8; 32]);
    let mut flipped = first.signature;
    flipped[0] ^= 1;
    let over = |message: &[u8]| raw::sign_bytes(&[7; 32], message);
    let without_domain = [&first.id.0[..], &first.header.time.to_be_bytes()].concat();
    let co = first.cosign(&other, first.header.time).unwrap();
    vec![
        with_signature("a bit flipped in the signature", &first, flipped, REASON),
        with_signature(
            "another agent's signature",
            &first,
            other.sign(first.id, first.header.time),
            REASON,
        ),
        with_signature(
            "signed at another time",
            &first,
            Signer::from_seed(&[7; 32]).sign(first.id, first.header.time + 1),
            REASON,
        ),
        with_signature("the bare id signed", &first, over(&first.id.0), REASON),
        with_signature("no domain signed", &first, over(&without_domain), REASON),
        with_signature(
            "S not below the group's order",
            &first,
            raw::malleate(first.signature),
            REASON,
        ),
        with_signature(
            "two signatures on a co-signature",
            &co,
            first.signature,
            REASON,
        ),
        replayed(&first, REASON),
        weak_key(REASON),
        no_key(),
    ]
}

/// The first claim's signature over the same claim in another namespace.
fn replayed(first: &SignedRecord, reason: &'static str) -> Refused {
    let elsewhere = sign_in("other", first.header.time, first.body.clone());
    with_signature(
        "replayed into another namespace",
        &elsewhere,
        first.signature,
        reason,
    )
}

/// The neutral point as key, which makes one signature hold for every message unless verification is strict.
fn weak_key(reason: &'static str) -> Refused {
    let mut point = [0; 32];
    point[0] = 1;
    let mut signature = [0; 64];
    signature[0] = 1;
    let mut refused = field("key of small order", 3, bytes(&point), reason);
    refused.signature = hex::encode(signature);
    refused
}

fn no_key() -> Refused {
    let mut point = [0; 32];
    point[0] = 2;
    field(
        "author that is no point",
        3,
        bytes(&point),
        "not an Ed25519 public key",
    )
}

/// All of them, by the part that is broken.
pub(crate) fn all() -> Vec<Refused> {
    [
        not_deterministic(),
        malformed(),
        header(),
        claims(),
        others(),
        signatures(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
