//! Routes, pages and NextAuth.

use aphoria_sdk::{Contexts, Hit, Observation, Rule, Says, Source, Told, Value};

use crate::config::{SCRIPTS, is_huge};
use aphoria_sdk::place::{whole, worded};

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "route-body",
        SCRIPTS,
        &["sizeLimit"],
        r#"\bsizeLimit[ \t]*:[ \t]*["'`]([\d.]+)[ \t]*([a-zA-Z]*)["'`]"#,
        Says::flag(
            "nextjs/body_size",
            "limited",
            true,
            0.9,
            "bodies of a route are limited",
        ),
    )
    .judged(route_body),
    Rule::code(
        "auth-secret",
        SCRIPTS,
        &["secret:"],
        r#"^[ \t]*secret:[ \t]*["'`]([^"'`\n$]{4,})["'`]"#,
        Says::flag(
            "nextjs/auth_secret",
            "hardcoded",
            true,
            0.95,
            "the secret of NextAuth stands in the source",
        ),
    )
    .judged(auth_secret),
    Rule::code(
        "auth-secret-outside",
        SCRIPTS,
        &["secret:"],
        r"^[ \t]*secret:[ \t]*process\.env\.\w+[ \t]*,?[ \t]*(?:$|//)",
        Says::flag(
            "nextjs/auth_secret",
            "hardcoded",
            false,
            0.9,
            "the secret of NextAuth comes from the environment",
        ),
    )
    .judged(of_auth),
    Rule::code(
        "auth-debug",
        SCRIPTS,
        &["debug:"],
        r"^[ \t]*debug:[ \t]*(true|false)\b",
        Says::told(
            "nextjs/auth_debug",
            "enabled",
            Told::CaptureFlag(0),
            0.9,
            "`debug` of NextAuth: tokens and profiles are written to the log",
        ),
    )
    .judged(of_auth_worded),
    Rule::code(
        "auth-cookies",
        SCRIPTS,
        &["useSecureCookies"],
        r"\buseSecureCookies[ \t]*:[ \t]*(true|false)\b",
        Says::told(
            "nextjs/auth_secure_cookies",
            "enabled",
            Told::CaptureFlag(0),
            0.95,
            "`useSecureCookies` of NextAuth: cookies over HTTPS only",
        ),
    )
    .judged(of_auth_worded),
    Rule::code(
        "auth-linking",
        SCRIPTS,
        &["allowDangerousEmailAccountLinking"],
        r"\ballowDangerousEmailAccountLinking[ \t]*:[ \t]*(true|false)\b",
        Says::told(
            "nextjs/auth_email_linking",
            "automatic",
            Told::CaptureFlag(0),
            0.95,
            "`allowDangerousEmailAccountLinking`: accounts with the same address become one",
        ),
    )
    .judged(worded_as_is),
    Rule::code(
        "inner-html",
        SCRIPTS,
        &["dangerouslySetInnerHTML"],
        r"\bdangerouslySetInnerHTML[ \t]*=[ \t]*\{\{[ \t]*__html[ \t]*:[ \t]*([^\n}]+)",
        Says::flag(
            "nextjs/inner_html",
            "sanitized",
            true,
            0.85,
            "HTML is cleaned before it is set",
        ),
    )
    .judged(inner_html),
    Rule::code(
        "public-secret",
        SCRIPTS,
        &["NEXT_PUBLIC_"],
        r"\bprocess\.env\.NEXT_PUBLIC_\w*(?:SECRET|PRIVATE_KEY|PASSWORD|SERVICE_ROLE)\w*",
        Says::flag(
            "nextjs/public_secret",
            "exposed",
            true,
            0.9,
            "what is named a secret has a public name, and so is sent to browsers",
        ),
    )
    .standing(Contexts::CODE),
];

fn route_body(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    let is_route = hit.path().contains("pages/api/") && text.contains("bodyParser");
    match is_huge(hit.capture(0), hit.capture(1)) {
        Some(huge) if is_route => {
            if huge {
                said.value = Value::Flag(false);
                said.reason = "a route takes bodies of 100 MB and more".to_owned();
            }
            vec![said]
        }
        _ => Vec::new(),
    }
}

fn of_auth(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    if text.contains("next-auth") || text.contains("NextAuth(") {
        vec![said]
    } else {
        Vec::new()
    }
}

fn of_auth_worded(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    of_auth(hit, source, worded(said))
}

fn auth_secret(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    said.secret = hit.capture_span(0);
    of_auth(hit, source, said)
}

fn worded_as_is(_: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    vec![worded(said)]
}

/// Calls that clean HTML.
const CLEANING: &[&str] = &["DOMPurify.sanitize(", "sanitizeHtml(", "sanitize(", "xss("];
/// What the visitor of a page gives.
const INPUTS: &[&str] = &["searchParams", "router.query", "params.", "query."];

fn inner_html(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let value = hit.capture(0);
    let text = whole(hit, source);
    if !text.contains("next/") && !hit.path().contains("app/") && !hit.path().contains("pages/") {
        return Vec::new();
    }
    if CLEANING.iter().any(|call| value.contains(call)) {
        return vec![said];
    }
    if INPUTS.iter().any(|input| value.contains(input)) {
        said.value = Value::Flag(false);
        said.confidence = 0.9;
        said.reason = "HTML is set from what the visitor gives".to_owned();
        return vec![said];
    }
    Vec::new()
}
