//! Ruby: Rails, Devise, ActiveSupport, Rack.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{CLIENT, check, comparison};

const RUBY: &[Language] = &[Language::Ruby];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rb-skip",
        RUBY,
        &["skip_before_action"],
        r"\bskip_before_action[ (]+:(?:authenticate\w*!?|require_\w+|authorize\w*!?|verify_\w+)",
        check(false, 0.7),
    )
    .judged(not_csrf),
    Rule::code(
        "rb-before",
        RUBY,
        &["before_action"],
        r"\bbefore_action[ (]+:(?:authenticate\w*!?|require_login|require_user|authorize\w*!?)",
        check(true, 0.9),
    )
    .judged(own),
    Rule::code(
        "rb-open",
        RUBY,
        &["allow_unauthenticated_access"],
        r"\ballow_unauthenticated_access\b",
        check(false, 0.7),
    ),
    Rule::code(
        "rb-client",
        RUBY,
        &["cookies[", "request.headers["],
        r#"\b(?:cookies|request\.headers)\[\s*(?::|[\"'])(?:[xX]-)?(?:is[_-]?)?(?:[aA]dmin|[rR]ole|[uU]ser-[rR]ole)\b"#,
        CLIENT,
    ),
    Rule::code(
        "rb-compare",
        RUBY,
        &["secure_compare("],
        r"\b(?:secure_compare|fixed_length_secure_compare)\(",
        comparison(true, 0.95),
    ),
];

/// Tokens against forged requests are another matter.
fn not_csrf(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.text().contains("authenticity_token") {
        Vec::new()
    } else {
        vec![said]
    }
}

/// `skip_before_action` ends with the same word.
fn own(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.before().ends_with("skip_") {
        Vec::new()
    } else {
        vec![said]
    }
}
