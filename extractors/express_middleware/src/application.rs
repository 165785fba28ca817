//! Settings of the application and middleware that is used as it is.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told, Value};

use aphoria_sdk::arguments::{Entry, Style, of_bracket};
use aphoria_sdk::place::{whole, worded};

/// How scripts write entries.
pub(crate) const SCRIPT: Style = Style {
    mark: ":",
    hash: false,
    slashes: true,
};

pub(crate) const SCRIPTS: &[Language] = Language::SCRIPTS;

/// A header of helmet: `name: false` among its options.
macro_rules! header {
    ($id:literal, [$($anchor:literal),+], $names:literal, $concept:literal, $reason:literal) => {
        Rule::code(
            $id,
            SCRIPTS,
            &[$($anchor),+],
            concat!(r"\b(?:", $names, r")[ \t]*:[ \t]*(false\b|\{)"),
            Says::flag($concept, "enabled", true, 0.9, $reason),
        )
        .judged(helmet_option)
    };
}

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "helmet",
        SCRIPTS,
        &["helmet("],
        r"\b(?:use|register)\([^\n]*\bhelmet\(",
        Says::flag(
            "express/helmet",
            "enabled",
            true,
            0.95,
            "helmet sets headers that protect",
        ),
    )
    .judged(of_express),
    Rule::code(
        "no-helmet",
        SCRIPTS,
        &["express()"],
        r"=[ \t]*express\(\)",
        Says::flag(
            "express/helmet",
            "enabled",
            false,
            0.6,
            "an application is made and listens in a file, and a project, without helmet",
        ),
    )
    .judged(without_helmet),
    header!(
        "helmet-csp",
        ["contentSecurityPolicy"],
        "contentSecurityPolicy",
        "express/helmet_content_security_policy",
        "`contentSecurityPolicy` of helmet"
    ),
    header!(
        "helmet-hsts",
        ["hsts", "strictTransportSecurity"],
        "hsts|strictTransportSecurity",
        "express/helmet_hsts",
        "`strictTransportSecurity` of helmet"
    ),
    header!(
        "helmet-frames",
        ["frameguard", "xFrameOptions"],
        "frameguard|xFrameOptions",
        "express/helmet_frame_options",
        "`xFrameOptions` of helmet"
    ),
    header!(
        "helmet-nosniff",
        ["noSniff", "xContentTypeOptions"],
        "noSniff|xContentTypeOptions",
        "express/helmet_content_type_nosniff",
        "`xContentTypeOptions` of helmet"
    ),
    Rule::code(
        "powered-by",
        SCRIPTS,
        &["x-powered-by"],
        r#"\.(?:(disable)|(enable)|set)\([ \t]*["'`]x-powered-by["'`][ \t]*(?:\)|,[ \t]*(true|false)\b)"#,
        Says::flag(
            "express/powered_by_header",
            "enabled",
            true,
            0.95,
            "`x-powered-by`: answers name Express",
        ),
    )
    .judged(powered_by),
    Rule::code(
        "trust-all-proxies",
        SCRIPTS,
        &["trust proxy"],
        r#"\.(?:enable\([ \t]*["'`]trust proxy["'`]|set\([ \t]*["'`]trust proxy["'`][ \t]*,[ \t]*true\b)"#,
        Says::flag(
            "express/trust_proxy",
            "restricted",
            false,
            0.9,
            "`trust proxy` is true: every sender of X-Forwarded-For is believed",
        ),
    )
    .judged(of_express),
    Rule::code(
        "trust-some-proxies",
        SCRIPTS,
        &["trust proxy"],
        r#"\.set\([ \t]*["'`]trust proxy["'`][ \t]*,[ \t]*(?:\d|["'`]|\[|false\b)"#,
        Says::flag(
            "express/trust_proxy",
            "restricted",
            true,
            0.9,
            "`trust proxy` names which proxies are believed",
        ),
    )
    .judged(of_express),
    Rule::code(
        "environment",
        SCRIPTS,
        &["set('env'", "set(\"env\""],
        r#"\.set\([ \t]*["']env["'][ \t]*,[ \t]*["'](\w+)["']"#,
        Says::told(
            "express/environment",
            "value",
            Told::Capture(0),
            0.8,
            "the environment of the application is set in code",
        ),
    )
    .judged(of_express),
    Rule::code(
        "listing",
        SCRIPTS,
        &["serveIndex("],
        r"\.use\([^\n]*\bserveIndex\(",
        Says::flag(
            "express/directory_listing",
            "enabled",
            true,
            0.9,
            "serve-index lists what is in a directory",
        ),
    )
    .judged(of_express),
    Rule::code(
        "csrf",
        SCRIPTS,
        &[
            "csurf",
            "csrfProtection",
            "doubleCsrfProtection",
            "csrfSynchronisedProtection",
            "lusca.csrf",
        ],
        r"\.use\([^\n]*(?:\b(?:csurf|lusca\.csrf)\(|\b(?:csrfProtection|doubleCsrfProtection|csrfSynchronisedProtection)\b)",
        Says::flag(
            "express/csrf_protection",
            "enabled",
            true,
            0.9,
            "middleware against CSRF is used",
        ),
    )
    .judged(of_express),
    Rule::code(
        "csrf-off",
        SCRIPTS,
        &["csrf: false"],
        r"\blusca\([^\n]*\bcsrf: false\b",
        Says::flag(
            "express/csrf_protection",
            "enabled",
            false,
            0.9,
            "the CSRF protection of lusca is switched off",
        ),
    )
    .judged(of_express),
    Rule::code(
        "error-stack",
        SCRIPTS,
        &[".stack"],
        r"\bres(?:ponse)?(?:\.status\([^()\n]*\))?\.(?:send|json|end|render)\([^\n]*\b(?:e|err|error|ex|exception)\.stack\b",
        Says::flag(
            "express/error_detail",
            "exposed",
            true,
            0.85,
            "the stack of an error is sent to the client",
        ),
    )
    .judged(unguarded),
    Rule::code(
        "errorhandler",
        SCRIPTS,
        &["errorhandler", "errorHandler()"],
        r#"\.use\([ \t]*(?:errorhandler|errorHandler|require\(["']errorhandler["']\))\(\)"#,
        Says::flag(
            "express/error_detail",
            "exposed",
            true,
            0.85,
            "errorhandler sends whole errors to the client",
        ),
    )
    .judged(errorhandler),
    Rule::code(
        "cors-every",
        SCRIPTS,
        &["cors()"],
        r#"(?:\buse\([^\n]*|require\(["'])\bcors(?:["']\))?\(\)"#,
        Says::flag(
            "express/cors_all_origins",
            "allowed",
            true,
            0.9,
            "`cors()` without options: every origin may read answers",
        ),
    )
    .judged(of_express),
];

/// Drops what is not in a file of Express.
pub(crate) fn of_express(
    hit: &Hit<'_>,
    source: &dyn Source,
    said: Observation,
) -> Vec<Observation> {
    if is_express(&whole(hit, source)) {
        vec![said]
    } else {
        Vec::new()
    }
}

/// Whether a file names Express, or what is built on it.
pub(crate) fn is_express(text: &str) -> bool {
    text.contains("express") || text.contains("@nestjs/")
}

fn powered_by(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let on = !hit.capture(1).is_empty() || hit.capture(2) == "true";
    let off = !hit.capture(0).is_empty() || hit.capture(2) == "false";
    if on == off {
        return Vec::new();
    }
    said.value = Value::Flag(on);
    of_express(hit, source, worded(said))
}

fn helmet_option(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    said.value = Value::Flag(hit.capture(0) != "false");
    let text = whole(hit, source);
    let call = text
        .get(..hit.span().start as usize)
        .and_then(|before| before.rfind("helmet("))
        .and_then(|at| u32::try_from(at + "helmet".len()).ok());
    let arguments = call.and_then(|at| of_bracket(&text, at, SCRIPT));
    let among = |entry: &Entry| entry.value_span.contains(hit.span());
    if arguments.unwrap_or_default().iter().any(among) {
        vec![worded(said)]
    } else {
        Vec::new()
    }
}

/// What sets the headers in place of helmet, or with it.
const HEADERS: &[&str] = &["helmet", "lusca", "nosecone", "hood", "@nestjs/", "next("];

fn without_helmet(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    let has = |name: &str| HEADERS.iter().any(|known| name.contains(known));
    let sets_own = [
        "X-Frame-Options",
        "Content-Security-Policy",
        "X-Content-Type-Options",
    ]
    .iter()
    .any(|header| text.contains(header));
    if hit.in_test()
        || !text.contains(".listen(")
        || has(&text)
        || sets_own
        || source
            .dependencies(hit.file())
            .iter()
            .any(|one| has(&one.name))
    {
        return Vec::new();
    }
    vec![said]
}

/// Lines above in which the question for the environment may stand.
const GUARD_LINES: u32 = 4;

/// Drops what only happens outside of production.
fn unguarded(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let first = hit.line().saturating_sub(GUARD_LINES).max(1);
    let near = source.lines(hit.file(), first, hit.line());
    let guarded = [
        "NODE_ENV",
        "isDev",
        "isProd",
        "development",
        "get('env')",
        "get(\"env\")",
        "debug",
    ]
    .iter()
    .any(|guard| near.contains(guard));
    if guarded || hit.in_test() {
        Vec::new()
    } else {
        of_express(hit, source, said)
    }
}

fn errorhandler(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    if text.contains("'errorhandler'") || text.contains("\"errorhandler\"") {
        unguarded(hit, source, said)
    } else {
        Vec::new()
    }
}
