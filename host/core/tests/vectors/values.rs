//! Vectors of the parts: objects, sealed values, keys of pairs, buckets, stamps, derived agents.

use serde::Serialize;
use serde_json::{Value, json};
use stemedb_core::*;

use super::accepted::{first_claim, sealed_part};
use super::fields::object;

#[derive(Serialize)]
pub(crate) struct Values {
    objects: Vec<Value>,
    sealed: Vec<Value>,
    pairs: Vec<Value>,
    buckets: Vec<Value>,
    homes: Vec<Value>,
    stamps: Vec<Value>,
    derived_agents: Vec<Value>,
}

pub(crate) fn all() -> Values {
    Values {
        objects: objects().iter().map(encoded).collect(),
        sealed: vec![sealed()],
        pairs: vec![
            pair("public", "Semaglutide", "nausea_rate_percent"),
            pair("trial-2.eu_west", "Ödem 水", "häufigkeit"),
        ],
        buckets: ["Semaglutide", "Ödem 水", "AA-1007-MIA-PHX"]
            .map(|subject| json!({ "subject": subject, "bucket": Bucket::of_subject(subject).number() }))
            .to_vec(),
        homes: [first_claim().id, Id([0xab; 32])]
            .map(|id| json!({ "id": id, "bucket": Bucket::of_home(id).number() }))
            .to_vec(),
        stamps: vec![stamp(1_700_000_000_000, 0, 1), stamp(0x0102_0304, 0x0506, 0x0708)],
        derived_agents: vec![derived("orbitz"), derived("")],
    }
}

/// Every width of float with its neighbours, every type of object, every width of length below 64 KiB.
fn objects() -> Vec<Object> {
    let numbers = [
        0.0,
        1.0,
        -1.0,
        1.5,
        44.0,
        65_504.0,
        65_505.0,
        65_536.0,
        100_000.0,
        0.1,
        0.2,
        -4.1,
        5.960_464_477_539_063e-8,
        2.980_232_238_769_531_5e-8,
        6.103_515_625e-5,
        1.401_298_464_324_817e-45,
        f64::from(f32::MAX),
        3.5e38,
        16_777_217.0,
        9_007_199_254_740_993.0,
        f64::MAX,
        f64::MIN_POSITIVE,
        5e-324,
    ];
    let mut all: Vec<_> = numbers.into_iter().map(Object::Number).collect();
    for length in [0, 23, 24, 255, 256] {
        all.push(Object::Text("x".repeat(length)));
    }
    all.extend([
        Object::Text("水".into()),
        Object::Boolean(false),
        Object::Boolean(true),
        Object::Reference("Semaglutide".into()),
        Object::Sealed([0xcc; 32]),
    ]);
    all
}

fn encoded(value: &Object) -> Value {
    let mut out = json!({
        "object": object(value),
        "cbor": hex::encode(value.to_bytes()),
        "fingerprint": hex::encode(value.fingerprint()),
    });
    if let Object::Number(number) = value {
        out["bits"] = json!(format!("{:016x}", number.to_bits()));
    }
    out
}

fn sealed() -> Value {
    let part = sealed_part();
    json!({
        "salt": hex::encode(part.salt),
        "value": object(&part.value),
        "commitment": hex::encode(part.commitment().unwrap()),
    })
}

fn pair(namespace: &str, subject: &str, predicate: &str) -> Value {
    json!({
        "namespace": namespace,
        "subject": subject,
        "predicate": predicate,
        "key": hex::encode(PairKey::new(namespace, subject, predicate).0),
    })
}

fn stamp(time_ms: u64, counter: u32, node: u64) -> Value {
    let stamp = HlcStamp {
        time_ms,
        counter,
        node,
    };
    assert_eq!(HlcStamp::from_bytes(&stamp.to_bytes()), stamp);
    json!({
        "time_ms": time_ms,
        "counter": counter,
        "node": node,
        "bytes": hex::encode(stamp.to_bytes()),
    })
}

fn derived(name: &str) -> Value {
    let master = [9; 32];
    let signer = Signer::derived(&master, name);
    json!({
        "master": hex::encode(master),
        "name": name,
        "seed": hex::encode(signer.seed()),
        "agent": signer.agent(),
    })
}
