//! The mirror of the control log: claims under `plugin://` that say which digest fills which slot, which one serves a share
//! of the subjects, and which one was taken out, signed by the operator.
//!
//! Not what decides: `history` folds the control log itself. The mirror lets anybody ask, at any time and through any
//! lens, who was active; every public write path refuses the scheme.
//!
//! Invariant: the claims of an entry are a function of the control log, so that writing them again adds nothing.

use std::collections::BTreeMap;

use stemedb_core::{
    Body, Claim, Header, Lifecycle, Object, RecordError, SignedRecord, Signer, SourceClass,
};

use crate::control::{Action, ControlEntry};
use crate::history::State;
use crate::trials::Trial;

/// The tenant in which the mirror stands.
const NAMESPACE: &str = "public";
/// The value of a slot that nobody fills.
const NOBODY: &str = "none";

/// Where the claims on slots stand.
const SLOTS: &str = "slots";

/// What one claim says of a slot.
struct Said<'a> {
    /// What is spoken of: `slots` or `estimates`.
    of: &'static str,
    slot: &'a str,
    /// `digest`, `canary` or `tripped`.
    predicate: &'static str,
    digest: &'a str,
    /// Besides what every claim of an entry carries.
    details: Vec<(&'static str, String)>,
}

/// Claims for everything that an entry changed.
pub(crate) fn claims(
    entry: &ControlEntry,
    before: &State,
    after: &State,
    operator: &Signer,
) -> Result<Vec<SignedRecord>, RecordError> {
    let slots = changed(&before.set, &after.set).map(|(slot, digest)| Said {
        of: SLOTS,
        slot,
        predicate: "digest",
        digest: digest.map_or(NOBODY, String::as_str),
        details: Vec::new(),
    });
    let canaries = changed(&before.trials.canaries, &after.trials.canaries).map(canary);
    slots
        .chain(canaries)
        .chain(tripped(entry))
        .chain(estimate(entry))
        .map(|said| claim(entry, &said, operator))
        .collect()
}

/// The slots whose value is another one afterwards.
fn changed<'a, T: PartialEq>(
    before: &'a BTreeMap<String, T>,
    after: &'a BTreeMap<String, T>,
) -> impl Iterator<Item = (&'a str, Option<&'a T>)> {
    let set = after
        .iter()
        .filter(|(slot, value)| before.get(*slot) != Some(value))
        .map(|(slot, value)| (slot.as_str(), Some(value)));
    let emptied = before.keys().filter(|slot| !after.contains_key(*slot));
    set.chain(emptied.map(|slot| (slot.as_str(), None)))
}

fn canary<'a>((slot, trial): (&'a str, Option<&'a Trial>)) -> Said<'a> {
    let details = trial.map_or_else(Vec::new, |trial| {
        vec![
            ("share_millionths", trial.share.to_string()),
            ("salt", trial.salt.clone()),
        ]
    });
    Said {
        of: SLOTS,
        slot,
        predicate: "canary",
        digest: trial.map_or(NOBODY, |trial| &trial.digest),
        details,
    }
}

/// One claim for each slot that a version was taken out of.
fn tripped(entry: &ControlEntry) -> Vec<Said<'_>> {
    let Action::Trip(trip) = &entry.action else {
        return Vec::new();
    };
    let said = |slot| Said {
        of: SLOTS,
        slot,
        predicate: "tripped",
        digest: &trip.digest,
        details: vec![
            ("times", trip.times.to_string()),
            ("until", trip.until.to_string()),
        ],
    };
    let slots = trip.slots.keys().chain(&trip.canaries);
    slots.map(|slot| said(slot.as_str())).collect()
}

/// The claim that a name stands for the result of an estimator's job.
fn estimate(entry: &ControlEntry) -> Option<Said<'_>> {
    let Action::Estimate { name, digest } = &entry.action else {
        return None;
    };
    Some(Said {
        of: "estimates",
        slot: name,
        predicate: "digest",
        digest,
        details: Vec::new(),
    })
}

fn claim(
    entry: &ControlEntry,
    said: &Said<'_>,
    operator: &Signer,
) -> Result<SignedRecord, RecordError> {
    let subject = format!("plugin://{}/{}", said.of, said.slot);
    let mut claim = Claim::new(
        subject,
        said.predicate,
        Object::Text(said.digest.to_owned()),
    );
    claim.source_class = SourceClass::Regulatory;
    claim.lifecycle = Lifecycle::Approved;
    let sequence = entry.sequence.to_string();
    let details = said
        .details
        .iter()
        .map(|(key, value)| (*key, value.as_str()));
    for (key, value) in details.chain([
        ("sequence", sequence.as_str()),
        ("action", entry.action.name()),
        ("by", &entry.by),
        ("reason", &entry.reason),
    ]) {
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
