//! The words of many stores in three.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a judge is given what its rule would say"
)]

use aphoria_sdk::{Hit, Observation, Source, Value, truth};

/// The last capture that took part.
fn word<'a>(hit: &Hit<'a>) -> &'a str {
    let captures = (0..3).rev().map(|at| hit.capture(at));
    captures
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or("")
}

/// An enumeration's variant that is used, neither matched nor compared.
pub(crate) fn variant(hit: &Hit<'_>, source: &dyn Source, like: Observation) -> Vec<Observation> {
    let after = hit.after().trim_start();
    let before = hit.before().trim_end();
    let question = after.starts_with("=>")
        || after.starts_with("==")
        || after.starts_with("!=")
        || after.starts_with('|')
        || before.ends_with("==")
        || before.ends_with("!=")
        || before.ends_with('|')
        || before.contains("matches!(");
    if question {
        Vec::new()
    } else {
        strategy(hit, source, like)
    }
}

fn told(like: Observation, text: Option<&str>) -> Vec<Observation> {
    let say = |text: &str| Observation {
        value: Value::Text(text.to_owned()),
        reason: format!("{}: {text}", like.reason),
        ..like.clone()
    };
    text.map(say).into_iter().collect()
}

/// A strategy by the name that it has in a setting or enumeration.
pub(crate) fn strategy(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let word = word(hit)
        .trim()
        .trim_matches(['"', '\''])
        .to_ascii_lowercase()
        .replace(['_', '-'], "");
    let strategy = match word.as_str() {
        "immediate" | "always" | "everywrite" | "everycommit" | "percommit" | "sync" | "full"
        | "extra" | "strict" | "request" | "fsync" | "remoteapply" | "remotewrite" | "local"
        | "paranoid" => "immediate",
        "batch" | "batched" | "everysec" | "interval" | "periodic" | "group" | "normal"
        | "grouped" | "async" => "batched",
        "eventual" | "never" | "none" | "no" | "off" | "osmanaged" | "nosync" => "eventual",
        _ => return Vec::new(),
    };
    told(like, Some(strategy))
}

/// A strategy by a truth: at once, or when the system likes.
pub(crate) fn at_once(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let strategy = truth(word(hit)).map(|now| if now { "immediate" } else { "eventual" });
    told(like, strategy)
}

/// The contrary: a truth that switches syncing off.
pub(crate) fn not_at_once(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let strategy = truth(word(hit)).map(|off| if off { "eventual" } else { "immediate" });
    told(like, strategy)
}

/// PostgreSQL's `synchronous_commit`, whose `off` only puts the sync off.
pub(crate) fn commit(hit: &Hit<'_>, source: &dyn Source, like: Observation) -> Vec<Observation> {
    match word(hit) {
        "off" | "false" => told(like, Some("batched")),
        "on" | "true" => told(like, Some("immediate")),
        _ => strategy(hit, source, like),
    }
}

/// `innodb_flush_log_at_trx_commit`: 1 at every commit, 0 and 2 once a second.
pub(crate) fn innodb(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let strategy = match word(hit) {
        "1" => Some("immediate"),
        "0" | "2" => Some("batched"),
        _ => None,
    };
    told(like, strategy)
}

/// `sync_binlog`: 0 when the system likes, 1 at every commit, more after so many.
pub(crate) fn binlog(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let strategy = match word(hit).parse::<u32>() {
        Ok(0) => Some("eventual"),
        Ok(1) => Some("immediate"),
        Ok(_) => Some("batched"),
        Err(_) => None,
    };
    told(like, strategy)
}

/// SQLite's `PRAGMA synchronous`, by name or number.
pub(crate) fn sqlite(hit: &Hit<'_>, source: &dyn Source, like: Observation) -> Vec<Observation> {
    match word(hit) {
        "0" => told(like, Some("eventual")),
        "1" => told(like, Some("batched")),
        "2" | "3" => told(like, Some("immediate")),
        _ => strategy(hit, source, like),
    }
}

/// How many copies a writer waits for.
pub(crate) fn acks(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let word = word(hit).trim_matches(['"', '\'']);
    let acks = match word {
        "0" | "RequireNone" | "None" | "NoResponse" => Some("none"),
        "1" | "RequireOne" | "Leader" | "WaitForLocal" => Some("one"),
        "all" | "-1" | "majority" | "RequireAll" | "All" | "WaitForAll" => Some("all"),
        _ => None,
    };
    told(like, acks)
}
