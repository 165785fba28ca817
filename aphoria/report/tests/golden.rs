//! Each form of one report, byte for byte. `UPDATE_GOLDEN=1` writes the files anew; read what changed.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod common;

use std::{fs, path::PathBuf};

use aphoria_report::{
    json, markdown, sarif,
    table::{self, Style},
};

fn check(name: &str, made: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, made).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap();
    assert!(
        kept == made,
        "{name} differs from what was kept; this was made:\n{made}"
    );
}

fn sarif_options(observations: bool) -> sarif::Options {
    sarif::Options {
        version: "0.1.0".to_owned(),
        observations,
        root_uri: String::new(),
        exit_code: 3,
    }
}

fn forms() -> Vec<(&'static str, String)> {
    let report = common::report();
    let table = |color, width, unicode, observations| {
        let style = Style {
            color,
            width,
            unicode,
        };
        table::write(
            &report,
            table::Options {
                style,
                observations,
            },
        )
    };
    let pages = markdown::Options::default();
    vec![
        ("report.json", json::write(&report).unwrap()),
        (
            "report.sarif",
            sarif::write(&report, &sarif_options(true)).unwrap(),
        ),
        ("table.txt", table(false, 100, true, false)),
        ("table-all.txt", table(false, 72, false, true)),
        ("table-color.txt", table(true, 100, true, true)),
        ("page.md", markdown::write(&report, pages)),
        (
            "page-all.md",
            markdown::write(
                &report,
                markdown::Options {
                    observations: true,
                    ..pages
                },
            ),
        ),
    ]
}

#[test]
fn forms_are_as_they_were() {
    for (name, made) in forms() {
        check(name, &made);
    }
}

#[test]
fn no_form_shows_the_secret() {
    for (name, made) in forms() {
        assert!(!made.contains(common::SECRET), "{name}");
    }
}

#[test]
fn nothing_of_a_file_acts_on_a_terminal() {
    for (name, made) in forms() {
        let of_ours = [
            "\u{1b}[0m",
            "\u{1b}[1m",
            "\u{1b}[2m",
            "\u{1b}[1;31m",
            "\u{1b}[1;33m",
            "\u{1b}[32m",
        ];
        let mut rest = made.clone();
        if name == "table-color.txt" {
            assert!(made.contains("\u{1b}[1;31mBLOCK\u{1b}[0m"));
            for code in of_ours {
                rest = rest.replace(code, "");
            }
        }
        let acting: Vec<char> = rest
            .chars()
            .filter(|c| c.is_control() && *c != '\n')
            .collect();
        assert_eq!(acting, [], "{name}");
        assert!(!rest.contains('\u{202e}'), "{name}");
    }
}

#[test]
fn lines_of_a_table_fit() {
    let report = common::report();
    for width in [40, 60, 100, 200] {
        let style = Style {
            color: false,
            width,
            unicode: true,
        };
        let text = table::write(
            &report,
            table::Options {
                style,
                observations: true,
            },
        );
        for line in text.lines() {
            // Totals and the head of a finding are short by themselves and are not broken.
            let is_own = line.contains("score") || line.contains("suppressed (");
            assert!(is_own || line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn a_page_is_bounded() {
    let mut report = common::report();
    let one = report
        .observations
        .iter()
        .find(|one| one.counts())
        .unwrap()
        .clone();
    report.observations = vec![one; 500];
    let made = markdown::write(&report, markdown::Options::default());
    assert!(made.len() <= 60_000);
    assert!(made.contains("… and 450 more findings."));
    let small = markdown::Options {
        bytes_max: 5000,
        ..markdown::Options::default()
    };
    let made = markdown::write(&report, small);
    assert!(made.len() <= 5000, "{}", made.len());
    assert!(made.contains("more findings."));
}
