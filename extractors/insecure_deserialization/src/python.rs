//! Python: pickle and its kin, PyYAML, torch, numpy, pandas, jsonpickle.

use aphoria_sdk::flow::Called;
use aphoria_sdk::{Hit, Language, Observation, Rule, Source, Value};

use crate::{data, types};

const PYTHON: &[Language] = &[Language::Python];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-pickle",
        PYTHON,
        &["pickle.load", "dill.load", "joblib.load(", "shelve.open(", "read_pickle(", "jsonpickle.decode("],
        r"\b(?:(?:c?[pP]ickle|cloudpickle|dill)\.loads?|joblib\.load|shelve\.open|(?:pd|pandas)\.read_pickle|jsonpickle\.decode)\(",
        types(false, 0.95),
    )
    .judged(data),
    Rule::code(
        "py-yaml-load",
        PYTHON,
        &["yaml.load"],
        r"\byaml\.load(?:_all)?\(",
        types(false, 0.95),
    )
    .judged(loader),
    Rule::code(
        "py-yaml-safe",
        PYTHON,
        &["yaml.safe_load"],
        r"\byaml\.safe_load(?:_all)?\(",
        types(true, 0.95),
    ),
    Rule::code(
        "py-yaml-unsafe",
        PYTHON,
        &["yaml.unsafe_load"],
        r"\byaml\.unsafe_load(?:_all)?\(",
        types(false, 0.95),
    ),
    Rule::code(
        "py-torch-safe",
        PYTHON,
        &["weights_only"],
        r"\bweights_only\s*=\s*True\b",
        types(true, 0.95),
    ),
    Rule::code(
        "py-torch-unsafe",
        PYTHON,
        &["weights_only"],
        r"\bweights_only\s*=\s*False\b",
        types(false, 0.9),
    ),
    Rule::code(
        "py-numpy",
        PYTHON,
        &["allow_pickle"],
        r"\ballow_pickle\s*=\s*True\b",
        types(false, 0.9),
    ),
    Rule::code(
        "py-numpy-safe",
        PYTHON,
        &["allow_pickle"],
        r"\ballow_pickle\s*=\s*False\b",
        types(true, 0.95),
    ),
];

/// The loader decides; without one a constant text harms nobody.
fn loader(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let Some(call) = Called::around(source, hit) else {
        return Vec::new();
    };
    let Some(loader) = call.either(1, &["Loader"]) else {
        // Since PyYAML 6 a loader must be named.
        return data(hit, source, said);
    };
    let name = loader.text.rsplit('.').next().unwrap_or("");
    match name {
        "SafeLoader" | "CSafeLoader" | "BaseLoader" | "CBaseLoader" => vec![Observation {
            value: Value::Flag(true),
            reason: "the loader builds plain values alone".to_owned(),
            ..said
        }],
        "Loader" | "CLoader" | "UnsafeLoader" | "CUnsafeLoader" => vec![said],
        "FullLoader" | "CFullLoader" => vec![Observation {
            confidence: 0.6,
            ..said
        }],
        _ => Vec::new(),
    }
}
