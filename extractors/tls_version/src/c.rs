//! C and C++: OpenSSL, wolfSSL, libcurl, mbedTLS, Boost.Asio, Qt.

use aphoria_sdk::{Language, Rule};

use crate::{highest, lowest, version::of_first};

const C: &[Language] = Language::C_AND_CPP;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "c-min-version",
        C,
        &["set_min_proto_version", "CURLOPT_SSLVERSION", "conf_min_tls_version", "setProtocol"],
        r"\b(?:SSL_(?:CTX_)?set_min_proto_version\(\s*[^,\n]+,\s*|CURLOPT_SSLVERSION\s*,\s*(?:\(long\)\s*)?|mbedtls_ssl_conf_min_tls_version\(\s*[^,\n]+,\s*|setProtocol\(\s*QSsl::)(TLS1(?:_[123])?_VERSION|SSL3_VERSION|CURL_SSLVERSION_(?:SSLv3|TLSv1_[0-3])|MBEDTLS_SSL_VERSION_TLS1_[23]|(?:SslV3|TlsV1_[0-3])(?:OrLater)?)\b",
        lowest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "c-max-version",
        C,
        &["set_max_proto_version"],
        r"\bSSL_(?:CTX_)?set_max_proto_version\(\s*[^,\n]+,\s*(TLS1(?:_[123])?_VERSION|SSL3_VERSION)\b",
        highest(0.95),
    )
    .judged(of_first),
    // Methods of one version allow just that.
    Rule::code(
        "c-method",
        C,
        &["TLSv1_", "SSLv3_", "SSLv2_"],
        r"\b(?:SSL_CTX_new|SSL_CTX_set_ssl_version|wolfSSL_CTX_new)\([^;\n]*\b((?:wolf)?(?:TLSv1(?:_[123])?|SSLv[23])_(?:client_|server_)?method)\(",
        lowest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "cpp-asio-context",
        &[Language::Cpp],
        &["context::tlsv1", "context::sslv"],
        r"\bssl::context::(tlsv1[123]?|sslv[23])(?:_client|_server)?\b",
        lowest(0.9),
    )
    .judged(of_first),
];
