//! C and C++: PAM, OpenSSL, libsodium.

use aphoria_sdk::{Language, Rule};

use crate::{check, comparison, outside_tests};

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "c-pam",
        Language::C_AND_CPP,
        &["pam_sm_authenticate("],
        r"\bpam_sm_authenticate\([^)]*\)\s*\{\s*return PAM_SUCCESS;",
        check(false, 0.9),
    )
    .around(0, 6)
    .judged(outside_tests),
    Rule::code(
        "c-compare",
        Language::C_AND_CPP,
        &["CRYPTO_memcmp(", "sodium_memcmp(", "timingsafe_bcmp("],
        r"\b(?:CRYPTO_memcmp|sodium_memcmp|timingsafe_bcmp)\(",
        comparison(true, 0.95),
    ),
    Rule::code(
        "c-strcmp",
        Language::C_AND_CPP,
        &["strcmp(", "memcmp("],
        r"\b(?:strcmp|strncmp|memcmp)\(\s*(?:\w+(?:->|\.))?(?:password|passwd|hmac|signature|api_key|expected_mac|expected_token)\s*,\s*[a-zA-Z_]",
        comparison(false, 0.7),
    )
    .judged(outside_tests),
];
