//! Exit codes, and the failures that lead to them.

use stemedb_client::ClientError;
use stemedb_engine::ErrorKind;
use stemedb_import::{ImportError, MappingError};
use stemedb_kit::KitError;
use stemedb_wire::Problem;

/// How a command ended. The numbers are part of the interface; `arguments` tells them to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Refused, or a negative result.
    Refused = 1,
    /// The command line, or a file that it names, can't be used.
    Usage = 2,
    /// Not found.
    NotFound = 3,
    /// The server can't be reached.
    Unreachable = 4,
    /// The server or the database failed.
    Failed = 5,
}

/// A command that could not do what it was asked.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{}", .problem.detail)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) problem: Box<Problem>,
}

impl Failure {
    /// A failure with a stable code and a sentence. `status` is the HTTP status that a server would give.
    pub(crate) fn new(exit: Exit, status: u16, code: &str, detail: impl Into<String>) -> Self {
        let problem = Problem {
            kind: format!("urn:stemedb:problem:{code}"),
            title: code.replace('_', " "),
            status,
            code: code.to_owned(),
            detail: detail.into(),
            trace_id: None,
        };
        Failure {
            exit,
            problem: Box::new(problem),
        }
    }

    /// Something on the command line, or in a file that it names, can't be used.
    pub(crate) fn usage(detail: impl Into<String>) -> Self {
        Failure::new(Exit::Usage, 400, "usage", detail)
    }

    /// A file can't be read or written.
    pub(crate) fn file(path: &std::path::Path, what: &str, error: &std::io::Error) -> Self {
        Failure::usage(format!("{} can't be {what}: {error}", path.display()))
    }
}

impl From<stemedb_engine::Error> for Failure {
    fn from(error: stemedb_engine::Error) -> Self {
        let (exit, status) = match error.kind() {
            ErrorKind::Invalid => (Exit::Refused, 400),
            ErrorKind::NotFound => (Exit::NotFound, 404),
            ErrorKind::Conflict if error.code() == "database_locked" => (Exit::Failed, 409),
            ErrorKind::Conflict => (Exit::Refused, 409),
            ErrorKind::Forbidden => (Exit::Refused, 403),
            ErrorKind::Exhausted => (Exit::Refused, 413),
            ErrorKind::Unavailable => (Exit::Failed, 503),
            ErrorKind::Plugin => (Exit::Failed, 502),
            _ => (Exit::Failed, 500),
        };
        Failure::new(exit, status, error.code(), error.to_string())
    }
}

impl From<KitError> for Failure {
    fn from(error: KitError) -> Self {
        let (exit, status, code) = match &error {
            KitError::Refused(_) => (Exit::Refused, 400, "plugin_refused"),
            KitError::MissingTool { .. } => (Exit::Usage, 400, "missing_tool"),
            KitError::Tool { .. } | KitError::Toolchain(_) => (Exit::Refused, 400, "build_failed"),
            KitError::Host(_) | KitError::Call(_) => (Exit::Failed, 500, "kit_failed"),
            _ => (Exit::Usage, 400, "usage"),
        };
        Failure::new(exit, status, code, error.to_string())
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Problem(problem) => Failure {
                exit: of_status(problem.status),
                problem,
            },
            ClientError::Connect { .. } => {
                Failure::new(Exit::Unreachable, 503, "unreachable", error.to_string())
            }
            ClientError::Setting { .. } => Failure::usage(error.to_string()),
            other => Failure::new(Exit::Failed, 502, "not_understood", other.to_string()),
        }
    }
}

fn of_status(status: u16) -> Exit {
    match status {
        404 => Exit::NotFound,
        400..500 => Exit::Refused,
        _ => Exit::Failed,
    }
}

impl From<MappingError> for Failure {
    fn from(error: MappingError) -> Self {
        Failure::new(Exit::Usage, 400, "mapping", error.to_string())
    }
}

impl From<ImportError> for Failure {
    /// A failed sink brings its own failure along.
    fn from(error: ImportError) -> Self {
        let detail = error.to_string();
        match &error {
            ImportError::Sink { source, .. } => match source.downcast_ref::<Failure>() {
                Some(inner) => {
                    let mut failure = inner.clone();
                    failure.problem.detail = detail;
                    failure
                }
                None => Failure::new(Exit::Failed, 500, "import_failed", detail),
            },
            ImportError::SinkAnswers { .. } | ImportError::Thread(_) => {
                Failure::new(Exit::Failed, 500, "import_failed", detail)
            }
            _ => Failure::new(Exit::Usage, 400, "import", detail),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_fail_has_its_exit_code() {
        let engine = |kind, code: &'static str| {
            Failure::from(stemedb_engine::Error::new(kind, code, "x")).exit
        };
        assert_eq!(engine(ErrorKind::Invalid, "invalid_lens"), Exit::Refused);
        assert_eq!(
            engine(ErrorKind::NotFound, "unknown_record"),
            Exit::NotFound
        );
        assert_eq!(engine(ErrorKind::Conflict, "database_locked"), Exit::Failed);
        assert_eq!(engine(ErrorKind::Plugin, "plugin_fault"), Exit::Failed);
        assert_eq!(of_status(404), Exit::NotFound);
        assert_eq!(of_status(422), Exit::Refused);
        assert_eq!(of_status(401), Exit::Refused);
        assert_eq!(of_status(503), Exit::Failed);
        let connect = ClientError::Connect {
            server: "http://127.0.0.1:1".to_owned(),
            reason: "refused".to_owned(),
        };
        assert_eq!(Failure::from(connect).exit, Exit::Unreachable);
        let inner = Failure::new(Exit::Unreachable, 503, "unreachable", "x");
        let import = Failure::from(ImportError::sink(inner));
        assert_eq!(import.exit, Exit::Unreachable);
        assert!(import.problem.detail.contains("run the import again"));
    }
}
