//! The fields of a record as JSON, named as in the document, in the order of their keys; byte strings in hexadecimal.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};
use stemedb_core::*;

/// Names and values in a fixed order.
pub(crate) struct Fields(Vec<(&'static str, Value)>);

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// The value of field 7: type and value, as on the wire.
pub(crate) fn object(object: &Object) -> Value {
    match object {
        Object::Text(text) => json!([0, text]),
        Object::Number(number) => json!([1, number]),
        Object::Boolean(value) => json!([2, value]),
        Object::Reference(name) => json!([3, name]),
        Object::Sealed(commitment) => json!([4, hex::encode(commitment)]),
    }
}

pub(crate) fn fields(header: &Header, body: &Body) -> Fields {
    let mut out = vec![
        ("kind", json!(body.kind().number())),
        ("version", json!(1)),
        ("namespace", json!(header.namespace)),
        ("author", json!(header.author)),
        ("time", json!(header.time)),
    ];
    match body {
        Body::Claim(content) => claim(content, &mut out),
        Body::Signature(content) => out.extend([
            ("target", json!(content.target)),
            ("signature", json!(hex::encode(content.signature))),
        ]),
        Body::Vote(content) => out.extend([
            ("target", json!(content.target)),
            ("weight", json!(content.weight)),
        ]),
        Body::Epoch(content) => epoch(content, &mut out),
        Body::Source(content) => source(content, &mut out),
        Body::Retraction(RetractionRecord { target, reason })
        | Body::Erasure(ErasureRecord { target, reason }) => {
            out.extend([("target", json!(target)), ("reason", json!(reason))]);
        }
    }
    Fields(out)
}

fn claim(claim: &Claim, out: &mut Vec<(&'static str, Value)>) {
    out.extend([
        ("subject", json!(claim.subject)),
        ("predicate", json!(claim.predicate)),
        ("object", object(&claim.object)),
        ("confidence", json!(claim.confidence)),
        ("source_class", json!(claim.source_class.number())),
        ("lifecycle", json!(claim.lifecycle.number())),
    ]);
    let optional = [
        ("parent", claim.parent.map(|id| json!(id))),
        ("source", claim.source.map(|id| json!(id))),
        ("epoch", claim.epoch.map(|id| json!(id))),
        (
            "evidence",
            claim.evidence.map(|hash| json!(hex::encode(hash))),
        ),
        (
            "visual_hash",
            claim.visual_hash.map(|hash| json!(hex::encode(hash))),
        ),
        ("vector", claim.vector.as_ref().map(|vector| json!(vector))),
        (
            "metadata",
            (!claim.metadata.is_empty()).then(|| json!(claim.metadata)),
        ),
    ];
    out.extend(present(optional));
}

fn epoch(epoch: &EpochRecord, out: &mut Vec<(&'static str, Value)>) {
    out.push(("name", json!(epoch.name)));
    if let Some((old, kind)) = epoch.supersedes {
        out.extend([
            ("supersedes", json!(old)),
            ("supersession", json!(kind.number())),
        ]);
    }
}

fn source(source: &SourceRecord, out: &mut Vec<(&'static str, Value)>) {
    let all = [
        ("title", Some(json!(source.title))),
        ("citation", source.citation.as_ref().map(|text| json!(text))),
        ("source_class", Some(json!(source.source_class.number()))),
        ("digest", source.digest.map(|hash| json!(hex::encode(hash)))),
        ("content", source.content.as_ref().map(|text| json!(text))),
    ];
    out.extend(present(all));
}

fn present<const N: usize>(
    fields: [(&'static str, Option<Value>); N],
) -> impl Iterator<Item = (&'static str, Value)> {
    fields
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
}
