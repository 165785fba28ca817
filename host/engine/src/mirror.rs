//! The mirror of the control log: claims under `plugin://` that say which digest fills which slot, signed by the operator.
//!
//! Not what decides: `history` folds the control log itself. The mirror lets anybody ask, at any time and through any
//! lens, who was active; every public write path refuses the scheme.
//!
//! Invariant: the claims of an entry are a function of the entry, so that writing them again adds nothing.

use stemedb_core::{
    Body, Claim, Header, Lifecycle, Object, RecordError, SignedRecord, Signer, SourceClass,
};

use crate::control::ControlEntry;
use crate::history::SlotDigests;

/// The tenant in which the mirror stands.
const NAMESPACE: &str = "public";
/// What a mirrored claim speaks of, besides the slot.
const PREDICATE: &str = "digest";

/// A claim for each slot that an entry changed.
pub(crate) fn claims(
    entry: &ControlEntry,
    before: &SlotDigests,
    after: &SlotDigests,
    operator: &Signer,
) -> Result<Vec<SignedRecord>, RecordError> {
    let changed = after
        .iter()
        .filter(|(slot, digest)| before.get(*slot) != Some(digest));
    let emptied = before.keys().filter(|slot| !after.contains_key(*slot));
    changed
        .map(|(slot, digest)| (slot, digest.as_str()))
        .chain(emptied.map(|slot| (slot, "none")))
        .map(|(slot, digest)| claim(entry, slot, digest, operator))
        .collect()
}

fn claim(
    entry: &ControlEntry,
    slot: &str,
    digest: &str,
    operator: &Signer,
) -> Result<SignedRecord, RecordError> {
    let subject = format!("plugin://slots/{slot}");
    let mut claim = Claim::new(subject, PREDICATE, Object::Text(digest.to_owned()));
    claim.source_class = SourceClass::Regulatory;
    claim.lifecycle = Lifecycle::Approved;
    let sequence = entry.sequence.to_string();
    for (key, value) in [
        ("sequence", sequence.as_str()),
        ("action", entry.action.name()),
        ("by", &entry.by),
        ("reason", &entry.reason),
    ] {
        if !value.is_empty() {
            claim.metadata.insert(key.to_owned(), value.to_owned());
        }
    }
    let header = Header {
        namespace: NAMESPACE.to_owned(),
        author: operator.agent(),
        time: entry.at,
    };
    SignedRecord::sign_reserved(header, Body::Claim(claim), operator)
}
