//! The security namespace of Spring's XML.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told, Value, truth};

use aphoria_sdk::place::{is_elsewhere, whole};

const XML: &[Language] = &[Language::Xml];

/// An element that is switched off by its attribute `disabled`.
macro_rules! disabled {
    ($id:literal, $path:literal, $concept:literal, $reason:literal) => {
        Rule::key(
            $id,
            XML,
            &[$path],
            Says::flag($concept, "enabled", true, 0.9, $reason),
        )
        .judged(switched)
    };
}

pub(crate) const RULES: &[Rule] = &[
    disabled!(
        "xml-csrf",
        "**.http.csrf.*",
        "spring/csrf_protection",
        "`<csrf>`: requests are protected from CSRF"
    ),
    disabled!(
        "xml-headers",
        "**.http.headers.*",
        "spring/security_headers",
        "`<headers>`: headers protect"
    ),
    disabled!(
        "xml-frames",
        "**.headers.frame-options.*",
        "spring/frame_options",
        "`<frame-options>`: other sites may not show pages in frames"
    ),
    disabled!(
        "xml-hsts",
        "**.headers.hsts.*",
        "spring/hsts",
        "`<hsts>`: browsers insist on HTTPS"
    ),
    Rule::key(
        "xml-fixation",
        XML,
        &["**.session-management.*"],
        Says::told(
            "spring/session_fixation_protection",
            "enabled",
            Told::Flag(true),
            0.95,
            "the session gets a new id at log-in",
        ),
    )
    .judged(fixation),
    Rule::key(
        "xml-no-security",
        XML,
        &["**.http.*"],
        Says::flag(
            "spring/any_request",
            "restricted",
            false,
            0.9,
            "no rule at all is for these requests",
        ),
    )
    .judged(none),
];

fn of_spring(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if is_elsewhere(hit.path())
        || !whole(hit, source).contains("springframework.org/schema/security")
    {
        Vec::new()
    } else {
        vec![said]
    }
}

fn switched(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let Some(disabled) = truth(hit.capture(1)).filter(|_| hit.key().ends_with("@disabled")) else {
        return Vec::new();
    };
    said.value = Value::Flag(!disabled);
    of_spring(hit, source, aphoria_sdk::place::worded(said))
}

fn fixation(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if !hit.key().ends_with("@session-fixation-protection") {
        return Vec::new();
    }
    if hit.capture(1) == "none" {
        said.value = Value::Flag(false);
        said.reason = "the session keeps its id at log-in".to_owned();
    }
    of_spring(hit, source, said)
}

/// Only where everything is meant; for pictures and styles it is usual.
fn none(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let line = source.lines(hit.file(), hit.line(), hit.line());
    let here = hit.key().ends_with(".@security") && hit.capture(1) == "none";
    if here && (line.contains("\"/**\"") || !line.contains("pattern=")) {
        of_spring(hit, source, said)
    } else {
        Vec::new()
    }
}
