//! PHP: cURL, stream contexts, Guzzle.

use aphoria_sdk::{Language, Rule};

use crate::{lowest, version::of_first};

const PHP: &[Language] = &[Language::Php];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "php-curl-version",
        PHP,
        &["CURL_SSLVERSION_"],
        r"\bCURLOPT_SSLVERSION\s*(?:,|=>)\s*(CURL_SSLVERSION_(?:SSLv[23]|TLSv1_[0-3]))\b",
        lowest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "php-crypto-method",
        PHP,
        &["STREAM_CRYPTO_METHOD_", "STREAM_CRYPTO_PROTO_"],
        r#"[\[(,\s]["'](?:crypto_method|min_proto_version)["']\s*=>\s*((?:\s*\|?\s*STREAM_CRYPTO_(?:METHOD|PROTO)_(?:SSLv[23]|TLSv1_[0-3])(?:_CLIENT|_SERVER)?\b)+)"#,
        lowest(0.95),
    )
    .judged(of_first),
];
