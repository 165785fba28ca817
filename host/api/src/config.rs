//! What a server is started with, read from variables.
//!
//! Invariant: a value that can't be used stops the start with a sentence; nothing is guessed.

use std::ffi::OsString;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use stemedb_engine::TripOptions;

use crate::settings;

const ADMIN_KEY_CHARS: std::ops::RangeInclusive<usize> = 16..=1_024;
/// Longest time that a timeout variable may give; a longer one is more likely a number of milliseconds.
const TIMEOUT_SECS_MAX: u64 = 86_400;

/// A variable whose value can't be used.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{name} is {value}, which can't be used: {why}")]
pub struct SettingError {
    name: &'static str,
    value: String,
    why: String,
}

/// A key that is not shown.
#[derive(Clone)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// Files for TLS.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// The certificate and its chain, PEM.
    pub certificate: PathBuf,
    /// The private key, PEM.
    pub key: PathBuf,
}

/// Limits of the HTTP side.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Longest body of a write and longest line of a batch, in bytes.
    pub write_body: usize,
    /// Longest body of other requests and longest address, in bytes.
    pub read_body: usize,
    /// Largest component, in bytes.
    pub plugin_body: usize,
    /// Longest time until an answer.
    pub timeout: Duration,
    /// Longest time that requests may take to finish at the end.
    pub shutdown: Duration,
    /// Connections served at a time.
    pub connections: usize,
    /// Reads that run at a time.
    pub reads: usize,
    /// Reads that may wait.
    pub waiting: usize,
    /// Batches that run at a time.
    pub batches: usize,
}

/// What a server is started with.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it listens.
    pub bind: SocketAddr,
    /// Folder of the log.
    pub wal: PathBuf,
    /// Folder of index, audit and keys.
    pub db: PathBuf,
    /// Folder of components to install.
    pub guests: Option<PathBuf>,
    /// Folder of machine code that databases of one user share; none = each has its own.
    pub compiled: Option<PathBuf>,
    /// The admin key; none = the one in the database's folder.
    pub admin_key: Option<Secret>,
    /// Files for TLS; none = plain HTTP.
    pub tls: Option<TlsFiles>,
    /// Limits.
    pub limits: Limits,
    /// Whether answers wait for their audit entry.
    pub audit_sync: bool,
    /// A program whose first argument may be `__compile-plugin`; without it components are compiled in this process.
    pub compiler: Option<PathBuf>,
    /// Materialised views of at most so many bytes; none = the engine's own default.
    pub view_bytes_max: Option<u64>,
    /// When a version that fails is taken out.
    pub trips: TripOptions,
}

/// What is logged, and how.
#[derive(Debug, Clone)]
pub struct LogConfig {
    /// Filter.
    pub filter: String,
    /// JSON or text; none = depends on where it goes.
    pub json: Option<bool>,
}

impl Config {
    /// A server on a free port of this machine over a folder; for tests and demonstrations.
    #[must_use]
    pub fn local(data: &Path) -> Self {
        Config {
            bind: SocketAddr::from(([127, 0, 0, 1], 0)),
            wal: data.join("wal"),
            db: data.join("db"),
            guests: None,
            compiled: None,
            admin_key: None,
            tls: None,
            limits: Limits::default(),
            audit_sync: false,
            compiler: None,
            view_bytes_max: None,
            trips: TripOptions::default(),
        }
    }

    /// Reads the variables. `program` is the running program, beside which guests may lie and which can compile plugins.
    ///
    /// # Errors
    /// Names the variable, its value and what is wrong.
    pub fn read(
        variable: &dyn Fn(&str) -> Option<OsString>,
        program: &Path,
    ) -> Result<Self, SettingError> {
        let variables = Variables(variable);
        let data = variables.path(settings::DATA_DIR, || "./stemedb-data".into());
        Ok(Config {
            bind: variables.address()?,
            wal: variables.path(settings::WAL_DIR, || data.join("wal")),
            db: variables.path(settings::DB_DIR, || data.join("db")),
            guests: variables.guests(program)?,
            compiled: variables.raw(settings::COMPILED_DIR).map(PathBuf::from),
            admin_key: variables.admin_key()?,
            tls: variables.tls()?,
            limits: variables.limits()?,
            audit_sync: variables.switch(settings::AUDIT_SYNC)?,
            compiler: Some(program.to_owned()),
            view_bytes_max: None,
            trips: variables.trips()?,
        })
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            write_body: 1 << 20,
            read_body: 64 << 10,
            plugin_body: 64 << 20,
            timeout: Duration::from_secs(30),
            shutdown: Duration::from_secs(10),
            connections: 4_096,
            reads: 64,
            waiting: 1_024,
            batches: 16,
        }
    }
}

impl LogConfig {
    /// Reads the variables.
    ///
    /// # Errors
    /// Names the variable, its value and what is wrong.
    pub fn read(variable: &dyn Fn(&str) -> Option<OsString>) -> Result<Self, SettingError> {
        let variables = Variables(variable);
        let format = variables.text(settings::LOG_FORMAT)?;
        let json = match format.as_deref() {
            None => None,
            Some("json") => Some(true),
            Some("text") => Some(false),
            Some(other) => return Err(wrong(settings::LOG_FORMAT, other, "write text or json")),
        };
        Ok(LogConfig {
            filter: variables
                .text(settings::LOG)?
                .unwrap_or_else(|| "info".to_owned()),
            json,
        })
    }
}

/// Reads single variables; an empty one counts as not set.
struct Variables<'a>(&'a dyn Fn(&str) -> Option<OsString>);

impl Variables<'_> {
    fn raw(&self, name: &str) -> Option<OsString> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    fn path(&self, name: &str, default: impl FnOnce() -> PathBuf) -> PathBuf {
        self.raw(name).map_or_else(default, PathBuf::from)
    }

    fn text(&self, name: &'static str) -> Result<Option<String>, SettingError> {
        let as_text = |value: OsString| {
            value
                .into_string()
                .map_err(|value| wrong(name, &value.to_string_lossy(), "it is not UTF-8"))
        };
        self.raw(name).map(as_text).transpose()
    }

    fn number<N>(
        &self,
        name: &'static str,
        least: N,
        most: N,
        default: N,
    ) -> Result<N, SettingError>
    where
        N: Copy + FromStr + PartialOrd + std::fmt::Display,
    {
        let Some(text) = self.text(name)? else {
            return Ok(default);
        };
        match text.trim().parse::<N>() {
            Ok(number) if (&least..=&most).contains(&&number) => Ok(number),
            _ => Err(wrong(
                name,
                &text,
                &format!("write a whole number from {least} to {most}"),
            )),
        }
    }

    fn seconds(&self, name: &'static str, default: Duration) -> Result<Duration, SettingError> {
        self.number(name, 1, TIMEOUT_SECS_MAX, default.as_secs())
            .map(Duration::from_secs)
    }

    fn switch(&self, name: &'static str) -> Result<bool, SettingError> {
        match self.text(name)?.as_deref() {
            None | Some("0") => Ok(false),
            Some("1") => Ok(true),
            Some(other) => Err(wrong(name, other, "write 0 or 1")),
        }
    }

    fn limits(&self) -> Result<Limits, SettingError> {
        let default = Limits::default();
        let bytes = |name, default| self.number(name, 1_024, 1 << 30, default);
        let count = |name, default| self.number(name, 1, 1 << 20, default);
        Ok(Limits {
            write_body: bytes(settings::WRITE_BODY_LIMIT, default.write_body)?,
            read_body: bytes(settings::READ_BODY_LIMIT, default.read_body)?,
            plugin_body: bytes(settings::PLUGIN_BODY_LIMIT, default.plugin_body)?,
            timeout: self.seconds(settings::HTTP_TIMEOUT, default.timeout)?,
            shutdown: self.seconds(settings::SHUTDOWN_TIMEOUT, default.shutdown)?,
            connections: count(settings::MAX_CONNECTIONS, default.connections)?,
            reads: count(settings::MAX_READS, default.reads)?,
            waiting: count(settings::MAX_WAITING, default.waiting)?,
            batches: count(settings::MAX_BATCHES, default.batches)?,
        })
    }

    fn trips(&self) -> Result<TripOptions, SettingError> {
        let default = TripOptions::default();
        let ms = |name, default_ms| {
            self.seconds(name, Duration::from_millis(default_ms))
                .map(|time| time.as_secs() * 1_000)
        };
        Ok(TripOptions {
            faults: self.number(settings::TRIP_FAULTS, 0, 1_000, default.faults)?,
            window_ms: ms(settings::TRIP_WINDOW, default.window_ms)?,
            backoff_ms: ms(settings::TRIP_BACKOFF, default.backoff_ms)?,
            ..default
        })
    }

    fn address(&self) -> Result<SocketAddr, SettingError> {
        let text = self
            .text(settings::BIND_ADDR)?
            .unwrap_or_else(|| "127.0.0.1:18180".to_owned());
        let example = "write an address and a port, such as 127.0.0.1:18180";
        text.to_socket_addrs()
            .ok()
            .and_then(|mut addresses| addresses.next())
            .ok_or_else(|| wrong(settings::BIND_ADDR, &text, example))
    }

    fn guests(&self, program: &Path) -> Result<Option<PathBuf>, SettingError> {
        if let Some(path) = self.raw(settings::PLUGIN_DIR) {
            let path = PathBuf::from(path);
            if path.is_dir() {
                return Ok(Some(path));
            }
            let shown = path.display().to_string();
            return Err(wrong(settings::PLUGIN_DIR, &shown, "it is no folder"));
        }
        let beside = program.parent().map(|folder| folder.join("guests"));
        let above = program
            .parent()
            .and_then(Path::parent)
            .map(|folder| folder.join("guests"));
        Ok([beside, above]
            .into_iter()
            .flatten()
            .find(|path| path.is_dir()))
    }

    fn admin_key(&self) -> Result<Option<Secret>, SettingError> {
        let Some(key) = self.text(settings::ADMIN_KEY)? else {
            return Ok(None);
        };
        let visible = key.bytes().all(|byte| byte.is_ascii_graphic());
        if visible && ADMIN_KEY_CHARS.contains(&key.len()) {
            return Ok(Some(Secret(key)));
        }
        let why = "it must have 16 to 1,024 visible ASCII characters";
        Err(wrong(settings::ADMIN_KEY, "set", why))
    }

    fn tls(&self) -> Result<Option<TlsFiles>, SettingError> {
        let (cert, key) = (settings::TLS_CERT_PATH, settings::TLS_KEY_PATH);
        match (self.raw(cert), self.raw(key)) {
            (None, None) => Ok(None),
            (Some(certificate), Some(key)) => Ok(Some(TlsFiles {
                certificate: certificate.into(),
                key: key.into(),
            })),
            (Some(_), None) => Err(wrong(key, "not set", &format!("{cert} needs it"))),
            (None, Some(_)) => Err(wrong(cert, "not set", &format!("{key} needs it"))),
        }
    }
}

fn wrong(name: &'static str, value: &str, why: &str) -> SettingError {
    SettingError {
        name,
        value: value.to_owned(),
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::cell::RefCell;
    use std::collections::BTreeSet;

    use super::*;
    use crate::settings::SETTINGS;

    fn read(set: &[(&str, &str)]) -> Result<Config, SettingError> {
        let variable = |name: &str| {
            let found = set.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        };
        Config::read(&variable, Path::new("/nowhere/bin/stemedb-api"))
    }

    #[test]
    fn exactly_the_variables_of_the_table_are_read() {
        let asked = RefCell::new(BTreeSet::new());
        let variable = |name: &str| {
            asked.borrow_mut().insert(name.to_owned());
            None
        };
        Config::read(&variable, Path::new("/nowhere/stemedb-api")).unwrap();
        LogConfig::read(&variable).unwrap();
        let table: BTreeSet<String> = SETTINGS.iter().map(|s| s.name.to_owned()).collect();
        assert_eq!(asked.into_inner(), table);
    }

    #[test]
    fn defaults_are_those_of_the_table() {
        let config = read(&[]).unwrap();
        let default = |name: &str| {
            let setting = SETTINGS.iter().find(|setting| setting.name == name);
            setting.unwrap().default.to_owned()
        };
        assert_eq!(config.bind.to_string(), default(settings::BIND_ADDR));
        assert_eq!(
            config.wal,
            Path::new(&default(settings::DATA_DIR)).join("wal")
        );
        let limits = config.limits;
        for (name, value) in [
            (settings::WRITE_BODY_LIMIT, limits.write_body),
            (settings::READ_BODY_LIMIT, limits.read_body),
            (settings::PLUGIN_BODY_LIMIT, limits.plugin_body),
            (settings::MAX_CONNECTIONS, limits.connections),
            (settings::MAX_READS, limits.reads),
            (settings::MAX_WAITING, limits.waiting),
            (settings::MAX_BATCHES, limits.batches),
        ] {
            assert_eq!(value.to_string(), default(name), "{name}");
        }
        let trips = config.trips;
        for (name, value) in [
            (settings::TRIP_FAULTS, u64::from(trips.faults)),
            (settings::TRIP_WINDOW, trips.window_ms / 1_000),
            (settings::TRIP_BACKOFF, trips.backoff_ms / 1_000),
        ] {
            assert_eq!(value.to_string(), default(name), "{name}");
        }
        assert_eq!(
            limits.timeout.as_secs().to_string(),
            default(settings::HTTP_TIMEOUT)
        );
        assert_eq!(
            limits.shutdown.as_secs().to_string(),
            default(settings::SHUTDOWN_TIMEOUT)
        );
    }

    #[test]
    fn folders_override_each_other_as_documented() {
        let config = read(&[("STEMEDB_DATA_DIR", "/d"), ("STEMEDB_WAL_DIR", "/w")]).unwrap();
        assert_eq!((config.wal, config.db), ("/w".into(), "/d/db".into()));
        let config = read(&[("STEMEDB_DATA_DIR", "")]).unwrap();
        assert_eq!(config.db, Path::new("./stemedb-data/db"));
    }

    #[test]
    fn wrong_values_name_the_variable_and_never_the_key() {
        for (name, value) in [
            ("STEMEDB_BIND_ADDR", "everywhere"),
            ("STEMEDB_WRITE_BODY_LIMIT", "1 MB"),
            ("STEMEDB_READ_BODY_LIMIT", "12"),
            ("STEMEDB_HTTP_TIMEOUT_SECS", "0"),
            ("STEMEDB_AUDIT_SYNC", "yes"),
            ("STEMEDB_PLUGIN_DIR", "/nowhere/at/all"),
            ("STEMEDB_ADMIN_KEY", "tooshort"),
            ("STEMEDB_ADMIN_KEY", "with a space in the middle"),
            ("STEMEDB_MAX_READS", "-1"),
            ("STEMEDB_TRIP_WINDOW_SECS", "0"),
        ] {
            let error = read(&[(name, value)]).unwrap_err().to_string();
            assert!(error.starts_with(name), "{error}");
            assert_eq!(
                error.contains(value),
                name != "STEMEDB_ADMIN_KEY",
                "{error}"
            );
        }
        let error = read(&[("STEMEDB_TLS_CERT_PATH", "/c")]).unwrap_err();
        assert!(
            error.to_string().contains("STEMEDB_TLS_KEY_PATH"),
            "{error}"
        );
    }
}
