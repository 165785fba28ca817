//! Counts public paths, and reads truths that are told the other way round.

use aphoria_sdk::{Hit, Observation, Source, Value, truth};

/// Joins the paths of a file, seen one by one, into their number.
pub(crate) fn counted(said: Vec<Observation>) -> Vec<Observation> {
    let is_path = |one: &Observation| one.predicate == "count";
    let mut kept: Vec<Observation> = Vec::with_capacity(said.len());
    for one in said {
        let known = kept
            .iter_mut()
            .find(|known| is_path(&one) && is_path(known) && known.file == one.file);
        match known.map(|known| (&mut known.value, &mut known.reason)) {
            Some((Value::Number(count), reason)) => {
                *count += 1.0;
                *reason = format!("{count} paths are open without a key");
            }
            _ => kept.push(one),
        }
    }
    kept
}

/// A path that is open: counts as one; a `*` in it is said as well.
pub(crate) fn path(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let path = hit.capture(1);
    let wildcard = Observation {
        predicate: "wildcard".to_owned(),
        value: Value::Flag(true),
        reason: "a path with a wildcard is open without a key".to_owned(),
        ..like.clone()
    };
    let one = Observation {
        value: Value::Number(1.0),
        reason: "1 path is open without a key".to_owned(),
        ..like
    };
    if path.contains('*') {
        vec![one, wildcard]
    } else {
        vec![one]
    }
}

/// A truth in the last capture: keys are asked for, or not.
pub(crate) fn required(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    flag(hit, like, false)
}

/// The contrary: a truth that lets callers in without a key.
pub(crate) fn optional(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    flag(hit, like, true)
}

fn flag(hit: &Hit<'_>, like: Observation, contrary: bool) -> Vec<Observation> {
    let captures = (0..2).rev().map(|at| hit.capture(at));
    let Some(told) = captures.filter(|text| !text.is_empty()).find_map(truth) else {
        return Vec::new();
    };
    let required = told != contrary;
    let reason = if required {
        "callers are asked for a key"
    } else {
        "callers are let in without a key"
    };
    vec![Observation {
        value: Value::Flag(required),
        reason: reason.to_owned(),
        ..like
    }]
}

/// The place that a description names.
pub(crate) fn place(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let captures = (0..2).map(|at| hit.capture(at).to_ascii_lowercase());
    let known = |text: &String| matches!(text.as_str(), "header" | "query" | "cookie");
    let place = captures.into_iter().find(known);
    let told = place.map(|place| Observation {
        reason: format!("keys are carried in the {place} of a request"),
        value: Value::Text(place),
        ..like
    });
    told.into_iter().collect()
}
