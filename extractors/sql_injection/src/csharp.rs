//! C#: ADO.NET and its providers, Dapper.

use aphoria_sdk::flow::sql;
use aphoria_sdk::{Hit, Language, NodeKind, Observation, Rule, Source, Span};

use crate::{QUERY, query};

const CSHARP: &[Language] = &[Language::CSharp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "cs-command",
        CSHARP,
        &["Command(", "DataAdapter("],
        r"\bnew \w*(?:Command|DataAdapter)\(",
        QUERY,
    )
    .judged(query),
    Rule::code(
        "cs-command-text",
        CSHARP,
        &["CommandText"],
        r"\bCommandText\s*=[^=]",
        QUERY,
    )
    .judged(text),
    Rule::code(
        "cs-dapper",
        CSHARP,
        &[".Query", ".Execute"],
        r"\.(?:Query(?:First|Single)?(?:OrDefault)?(?:Async)?|Execute(?:Scalar|Reader)?(?:Async)?)(?:<[\w.?, ]+>)?\(",
        QUERY,
    )
    .judged(query),
];

/// The text of a command is what stands behind the sign.
fn text(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let node = source.enclosing(hit.file(), hit.span(), NodeKind::Assignment);
    let end = match node {
        Some(node) => node.span.end,
        None => {
            let rest = hit.after().find([';', '\n']).unwrap_or(0);
            hit.span()
                .end
                .saturating_add(u32::try_from(rest).unwrap_or(0))
        }
    };
    let start = hit.span().end.saturating_sub(1);
    sql::say_at(hit, source, said, Span { start, end }, false)
}
