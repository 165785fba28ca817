//! Moves between the bindings' types and the plain ones.

use super::{host::Host, types};
use crate::{
    Batch, Columns, Description, Emits, Extractor, Files, Language, Matcher, Observation, Pattern,
    Value,
};

pub fn describe(own: Description) -> types::Description {
    types::Description {
        id: own.id.into(),
        version: own.version.into(),
        title: own.title.into(),
        languages: names(&own.languages),
        globs: own.globs.into_iter().map(Into::into).collect(),
        patterns: own.patterns.into_iter().map(pattern).collect(),
        emits: own.emits.into_iter().map(emits).collect(),
        limits: types::Limits {
            hits: own.limits.hits,
            questions: own.limits.questions,
            answer_bytes: own.limits.answer_bytes,
            observations: own.limits.observations,
        },
    }
}

pub fn extract<E: Extractor>(
    files: &types::Files,
    hits: &types::Hits,
) -> Result<Vec<types::Observation>, types::Error> {
    let files = Files {
        paths: &files.paths,
        languages: &files.languages,
        roles: &files.roles,
    };
    let columns = Columns {
        files: &hits.files,
        patterns: &hits.patterns,
        starts: &hits.starts,
        ends: &hits.ends,
        lines: &hits.lines,
        contexts: &hits.contexts,
        capture_offsets: &hits.capture_offsets,
        capture_starts: &hits.capture_starts,
        capture_ends: &hits.capture_ends,
        excerpts: &hits.excerpts,
        excerpt_places: &hits.excerpt_places,
        excerpt_lengths: &hits.excerpt_lengths,
        excerpt_starts: &hits.excerpt_starts,
        keys: &hits.keys,
    };
    Batch::new(files, columns)
        .and_then(|batch| E::extract(&batch, &Host))
        .map(|said| said.into_iter().map(observation).collect())
        .map_err(|error| types::Error {
            code: error.code,
            message: error.message,
        })
}

fn names(languages: &[Language]) -> Vec<String> {
    languages
        .iter()
        .map(|language| language.name().into())
        .collect()
}

fn pattern(own: Pattern) -> types::Pattern {
    types::Pattern {
        id: own.id,
        languages: names(&own.languages),
        contexts: own.contexts.0,
        matcher: matcher(own.matcher),
    }
}

fn matcher(own: Matcher) -> types::Matcher {
    match own {
        Matcher::Literal {
            text,
            ignore_case,
            whole_word,
        } => types::Matcher::Literal(types::Literal {
            text,
            ignore_case,
            whole_word,
        }),
        Matcher::Regex {
            anchors,
            ignore_case,
            expression,
            lines_before,
            lines_after,
        } => types::Matcher::Regex(types::Regex {
            anchors,
            ignore_case,
            expression,
            lines_before,
            lines_after,
        }),
        Matcher::Query { anchors, query } => types::Matcher::Query(types::Query { anchors, query }),
        Matcher::Entropy {
            alphabet,
            length_min,
            bits_min,
        } => types::Matcher::Entropy(types::Entropy {
            alphabet,
            length_min,
            bits_min,
        }),
        Matcher::Key(paths) => types::Matcher::Key(paths),
    }
}

fn emits(own: Emits) -> types::Emits {
    types::Emits {
        concept: own.concept,
        predicate: own.predicate,
        rule: own.rule,
    }
}

fn observation(own: Observation) -> types::Observation {
    let span = |place: crate::Span| types::Span {
        start: place.start,
        end: place.end,
    };
    types::Observation {
        file: own.file,
        span: span(own.span),
        secret: own.secret.map(span),
        concept: own.concept,
        predicate: own.predicate,
        value: match own.value {
            Value::Flag(flag) => types::Value::Flag(flag),
            Value::Number(number) => types::Value::Number(number),
            Value::Text(text) => types::Value::Text(text),
        },
        confidence: own.confidence,
        reason: own.reason,
    }
}
