//! Hits of queries.

mod common;

use aphoria_core::Language;
use aphoria_matching::{Matcher, Scratch, Stats};
use common::{description, hits, query, source};

const CALL: &str = "(call function: (attribute attribute: (identifier) @b) arguments: (argument_list (string) @a) @_x (#eq? @b \"get\")) @hit";

#[test]
fn captures_are_in_the_order_of_their_names() {
    let patterns = vec![query("q", Language::Python, &["get"], CALL)];
    assert_eq!(
        hits(patterns, "x.get('y')\nx.put('y')\n", Language::Python),
        [r#"q: x.get('y') ["'y'", "get"]"#]
    );
}

#[test]
fn a_tree_is_parsed_only_for_an_anchor_in_code() {
    let matcher = Matcher::new(&[description(
        "one",
        vec![query("q", Language::Python, &["get"], CALL)],
    )])
    .expect("right");
    let trees = |text| {
        let mut stats = Stats::default();
        matcher.hits(
            &source(text, Language::Python),
            &|_| true,
            &mut Scratch::default(),
            &mut stats,
        );
        stats.trees
    };
    assert_eq!(trees("# get\nx = 'get'\n"), 0);
    assert_eq!(trees("get\n"), 1);
}

#[test]
fn a_query_fits_both_grammars_of_typescript() {
    let text = "(call_expression function: (identifier) @a) @hit";
    let patterns = || vec![query("q", Language::TypeScript, &["run"], text)];
    assert_eq!(
        hits(patterns(), "const a = <B>run(1);", Language::TypeScript).len(),
        1
    );
    assert_eq!(
        hits(
            patterns(),
            "const a = <b>{run(1)}</b>;",
            Language::TypeScript
        )
        .len(),
        1
    );
}

#[test]
fn a_wrong_query_is_named() {
    for wrong in ["(no_such_node) @hit", "(identifier) @a", "(identifier"] {
        let matcher = Matcher::new(&[description(
            "one",
            vec![query("q", Language::Go, &["aa"], wrong)],
        )])
        .expect("right");
        assert!(
            matcher
                .check_all()
                .expect_err("it is wrong")
                .to_string()
                .contains("`q`"),
            "{wrong}"
        );
    }
    let matcher = Matcher::new(&[description(
        "one",
        vec![query("q", Language::Sql, &["aa"], "(a) @hit")],
    )])
    .expect("right");
    assert!(matcher.check_all().is_err());
}
