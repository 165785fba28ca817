//! # durability_config
//!
//! **What it sees.** When a store makes sure that what it wrote survives a crash (`durability/sync` `strategy`:
//! `immediate` at every commit, `batched` after a while or a number of writes, `eventual` when the system likes), whether
//! its log is written at all (`durability/log` `enabled`), and how many copies a writer waits for (`durability/acks`
//! `value`: `none`, `one`, `all`). In the settings of PostgreSQL, MySQL, Redis, SQLite, Cassandra, Elasticsearch, Kafka and
//! etcd, in the options of `RocksDB`, redb, Badger, bbolt and `MongoDB`, and in enumerations named for it.
//!
//! **Why it matters.** What a store promises to keep is decided by one word in a file that nobody reads until the power
//! fails.
//!
//! **Example.** `appendfsync everysec` in redis.conf: `durability/sync strategy = batched`, 0.95 sure.
//!
//! **When it stays silent.** Defaults that are not written down; values that are given elsewhere.
//!
//! **Limits.** What a file system or a disk does with a sync is not known. Enumerations are known by their names and those
//! of their variants.
//!
//! **References.** The documentation of the stores: PostgreSQL 20.5, `MySQL` 17.14, Redis "Persistence", `SQLite` "PRAGMA
//! synchronous", Cassandra `commitlog_sync`, Elasticsearch "Translog", Kafka `acks`.

mod code;
mod config;
mod judge;

use aphoria_sdk::{Says, Table};

/// Whether what is written survives a crash.
pub const TABLE: Table = Table {
    id: "durability_config",
    version: env!("CARGO_PKG_VERSION"),
    title: "Whether what is written survives a crash",
    globs: &[],
    rules: &[code::RULES, config::RULES],
};

/// When what is written is made sure; a judge may fill in the strategy.
const fn sync(strategy: &'static str, confidence: f64) -> Says {
    Says::text(
        "durability/sync",
        "strategy",
        strategy,
        confidence,
        "a store makes sure of what it wrote at such a time",
    )
}

/// The log is written, or not.
const fn log(enabled: bool, confidence: f64) -> Says {
    Says::flag(
        "durability/log",
        "enabled",
        enabled,
        confidence,
        if enabled {
            "changes are written to a log"
        } else {
            "changes are not written to a log"
        },
    )
}

/// How many copies a writer waits for; a judge fills it in.
const ACKS: Says = Says::text(
    "durability/acks",
    "value",
    "one",
    0.95,
    "a writer waits for so many copies",
);

aphoria_sdk::table_extractor!(DurabilityConfig, TABLE);
