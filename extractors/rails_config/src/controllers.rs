//! Controllers and routes.

use aphoria_sdk::{Hit, Observation, Rule, Says, Source, Value};

use crate::settings::{RUBY, of_rails, secret};
use aphoria_sdk::place::whole;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "protect",
        RUBY,
        &["protect_from_forgery"],
        r"^[ \t]*protect_from_forgery\b[^\n#]*\bwith:[ \t]*:(?:exception|reset_session)\b",
        Says::flag(
            "rails/csrf_protection",
            "enabled",
            true,
            0.95,
            "requests without a token fail",
        ),
    )
    .judged(of_rails),
    Rule::code(
        "skip",
        RUBY,
        &["verify_authenticity_token", "skip_forgery_protection"],
        r"^[ \t]*(?:skip_before_(?:action|filter)[ \t(]+:verify_authenticity_token|skip_forgery_protection)\b",
        Says::flag(
            "rails/controller_csrf_protection",
            "enabled",
            false,
            0.85,
            "a controller is taken out of CSRF protection",
        ),
    )
    .judged(skipped),
    Rule::code(
        "permit-everything",
        RUBY,
        &["permit!", "to_unsafe_h"],
        r"\bparams(?:\[[^\]\n]*\]|\.(?:require|fetch)\([^()\n]*\))?\.(?:permit!|to_unsafe_h\b|to_unsafe_hash\b)",
        Says::flag(
            "rails/strong_parameters",
            "restricted",
            false,
            0.9,
            "every parameter may be assigned",
        ),
    )
    .judged(of_rails),
    Rule::code(
        "permit-some",
        RUBY,
        &[".permit(", "params.expect("],
        r"\bparams(?:\[[^\]\n]*\]|\.(?:require|fetch)\([^()\n]*\))?\.(?:permit\([ \t]*:|expect\([ \t]*\w+:)",
        Says::flag(
            "rails/strong_parameters",
            "restricted",
            true,
            0.95,
            "the parameters that may be assigned are named",
        ),
    )
    .judged(of_rails),
    Rule::code(
        "basic-password",
        RUBY,
        &["http_basic_authenticate_with"],
        r#"\bhttp_basic_authenticate_with\b[^\n]*\bpassword:[ \t]*["']([^"'\n#]+)["']"#,
        Says::flag(
            "rails/basic_auth_password",
            "hardcoded",
            true,
            0.95,
            "a password stands in the source",
        ),
    )
    .judged(secret),
    Rule::code(
        "no-policy",
        RUBY,
        &[
            "content_security_policy false",
            "content_security_policy(false",
        ],
        r"^[ \t]*content_security_policy[ (]false\b",
        Says::flag(
            "rails/content_security_policy",
            "enabled",
            false,
            0.9,
            "pages of a controller have no Content-Security-Policy",
        ),
    )
    .judged(of_rails),
    Rule::code(
        "sidekiq",
        RUBY,
        &["Sidekiq::Web"],
        r"^[ \t]*mount[ (]+Sidekiq::Web\b",
        Says::flag(
            "rails/sidekiq_web",
            "restricted",
            true,
            0.8,
            "Sidekiq's pages need a right",
        ),
    )
    .judged(sidekiq),
];

fn skipped(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    // An interface for programs authenticates by something that browsers do not send by themselves.
    let text = whole(hit, source);
    if hit.path().contains("/api/")
        || text.contains("authenticate_with_http_token")
        || text.contains("signature")
    {
        said.confidence = 0.6;
    }
    of_rails(hit, source, said)
}

/// Lines above in which the right may be asked for.
const GUARD_LINES: u32 = 4;

fn sidekiq(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let first = hit.line().saturating_sub(GUARD_LINES).max(1);
    let near = source.lines(hit.file(), first, hit.line());
    let text = whole(hit, source);
    let signs = ["authenticate", "constraints", "constraint:", "development"];
    let guarded = signs.iter().any(|sign| near.contains(sign))
        || text.contains("Sidekiq::Web.use")
        || text.contains("Rack::Auth::Basic");
    if !guarded {
        said.value = Value::Flag(false);
        said.confidence = 0.6;
        said.reason = "Sidekiq's pages are mounted without asking for a right nearby".to_owned();
    }
    of_rails(hit, source, said)
}
