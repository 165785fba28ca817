//! The verbs for authors, with components of the library in the place of built ones: no language's tools are needed.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use steme::Exit;
use support::{Bench, guests};

/// A project in the bench's folder, with a component of the library as if it had been built.
fn project(bench: &Bench, id: &str) -> String {
    let folder = bench.path(id);
    let at = folder.to_string_lossy().into_owned();
    bench
        .run(&["plugin", "new", id, "--lang", "rust", "--folder", &at])
        .done();
    fs::create_dir_all(folder.join("target")).unwrap();
    let from = guests().join("consensus.wasm");
    fs::copy(from, folder.join(format!("target/{id}.wasm"))).unwrap();
    at
}

#[test]
fn a_project_is_made_once() {
    let bench = Bench::folder();
    let at = project(&bench, "consensus");
    for file in [
        "lens.toml",
        "src/lib.rs",
        "cases/cases.toml",
        "sdk/Cargo.toml",
    ] {
        assert!(Path::new(&at).join(file).is_file(), "{file}");
    }
    let again = bench.run(&[
        "plugin",
        "new",
        "consensus",
        "--lang",
        "rust",
        "--folder",
        &at,
    ]);
    assert_eq!(again.exit, Exit::Usage);
    assert!(again.err.contains("not empty"), "{}", again.err);
    let wrong = bench.run(&["plugin", "new", "Two Words", "--lang", "python"]);
    assert!(wrong.err.contains("lower-case letters"), "{}", wrong.err);
    let cobol = bench.run(&["plugin", "new", "x", "--lang", "cobol"]);
    assert_eq!(cobol.exit, Exit::Usage);
}

#[test]
fn a_test_tells_what_it_tried_and_fails_with_its_cases() {
    let bench = Bench::folder();
    let at = project(&bench, "consensus");
    // Consensus has no parameter `least`, which one case of the template gives.
    let told = bench.run(&[
        "plugin",
        "test",
        "--folder",
        &at,
        "--batches",
        "20",
        "--json",
    ]);
    assert_eq!(told.exit, Exit::Refused, "{}{}", told.out, told.err);
    let view: Value = told.json();
    assert_eq!(view["passed"], false);
    let wrong = view["cases"].as_array().unwrap().iter();
    let wrong: Vec<_> = wrong.filter(|case| !case["wrong"].is_null()).collect();
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    for law in view["laws"].as_array().unwrap() {
        assert!(law["broken"].is_null(), "{law}");
    }
    fs::remove_file(Path::new(&at).join("cases/cases.toml")).unwrap();
    let page = bench
        .run(&["plugin", "test", "--folder", &at, "--batches", "20"])
        .done();
    assert!(page.contains("pass  same-again"), "{page}");
}

#[test]
fn a_component_that_is_missing_or_wrong_is_told() {
    let bench = Bench::folder();
    let at = project(&bench, "consensus");
    let none = bench.run(&["plugin", "test", "--folder", "/nowhere/at/all"]);
    assert_eq!(none.exit, Exit::Usage);
    assert!(none.err.contains("steme plugin new"), "{}", none.err);
    let clock = guests().join("test/resolver_wants_clock.wasm");
    let clock = clock.to_string_lossy().into_owned();
    let told = bench.run(&["plugin", "test", "--folder", &at, "--component", &clock]);
    assert_eq!(told.exit, Exit::Refused);
    assert!(told.err.contains("wasi:clocks/wall-clock"), "{}", told.err);
    fs::remove_file(Path::new(&at).join("target/consensus.wasm")).unwrap();
    let unbuilt = bench.run(&["plugin", "bench", "--folder", &at]);
    assert!(
        unbuilt.err.contains("steme plugin build"),
        "{}",
        unbuilt.err
    );
}

#[test]
fn a_lens_is_installed_asked_and_tested_with_what_was_asked() {
    let bench = Bench::folder();
    let at = project(&bench, "consensus");
    bench.run(&["keygen"]).done();
    for value in ["1", "2", "2"] {
        bench.run(&["assert", "drug", "rate", value]).done();
    }
    bench
        .run(&["plugin", "install", "--folder", &at, "--activate", "mine"])
        .done();
    let told = bench
        .run(&["query", "drug", "rate", "--lens", "mine"])
        .done();
    assert!(told.contains('2'), "{told}");
    let captured = bench.run(&["plugin", "capture", "--folder", &at, "--json"]);
    let view: Value = captured.json();
    assert_eq!(view["files"].as_array().unwrap().len(), 1, "{view}");
    fs::remove_file(Path::new(&at).join("cases/cases.toml")).unwrap();
    let tested = bench.run(&[
        "plugin",
        "test",
        "--folder",
        &at,
        "--batches",
        "5",
        "--json",
    ]);
    let view: Value = tested.json();
    assert_eq!(
        (&view["captured"], &view["passed"]),
        (&1.into(), &true.into())
    );
}
