//! The operator's key: where it comes from and how a request shows it.
//!
//! Invariant: the key is compared by its hash, in a time that tells nothing, and never logged.

use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::config::Secret;
use crate::refusal::Refusal;
use crate::state::App;

/// The file in the database's folder.
pub(crate) const FILE: &str = "admin.key";
const BYTES: usize = 32;
/// Longest file that is read as a key.
const FILE_BYTES_MAX: u64 = 4_096;

/// The hash of the key.
pub(crate) struct AdminKey(blake3::Hash);

impl AdminKey {
    pub(crate) fn new(key: &str) -> Self {
        AdminKey(blake3::hash(key.as_bytes()))
    }

    /// Whether a request shows the key.
    fn check(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let sent = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, key)| key.trim());
        match sent {
            None => Err(Refusal::new(
                "admin_key_missing",
                "send the header `authorization: Bearer <key>`; the operator has the key, in STEMEDB_ADMIN_KEY or in the file admin.key of the database's folder",
            )),
            // Hashes compare in constant time.
            Some(key) if blake3::hash(key.as_bytes()) == self.0 => Ok(()),
            Some(_) => Err(Refusal::new(
                "admin_key_wrong",
                "the key in the header `authorization` is not this server's admin key",
            )),
        }
    }
}

/// The layer before admin endpoints.
pub(crate) async fn require(State(app): State<App>, request: Request, next: Next) -> Response {
    match app.admin_key.check(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// The key in the database's folder, made when there is none; only its owner may read it.
///
/// # Errors
/// A sentence that names the file.
pub(crate) fn read_or_make(folder: &Path) -> Result<Secret, String> {
    let path = folder.join(FILE);
    let failed = |what: String| format!("the admin key {} can't be used: {what}", path.display());
    match std::fs::File::open(&path) {
        Ok(file) => {
            let mut text = String::new();
            file.take(FILE_BYTES_MAX)
                .read_to_string(&mut text)
                .map_err(|error| failed(error.to_string()))?;
            let key = text.trim();
            if key.len() < 2 * BYTES {
                let what =
                    "it is too short; remove the file to get a new key, or set STEMEDB_ADMIN_KEY";
                return Err(failed(what.to_owned()));
            }
            Ok(Secret(key.to_owned()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            make(folder, &path).map_err(failed)
        }
        Err(error) => Err(failed(error.to_string())),
    }
}

fn make(folder: &Path, path: &Path) -> Result<Secret, String> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| error.to_string())?;
    let key = hex::encode(bytes);
    // Renamed into place, so that a crash leaves no half of a key.
    let unfinished = folder.join(format!("{FILE}.new"));
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&unfinished)?;
        file.write_all(format!("{key}\n").as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&unfinished, path)?;
        std::fs::File::open(folder)?.sync_all()
    };
    write().map_err(|error| error.to_string())?;
    Ok(Secret(key))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_key_is_made_once_and_is_its_owners() {
        let folder = tempfile::tempdir().unwrap();
        let key = read_or_make(folder.path()).unwrap().0;
        assert_eq!(key.len(), 64);
        assert_eq!(read_or_make(folder.path()).unwrap().0, key);
        let mode = std::fs::metadata(folder.path().join(FILE))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::write(folder.path().join(FILE), "").unwrap();
        assert!(
            read_or_make(folder.path())
                .unwrap_err()
                .contains("too short")
        );
    }

    #[test]
    fn only_the_key_itself_is_right() {
        let key = AdminKey::new("0123456789abcdef");
        let code = |value: Option<&str>| {
            let mut headers = HeaderMap::new();
            if let Some(value) = value {
                headers.insert(header::AUTHORIZATION, value.parse().unwrap());
            }
            key.check(&headers).err().map(|refusal| refusal.code)
        };
        assert_eq!(code(Some("Bearer 0123456789abcdef")), None);
        assert_eq!(code(Some("bearer 0123456789abcdef")), None);
        assert_eq!(
            code(Some("Bearer 0123456789abcdeF")),
            Some("admin_key_wrong")
        );
        assert_eq!(code(Some("Bearer ")), Some("admin_key_wrong"));
        assert_eq!(
            code(Some("Basic 0123456789abcdef")),
            Some("admin_key_missing")
        );
        assert_eq!(code(None), Some("admin_key_missing"));
    }
}
