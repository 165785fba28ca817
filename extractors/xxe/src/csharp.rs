//! C#: System.Xml.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::entities;

const CSHARP: &[Language] = &[Language::CSharp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "cs-dtd-off",
        CSHARP,
        &["DtdProcessing."],
        r"\bDtdProcessing\s*=\s*DtdProcessing\.(?:Prohibit|Ignore)\b",
        entities(false, 0.95),
    ),
    Rule::code(
        "cs-dtd-on",
        CSHARP,
        &["DtdProcessing."],
        r"\bDtdProcessing\s*=\s*DtdProcessing\.Parse\b",
        entities(true, 0.7),
    )
    .judged(parsed),
    Rule::code(
        "cs-resolver-off",
        CSHARP,
        &["XmlResolver"],
        r"\bXmlResolver\s*=\s*null\b",
        entities(false, 0.95),
    ),
    Rule::code(
        "cs-resolver-on",
        CSHARP,
        &["new XmlUrlResolver("],
        r"\bXmlResolver\s*=\s*new XmlUrlResolver\(",
        entities(true, 0.95),
    ),
];

/// Without a resolver nothing outside is read.
fn parsed(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    /// Lines around that may name the resolver.
    const NEAR: u32 = 6;
    let first = hit.line().saturating_sub(NEAR).max(1);
    let near = source.lines(hit.file(), first, hit.line() + NEAR);
    if near.contains("XmlResolver = null") {
        Vec::new()
    } else {
        vec![said]
    }
}
