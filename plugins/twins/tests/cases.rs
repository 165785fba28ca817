//! Every case of every lens, natively; and what lens folders say of themselves, held against the code.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;

use serde::Deserialize;
use stemedb_sdk::Description;
use stemedb_sdk::columns::{ColumnType, column_named, law_named};
use stemedb_twins::case::{Case, cases};
use stemedb_twins::{answer_stages, estimators, lens_folder, resolvers, row_stages};

/// A lens has at least these: an empty group, a single row, a tie, many groups a call.
const LEAST_CASES: usize = 4;

fn cases_of(id: &str) -> Vec<Case> {
    let found = cases(&lens_folder(id)).unwrap_or_else(|error| panic!("{id}: {error}"));
    assert!(
        found.len() >= LEAST_CASES,
        "{id} has only {} cases",
        found.len()
    );
    let names: BTreeSet<_> = found.iter().map(|case| &case.name).collect();
    assert_eq!(names.len(), found.len(), "{id}: two cases have one name");
    found
}

#[test]
fn resolvers_answer_their_cases() {
    for twin in resolvers() {
        for case in cases_of(twin.id) {
            let input = case.input(&(twin.describe)()).unwrap();
            let answer = input.call(twin.resolve);
            case.check_resolutions(&answer)
                .unwrap_or_else(|error| panic!("{}: {error}\n{answer:?}", twin.id));
        }
    }
}

#[test]
fn row_stages_answer_their_cases() {
    for twin in row_stages() {
        for case in cases_of(twin.id) {
            let input = case.input(&(twin.describe)()).unwrap();
            let answer = input.call(twin.weigh);
            case.check_staged(&answer)
                .unwrap_or_else(|error| panic!("{}: {error}\n{answer:?}", twin.id));
        }
    }
}

#[test]
fn answer_stages_answer_their_cases() {
    for twin in answer_stages() {
        for case in cases_of(twin.id) {
            let input = case.input(&(twin.describe)()).unwrap();
            let found = case.found().unwrap();
            let answer = input.call(|context, batch| (twin.adjust)(context, batch, found));
            case.check_resolutions(&answer)
                .unwrap_or_else(|error| panic!("{}: {error}\n{answer:?}", twin.id));
        }
    }
}

#[test]
fn estimators_answer_their_cases() {
    for twin in estimators() {
        for case in cases_of(twin.id) {
            let input = case.input(&(twin.describe)()).unwrap();
            let answer = input.call(twin.estimate);
            case.check_estimates(&answer)
                .unwrap_or_else(|error| panic!("{}: {error}\n{answer:?}", twin.id));
        }
    }
}

#[test]
fn a_case_with_a_wrong_expectation_fails() {
    let twin = resolvers()
        .iter()
        .find(|twin| twin.id == "consensus")
        .unwrap();
    for case in cases_of(twin.id) {
        let input = case.input(&(twin.describe)()).unwrap();
        let mut answer = input.call(twin.resolve);
        let Ok(found) = &mut answer else { continue };
        found
            .winners
            .iter_mut()
            .for_each(|winner| *winner = winner.wrapping_add(1));
        assert!(case.check_resolutions(&answer).is_err(), "{}", case.name);
    }
}

/// `lens.toml`.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Manifest {
    id: String,
    title: String,
    version: String,
    world: String,
    u32_columns: Vec<String>,
    f64_columns: Vec<String>,
    laws: Vec<String>,
}

fn described(description: &Description, world: &str) -> Manifest {
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    Manifest {
        id: description.id.into(),
        title: description.title.into(),
        version: description.version.into(),
        world: world.into(),
        u32_columns: owned(&description.u32_columns),
        f64_columns: owned(&description.f64_columns),
        laws: owned(&description.laws),
    }
}

fn all() -> Vec<(&'static str, Description, &'static str)> {
    let resolvers = resolvers()
        .iter()
        .map(|twin| (twin.id, (twin.describe)(), "resolver"));
    let stages = row_stages()
        .iter()
        .map(|twin| (twin.id, (twin.describe)(), "row-stage"));
    let answers = answer_stages()
        .iter()
        .map(|twin| (twin.id, (twin.describe)(), "answer-stage"));
    let estimators = estimators()
        .iter()
        .map(|twin| (twin.id, (twin.describe)(), "estimator"));
    let queried = resolvers.chain(stages).chain(answers);
    queried.chain(estimators).collect()
}

#[test]
fn manifests_say_what_the_code_says() {
    for (id, description, world) in all() {
        let text = fs::read_to_string(lens_folder(id).join("lens.toml")).unwrap();
        let manifest: Manifest = toml::from_str(&text).unwrap();
        assert_eq!(manifest, described(&description, world));
        assert_eq!(description.id, id);
    }
}

#[test]
fn every_lens_folder_has_a_twin() {
    let folders: BTreeSet<String> = fs::read_dir(lens_folder("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let twins: BTreeSet<String> = all().into_iter().map(|(id, _, _)| id.to_owned()).collect();
    assert_eq!(folders, twins);
}

#[test]
fn columns_and_laws_are_registered() {
    for (id, description, _) in all() {
        for name in &description.u32_columns {
            assert_eq!(
                column_named(name).map(|column| column.kind),
                Some(ColumnType::U32),
                "{id}: {name}"
            );
        }
        for name in &description.f64_columns {
            assert_eq!(
                column_named(name).map(|column| column.kind),
                Some(ColumnType::F64),
                "{id}: {name}"
            );
        }
        for name in &description.laws {
            assert!(law_named(name).is_some(), "{id}: {name}");
        }
    }
}
