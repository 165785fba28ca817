//! Descriptions as they cross the boundary, in the words of this side.

use aphoria_core::{
    Alphabet, Contexts, Description, DescriptionError, Emits, Language, Languages, Limits, Matcher,
    Pattern,
};
use stemedb_plugins::extractors as told;

/// Takes a description from a guest and checks it.
///
/// # Errors
/// The first thing that is not acceptable.
pub fn description(own: told::Description) -> Result<Description, DescriptionError> {
    let patterns = own.patterns.into_iter().map(pattern);
    let description = Description {
        id: own.id,
        version: own.version,
        title: own.title,
        languages: languages(&own.languages).map_err(|detail| DescriptionError::Field {
            field: "languages",
            detail,
        })?,
        globs: own.globs,
        patterns: patterns.collect::<Result<_, _>>()?,
        emits: own.emits.into_iter().map(emits).collect(),
        limits: Limits {
            hits: own.limits.hits.min(Limits::default().hits),
            questions: own.limits.questions.min(Limits::default().questions),
            answer_bytes: own.limits.answer_bytes.min(Limits::default().answer_bytes),
            observations: own.limits.observations.min(Limits::default().observations),
        },
    };
    description.check()?;
    Ok(description)
}

fn languages(names: &[String]) -> Result<Languages, String> {
    names
        .iter()
        .map(|name| {
            Language::from_name(name).ok_or_else(|| {
                let name: String = name.chars().take(64).collect();
                format!("`{name}` is no language of docs/aphoria/languages.md")
            })
        })
        .collect()
}

fn emits(own: told::Emits) -> Emits {
    Emits {
        concept: own.concept,
        predicate: own.predicate,
        rule: own.rule,
    }
}

fn pattern(own: told::Pattern) -> Result<Pattern, DescriptionError> {
    let refused = |detail: String| DescriptionError::Pattern {
        pattern: own.id.chars().take(80).collect(),
        detail,
    };
    Ok(Pattern {
        languages: languages(&own.languages).map_err(refused)?,
        contexts: Contexts::from_bits(own.contexts)
            .ok_or_else(|| refused("`contexts` is a sum of 1, 2 and 4".to_owned()))?,
        matcher: matcher(own.matcher).map_err(refused)?,
        id: own.id.clone(),
    })
}

fn matcher(own: told::Matcher) -> Result<Matcher, String> {
    let lines = |count: u32| {
        u8::try_from(count).map_err(|_| "a window has at most 40 lines on either side".to_owned())
    };
    Ok(match own {
        told::Matcher::Literal(own) => Matcher::Literal {
            text: own.text,
            ignore_case: own.ignore_case,
            whole_word: own.whole_word,
        },
        told::Matcher::Regex(own) => Matcher::Regex {
            anchors: own.anchors,
            ignore_case: own.ignore_case,
            regex: own.expression,
            lines_before: lines(own.lines_before)?,
            lines_after: lines(own.lines_after)?,
        },
        told::Matcher::Query(own) => Matcher::Query {
            anchors: own.anchors,
            query: own.query,
        },
        told::Matcher::Entropy(own) => Matcher::Entropy {
            alphabet: match own.alphabet {
                0 => Alphabet::Hex,
                1 => Alphabet::Base64,
                other => return Err(format!("{other} is no alphabet")),
            },
            length_min: own.length_min,
            bits_min: own.bits_min,
        },
        told::Matcher::Key(paths) => Matcher::Key { paths },
    })
}
