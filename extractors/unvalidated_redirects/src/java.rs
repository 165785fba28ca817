//! Java: Servlets, Spring.

use aphoria_sdk::{Argument, Hit, Language, Observation, Rule, Source};

use crate::{SINK, TARGET, first};

const JAVA: &[Language] = &[Language::Java];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "java-send",
        JAVA,
        &["sendRedirect(", "new RedirectView("],
        r"(?:\.sendRedirect|\bnew RedirectView)\(",
        TARGET,
    )
    .judged(first),
    // The name of a view: what stands behind the prefix is the target.
    Rule::code(
        "java-view",
        JAVA,
        &["\"redirect:"],
        r#"\breturn\s+("redirect:[^;\n]*);"#,
        TARGET,
    )
    .judged(view),
];

#[expect(
    clippy::needless_pass_by_value,
    reason = "the type of a judge is the same for all rules"
)]
fn view(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let Some(span) = hit.capture_span(0) else {
        return Vec::new();
    };
    let value = Argument {
        name: String::new(),
        span,
        form: source.form_of(hit.file(), span),
        text: hit.capture(0).to_owned(),
    };
    SINK.say(hit, source, &said, &value)
}
