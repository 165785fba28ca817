//! Ruby: Net::HTTP, OpenSSL, Faraday.

use aphoria_sdk::{Language, Rule};

use crate::{highest, lowest, version::of_first};

const RUBY: &[Language] = &[Language::Ruby];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rb-min-version",
        RUBY,
        &["min_version", "ssl_version"],
        r"\b(?:min_version|ssl_version)\s*(?:=>|=|:)\s*(?:(?:::)?OpenSSL::SSL::|:)(TLS1(?:_[123])?_VERSION|SSL3_VERSION|TLSv?1(?:_[123])?|SSLv?[23])\b",
        lowest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "rb-max-version",
        RUBY,
        &["max_version"],
        r"\bmax_version\s*(?:=>|=|:)\s*(?:(?:::)?OpenSSL::SSL::|:)(TLS1(?:_[123])?_VERSION|SSL3_VERSION|TLSv?1(?:_[123])?|SSLv?[23])\b",
        highest(0.95),
    )
    .judged(of_first),
];
