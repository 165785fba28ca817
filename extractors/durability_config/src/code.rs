//! Options of stores in code.

use aphoria_sdk::{Contexts, Find, Language, Rule};

use crate::{ACKS, judge, log, sync};

const ALL: &[Language] = &[
    Language::Rust,
    Language::Python,
    Language::JavaScript,
    Language::TypeScript,
    Language::Go,
    Language::Java,
    Language::Kotlin,
    Language::Ruby,
    Language::Php,
    Language::CSharp,
    Language::C,
    Language::Cpp,
    Language::Bash,
    Language::Sql,
];
const RUST: &[Language] = &[Language::Rust];
const GO: &[Language] = &[Language::Go];
const JVM: &[Language] = &[Language::Java, Language::Kotlin];

pub(crate) const RULES: &[Rule] = &[
    // SQLite takes the same words in every language, in a string or in a file of SQL.
    Rule {
        id: "sqlite-pragma",
        languages: ALL,
        contexts: Contexts::CODE_AND_STRING,
        find: Find::Regex {
            anchors: &["synchronous"],
            expression: r#"(?i)\bPRAGMA\s+(?:\w+\.)?synchronous\s*(?:=|\()\s*["']?(OFF|NORMAL|FULL|EXTRA|[0-3])\b"#,
            around: (0, 0),
        },
        says: sync("immediate", 0.95),
        judge: Some(judge::sqlite),
    },
    Rule {
        id: "sqlite-no-journal",
        languages: ALL,
        contexts: Contexts::CODE_AND_STRING,
        find: Find::Regex {
            anchors: &["journal_mode"],
            expression: r"(?i)\bPRAGMA\s+(?:\w+\.)?journal_mode\s*(?:=|\()\s*(?:OFF|MEMORY)\b",
            around: (0, 0),
        },
        says: log(false, 0.9),
        judge: None,
    },
    Rule {
        id: "sqlite-journal",
        languages: ALL,
        contexts: Contexts::CODE_AND_STRING,
        find: Find::Regex {
            anchors: &["journal_mode"],
            expression: r"(?i)\bPRAGMA\s+(?:\w+\.)?journal_mode\s*(?:=|\()\s*(?:WAL|DELETE|TRUNCATE|PERSIST)\b",
            around: (0, 0),
        },
        says: log(true, 0.95),
        judge: None,
    },
    Rule::code(
        "rust-strategy",
        RUST,
        &["Durability::", "FsyncPolicy::", "FsyncStrategy::", "SyncPolicy::", "SyncMode::", "SyncStrategy::", "FlushPolicy::"],
        r"\b(?:Durability|FsyncPolicy|FsyncStrategy|SyncPolicy|SyncMode|SyncStrategy|FlushPolicy)::([A-Z]\w*)\b",
        sync("immediate", 0.8),
    )
    .judged(judge::variant),
    Rule::code(
        "rocksdb-no-wal",
        ALL,
        &["disable_wal", "disableWAL", "DisableWAL", "setDisableWAL"],
        r"\b(?:disable_wal|disableWAL|DisableWAL|setDisableWAL|set_disable_wal)\s*(?:=|:|\()\s*(?:true|True)\b",
        log(false, 0.95),
    ),
    Rule::code(
        "go-no-sync",
        GO,
        &["SyncWrites", "NoSync"],
        r"\b(?:With)?SyncWrites(?:\(|\s*[:=])\s*(true|false)\b",
        sync("immediate", 0.95),
    )
    .judged(judge::at_once),
    Rule::code(
        "go-bolt-no-sync",
        GO,
        &["NoSync", "NoFreelistSync"],
        r"\bNoSync\s*[:=]\s*(true|false)\b",
        sync("eventual", 0.95),
    )
    .judged(judge::not_at_once),
    Rule::code(
        "lmdb-no-sync",
        &[Language::Rust, Language::C, Language::Cpp, Language::Python],
        &["MDB_NOSYNC", "NO_SYNC"],
        r"\b(?:MDB_NOSYNC|Env(?:ironment)?Flags::NO_SYNC)\b",
        sync("eventual", 0.9),
    ),
    Rule::code(
        "kafka-acks",
        &[Language::Python, Language::JavaScript, Language::TypeScript, Language::Ruby],
        &["acks"],
        r#"\b(?:acks|required_acks)["']?\s*(?:=|:|=>)\s*["']?(all|-1|0|1)\b"#,
        ACKS,
    )
    .judged(judge::acks),
    Rule::code(
        "kafka-acks-java",
        JVM,
        &["ACKS_CONFIG"],
        r#"\bACKS_CONFIG\s*,\s*["'](all|-1|0|1)["']"#,
        ACKS,
    )
    .judged(judge::acks),
    Rule::code(
        "kafka-acks-go",
        GO,
        &["RequiredAcks"],
        r"\bRequiredAcks\s*[:=]\s*(?:\w+\.)?(RequireNone|RequireOne|RequireAll|NoResponse|WaitForLocal|WaitForAll)\b",
        ACKS,
    )
    .judged(judge::acks),
    Rule::code(
        "kafka-acks-csharp",
        &[Language::CSharp],
        &["Acks.", "acks."],
        r"\bAcks\s*=\s*Acks\.(None|Leader|All)\b",
        ACKS,
    )
    .judged(judge::acks),
    Rule::code(
        "mongo-concern",
        &[Language::Python, Language::JavaScript, Language::TypeScript, Language::Php],
        &["WriteConcern(", "writeConcern"],
        r#"\b(?:new\s+)?(?:WriteConcern\(|writeConcern["']?\s*:\s*\{)\s*(?:w\s*[:=]\s*)?["']?(majority|0|1)\b"#,
        ACKS,
    )
    .judged(judge::acks),
    Rule::code(
        "etcd-no-fsync",
        &[Language::Bash, Language::Yaml, Language::Dockerfile],
        &["--unsafe-no-fsync"],
        r"--unsafe-no-fsync(?:=true)?\b",
        sync("eventual", 0.95),
    )
    .standing(Contexts::CODE_AND_STRING),
];
