//! Every extractor over its fixtures: natively and through its component, with the same result to the letter.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aphoria_core::Language;
use aphoria_extractor_twins::all;
use aphoria_fixtures::{Without, check, fixtures, seen};
use aphoria_scan::{Component, Extracting, description};
use stemedb_plugins::HostOptions;
use stemedb_plugins::extractors::ExtractorHost;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn folder(id: &str) -> PathBuf {
    root().join("extractors").join(id)
}

fn guests() -> PathBuf {
    let named = std::env::var_os("STEMEDB_GUESTS_DIR").map(PathBuf::from);
    named.unwrap_or_else(|| root().join("target/guests"))
}

/// The components, on a host that keeps machine code for the next run.
fn components() -> Vec<Arc<dyn Extracting>> {
    let options = HostOptions {
        cache: Some(guests().join("../compiled-for-tests")),
        instances_max: 128,
        memory_bytes_max: 64 << 20,
        estimator_memory_bytes_max: 64 << 20,
        ..HostOptions::default()
    };
    let host = Arc::new(ExtractorHost::new(options).unwrap());
    let component = |twin: &Arc<dyn Extracting>| {
        let id = &twin.description().id;
        let path = guests().join("extractors").join(format!("{id}.wasm"));
        let bytes = std::fs::read(&path).unwrap_or_else(|error| {
            panic!(
                "{}: {error}; run `cargo xtask guests` first",
                path.display()
            )
        });
        let told = host.load(&bytes).unwrap().describe().unwrap();
        let described = description(told).unwrap();
        assert_eq!(
            &described,
            twin.description(),
            "{id} is another build; run `cargo xtask guests` first"
        );
        Arc::new(Component::new(Arc::clone(&host), bytes.into(), described)) as Arc<dyn Extracting>
    };
    all().iter().map(component).collect()
}

#[test]
fn every_folder_is_run() {
    let folders: BTreeSet<String> = std::fs::read_dir(root().join("extractors"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let run: BTreeSet<String> = all()
        .iter()
        .map(|twin| twin.description().id.clone())
        .collect();
    assert_eq!(folders, run);
}

#[test]
fn fixtures_see_what_they_expect_natively() {
    let mut wrong = Vec::new();
    for twin in all() {
        let id = twin.description().id.clone();
        let report = check(twin, &fixtures(&folder(&id)).unwrap()).unwrap();
        wrong.extend(report.faults);
        for (language, count) in &report.counts {
            if count.near_misses < count.hits {
                wrong.push(format!(
                    "{id}: {language}: {} near-misses for {} hits",
                    count.near_misses, count.hits
                ));
            }
        }
        let kept = std::fs::read_to_string(folder(&id).join("snapshot.txt")).unwrap_or_default();
        if kept.lines().ne(report.lines.iter().map(String::as_str)) {
            wrong.push(format!("{id}: snapshot.txt is not what is seen; `aphoria extractors test extractors/{id} --bless`"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn components_see_what_their_twins_see() {
    for (twin, component) in all().into_iter().zip(components()) {
        let id = twin.description().id.clone();
        let fixtures = fixtures(&folder(&id)).unwrap();
        let native = check(twin, &fixtures).unwrap();
        let sandboxed = check(component, &fixtures).unwrap();
        assert_eq!(native.lines, sandboxed.lines, "{id}");
        assert_eq!(native.faults, sandboxed.faults, "{id}");
    }
}

#[test]
fn no_pattern_is_idle() {
    let mut idle = Vec::new();
    for twin in all() {
        let description = twin.description().clone();
        let fixtures = fixtures(&folder(&description.id)).unwrap();
        let whole = seen(Arc::clone(&twin), &fixtures).unwrap();
        for (number, pattern) in description.patterns.iter().enumerate() {
            // An extractor of one pattern says nothing without it, which its fixtures notice.
            if description.patterns.len() > 1 {
                let without = Without::new(Arc::clone(&twin), number);
                if seen(Arc::new(without), &fixtures).unwrap() == whole {
                    idle.push(format!("{}: {}", description.id, pattern.id));
                }
            }
        }
    }
    assert!(
        idle.is_empty(),
        "without these patterns the fixtures see the same:\n{}",
        idle.join("\n")
    );
}

/// The languages that extractors are for; configuration is read beside them.
const PROGRAMS: [Language; 12] = [
    Language::Rust,
    Language::Python,
    Language::JavaScript,
    Language::TypeScript,
    Language::Go,
    Language::Java,
    Language::Ruby,
    Language::Php,
    Language::CSharp,
    Language::C,
    Language::Cpp,
    Language::Bash,
];

#[test]
fn fixtures_exist_in_every_programming_language_that_is_read() {
    let mut missing = Vec::new();
    for twin in all() {
        let description = twin.description();
        let folders: BTreeSet<String> = fixtures(&folder(&description.id))
            .unwrap()
            .into_iter()
            .map(|fixture| fixture.folder)
            .collect();
        let lacking = description
            .languages
            .iter()
            .filter(|language| PROGRAMS.contains(language))
            .map(Language::name)
            .filter(|name| !folders.contains(*name));
        missing.extend(lacking.map(|name| format!("{}: {name}", description.id)));
    }
    assert!(
        missing.is_empty(),
        "languages without a fixture:\n{}",
        missing.join("\n")
    );
}

#[test]
fn both_sides_number_the_languages_alike() {
    let host: Vec<&str> = Language::ALL
        .iter()
        .map(|language| language.name())
        .collect();
    let kit: Vec<&str> = aphoria_sdk::Language::ALL
        .iter()
        .map(|language| language.name())
        .collect();
    assert_eq!(host, kit);
}
