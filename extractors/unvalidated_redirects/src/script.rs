//! JavaScript and TypeScript: Express, Koa, Fastify, Next.js, browsers.

use aphoria_sdk::flow;
use aphoria_sdk::{Argument, Hit, Language, Observation, Rule, Source, Span};

use crate::{SINK, TARGET, among, first};

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "js-redirect",
        Language::SCRIPTS,
        &["redirect("],
        r"\bredirect\(",
        TARGET,
    )
    .judged(among),
    Rule::code(
        "js-location",
        Language::SCRIPTS,
        &["location.assign(", "location.replace("],
        r"\blocation\.(?:assign|replace)\(",
        TARGET,
    )
    .judged(first),
    Rule::code(
        "js-location-set",
        Language::SCRIPTS,
        &["location.href", "location ="],
        r"\blocation(?:\.href)?\s*=\s*[^=\s;][^;\n]*",
        TARGET,
    )
    .judged(assigned),
];

/// What stands behind the sign is the target.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the type of a judge is the same for all rules"
)]
fn assigned(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let text = hit.text();
    let Some(sign) = text.find('=') else {
        return Vec::new();
    };
    if !flow::is_near_input(source, hit) || hit.before().ends_with(['-', '_']) {
        return Vec::new();
    }
    let rest = text.get(sign + 1..).unwrap_or("");
    let skipped = sign + 1 + (rest.len() - rest.trim_start().len());
    let span = Span {
        start: hit.span().start + u32::try_from(skipped).unwrap_or(0),
        end: hit.span().end,
    };
    let value = Argument {
        name: String::new(),
        span,
        form: source.form_of(hit.file(), span),
        text: rest.trim().to_owned(),
    };
    SINK.say(hit, source, &said, &value)
}
