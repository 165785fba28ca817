//! What a client is opened with: the address, the key, whom to trust and how long to wait.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ureq::tls::{Certificate, PemItem, RootCerts, parse_pem};

use crate::error::ClientError;
use crate::limits::CERTIFICATES_BYTES_MAX;

/// Where systems keep the certificates that they trust.
const SYSTEM_CERTIFICATES: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
    "/etc/ssl/ca-bundle.pem",
];

/// How long the client waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until a connection stands.
    pub connect: Duration,
    /// From the beginning of a call to the end of its answer.
    pub call: Duration,
    /// The same for a batch or an upload.
    pub upload: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Timeouts {
            connect: Duration::from_secs(5),
            call: Duration::from_secs(60),
            upload: Duration::from_secs(300),
        }
    }
}

/// What a client is opened with.
#[derive(Clone)]
pub struct Options {
    /// Such as `http://127.0.0.1:18180` or `https://steme.example`; a path before `/v1` may follow.
    pub server: String,
    /// The key that admin endpoints ask for.
    pub api_key: Option<String>,
    /// A PEM file with the certificates to trust in place of the system's.
    pub certificates: Option<PathBuf>,
    /// How long to wait.
    pub timeouts: Timeouts,
}

impl Options {
    /// Options with the usual waits and the system's certificates.
    #[must_use]
    pub fn new(server: impl Into<String>) -> Self {
        Options {
            server: server.into(),
            api_key: None,
            certificates: None,
            timeouts: Timeouts::default(),
        }
    }
}

impl std::fmt::Debug for Options {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("server", &self.server)
            .field("has_api_key", &self.api_key.is_some())
            .field("certificates", &self.certificates)
            .field("timeouts", &self.timeouts)
            .finish()
    }
}

/// The address without a slash at its end.
pub(crate) fn server_address(text: &str) -> Result<String, ClientError> {
    let wrong = |why: &str| ClientError::Setting {
        what: format!("the server address `{text}`"),
        why: why.to_owned(),
    };
    let trimmed = text.trim().trim_end_matches('/');
    let rest = trimmed
        .strip_prefix("http://")
        .or_else(|| trimmed.strip_prefix("https://"))
        .ok_or_else(|| wrong("it begins neither with http:// nor with https://"))?;
    if rest.is_empty() || rest.starts_with('/') {
        return Err(wrong("it names no host"));
    }
    if rest.contains(['?', '#', ' ', '@']) {
        return Err(wrong("it may have host, port and path only"));
    }
    Ok(trimmed.to_owned())
}

/// The certificates to trust: those of the file if one is named, else the system's, else Mozilla's as of this build.
pub(crate) fn trusted(named: Option<&Path>) -> Result<RootCerts, ClientError> {
    if let Some(path) = named {
        let refused = |why: String| ClientError::Setting {
            what: format!("the file of certificates {}", path.display()),
            why,
        };
        let found = certificates(path).map_err(refused)?;
        if found.is_empty() {
            return Err(refused("it holds no certificate in PEM form".to_owned()));
        }
        return Ok(RootCerts::new_with_certs(&found));
    }
    let system = SYSTEM_CERTIFICATES
        .iter()
        .filter_map(|path| certificates(Path::new(path)).ok())
        .find(|found| !found.is_empty());
    Ok(system.map_or(RootCerts::WebPki, |found| RootCerts::new_with_certs(&found)))
}

fn certificates(path: &Path) -> Result<Vec<Certificate<'static>>, String> {
    let mut pem = Vec::new();
    File::open(path)
        .and_then(|file| file.take(CERTIFICATES_BYTES_MAX).read_to_end(&mut pem))
        .map_err(|error| error.to_string())?;
    let mut found = Vec::new();
    for item in parse_pem(&pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|error| error.to_string())? {
            found.push(certificate);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::server_address;

    #[test]
    fn addresses_are_checked_before_the_first_call() {
        for (text, address) in [
            ("http://127.0.0.1:18180", "http://127.0.0.1:18180"),
            ("http://127.0.0.1:18180/", "http://127.0.0.1:18180"),
            (" https://steme.example/db/ ", "https://steme.example/db"),
        ] {
            assert_eq!(
                server_address(text).ok().as_deref(),
                Some(address),
                "{text}"
            );
        }
        for text in [
            "",
            "localhost:18180",
            "ftp://a",
            "http://",
            "http:///v1",
            "http://a?b=c",
            "http://name:word@a",
        ] {
            assert!(server_address(text).is_err(), "{text}");
        }
    }
}
