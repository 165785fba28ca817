//! Hits of keys and of random runs.

mod common;

use aphoria_core::{Alphabet, Contexts, Language, Matcher as Declared};
use aphoria_matching::{Matcher, Scratch, Stats};
use common::{description, found, hits, keys, pattern, source};

#[test]
fn a_key_is_found_in_every_format() {
    let texts = [
        (Language::Yaml, "server:\n  ssl-mode: off\n"),
        (Language::Toml, "[server]\nssl_mode = \"off\"\n"),
        (Language::Json, "{\"server\": {\"sslMode\": \"off\"}}"),
        (Language::Ini, "[Server]\nSSLMode = off\n"),
        (Language::Properties, "server.ssl-mode=off\n"),
        (Language::Xml, "<server><sslMode>off</sslMode></server>"),
    ];
    for (language, text) in texts {
        let seen = hits(vec![keys("k", &["server.ssl_mode"])], text, language);
        assert_eq!(seen.len(), 1, "{language}");
        assert!(
            seen[0].starts_with("k: off [") && seen[0].ends_with("\"off\"]"),
            "{seen:?}"
        );
    }
    assert_eq!(
        hits(
            vec![keys("k", &["SSL_MODE"])],
            "SSL_MODE=off",
            Language::DotEnv
        )
        .len(),
        1
    );
}

#[test]
fn the_hit_of_a_collection_is_its_key() {
    let descriptions = [description(
        "one",
        vec![keys("k", &["**.ports", "a.ports.*"])],
    )];
    let source = source("a:\n  ports: [80, 443]\n", Language::Yaml);
    let found = found(&descriptions, &source);
    let seen: Vec<_> = found
        .hits
        .iter()
        .map(|hit| (source.slice(hit.span), hit.key.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            ("ports", "a.ports"),
            ("80", "a.ports.*"),
            ("443", "a.ports.*")
        ]
    );
    assert_eq!(source.slice(found.hits[0].captures[1]), "[80, 443]");
}

#[test]
fn a_file_without_the_last_names_is_not_read() {
    let matcher =
        Matcher::new(&[description("one", vec![keys("k", &["a.ssl_mode"])])]).expect("right");
    let read = |text| {
        let mut stats = Stats::default();
        matcher.hits(
            &source(text, Language::Yaml),
            &|_| true,
            &mut Scratch::default(),
            &mut stats,
        );
        stats.structured_read
    };
    assert_eq!(read("a:\n  other: 1\n"), 0);
    assert_eq!(read("b:\n  SSL-Mode: 1\n"), 1);
}

#[test]
fn random_runs_count_in_strings_and_values() {
    let entropy = || {
        let matcher = Declared::Entropy {
            alphabet: Alphabet::Hex,
            length_min: 16,
            bits_min: 3.0,
        };
        vec![pattern("e", Contexts::STRING, matcher)]
    };
    let secret = "0123456789abcdef";
    assert_eq!(
        hits(
            entropy(),
            &format!("x = '{secret}' # {secret}"),
            Language::Ruby
        )
        .len(),
        1
    );
    assert_eq!(
        hits(
            entropy(),
            &format!("x: {secret} # {secret}"),
            Language::Yaml
        )
        .len(),
        1
    );
    assert!(hits(entropy(), &format!("x = {secret}"), Language::Go).is_empty());
}
