//! # ssrf
//!
//! **What it sees.** Whether input of a request decides which address the server itself asks (`http_client/url`
//! `from_input`). A value is followed through assignments within its function. Both ways: an address whose host is
//! constant while input fills in the rest is said as well.
//!
//! **Why it matters.** The server reaches what its users don't: the cloud's metadata, services of the inner network, itself.
//!
//! **Example.** `requests.get(request.args["url"])` in Python: `http_client/url from_input = true`, 0.95 sure.
//!
//! **When it stays silent.** Addresses that are constants, parameters of the function, or come from the command line. A
//! function that looks at the host or at a list of allowed ones before it asks.
//!
//! **Limits.** Values are followed within a function. That a check in the function is the right one is not checked, and
//! redirects of the server that is asked are not looked at. C, C++ and Bash are not read: what reaches an address there is
//! nearly always the command line.
//!
//! **References.** CWE-918; OWASP Server-Side Request Forgery Prevention Cheat Sheet; OWASP Top 10 2021 A10; the
//! documentation of the libraries named in each file.

mod csharp;
mod go;
mod java;
mod php;
mod python;
mod ruby;
mod rust;
mod script;

use aphoria_sdk::flow::{self, Called, Sink, Ways};
use aphoria_sdk::{Hit, Observation, Says, Source, Table};

/// Whether input decides which addresses the server asks.
pub const TABLE: Table = Table {
    id: "ssrf",
    version: env!("CARGO_PKG_VERSION"),
    title: "Whether input decides which addresses the server asks",
    globs: &[],
    rules: &[
        csharp::RULES,
        go::RULES,
        java::RULES,
        php::RULES,
        python::RULES,
        ruby::RULES,
        rust::RULES,
        script::RULES,
    ],
};

/// What is said of addresses; a judge decides.
const URL: Says = Says::flag(
    "http_client/url",
    "from_input",
    true,
    0.95,
    "input reaches the address of a request that the server makes",
);

const SINK: Sink<'static> = Sink {
    ways: Ways {
        cleaning: &[
            "quote",
            "quote_plus",
            "urlencode",
            "rawurlencode",
            "encodeURIComponent",
            "url.QueryEscape",
            "url.PathEscape",
            "URLEncoder.encode",
            "UrlEncode",
            "EscapeDataString",
            "CGI.escape",
            "ERB::Util.url_encode",
            "urlencoding::encode",
            "to_query",
            "http_build_query",
            "URLSearchParams",
        ],
        passing: &[
            "urljoin",
            "urlparse",
            "URI.parse",
            "URI",
            "Url::parse",
            "http_url",
            "URI.join",
        ],
    },
    guards: &[
        "ALLOWED",
        "allowed",
        "Allowed",
        "allowlist",
        "whitelist",
        "WHITELIST",
        "is_private",
        "isPrivate",
        "IsPrivate",
        "ipaddress.",
        "getaddrinfo",
        "InetAddress",
        "isLoopback",
        "IsLoopback",
        ".hostname",
        ".netloc",
        "getHost()",
        "Hostname()",
        ".Host",
        ".host ",
        "host_str()",
        "PHP_URL_HOST",
        "startswith(\"http",
        "is_safe",
        "isSafe",
        "validate_url",
        "validateUrl",
        "ssrf",
    ],
    is_fixed: flow::has_fixed_host,
    what: "the address of a request that the server makes",
};

/// One of the first arguments is an address.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the type of a judge is the same for all rules"
)]
fn first(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    SINK.say_of_call(hit, source, &said, 1)
}

/// The first argument that is neither a method of HTTP, nor what a request is made with, is an address.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the type of a judge is the same for all rules"
)]
fn among(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let call = Called::around(source, hit).filter(|_| flow::is_near_input(source, hit));
    let value = call.as_ref().and_then(|call| {
        if call.name.ends_with("curl_setopt") {
            return call.positional(2);
        }
        let named = call.named(&["url", "uri"]);
        let mut plain = call.arguments.iter();
        named.or_else(|| plain.find(|value| value.name.is_empty() && !is_other(&value.text)))
    });
    match value {
        Some(value) => SINK.say(hit, source, &said, value),
        None => Vec::new(),
    }
}

/// Whether an argument is a method of HTTP or what a request is made with.
fn is_other(text: &str) -> bool {
    let bare = text.trim_matches(['"', '\'', ':']);
    let is_word = bare.bytes().all(|byte| byte.is_ascii_uppercase());
    is_word
        || bare.contains("Method")
        || bare.contains("ontext")
        || bare.contains("CURLOPT_URL")
        || matches!(
            bare,
            "ctx" | "method" | "$ch" | "$curl" | "$handle" | "get" | "post"
        )
}

aphoria_sdk::table_extractor!(Ssrf, TABLE);
