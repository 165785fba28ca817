//! `next.config.*`

use aphoria_sdk::{Contexts, Hit, Language, Observation, Rule, Says, Source, Told, Value, number};

use aphoria_sdk::place::worded;

pub(crate) const SCRIPTS: &[Language] = Language::SCRIPTS;

/// An option that is a truth.
macro_rules! flag {
    ($id:literal, $name:literal, $concept:literal, $predicate:literal, $reason:literal) => {
        Rule::code(
            $id,
            SCRIPTS,
            &[$name],
            concat!(r"\b", $name, r"[ \t]*:[ \t]*(true|false)\b"),
            Says::told($concept, $predicate, Told::CaptureFlag(0), 0.95, $reason),
        )
        .judged(truth)
    };
}

/// A header among `headers()`.
macro_rules! header {
    ($id:literal, $name:literal, $says:expr, $judge:expr) => {
        Rule::code(
            $id,
            SCRIPTS,
            &[$name],
            concat!(
                r#"\bkey[ \t]*:[ \t]*["'`]"#,
                $name,
                r#"["'`][ \t]*,?\s*value[ \t]*:\s*(?:["'`]([^"`\n]*)|(\w))"#
            ),
            $says,
        )
        .around(0, 2)
        .judged($judge)
    };
}

pub(crate) const RULES: &[Rule] = &[
    flag!(
        "powered-by",
        "poweredByHeader",
        "nextjs/powered_by_header",
        "enabled",
        "`poweredByHeader`: answers name Next.js"
    ),
    flag!(
        "source-maps",
        "productionBrowserSourceMaps",
        "nextjs/production_source_maps",
        "enabled",
        "`productionBrowserSourceMaps`: browsers get the source"
    ),
    flag!(
        "type-errors",
        "ignoreBuildErrors",
        "nextjs/type_errors",
        "ignored",
        "`ignoreBuildErrors`: code with errors of types is built"
    ),
    flag!(
        "image-svg",
        "dangerouslyAllowSVG",
        "nextjs/image_svg",
        "allowed",
        "`dangerouslyAllowSVG`: images may hold scripts"
    ),
    flag!(
        "image-local",
        "dangerouslyAllowLocalIP",
        "nextjs/image_local_addresses",
        "allowed",
        "`dangerouslyAllowLocalIP`: images are fetched from the own network"
    ),
    Rule::code(
        "image-hosts",
        SCRIPTS,
        &["hostname:"],
        r#"\bhostname[ \t]*:[ \t]*["'`]([^"'`\n]+)["'`]"#,
        Says::flag(
            "nextjs/image_hosts",
            "restricted",
            true,
            0.9,
            "hosts of images are named",
        ),
    )
    .judged(image_hosts),
    Rule::code(
        "action-origins",
        SCRIPTS,
        &["allowedOrigins"],
        r#"\ballowedOrigins[ \t]*:[ \t]*\[\s*["'`]([^"'`\n]+)["'`]"#,
        Says::flag(
            "nextjs/server_action_origins",
            "restricted",
            true,
            0.9,
            "origins that may call server actions are named",
        ),
    )
    .around(0, 1)
    .judged(action_origins),
    Rule::code(
        "action-body",
        SCRIPTS,
        &["bodySizeLimit"],
        r#"\bbodySizeLimit[ \t]*:[ \t]*["'`]?([\d.]+)[ \t]*([a-zA-Z]*)"#,
        Says::flag(
            "nextjs/body_size",
            "limited",
            true,
            0.9,
            "bodies of server actions are limited",
        ),
    )
    .judged(action_body),
    header!(
        "header-csp",
        "Content-Security-Policy",
        Says::flag(
            "nextjs/content_security_policy",
            "enabled",
            true,
            0.9,
            "pages have a Content-Security-Policy"
        ),
        in_config
    ),
    header!(
        "header-frames",
        "X-Frame-Options",
        Says::told(
            "nextjs/frame_options",
            "value",
            Told::Capture(0),
            0.9,
            "`X-Frame-Options`: who may show pages in frames"
        ),
        frames
    ),
    header!(
        "header-hsts",
        "Strict-Transport-Security",
        Says::told(
            "nextjs/hsts",
            "seconds",
            Told::Number(0.0),
            0.9,
            "`Strict-Transport-Security`: how long browsers insist on HTTPS"
        ),
        hsts
    ),
    header!(
        "header-nosniff",
        "X-Content-Type-Options",
        Says::flag(
            "nextjs/content_type_nosniff",
            "enabled",
            true,
            0.9,
            "browsers may not guess types"
        ),
        in_config
    ),
    header!(
        "header-cors",
        "Access-Control-Allow-Origin",
        Says::flag(
            "nextjs/cors_all_origins",
            "allowed",
            false,
            0.9,
            "the origin that may read answers is named"
        ),
        cors
    ),
    Rule::code(
        "csp-unsafe",
        SCRIPTS,
        &["script-src"],
        r"\bscript-src\b[^;\n]*'unsafe-(?:inline|eval)'",
        Says::flag(
            "nextjs/csp_scripts",
            "strict",
            false,
            0.85,
            "the policy lets scripts run that stand in the page or are made at run time",
        ),
    )
    .standing(Contexts::STRING)
    .judged(policy),
    Rule::code(
        "csp-strict",
        SCRIPTS,
        &["script-src"],
        r"\bscript-src\b[^;\n]*(?:'nonce-|'strict-dynamic'|'sha(?:256|384|512)-)",
        Says::flag(
            "nextjs/csp_scripts",
            "strict",
            true,
            0.85,
            "the policy names scripts by a nonce or hash",
        ),
    )
    .standing(Contexts::STRING)
    .judged(policy),
    Rule::code(
        "env-secret",
        SCRIPTS,
        &["process.env."],
        r#"^[ \t]*["']?(\w*(?:SECRET|PRIVATE_KEY|PASSWORD|SERVICE_ROLE)\w*)["']?[ \t]*:[ \t]*process\.env\.\w+"#,
        Says::flag(
            "nextjs/config_env_secret",
            "exposed",
            true,
            0.85,
            "`env` writes a secret into what browsers get",
        ),
    )
    .judged(env_secret),
];

/// Whether the file is the configuration of Next.js.
pub(crate) fn is_config(hit: &Hit<'_>) -> bool {
    let file = hit.path().rsplit('/').next().unwrap_or("");
    file.starts_with("next.config.")
}

fn in_config(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if is_config(hit) {
        vec![said]
    } else {
        Vec::new()
    }
}

fn truth(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    in_config(hit, source, worded(said))
}

/// Lines above in which `remotePatterns` begins.
const PATTERN_LINES: u32 = 30;

fn image_hosts(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let first = hit.line().saturating_sub(PATTERN_LINES).max(1);
    if !source
        .lines(hit.file(), first, hit.line())
        .contains("remotePatterns")
    {
        return Vec::new();
    }
    if matches!(hit.capture(0), "*" | "**" | "*.*" | "**.*") {
        said.value = Value::Flag(false);
        said.reason = "images are fetched from every host".to_owned();
    }
    in_config(hit, source, said)
}

fn action_origins(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if matches!(hit.capture(0), "*" | "**") {
        said.value = Value::Flag(false);
        said.reason = "every origin may call server actions".to_owned();
    }
    in_config(hit, source, said)
}

/// From here on a limit is none.
const BODY_MEGABYTES_MAX: f64 = 100.0;

/// Whether a size is beyond what counts as a limit.
pub(crate) fn is_huge(digits: &str, unit: &str) -> Option<bool> {
    let size = number(digits)?;
    let megabytes = match unit.to_ascii_lowercase().as_str() {
        "gb" => size * 1024.0,
        "mb" => size,
        "kb" => size / 1024.0,
        _ => size / 1_048_576.0,
    };
    Some(megabytes >= BODY_MEGABYTES_MAX)
}

fn action_body(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    match is_huge(hit.capture(0), hit.capture(1)) {
        Some(true) => {
            said.value = Value::Flag(false);
            said.reason = "server actions take bodies of 100 MB and more".to_owned();
        }
        Some(false) => {}
        None => return Vec::new(),
    }
    in_config(hit, source, said)
}

fn frames(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let value = hit
        .capture(0)
        .trim_end_matches('\'')
        .trim()
        .to_ascii_uppercase();
    let word = value.split(['\'', ' ']).next().unwrap_or("").to_owned();
    if word.is_empty() {
        return Vec::new();
    }
    said.value = Value::Text(word);
    in_config(hit, source, said)
}

fn hsts(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let after = hit.capture(0).split("max-age=").nth(1).unwrap_or("");
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    let Some(seconds) = number(&digits) else {
        return Vec::new();
    };
    said.value = Value::Number(seconds);
    in_config(hit, source, said)
}

fn cors(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let value = hit.capture(0);
    if value.starts_with('*') {
        said.value = Value::Flag(true);
        said.reason = "every origin may read answers".to_owned();
    } else if !value.starts_with("http") {
        return Vec::new();
    }
    in_config(hit, source, said)
}

fn policy(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let file = hit.path().rsplit('/').next().unwrap_or("");
    let line = source.lines(hit.file(), hit.line(), hit.line());
    let guarded = ["NODE_ENV", "isDev", "development"]
        .iter()
        .any(|word| line.contains(word));
    if guarded || !(is_config(hit) || file.starts_with("middleware.") || file.starts_with("proxy."))
    {
        return Vec::new();
    }
    vec![said]
}

/// Lines above in which `env` begins.
const ENV_LINES: u32 = 20;

fn env_secret(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let first = hit.line().saturating_sub(ENV_LINES).max(1);
    let above = source.lines(hit.file(), first, hit.line());
    // Still within the braces of `env`.
    let inside = above
        .rsplit_once("env: {")
        .is_some_and(|(_, rest)| !rest.contains('}'));
    if inside {
        in_config(hit, source, said)
    } else {
        Vec::new()
    }
}
