//! One call: sent, answered within bounds, repeated where that is harmless, its errors told apart.

use std::io::Read as _;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use stemedb_wire::Problem;
use ureq::http::{Response, StatusCode};
use ureq::tls::TlsConfig;
use ureq::{Agent, Body};

use crate::error::ClientError;
use crate::limits::{EXCERPT_BYTES_MAX, RESPONSE_BYTES_MAX};
use crate::options::{Options, Timeouts, server_address, trusted};
use crate::retry::{Failed, Repeat, wait};

/// A client of one server. Calls of several threads share its connections.
pub struct Client {
    server: String,
    authorization: Option<String>,
    agent: Agent,
    timeouts: Timeouts,
}

/// A call before it is made.
pub(crate) struct Call<'a> {
    /// The path behind the address, percent-encoded.
    pub(crate) path: String,
    /// Query parameters, not yet encoded.
    pub(crate) query: Vec<(String, String)>,
    /// Media type and content; a call with content is a POST.
    pub(crate) content: Option<(&'static str, &'a [u8])>,
    /// Whether it may be made twice.
    pub(crate) repeat: Repeat,
    /// Whether the longer time for uploads holds.
    pub(crate) upload: bool,
}

impl<'a> Call<'a> {
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Call {
            path: path.into(),
            query: Vec::new(),
            content: None,
            repeat: Repeat::Harmless,
            upload: false,
        }
    }

    pub(crate) fn post(path: impl Into<String>, json: &'a [u8], repeat: Repeat) -> Self {
        Call {
            content: Some(("application/json", json)),
            repeat,
            ..Call::get(path)
        }
    }

    pub(crate) fn with(mut self, name: &str, value: Option<impl ToString>) -> Self {
        if let Some(value) = value {
            self.query.push((name.to_owned(), value.to_string()));
        }
        self
    }

    fn name(&self) -> String {
        let method = if self.content.is_some() {
            "POST"
        } else {
            "GET"
        };
        format!("{method} {}", self.path)
    }
}

impl Client {
    /// A client of the server at an address such as `http://127.0.0.1:18180`. Nothing is sent yet.
    ///
    /// # Errors
    /// An address that is none.
    pub fn new(
        server: impl Into<String>,
        api_key: Option<String>,
        timeouts: Timeouts,
    ) -> Result<Self, ClientError> {
        Client::open(&Options {
            api_key,
            timeouts,
            ..Options::new(server)
        })
    }

    /// A client with all options. Nothing is sent yet.
    ///
    /// # Errors
    /// An address, a key or a file of certificates that can't be used.
    pub fn open(options: &Options) -> Result<Self, ClientError> {
        let server = server_address(&options.server)?;
        let key = options.api_key.as_deref().map(str::trim);
        if key.is_some_and(|key| key.is_empty() || !key.bytes().all(|b| b.is_ascii_graphic())) {
            return Err(ClientError::Setting {
                what: "the API key".to_owned(),
                why: "it must be visible ASCII characters without spaces".to_owned(),
            });
        }
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_connect(Some(options.timeouts.connect))
            .user_agent(concat!("stemedb-client/", env!("CARGO_PKG_VERSION")));
        if server.starts_with("https://") {
            let roots = trusted(options.certificates.as_deref())?;
            config = config.tls_config(TlsConfig::builder().root_certs(roots).build());
        }
        Ok(Client {
            server,
            authorization: key.map(|key| format!("Bearer {key}")),
            agent: config.build().into(),
            timeouts: options.timeouts,
        })
    }

    /// The server's address.
    #[must_use]
    pub fn server(&self) -> &str {
        &self.server
    }

    /// Makes a call and reads its JSON answer.
    pub(crate) fn json<T: DeserializeOwned>(&self, call: &Call<'_>) -> Result<T, ClientError> {
        self.repeated(call, |response| {
            let text = self.text(call, response)?;
            serde_json::from_str(&text).map_err(|error| self.protocol(call, error.to_string()))
        })
    }

    /// Makes a call, again if need be, until `read` has its answer.
    pub(crate) fn repeated<T>(
        &self,
        call: &Call<'_>,
        read: impl Fn(Response<Body>) -> Result<T, ClientError>,
    ) -> Result<T, ClientError> {
        let mut made = 0;
        loop {
            made += 1;
            let (error, failed) = match self.once(call) {
                Ok(response) if response.status().is_success() => match read(response) {
                    Err(error @ ClientError::Connect { .. }) => (error, Failed::Broken),
                    other => return other,
                },
                Ok(response) => self.refusal(call, response),
                Err(error) => self.broken(call, &error),
            };
            match wait(call.repeat, failed, made) {
                Some(wait) => std::thread::sleep(wait),
                None => return Err(error),
            }
        }
    }

    fn once(&self, call: &Call<'_>) -> Result<Response<Body>, ureq::Error> {
        let url = format!("{}{}", self.server, call.path);
        let timeout = Some(if call.upload {
            self.timeouts.upload
        } else {
            self.timeouts.call
        });
        let query = call
            .query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let accept = "application/json, application/problem+json, application/x-ndjson";
        match call.content {
            None => {
                let mut request = self
                    .agent
                    .get(url)
                    .header("accept", accept)
                    .query_pairs(query);
                if let Some(key) = &self.authorization {
                    request = request.header("authorization", key);
                }
                request.config().timeout_global(timeout).build().call()
            }
            Some((media, content)) => {
                let mut request = self
                    .agent
                    .post(url)
                    .header("accept", accept)
                    .content_type(media)
                    .query_pairs(query);
                if let Some(key) = &self.authorization {
                    request = request.header("authorization", key);
                }
                request
                    .config()
                    .timeout_global(timeout)
                    .build()
                    .send(content)
            }
        }
    }

    /// The whole answer as text.
    pub(crate) fn text(
        &self,
        call: &Call<'_>,
        response: Response<Body>,
    ) -> Result<String, ClientError> {
        let mut text = String::new();
        let mut reader = response
            .into_body()
            .into_with_config()
            .limit(RESPONSE_BYTES_MAX)
            .reader();
        match reader.read_to_string(&mut text) {
            Ok(_) => Ok(text),
            Err(error) => Err(self.unread(call, error)),
        }
    }

    /// The error of an answer that could not be read to its end.
    pub(crate) fn unread(&self, call: &Call<'_>, error: std::io::Error) -> ClientError {
        match ureq::Error::from(error) {
            ureq::Error::BodyExceedsLimit(max) => {
                self.protocol(call, format!("the answer is longer than {max} bytes"))
            }
            ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                self.protocol(call, error.to_string())
            }
            error => self.broken(call, &error).0,
        }
    }

    pub(crate) fn protocol(&self, call: &Call<'_>, reason: String) -> ClientError {
        ClientError::Protocol {
            server: self.server.clone(),
            request: call.name(),
            reason,
        }
    }

    fn refusal(&self, call: &Call<'_>, response: Response<Body>) -> (ClientError, Failed) {
        let status = response.status();
        let asked = response
            .headers()
            .get("retry-after")
            .and_then(|value| value.to_str().ok()?.trim().parse().ok())
            .map(Duration::from_secs);
        let text = match self.text(call, response) {
            Ok(text) => text,
            Err(error) => return (error, Failed::Broken),
        };
        let failed = if status == StatusCode::SERVICE_UNAVAILABLE {
            Failed::Unavailable(asked)
        } else {
            Failed::ForGood
        };
        let error = match serde_json::from_str::<Problem>(&text) {
            Ok(problem) => ClientError::Problem(Box::new(problem)),
            Err(_) => {
                let end = text.floor_char_boundary(EXCERPT_BYTES_MAX);
                self.protocol(call, format!("status {status}, `{}`", text[..end].trim()))
            }
        };
        (error, failed)
    }

    fn broken(&self, call: &Call<'_>, error: &ureq::Error) -> (ClientError, Failed) {
        let failed = match error {
            ureq::Error::Io(error) if error.kind() != std::io::ErrorKind::ConnectionRefused => {
                Failed::Broken
            }
            _ => Failed::ForGood,
        };
        let reason = match error {
            ureq::Error::Protocol(error) => {
                return (self.protocol(call, error.to_string()), failed);
            }
            ureq::Error::Io(error) => error.to_string(),
            ureq::Error::Timeout(what) => format!("it took too long ({what})"),
            other => other.to_string(),
        };
        let server = self.server.clone();
        (ClientError::Connect { server, reason }, failed)
    }
}

/// The JSON of a request.
pub(crate) fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, ClientError> {
    serde_json::to_vec(value).map_err(|error| ClientError::Setting {
        what: "the request".to_owned(),
        why: error.to_string(),
    })
}

/// A path whose last part is not ours: everything but letters, digits and `-._~` is percent-encoded.
pub(crate) fn path(before: &str, part: &str, behind: &str) -> String {
    let mut path = before.to_owned();
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            path.push(char::from(byte));
        } else {
            path.push_str(&format!("%{byte:02X}"));
        }
    }
    path.push_str(behind);
    path
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn what_a_user_typed_stays_one_part_of_the_path() {
        assert_eq!(path("/v1/trace/", "ab12", ""), "/v1/trace/ab12");
        assert_eq!(path("/v1/trace/", "../x?y", "/z"), "/v1/trace/..%2Fx%3Fy/z");
    }
}
