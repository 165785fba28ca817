//! C and C++: libjwt, jwt-cpp.

use aphoria_sdk::{Language, Rule};

use crate::{algorithm, algorithm::of_first, audience, issuer};

const C: &[Language] = Language::C_AND_CPP;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "c-libjwt-algorithm",
        C,
        &["jwt_set_alg("],
        r"\bjwt_set_alg\(\s*[^,\n]+,\s*JWT_ALG_(NONE|[HREP]S(?:256|384|512))\b",
        algorithm(0.95),
    )
    .judged(of_first),
    Rule::code(
        "cpp-algorithm",
        &[Language::Cpp],
        &["jwt::algorithm::"],
        r"\.(?:allow_algorithm|sign)\(\s*jwt::algorithm::(none|[hrep]s(?:256|384|512))\s*[{(]",
        algorithm(0.95),
    )
    .judged(of_first),
    Rule::code(
        "cpp-audience",
        &[Language::Cpp],
        &["with_audience("],
        r"\.with_audience\(",
        audience(true, 0.9),
    ),
    Rule::code(
        "cpp-issuer",
        &[Language::Cpp],
        &["with_issuer("],
        r"\.with_issuer\(",
        issuer(true, 0.9),
    ),
];
