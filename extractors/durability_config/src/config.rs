//! Settings of stores in their own files, and settings named for durability in anyone's.

use aphoria_sdk::{Language, Rule};

use crate::{ACKS, judge, log, sync};

const INI: &[Language] = &[Language::Ini];
const KEYS: &[Language] = &[
    Language::Yaml,
    Language::Toml,
    Language::Json,
    Language::Ini,
    Language::Properties,
];

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "postgres-fsync",
        KEYS,
        &[
            "fsync",
            "**.postgresql.parameters.fsync",
            "**.parameters.fsync",
        ],
        sync("eventual", 0.95),
    )
    .judged(judge::at_once),
    Rule::key(
        "postgres-commit",
        KEYS,
        &["**.synchronous_commit"],
        sync("immediate", 0.95),
    )
    .judged(judge::commit),
    Rule::key(
        "innodb-flush",
        KEYS,
        &["**.innodb_flush_log_at_trx_commit"],
        sync("immediate", 0.95),
    )
    .judged(judge::innodb),
    Rule::key(
        "mysql-binlog",
        KEYS,
        &["**.sync_binlog"],
        sync("immediate", 0.95),
    )
    .judged(judge::binlog),
    // redis.conf has no sign between name and value.
    Rule::code(
        "redis-fsync",
        INI,
        &["appendfsync"],
        r"^\s*appendfsync\s+(always|everysec|no)\b",
        sync("batched", 0.95),
    )
    .judged(judge::strategy),
    Rule::code(
        "redis-append",
        INI,
        &["appendonly"],
        r"^\s*appendonly\s+yes\b",
        log(true, 0.95),
    ),
    Rule::code(
        "redis-no-append",
        INI,
        &["appendonly"],
        r"^\s*appendonly\s+no\b",
        log(false, 0.9),
    ),
    Rule::key(
        "cassandra-sync",
        KEYS,
        &["commitlog_sync"],
        sync("batched", 0.95),
    )
    .judged(judge::strategy),
    Rule::key(
        "elasticsearch-translog",
        KEYS,
        &["**.translog.durability"],
        sync("immediate", 0.95),
    )
    .judged(judge::strategy),
    Rule::key(
        "kafka-acks-key",
        KEYS,
        &["acks", "**.producer.acks", "**.kafka.acks"],
        ACKS,
    )
    .judged(judge::acks),
    Rule::key(
        "any-strategy",
        KEYS,
        &[
            "**.wal.fsync",
            "**.wal.sync",
            "**.fsync_strategy",
            "**.fsync_policy",
            "**.sync_policy",
            "**.sync_strategy",
            "**.wal.sync_mode",
            "durability",
            "**.wal.durability",
            "**.journal.durability",
            "**.storage.durability",
            "**.database.durability",
            "**.durability.mode",
            "**.durability.fsync",
        ],
        sync("immediate", 0.8),
    )
    .judged(judge::strategy),
];
