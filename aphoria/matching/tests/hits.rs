//! Hits of literals and regular expressions: where they count, in which order, how many.

mod common;

use aphoria_core::{Context, Contexts, Language, Matcher as Declared, Pattern};
use aphoria_matching::{Matcher, MatcherError, Scratch, Stats};
use common::{description, found, hits, literal, regex, source};

fn word(text: &str, ignore_case: bool) -> Pattern {
    let matcher = Declared::Literal {
        text: text.to_owned(),
        ignore_case,
        whole_word: true,
    };
    common::pattern("word", Contexts::ANY, matcher)
}

fn lines(anchor: &str, expression: &str, lines_before: u8, lines_after: u8) -> Pattern {
    let matcher = Declared::Regex {
        anchors: vec![anchor.to_owned()],
        ignore_case: false,
        regex: expression.to_owned(),
        lines_before,
        lines_after,
    };
    common::pattern("lines", Contexts::ANY, matcher)
}

#[test]
fn literals_respect_case_and_words() {
    let text = "md5 MD5 md5sum x_md5 (md5) hash.md5()";
    assert_eq!(
        hits(vec![literal("l", "md5")], text, Language::Text).len(),
        5
    );
    assert_eq!(
        hits(vec![word("md5", false)], text, Language::Text).len(),
        3
    );
    assert_eq!(hits(vec![word("md5", true)], text, Language::Text).len(), 4);
    assert_eq!(
        hits(vec![word(".md5(", true)], text, Language::Text),
        ["word: .md5("]
    );
}

#[test]
fn a_hit_counts_only_in_its_contexts() {
    let text = "verify = 1  # verify\nx = 'verify'\n";
    let place = |contexts| {
        let patterns = vec![Pattern {
            contexts,
            ..literal("l", "verify")
        }];
        let found = found(
            &[description("one", patterns)],
            &source(text, Language::Python),
        );
        found
            .hits
            .into_iter()
            .map(|hit| (hit.line, hit.context))
            .collect::<Vec<_>>()
    };
    assert_eq!(place(Contexts::CODE), [(1, Context::Code)]);
    assert_eq!(place(Contexts::COMMENT), [(1, Context::Comment)]);
    assert_eq!(place(Contexts::STRING), [(2, Context::String)]);
    assert_eq!(place(Contexts::ANY).len(), 3);
}

#[test]
fn a_match_counts_where_it_overlaps_an_anchor() {
    let pattern = regex("r", &["verify"], r"(\w+)\s*=\s*(\w+)(x)?");
    assert_eq!(
        hits(
            vec![pattern],
            "a = 1; verify = False\nb = 2\n",
            Language::Text
        ),
        [r#"r: verify = False ["verify", "False", ""]"#]
    );
}

#[test]
fn one_of_several_anchors_is_enough_and_a_match_counts_once() {
    let pattern = regex("r", &["foo", "bar", "foobar"], r"foobar|bar");
    assert_eq!(
        hits(vec![pattern], "foobar bar", Language::Text),
        ["r: foobar", "r: bar"]
    );
}

#[test]
fn a_window_has_the_lines_that_it_asks_for() {
    let text = "open(\n  x,\n  verify\n)\n";
    assert_eq!(
        hits(
            vec![lines("verify", r"open\([^)]*\)", 2, 1)],
            text,
            Language::Text
        )
        .len(),
        1
    );
    assert!(
        hits(
            vec![lines("verify", r"open\([^)]*\)", 1, 1)],
            text,
            Language::Text
        )
        .is_empty()
    );
    assert!(
        hits(
            vec![lines("verify", r"open\([^)]*\)", 2, 0)],
            text,
            Language::Text
        )
        .is_empty()
    );
}

#[test]
fn anchors_in_windows_that_overlap_give_a_match_once() {
    let text = "aa\naa\naa\n";
    assert_eq!(
        hits(vec![lines("aa", r"aa\saa", 1, 1)], text, Language::Text).len(),
        2
    );
    assert_eq!(
        hits(vec![lines("aa", r"aa$", 2, 2)], text, Language::Text).len(),
        3
    );
}

#[test]
fn line_ends_are_ends_also_with_a_carriage_return() {
    assert_eq!(
        hits(
            vec![regex("r", &["on"], "^on$")],
            "on\r\nxon\r\non",
            Language::Text
        )
        .len(),
        2
    );
}

#[test]
fn matches_are_widened_to_whole_characters() {
    assert_eq!(
        hits(
            vec![regex("r", &["key"], "key.")],
            "key\u{e9}",
            Language::Text
        ),
        ["r: key\u{e9}"]
    );
}

#[test]
fn an_anchor_that_differs_in_case_counts_only_when_asked() {
    let patterns = |ignore_case| {
        let matcher = Declared::Regex {
            anchors: vec!["Verify".to_owned()],
            ignore_case,
            regex: "VERIFY=1|verify=0".to_owned(),
            lines_before: 0,
            lines_after: 0,
        };
        vec![common::pattern("r", Contexts::ANY, matcher)]
    };
    assert_eq!(
        hits(patterns(true), "verify=0\nVerify=1", Language::Text).len(),
        2
    );
    assert!(hits(patterns(false), "verify=0\nVerify=1", Language::Text).is_empty());
}

#[test]
fn hits_are_ordered_and_limited() {
    let mut one = description("one", vec![literal("b", "bb"), literal("a", "aa")]);
    one.limits.hits = 3;
    let two = description("two", vec![literal("c", "aa")]);
    let found = found(&[one, two], &source("aabb aa bb aa", Language::Text));
    let seen: Vec<_> = found
        .hits
        .iter()
        .map(|hit| (hit.span.start, hit.extractor, hit.pattern))
        .collect();
    assert_eq!(
        seen,
        [
            (0, 0, 1),
            (0, 1, 0),
            (2, 0, 0),
            (5, 0, 1),
            (5, 1, 0),
            (11, 1, 0)
        ]
    );
    assert_eq!(found.dropped, [(0, 2)]);
}

#[test]
fn only_selected_extractors_and_languages_count() {
    let descriptions = [
        description("one", vec![literal("a", "aa")]),
        description("two", vec![literal("a", "aa")]),
    ];
    let matcher = Matcher::new(&descriptions).expect("right");
    let source = source("aa", Language::Go);
    let (mut scratch, mut stats) = (Scratch::default(), Stats::default());
    let found = matcher.hits(
        &source,
        &|extractor| extractor == 1,
        &mut scratch,
        &mut stats,
    );
    assert_eq!(
        found
            .hits
            .iter()
            .map(|hit| hit.extractor)
            .collect::<Vec<_>>(),
        [1]
    );
    let mut elsewhere = descriptions[0].clone();
    elsewhere.languages = [Language::Rust].into_iter().collect();
    let matcher = Matcher::new(&[elsewhere]).expect("right");
    assert!(
        matcher
            .hits(&source, &|_| true, &mut scratch, &mut stats)
            .hits
            .is_empty()
    );
    assert!(!matcher.reads(Language::Go));
}

#[test]
fn a_scratch_carries_nothing_from_file_to_file() {
    let matcher =
        Matcher::new(&[description("one", vec![regex("r", &["aa"], "aa+")])]).expect("right");
    let (mut scratch, mut stats) = (Scratch::default(), Stats::default());
    let mut hits = |text| {
        matcher.hits(
            &source(text, Language::C),
            &|_| true,
            &mut scratch,
            &mut stats,
        )
    };
    let first = hits("x aaa; aa");
    assert!(hits("").hits.is_empty());
    assert_eq!(hits("x aaa; aa"), first);
}

#[test]
fn what_does_not_compile_is_named() {
    let descriptions = [description(
        "one",
        vec![literal("good", "aa"), regex("bad", &["aa"], "aa(")],
    )];
    let matcher = Matcher::new(&descriptions).expect("expressions compile later");
    let error = matcher
        .check_all()
        .expect_err("a bracket is open")
        .to_string();
    assert!(
        error.contains("`bad`") && error.contains("`one`"),
        "{error}"
    );
    let found = matcher.hits(
        &source("aa", Language::C),
        &|_| true,
        &mut Scratch::default(),
        &mut Stats::default(),
    );
    assert_eq!((found.hits.len(), found.broken), (1, vec![(0, 1)]));
}

#[test]
fn descriptions_are_checked() {
    let twice = [
        description("one", vec![literal("a", "aa")]),
        description("one", vec![literal("a", "aa")]),
    ];
    assert!(matches!(
        Matcher::new(&twice),
        Err(MatcherError::Twice { .. })
    ));
    let short = [description("one", vec![literal("a", "a")])];
    assert!(matches!(
        Matcher::new(&short),
        Err(MatcherError::Description { .. })
    ));
}

#[test]
fn anchors_are_told_once_in_lower_case() {
    let descriptions = [description(
        "one",
        vec![literal("a", "MD5"), regex("b", &["md5", "Sha1"], "x")],
    )];
    assert_eq!(
        Matcher::new(&descriptions).expect("right").anchors(),
        ["md5", "sha1"]
    );
}

#[test]
fn a_huge_line_full_of_anchors_takes_few_windows() {
    let text = "verify=1,".repeat(100_000);
    let matcher = Matcher::new(&[description(
        "one",
        vec![regex("r", &["verify"], r"verify=\d")],
    )])
    .expect("right");
    let mut stats = Stats::default();
    let found = matcher.hits(
        &source(&text, Language::Json),
        &|_| true,
        &mut Scratch::default(),
        &mut stats,
    );
    assert_eq!(found.hits.len(), 10_000);
    assert_eq!(found.dropped, [(0, 90_000)]);
    assert!(stats.regex_runs < 1_000, "{}", stats.regex_runs);
}
