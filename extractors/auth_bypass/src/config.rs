//! Switches of configuration files.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source, truth};

use crate::check;

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "config-skip",
        Language::STRUCTURED,
        &[
            "**.skip_auth",
            "**.disable_auth",
            "**.bypass_auth",
            "**.disable_authentication",
            "**.skip_authentication",
            "**.bypass_authentication",
            "**.auth.disabled",
        ],
        check(false, 0.9),
    )
    .judged(skipped),
    Rule::key(
        "config-enabled",
        Language::STRUCTURED,
        &[
            "**.auth.enabled",
            "**.auth_enabled",
            "**.authentication.enabled",
            "**.authentication_enabled",
            "**.require_auth",
            "**.require_authentication",
        ],
        check(true, 0.9),
    )
    .judged(enabled),
];

/// The switch leaves the check out where it is on.
fn skipped(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    switched(hit, said, true)
}

/// The switch leaves the check out where it is off.
fn enabled(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    switched(hit, said, false)
}

fn switched(hit: &Hit<'_>, said: Observation, leaves_out: bool) -> Vec<Observation> {
    let Some(value) = truth(hit.capture(1)) else {
        return Vec::new();
    };
    let enforced = value != leaves_out;
    vec![Observation {
        value: aphoria_sdk::Value::Flag(enforced),
        reason: if enforced {
            "a switch says that who somebody is is checked".to_owned()
        } else {
            "a switch leaves out the check of who somebody is".to_owned()
        },
        ..said
    }]
}
