//! Shell, also in Dockerfiles: curl, wget.

use aphoria_sdk::{Language, Rule};

use crate::{lowest, version::of_first};

const SHELL: &[Language] = &[Language::Bash, Language::Dockerfile];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "sh-curl-version",
        SHELL,
        &["--tlsv1", "--sslv"],
        r"\s--(tlsv1(?:\.[0-3])?|sslv[23])(?:\s|$)",
        lowest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "sh-wget-version",
        SHELL,
        &["--secure-protocol"],
        r"\s--secure-protocol[= ](TLSv1(?:_[123])?|SSLv[23])(?:\s|$)",
        lowest(0.95),
    )
    .judged(of_first),
];
