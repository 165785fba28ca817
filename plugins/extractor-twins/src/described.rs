//! An extractor's own description, as it would arrive from its component.

use aphoria_core::{Description, DescriptionError};
use aphoria_sdk as sdk;
use stemedb_plugins::extractors as told;

/// Takes the way that a component's description takes, so that both are checked alike.
pub(crate) fn described(own: sdk::Description) -> Result<Description, DescriptionError> {
    aphoria_scan::description(told::Description {
        id: own.id.to_owned(),
        version: own.version.to_owned(),
        title: own.title.to_owned(),
        languages: names(&own.languages),
        globs: own.globs.iter().map(|&glob| glob.to_owned()).collect(),
        patterns: own.patterns.into_iter().map(pattern).collect(),
        emits: own
            .emits
            .into_iter()
            .map(|emits| told::Emits {
                concept: emits.concept,
                predicate: emits.predicate,
                rule: emits.rule,
            })
            .collect(),
        limits: told::Limits {
            hits: own.limits.hits,
            questions: own.limits.questions,
            answer_bytes: own.limits.answer_bytes,
            observations: own.limits.observations,
        },
    })
}

fn names(languages: &[sdk::Language]) -> Vec<String> {
    languages
        .iter()
        .map(|language| language.name().to_owned())
        .collect()
}

fn pattern(own: sdk::Pattern) -> told::Pattern {
    told::Pattern {
        id: own.id,
        languages: names(&own.languages),
        contexts: own.contexts.0,
        matcher: match own.matcher {
            sdk::Matcher::Literal {
                text,
                ignore_case,
                whole_word,
            } => told::Matcher::Literal(told::Literal {
                text,
                ignore_case,
                whole_word,
            }),
            sdk::Matcher::Regex {
                anchors,
                ignore_case,
                expression,
                lines_before,
                lines_after,
            } => told::Matcher::Regex(told::Regex {
                anchors,
                ignore_case,
                expression,
                lines_before,
                lines_after,
            }),
            sdk::Matcher::Query { anchors, query } => {
                told::Matcher::Query(told::Query { anchors, query })
            }
            sdk::Matcher::Entropy {
                alphabet,
                length_min,
                bits_min,
            } => told::Matcher::Entropy(told::Entropy {
                alphabet,
                length_min,
                bits_min,
            }),
            sdk::Matcher::Key(paths) => told::Matcher::Key(paths),
        },
    }
}
