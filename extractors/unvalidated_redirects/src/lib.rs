//! # unvalidated_redirects
//!
//! **What it sees.** Whether input of a request decides where a browser is sent (`redirect/target` `from_input`). A value is
//! followed through assignments within its function. Both ways: a path on the same host into which input is filled, and
//! the frameworks' redirects that stay on their host, are said as well.
//!
//! **Why it matters.** A link to a trusted site that leads to another one is what phishing needs.
//!
//! **Example.** `redirect(request.args["next"])` in Flask: `redirect/target from_input = true`, 0.95 sure.
//!
//! **When it stays silent.** Targets that are constants, names of routes or parameters of the function. A function that
//! looks at the target's host or at a list of allowed targets before.
//!
//! **Limits.** Values are followed within a function. That a check in the function is the right one is not checked.
//! Languages without web frameworks of their own (C, C++, Bash) are not read.
//!
//! **References.** CWE-601; OWASP Unvalidated Redirects and Forwards Cheat Sheet; the documentation of the frameworks named
//! in each file.

mod csharp;
mod go;
mod java;
mod php;
mod python;
mod ruby;
mod rust;
mod script;

use aphoria_sdk::flow::{self, Sink, Ways};
use aphoria_sdk::{Hit, Observation, Says, Source, Table};

/// Whether input decides where a browser is sent.
pub const TABLE: Table = Table {
    id: "unvalidated_redirects",
    version: env!("CARGO_PKG_VERSION"),
    title: "Whether input decides where a browser is sent",
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

/// What is said of targets; a judge decides.
const TARGET: Says = Says::flag(
    "redirect/target",
    "from_input",
    true,
    0.95,
    "input reaches the target of a redirect",
);

/// A redirect that stays on its host by itself.
const LOCAL: Says = Says::flag(
    "redirect/target",
    "from_input",
    false,
    0.95,
    "a redirect stays on its host",
);

const SINK: Sink<'static> = Sink {
    ways: Ways {
        cleaning: &[
            "url_for",
            "reverse",
            "quote",
            "encodeURIComponent",
            "url.QueryEscape",
            "url.PathEscape",
            "URLEncoder.encode",
            "UrlEncode",
            "rawurlencode",
            "urlencode",
            "url_from",
            "get_safe_redirect",
            "url_to",
            "CGI.escape",
        ],
        passing: &["Uri.parse", "Redirect", "urljoin", "html_entity_decode"],
    },
    guards: &[
        "url_has_allowed_host_and_scheme",
        "is_safe_url",
        "is_safe_redirect",
        "isSafe",
        "IsLocalUrl",
        "isLocalUrl",
        "is_local",
        ".netloc",
        ".hostname",
        ".host ",
        "Host()",
        ".Host",
        "getHost()",
        "startswith(\"/",
        "startswith('/",
        "startsWith('/",
        "startsWith(\"/",
        "starts_with('/",
        "starts_with(\"/",
        "start_with?",
        "StartsWith(\"/",
        "HasPrefix(",
        "ALLOWED",
        "allowed",
        "Allowed",
        "whitelist",
        "in_array(",
        "PHP_URL_HOST",
        "wp_validate_redirect",
        "wp_safe_redirect",
        "preg_match(",
    ],
    is_fixed: flow::is_own_path,
    what: "the target of a redirect",
};

/// One of the first arguments is a target.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the type of a judge is the same for all rules"
)]
fn first(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    SINK.say_of_call(hit, source, &said, 1)
}

/// One of the first arguments is a target.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the type of a judge is the same for all rules"
)]
fn among(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    SINK.say_of_call(hit, source, &said, 3)
}

aphoria_sdk::table_extractor!(UnvalidatedRedirects, TABLE);
