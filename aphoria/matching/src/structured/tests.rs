//! Keys of a file of each kind.

use aphoria_core::Language;
use proptest::prelude::*;

use super::entries;

/// Each key as `path=value`, or `path` when the value is not a scalar.
fn keys(text: &str, language: Language) -> Vec<String> {
    let entries = entries(text, language);
    let one = |entry| {
        let path = entries.path(entry);
        match entry.value {
            Some(value) => format!("{path}={}", &text[value.start as usize..value.end as usize]),
            None => path,
        }
    };
    entries.list.iter().map(one).collect()
}

#[test]
fn yaml() {
    let text = "a:\n  b: 'é' # c\n  d: [1, \"x\"]\ne: |\n  two\n  lines\nf: {g: true}\n---\nh:\n- i: 2\n  j: &x plain text\n- k: *x\n";
    assert_eq!(
        keys(text, Language::Yaml),
        [
            "a",
            "a.b=é",
            "a.d",
            "a.d.*=1",
            "a.d.*=x",
            "e=two\n  lines",
            "f",
            "f.g=true",
            "h",
            "h.*",
            "h.*.i=2",
            "h.*.j=plain text",
            "h.*",
            "h.*.k"
        ]
    );
}

#[test]
fn a_broken_yaml_file_gives_what_comes_before_the_break() {
    let text = "a: 1\nb:\n  c: 2\nd: {{ helm }}: [\n";
    let keys = keys(text, Language::Yaml);
    assert_eq!(keys[..3], ["a=1", "b", "b.c=2"]);
}

#[test]
fn yaml_aliases_are_not_followed() {
    let text = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
    assert_eq!(keys(text, Language::Yaml).len(), 9);
}

#[test]
fn wholes_of_collections_are_their_texts() {
    let text = "a:\n  b: 1\nc: 2\n";
    let yaml = entries(text, Language::Yaml);
    let whole = yaml.list[0].whole;
    assert_eq!(&text[whole.start as usize..whole.end as usize], "b: 1");
    let text = "{\"a\": {\"b\": 1}}";
    let json = entries(text, Language::Json);
    let whole = json.list[0].whole;
    assert_eq!(
        &text[whole.start as usize..whole.end as usize],
        "{\"b\": 1}"
    );
}

#[test]
fn toml() {
    let text = "a = 1\n[b.c]\nd.e = \"x\" # y\n\"f g\" = ['1', {h = true}]\n[[i]]\nj = '''k'''\n[[i]]\nj = 2\n[b.c.l]\nm = 3\n";
    assert_eq!(
        keys(text, Language::Toml),
        [
            "a=1",
            "b",
            "b.c",
            "b.c.d",
            "b.c.d.e=x",
            "b.c.f g",
            "b.c.f g.*=1",
            "b.c.f g.*",
            "b.c.f g.*.h=true",
            "i",
            "i.*",
            "i.*.j=k",
            "i.*",
            "i.*.j=2",
            "b.c.l",
            "b.c.l.m=3"
        ]
    );
}

#[test]
fn toml_goes_on_behind_a_broken_line() {
    assert_eq!(
        keys("a = 1\nb = = 2\nc = 3\n", Language::Toml)
            .last()
            .map(String::as_str),
        Some("c=3")
    );
}

#[test]
fn json() {
    let text =
        "// x\n{\"a\": {\"b\": [1, {\"c\": \"d\\\"e\"}, [2]],}, f: 'g', /* h */ \"i\": null}";
    assert_eq!(
        keys(text, Language::Json),
        [
            "a",
            "a.b",
            "a.b.*=1",
            "a.b.*",
            "a.b.*.c=d\\\"e",
            "a.b.*",
            "a.b.*.*=2",
            "f=g",
            "i=null"
        ]
    );
}

#[test]
fn lines() {
    let text = "; x\ntop = 1\n[a.b]\nc = \"d\" ; e\n+f: g;h\n[/Script/X]\ni=\n";
    assert_eq!(
        keys(text, Language::Ini),
        [
            "top=1",
            "a.b",
            "a.b.c=d",
            "a.b.f=g;h",
            "/Script/X",
            "/Script/X.i="
        ]
    );
    let text = "# x\\\na.b=c\nd : e\\\n  f\ng\\:h i\n!j=k\n";
    assert_eq!(
        keys(text, Language::Properties),
        ["a.b=c", "d=e\\\n  f", "g\\:h=i"]
    );
    let text = "# x=y\nexport A=b # c\nD=\"e\nf\"\nG='h # i'\nJ=\n";
    assert_eq!(
        keys(text, Language::DotEnv),
        ["A=b", "D=e\nf", "G=h # i", "J="]
    );
}

#[test]
fn xml() {
    let text = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>\n<ns:a x:d=\"e\"><!-- <f> --><g> h </g><i j='k'/><l><![CDATA[<m>]]></l><n></ns:a>";
    assert_eq!(
        keys(text, Language::Xml),
        ["a", "a.@d=e", "a.g=h", "a.i", "a.i.@j=k", "a.l=<m>", "a.n="]
    );
}

#[test]
fn depth_is_bounded() {
    for (open, language) in [
        ("[", Language::Json),
        ("[", Language::Yaml),
        ("<a>", Language::Xml),
    ] {
        let entries = entries(&open.repeat(100_000), language);
        assert!(entries.list.len() <= 200, "{language}");
    }
    let text = format!("a = {}", "[".repeat(100_000));
    assert!(entries(&text, Language::Toml).list.len() <= 200);
}

const STRUCTURED: [Language; 7] = [
    Language::Yaml,
    Language::Toml,
    Language::Json,
    Language::Ini,
    Language::Properties,
    Language::DotEnv,
    Language::Xml,
];

proptest! {
    #[test]
    fn no_text_stops_a_reader_and_spans_are_of_the_text(
        text in "([a-cé]|[\\[\\]{}:,=\"'<>/@&*|#!;\\\\-]|[ \n\t]|--|\n  |<a|</a>|<!\\[CDATA\\[)*",
        language in 0..STRUCTURED.len(),
    ) {
        let entries = entries(&text, STRUCTURED[language]);
        for entry in &entries.list {
            for span in [Some(entry.key), entry.value, Some(entry.whole)].into_iter().flatten() {
                prop_assert!(text.get(span.start as usize..span.end as usize).is_some(), "{:?}", entry);
            }
        }
        prop_assert!(entries.values.is_sorted());
    }
}
