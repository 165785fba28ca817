//! The published vectors: made again here and compared with `docs/vectors/`, byte for byte. `UPDATE_VECTORS=1`
//! writes the files; a change of any vector that is published already breaks every id and signature there is.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "vectors/accepted.rs"]
mod accepted;
#[path = "vectors/fields.rs"]
mod fields;
#[path = "vectors/page.rs"]
mod page;
#[path = "vectors/raw.rs"]
mod raw;
#[path = "vectors/refused.rs"]
mod refused;
#[path = "vectors/values.rs"]
mod values;

use std::path::PathBuf;

use stemedb_core::*;

fn docs() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs"))
}

fn compare(file: &str, made: &impl serde::Serialize) {
    let path = docs().join("vectors").join(file);
    let made = serde_json::to_string_pretty(made).unwrap() + "\n";
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    let lines = published.lines().zip(made.lines());
    for (number, (old, new)) in lines.enumerate() {
        assert_eq!(old, new, "docs/vectors/{file}, line {}", number + 1);
    }
    assert_eq!(published, made, "docs/vectors/{file} has another length");
}

#[test]
fn accepted_vectors_are_as_published() {
    for (kind, vectors) in accepted::FILES {
        let file = accepted::File::new(kind, vectors);
        for vector in &file.vectors {
            let sent = &vector.record;
            let read = SignedRecord::decode(sent.bytes.clone(), sent.signature).unwrap();
            assert_eq!(read, *sent);
            read.verify().unwrap();
            assert_eq!(read.body.kind(), kind);
        }
        compare(&format!("{}.json", kind.name()), &file);
    }
}

#[test]
fn every_kind_has_a_file() {
    let mut kinds: Vec<_> = accepted::FILES.iter().map(|(kind, _)| *kind).collect();
    kinds.sort();
    assert_eq!(kinds, RecordKind::ALL);
}

#[test]
fn refused_vectors_are_refused_for_their_reason() {
    let all = refused::all();
    for case in &all {
        let signature = hex::decode(&case.signature).unwrap().try_into().unwrap();
        let error = match SignedRecord::decode(hex::decode(&case.body).unwrap(), signature) {
            Err(error) => error.to_string(),
            Ok(record) => match record.verify() {
                Err(error) => error.to_string(),
                Ok(()) => panic!("{} is accepted", case.name),
            },
        };
        assert!(
            error.contains(case.reason),
            "{}: {error:?} does not say {:?}",
            case.name,
            case.reason
        );
    }
    compare("refused.json", &all);
}

#[test]
fn values_are_as_published() {
    compare("values.json", &values::all());
}
