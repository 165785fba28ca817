//! Go: net/http, gin, echo, fiber.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{SINK, TARGET};

const GO: &[Language] = &[Language::Go];

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "go-redirect",
    GO,
    &["Redirect("],
    r"\b(?:http|c|ctx)\.Redirect\(",
    TARGET,
)
.judged(all)];

/// `http.Redirect(w, r, target, code)`, `c.Redirect(code, target)`.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the type of a judge is the same for all rules"
)]
fn all(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    SINK.say_of_call(hit, source, &said, 4)
}
