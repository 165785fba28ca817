//! The environment variables of the server: one table from which the reading, `--help` and `docs/configuration.md` come.
//!
//! Invariant: a variable that is not in the table is not read, and one that is in the table has a default and a meaning.

/// One variable.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// What holds when it is not set or empty, as it would be written or in words.
    pub default: &'static str,
    /// Unit or form of the value.
    pub form: &'static str,
    /// What it does.
    pub meaning: &'static str,
}

pub(crate) const BIND_ADDR: &str = "STEMEDB_BIND_ADDR";
pub(crate) const DATA_DIR: &str = "STEMEDB_DATA_DIR";
pub(crate) const WAL_DIR: &str = "STEMEDB_WAL_DIR";
pub(crate) const DB_DIR: &str = "STEMEDB_DB_DIR";
pub(crate) const PLUGIN_DIR: &str = "STEMEDB_PLUGIN_DIR";
pub(crate) const COMPILED_DIR: &str = "STEMEDB_COMPILED_DIR";
pub(crate) const ADMIN_KEY: &str = "STEMEDB_ADMIN_KEY";
pub(crate) const TLS_CERT_PATH: &str = "STEMEDB_TLS_CERT_PATH";
pub(crate) const TLS_KEY_PATH: &str = "STEMEDB_TLS_KEY_PATH";
pub(crate) const WRITE_BODY_LIMIT: &str = "STEMEDB_WRITE_BODY_LIMIT";
pub(crate) const READ_BODY_LIMIT: &str = "STEMEDB_READ_BODY_LIMIT";
pub(crate) const PLUGIN_BODY_LIMIT: &str = "STEMEDB_PLUGIN_BODY_LIMIT";
pub(crate) const HTTP_TIMEOUT: &str = "STEMEDB_HTTP_TIMEOUT_SECS";
pub(crate) const SHUTDOWN_TIMEOUT: &str = "STEMEDB_SHUTDOWN_TIMEOUT_SECS";
pub(crate) const MAX_CONNECTIONS: &str = "STEMEDB_MAX_CONNECTIONS";
pub(crate) const MAX_READS: &str = "STEMEDB_MAX_READS";
pub(crate) const MAX_WAITING: &str = "STEMEDB_MAX_WAITING";
pub(crate) const MAX_BATCHES: &str = "STEMEDB_MAX_BATCHES";
pub(crate) const AUDIT_SYNC: &str = "STEMEDB_AUDIT_SYNC";
pub(crate) const TRIP_FAULTS: &str = "STEMEDB_TRIP_FAULTS";
pub(crate) const TRIP_WINDOW: &str = "STEMEDB_TRIP_WINDOW_SECS";
pub(crate) const TRIP_BACKOFF: &str = "STEMEDB_TRIP_BACKOFF_SECS";
pub(crate) const LOG: &str = "STEMEDB_LOG";
pub(crate) const LOG_FORMAT: &str = "STEMEDB_LOG_FORMAT";

/// All variables, in the order in which people need them.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: BIND_ADDR,
        default: "127.0.0.1:18180",
        form: "address:port",
        meaning: "Where the server listens. Port 0 takes a free one, which the log names.",
    },
    Setting {
        name: DATA_DIR,
        default: "./stemedb-data",
        form: "folder",
        meaning: "Where the database lies, with `wal/` and `db/` in it. Made if it is not there.",
    },
    Setting {
        name: WAL_DIR,
        default: "`wal` in the data folder",
        form: "folder",
        meaning: "Where the log lies: everything that was ever accepted. The folder to back up.",
    },
    Setting {
        name: DB_DIR,
        default: "`db` in the data folder",
        form: "folder",
        meaning: "Where index, audit, keys and installed plugins lie.",
    },
    Setting {
        name: PLUGIN_DIR,
        default: "`guests` beside the program, else `guests` one folder higher",
        form: "folder",
        meaning: "Components that are installed at the start, and activated where a slot is still empty.",
    },
    Setting {
        name: COMPILED_DIR,
        default: "in the database's folder, for this database alone",
        form: "folder",
        meaning: "Machine code of plugins. Several databases of one user may share it, so that a plugin is compiled once; only that user may write and read it.",
    },
    Setting {
        name: ADMIN_KEY,
        default: "the key in `db/admin.key`, made at the first start",
        form: "16 to 1,024 visible ASCII characters",
        meaning: "The key that admin endpoints ask for, as `Authorization: Bearer <key>`.",
    },
    Setting {
        name: TLS_CERT_PATH,
        default: "no TLS",
        form: "PEM file",
        meaning: "The certificate and its chain. Needs the key also.",
    },
    Setting {
        name: TLS_KEY_PATH,
        default: "no TLS",
        form: "PEM file",
        meaning: "The certificate's private key.",
    },
    Setting {
        name: WRITE_BODY_LIMIT,
        default: "1048576",
        form: "bytes",
        meaning: "Longest body of a write, and longest line of a batch. A record is written in hexadecimal, so it may be half as long.",
    },
    Setting {
        name: READ_BODY_LIMIT,
        default: "65536",
        form: "bytes",
        meaning: "Longest body of every other request, and longest address with its parameters.",
    },
    Setting {
        name: PLUGIN_BODY_LIMIT,
        default: "67108864",
        form: "bytes",
        meaning: "Largest component that can be uploaded or installed.",
    },
    Setting {
        name: HTTP_TIMEOUT,
        default: "30",
        form: "seconds",
        meaning: "Longest time until a request is answered; for a batch, longest pause between two pieces of its body.",
    },
    Setting {
        name: SHUTDOWN_TIMEOUT,
        default: "10",
        form: "seconds",
        meaning: "How long requests under way may take to finish when the server is told to stop.",
    },
    Setting {
        name: MAX_CONNECTIONS,
        default: "4096",
        form: "count",
        meaning: "Connections that are served at a time; more are closed at once.",
    },
    Setting {
        name: MAX_READS,
        default: "64",
        form: "count",
        meaning: "Queries, traces, replays and other reads that run at a time.",
    },
    Setting {
        name: MAX_WAITING,
        default: "1024",
        form: "count",
        meaning: "Reads that may wait for their turn; more are answered with 503.",
    },
    Setting {
        name: MAX_BATCHES,
        default: "16",
        form: "count",
        meaning: "Batches that run at a time; more are answered with 503.",
    },
    Setting {
        name: AUDIT_SYNC,
        default: "0",
        form: "0 or 1",
        meaning: "1: an answer waits until its audit entry is durable.",
    },
    Setting {
        name: TRIP_FAULTS,
        default: "5",
        form: "count",
        meaning: "Faults of one plugin within the window after which its slots fall back to the last good version; 0: never.",
    },
    Setting {
        name: TRIP_WINDOW,
        default: "60",
        form: "seconds",
        meaning: "The window in which faults add up.",
    },
    Setting {
        name: TRIP_BACKOFF,
        default: "300",
        form: "seconds",
        meaning: "How long a version that was taken out is kept back the first time; every later time twice as long, at most a day.",
    },
    Setting {
        name: LOG,
        default: "info",
        form: "filter such as `info,stemedb_engine=debug`",
        meaning: "What is logged.",
    },
    Setting {
        name: LOG_FORMAT,
        default: "`text` on a terminal, else `json`",
        form: "`text` or `json`",
        meaning: "How it is logged, on standard error.",
    },
];

/// The part of `--help` that names the variables.
#[must_use]
pub fn help() -> String {
    let mut text = String::from("Environment variables:\n");
    for setting in SETTINGS {
        let entry = format!(
            "  {}\n      {}\n      {}; default: {}\n",
            setting.name, setting.meaning, setting.form, setting.default
        );
        text.push_str(&entry.replace('`', ""));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{SETTINGS, help};

    #[test]
    fn every_variable_is_named_once_and_helped_with() {
        let names: BTreeSet<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
        assert_eq!(names.len(), SETTINGS.len());
        let help = help();
        for setting in SETTINGS {
            assert!(setting.name.starts_with("STEMEDB_"), "{}", setting.name);
            assert!(help.contains(setting.name), "{}", setting.name);
        }
    }
}
