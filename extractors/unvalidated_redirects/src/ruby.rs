//! Ruby: Rails, Sinatra.

use aphoria_sdk::flow::Called;
use aphoria_sdk::{Hit, Language, Observation, Rule, Source, Value};

use crate::{TARGET, first};

const RUBY: &[Language] = &[Language::Ruby];

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "rb-redirect",
    RUBY,
    &["redirect_to", " redirect "],
    r#"\bredirect(?:_to[( ]|[( ][p\"])"#,
    TARGET,
)
.judged(to)];

/// `allow_other_host: false` keeps to the host by itself.
fn to(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let call = Called::around(source, hit);
    let other = call
        .as_ref()
        .and_then(|call| call.named(&["allow_other_host"]));
    if other.is_some_and(|other| other.text == "false") {
        return vec![Observation {
            value: Value::Flag(false),
            reason: "a redirect stays on its host".to_owned(),
            ..said
        }];
    }
    first(hit, source, said)
}
