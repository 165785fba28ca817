//! Descriptions made of a few patterns, and their hits as short texts.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "each test uses its part"
)]

use aphoria_core::{
    Contexts, Description, Emits, Hit, Language, Languages, Limits, Matcher as Declared, Pattern,
};
use aphoria_matching::{Found, Matcher, Scratch, Source, Stats};

pub fn pattern(id: &str, contexts: Contexts, matcher: Declared) -> Pattern {
    Pattern {
        id: id.to_owned(),
        languages: Languages::NONE,
        contexts,
        matcher,
    }
}

pub fn literal(id: &str, text: &str) -> Pattern {
    let matcher = Declared::Literal {
        text: text.to_owned(),
        ignore_case: false,
        whole_word: false,
    };
    pattern(id, Contexts::ANY, matcher)
}

pub fn regex(id: &str, anchors: &[&str], regex: &str) -> Pattern {
    let matcher = Declared::Regex {
        anchors: anchors.iter().map(|anchor| (*anchor).to_owned()).collect(),
        ignore_case: false,
        regex: regex.to_owned(),
        lines_before: 0,
        lines_after: 0,
    };
    pattern(id, Contexts::ANY, matcher)
}

pub fn keys(id: &str, paths: &[&str]) -> Pattern {
    let paths = paths.iter().map(|path| (*path).to_owned()).collect();
    pattern(id, Contexts::ANY, Declared::Key { paths })
}

pub fn query(id: &str, language: Language, anchors: &[&str], query: &str) -> Pattern {
    let matcher = Declared::Query {
        anchors: anchors.iter().map(|anchor| (*anchor).to_owned()).collect(),
        query: query.to_owned(),
    };
    Pattern {
        languages: Languages::NONE.with(language),
        ..pattern(id, Contexts::CODE, matcher)
    }
}

pub fn description(id: &str, patterns: Vec<Pattern>) -> Description {
    Description {
        id: id.to_owned(),
        version: "1.0.0".to_owned(),
        title: "A test".to_owned(),
        languages: Language::ALL.iter().copied().collect(),
        globs: Vec::new(),
        patterns,
        emits: vec![Emits {
            concept: "a/b".to_owned(),
            predicate: "c".to_owned(),
            rule: "Always.".to_owned(),
        }],
        limits: Limits::default(),
    }
}

pub fn source(text: &str, language: Language) -> Source {
    Source::new(text.as_bytes().to_vec(), language)
}

pub fn found(descriptions: &[Description], source: &Source) -> Found {
    let matcher = Matcher::new(descriptions).expect("the descriptions are right");
    matcher.check_all().expect("the patterns compile");
    matcher.hits(
        source,
        &|_| true,
        &mut Scratch::default(),
        &mut Stats::default(),
    )
}

/// `pattern: text`, with the captures in brackets.
pub fn shown(descriptions: &[Description], source: &Source, hits: &[Hit]) -> Vec<String> {
    let one = |hit: &Hit| {
        let pattern = &descriptions[hit.extractor as usize].patterns[hit.pattern as usize];
        let captures: Vec<_> = hit
            .captures
            .iter()
            .map(|span| source.slice(*span))
            .collect();
        let captures = if captures.is_empty() {
            String::new()
        } else {
            format!(" {captures:?}")
        };
        format!("{}: {}{captures}", pattern.id, source.slice(hit.span))
    };
    hits.iter().map(one).collect()
}

/// The hits of these patterns in a text.
pub fn hits(patterns: Vec<Pattern>, text: &str, language: Language) -> Vec<String> {
    let descriptions = [description("one", patterns)];
    let source = source(text, language);
    let found = found(&descriptions, &source);
    assert!(found.dropped.is_empty() && found.broken.is_empty());
    shown(&descriptions, &source, &found.hits)
}
