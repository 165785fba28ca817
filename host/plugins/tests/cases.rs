//! Every case of every lens through its component: the same bits as the native twin, and the expected answer.

mod support;

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    sync::{Arc, OnceLock},
};

use stemedb_plugins::{
    Batch, BroaderPairs, Context, Judge, ParamKind, ParamValue, Parts, Plugin, PluginError,
    PluginHost, Resolutions, Shares, Staged, Supports, Texts, World,
};
use stemedb_sdk as sdk;
use stemedb_twins::{
    answer_stages,
    case::{Case, CaseError, Input, cases, cases_in},
    estimators, lens_folder, resolvers, row_stages,
};
use support::{fresh, guest, live};

/// Fewer cases than this would mean that the folders were not found.
const CASES_MIN: usize = 20;

fn host() -> &'static PluginHost {
    static HOST: OnceLock<(tempfile::TempDir, PluginHost)> = OnceLock::new();
    &HOST
        .get_or_init(|| support::host(|options| options.repeat_every = 2))
        .1
}

fn installed(id: &str) -> Arc<Plugin> {
    let told = host().install(&guest(id));
    told.unwrap_or_else(|error| panic!("{id}: {error}"))
}

fn cases_of(id: &str) -> Vec<Case> {
    cases(&lens_folder(id)).unwrap_or_else(|error| panic!("{id}: {error}"))
}

#[test]
fn resolvers_answer_like_their_twins() {
    let mut count = 0;
    for twin in resolvers() {
        let plugin = installed(twin.id);
        describes_like(&plugin, &(twin.describe)());
        for case in cases_of(twin.id) {
            let input = case.input(&(twin.describe)()).expect("a well-formed case");
            let native = input.call(twin.resolve);
            for scope in [live("public"), live("public"), fresh()] {
                let told = call(&input, |context, batch| {
                    plugin.resolve(&scope, context, batch)
                });
                let told = answer(told, resolutions);
                same_bits(twin.id, &case, &told, &native);
                case.check_resolutions(&told)
                    .unwrap_or_else(|error| panic!("{}: {error}\n{told:?}", twin.id));
            }
            count += 1;
        }
    }
    assert!(count >= CASES_MIN, "only {count} cases");
}

#[test]
fn row_stages_answer_like_their_twins() {
    let mut count = 0;
    for twin in row_stages() {
        let plugin = installed(twin.id);
        describes_like(&plugin, &(twin.describe)());
        for case in cases_of(twin.id) {
            let input = case.input(&(twin.describe)()).expect("a well-formed case");
            let native = input.call(twin.weigh);
            for scope in [live("public"), live("public"), fresh()] {
                let told = call(&input, |context, batch| {
                    plugin.weigh(&scope, context, batch)
                });
                let told = answer(told, staged);
                same_bits(twin.id, &case, &told, &native);
                case.check_staged(&told)
                    .unwrap_or_else(|error| panic!("{}: {error}\n{told:?}", twin.id));
            }
            count += 1;
        }
    }
    assert!(count > 0, "no cases");
}

#[test]
fn answer_stages_answer_like_their_twins() {
    let mut count = 0;
    for twin in answer_stages() {
        let plugin = installed(twin.id);
        describes_like(&plugin, &(twin.describe)());
        for case in cases_of(twin.id) {
            let input = case.input(&(twin.describe)()).expect("a well-formed case");
            let found = case.found().expect("a well-formed case");
            let native = input.call(|context, batch| (twin.adjust)(context, batch, found.clone()));
            let found = lowered(found);
            for scope in [live("public"), live("public"), fresh()] {
                let told = call(&input, |context, batch| {
                    plugin.adjust(&scope, context, batch, &found)
                });
                let told = answer(told, resolutions);
                same_bits(twin.id, &case, &told, &native);
                case.check_resolutions(&told)
                    .unwrap_or_else(|error| panic!("{}: {error}\n{told:?}", twin.id));
            }
            count += 1;
        }
    }
    assert!(count > 0, "no cases");
}

#[test]
fn estimators_answer_like_their_twins() {
    let mut count = 0;
    for twin in estimators() {
        let plugin = installed(twin.id);
        describes_like(&plugin, &(twin.describe)());
        for case in cases_of(twin.id) {
            let input = case.input(&(twin.describe)()).expect("a well-formed case");
            let native = input.call(twin.estimate);
            for scope in [live("public"), fresh()] {
                let told = call(&input, |context, batch| {
                    plugin.estimate(&scope, context, batch)
                });
                let told = answer(told, |found| sdk::Estimates {
                    weights: found.weights,
                    probabilities: found.probabilities,
                    rounds: found.rounds,
                });
                same_bits(twin.id, &case, &told, &native);
                case.check_estimates(&told)
                    .unwrap_or_else(|error| panic!("{}: {error}\n{told:?}", twin.id));
            }
            count += 1;
        }
    }
    assert!(count > 0, "no cases");
}

/// Components and cases that were kept when version 0.1 of the contract was frozen.
const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/lens-0.1");

#[test]
fn components_of_the_frozen_contract_still_answer() {
    let mut worlds = BTreeSet::new();
    for id in ["recency", "epoch-aware", "hierarchy", "calibrate", "crh"] {
        let folder = Path::new(KEPT).join(id);
        let bytes = fs::read(folder.join("component.wasm")).expect("a kept component");
        let (_folder, host) = support::host(|_| {});
        let plugin = host
            .install(&bytes)
            .unwrap_or_else(|error| panic!("{id}: {error}"));
        let cases = cases_in(&folder).expect("kept cases");
        assert!(!cases.is_empty(), "{id} has no cases");
        for case in cases {
            kept_case(&plugin, &case).unwrap_or_else(|error| panic!("{id}: {error}"));
        }
        worlds.insert(plugin.reference().world.export());
    }
    assert_eq!(worlds.len(), 4, "a world has no kept component");
}

/// Runs a case without a twin: what the lens is today does not matter.
fn kept_case(plugin: &Plugin, case: &Case) -> Result<(), CaseError> {
    let input = case.input(&described(plugin))?;
    let scope = live("public");
    match plugin.reference().world {
        World::RowStage => {
            let told = call(&input, |context, batch| {
                plugin.weigh(&scope, context, batch)
            });
            case.check_staged(&answer(told, staged))
        }
        World::Resolver => {
            let told = call(&input, |context, batch| {
                plugin.resolve(&scope, context, batch)
            });
            case.check_resolutions(&answer(told, resolutions))
        }
        World::AnswerStage => {
            let found = lowered(case.found()?);
            let told = call(&input, |context, batch| {
                plugin.adjust(&scope, context, batch, &found)
            });
            case.check_resolutions(&answer(told, resolutions))
        }
        World::Estimator => {
            let told = call(&input, |context, batch| {
                plugin.estimate(&scope, context, batch)
            });
            case.check_estimates(&answer(told, |found| sdk::Estimates {
                weights: found.weights,
                probabilities: found.probabilities,
                rounds: found.rounds,
            }))
        }
    }
}

/// A component's own description, in the words of the guest kit.
fn described(plugin: &Plugin) -> sdk::Description {
    let kept = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    let told = plugin.description();
    let mut description = sdk::Description::new(kept(&told.id), kept(&told.version), "");
    description.u32_columns = told.u32_columns.iter().map(|name| kept(name)).collect();
    description.f64_columns = told.f64_columns.iter().map(|name| kept(name)).collect();
    for spec in &told.params {
        description.params.push(sdk::ParamSpec {
            name: kept(&spec.name),
            kind: match spec.kind {
                ParamKind::Number => sdk::ParamKind::Number,
                ParamKind::Duration => sdk::ParamKind::Duration,
                ParamKind::Flag => sdk::ParamKind::Flag,
                ParamKind::Text => sdk::ParamKind::Text,
            },
            default: match &spec.default {
                ParamValue::Number(number) => sdk::ParamValue::Number(*number),
                ParamValue::Flag(flag) => sdk::ParamValue::Flag(*flag),
                ParamValue::Text(text) => sdk::ParamValue::Text(text.clone()),
            },
            min: spec.min,
            max: spec.max,
            help: "",
        });
    }
    description
}

#[test]
fn every_lens_folder_is_run() {
    let folders: BTreeSet<String> = fs::read_dir(lens_folder("."))
        .expect("the folder of lenses")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let run = resolvers().iter().map(|twin| twin.id);
    let run = run.chain(row_stages().iter().map(|twin| twin.id));
    let run = run.chain(answer_stages().iter().map(|twin| twin.id));
    let run = run.chain(estimators().iter().map(|twin| twin.id));
    assert_eq!(folders, run.map(str::to_owned).collect());
}

/// The texts of a case's values, and how they relate.
struct CaseTexts(Input);

impl Texts for CaseTexts {
    fn texts(&self, group: u32, ids: &[u32]) -> Vec<String> {
        self.0.texts(group, ids)
    }

    fn broader(&self, group: u32, ids: &[u32], _: &str, _: &str) -> Result<BroaderPairs, String> {
        let pairs = self.0.relations(group, ids);
        Ok(BroaderPairs {
            narrows: pairs.iter().map(|pair| pair.narrow).collect(),
            broads: pairs.iter().map(|pair| pair.broad).collect(),
            steps: pairs.iter().map(|pair| pair.steps).collect(),
        })
    }
}

/// Calls with the columns of a case.
fn call<T>(input: &Input, call: impl FnOnce(&Context, &Batch<'_>) -> T) -> T {
    let whole: Vec<&[u32]> = input.u32_columns.iter().map(Vec::as_slice).collect();
    let floats: Vec<&[f64]> = input.f64_columns.iter().map(Vec::as_slice).collect();
    let supports = Supports {
        groups: input.supports.groups.clone(),
        sources: input.supports.sources.clone(),
        targets: input.supports.targets.clone(),
        strengths: input.supports.strengths.clone(),
    };
    let texts: Arc<dyn Texts> = Arc::new(CaseTexts(input.clone()));
    let batch = Batch {
        offsets: &input.offsets,
        u32_columns: &whole,
        f64_columns: &floats,
        supports: &supports,
        texts: Some(&texts),
    };
    let context = Context {
        as_of_ms: input.as_of as i64,
        params: input.params.iter().map(param).collect(),
    };
    call(&context, &batch)
}

fn param(value: &sdk::ParamValue) -> ParamValue {
    match value {
        sdk::ParamValue::Number(number) => ParamValue::Number(*number),
        sdk::ParamValue::Flag(flag) => ParamValue::Flag(*flag),
        sdk::ParamValue::Text(text) => ParamValue::Text(text.clone()),
    }
}

/// What the component said, in the words of the twins. A fault is no answer.
fn answer<T, U>(
    told: Result<T, PluginError>,
    convert: impl FnOnce(T) -> U,
) -> Result<U, sdk::Error> {
    match told {
        Ok(found) => Ok(convert(found)),
        Err(PluginError::Refused { code, message, .. }) => Err(sdk::Error::new(code, message)),
        Err(other) => panic!("{other}"),
    }
}

fn resolutions(found: Resolutions) -> sdk::Resolutions {
    sdk::Resolutions {
        winners: found.winners,
        confidences: found.confidences,
        conflicts: found.conflicts,
        statuses: found.statuses,
        shares: sdk::Shares {
            offsets: found.shares.offsets,
            classes: found.shares.classes,
            shares: found.shares.shares,
        },
        parts: sdk::Parts {
            offsets: found.parts.offsets,
            labels: found.parts.labels,
            winners: found.parts.winners,
            confidences: found.parts.confidences,
            conflicts: found.parts.conflicts,
            counts: found.parts.counts,
        },
    }
}

fn lowered(found: sdk::Resolutions) -> Resolutions {
    Resolutions {
        winners: found.winners,
        confidences: found.confidences,
        conflicts: found.conflicts,
        statuses: found.statuses,
        shares: Shares {
            offsets: found.shares.offsets,
            classes: found.shares.classes,
            shares: found.shares.shares,
        },
        parts: Parts {
            offsets: found.parts.offsets,
            labels: found.parts.labels,
            winners: found.parts.winners,
            confidences: found.parts.confidences,
            conflicts: found.parts.conflicts,
            counts: found.parts.counts,
        },
    }
}

fn staged(found: Staged) -> sdk::Staged {
    sdk::Staged {
        weights: found.weights,
        classes: found.classes,
        supports: sdk::Supports {
            groups: found.supports.groups,
            sources: found.supports.sources,
            targets: found.supports.targets,
            strengths: found.supports.strengths,
        },
    }
}

/// Equality of two answers down to the sign of a zero: the debug form prints every float so that it reads back the same.
fn same_bits<T: std::fmt::Debug>(
    id: &str,
    case: &Case,
    component: &Result<T, sdk::Error>,
    native: &Result<T, sdk::Error>,
) {
    let (component, native) = (format!("{component:?}"), format!("{native:?}"));
    assert_eq!(component, native, "{id}, case {:?}", case.name);
}

/// The component says of itself what the native code says; if not, it was built from older sources.
fn describes_like(plugin: &Plugin, native: &sdk::Description) {
    let stale = format!(
        "{} is another build; run `cargo xtask guests` first",
        plugin.reference()
    );
    let component = plugin.description();
    assert_eq!(component.id, native.id, "{stale}");
    assert_eq!(component.version, native.version, "{stale}");
    assert_eq!(component.title, native.title, "{stale}");
    assert_eq!(component.u32_columns, native.u32_columns, "{stale}");
    assert_eq!(component.f64_columns, native.f64_columns, "{stale}");
    assert_eq!(component.laws, native.laws, "{stale}");
    let kind = |kind: sdk::ParamKind| match kind {
        sdk::ParamKind::Number => ParamKind::Number,
        sdk::ParamKind::Duration => ParamKind::Duration,
        sdk::ParamKind::Flag => ParamKind::Flag,
        sdk::ParamKind::Text => ParamKind::Text,
    };
    assert_eq!(component.params.len(), native.params.len());
    for (component, native) in component.params.iter().zip(&native.params) {
        assert_eq!(component.name, native.name);
        assert_eq!(component.kind, kind(native.kind));
        assert_eq!(component.default, param(&native.default));
        assert_eq!(
            (component.min, component.max),
            (native.min, native.max),
            "{stale}"
        );
        assert_eq!(component.help, native.help);
    }
}
