//! Documents that are made from tables, and tables that must hold all there is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use stemedb_api::{Document, METRICS, route_table};

use crate::client::start;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_description_names_every_route_and_no_other() {
    let fixture = start();
    let description: Value = fixture.get("/api-doc/openapi.json").good();
    assert_eq!(description["openapi"], "3.1.0");
    let mut described = BTreeSet::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            described.insert((method.clone(), path.clone()));
            let text = operation["summary"]
                .as_str()
                .or(operation["description"].as_str());
            assert!(text.is_some_and(|text| text.len() > 10), "{method} {path}");
            let problem = &operation["responses"]["default"]["content"]["application/problem+json"];
            assert_eq!(problem["schema"]["$ref"], "#/components/schemas/Problem");
            let keyed = operation.get("security").is_some();
            assert_eq!(keyed, path.starts_with("/v1/admin/"), "{method} {path}");
        }
    }
    let table: BTreeSet<(String, String)> = route_table()
        .into_iter()
        .map(|(method, path)| (method.to_owned(), path.to_owned()))
        .collect();
    assert_eq!(described, table);
}

#[test]
fn references_of_the_description_lead_somewhere() {
    let text = Document::Openapi.text().unwrap();
    let description: Value = serde_json::from_str(&text).unwrap();
    let schemas = description["components"]["schemas"].as_object().unwrap();
    for reference in text.split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name}");
    }
}

#[test]
fn every_route_of_the_table_answers() {
    let fixture = start();
    for (method, path) in route_table() {
        let path = path
            .replace("{id}", "x")
            .replace("{ticket}", "x")
            .replace("{name}", "x");
        let reply = fixture.send(&method.to_uppercase(), &path, &[], b"");
        assert!(reply.status != 405, "{method} {path}");
        assert!(
            !reply.text.contains("unknown_path"),
            "{method} {path}: {}",
            reply.text
        );
    }
}

/// Every name of a metric in the sources of the server's crates must be in the table.
#[test]
fn the_table_of_metrics_is_complete() {
    let mut named = BTreeSet::new();
    for part in [
        "api", "engine", "ingest", "plugins", "query", "storage", "wal",
    ] {
        collect(&root().join("host").join(part).join("src"), &mut named);
    }
    let table: BTreeSet<String> = METRICS
        .iter()
        .map(|metric| metric.name.to_owned())
        .collect();
    assert_eq!(named, table);
}

fn collect(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, names);
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for quoted in source.split('"').skip(1).step_by(1) {
            let is_name = quoted.starts_with("stemedb_")
                && quoted.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                && [
                    "_total",
                    "_seconds",
                    "_bytes",
                    "_count",
                    "_size",
                    "_records",
                    "_candidates",
                    "_slots",
                    "_installed",
                ]
                .iter()
                .any(|end| quoted.ends_with(end));
            if is_name {
                names.insert(quoted.to_owned());
            }
        }
    }
}

#[test]
fn pages_are_what_the_code_says() {
    for (document, path) in [
        (Document::Metrics, "docs/metrics.md"),
        (Document::Configuration, "docs/configuration.md"),
        (Document::Openapi, "docs/openapi.json"),
    ] {
        let page = std::fs::read_to_string(root().join(path)).unwrap_or_default();
        assert!(
            page == document.text().unwrap(),
            "{path} is not what the code says; run `cargo xtask gen` and commit"
        );
    }
    let page = std::fs::read_to_string(root().join("docs/http-api.md")).unwrap_or_default();
    assert!(
        page.contains(&Document::Errors.text().unwrap()),
        "the table of errors in docs/http-api.md is not what the code says; run `cargo xtask gen` and commit"
    );
}
