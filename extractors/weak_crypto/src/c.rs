//! C and C++: OpenSSL, CommonCrypto, mbedTLS, rand.

use aphoria_sdk::{Language, Rule};

use crate::{
    ECB, RSA, algorithm,
    name::{is_declared, of_call, of_capture},
    random,
};

const C: &[Language] = Language::C_AND_CPP;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "c-evp",
        C,
        &["EVP_"],
        r"\bEVP_(md5|md4|sha1|sha256|sha512|des_\w+|rc4|rc2_\w+|bf_\w+|aes_\w+|chacha20\w*)\(\)",
        algorithm(0.8),
    )
    .judged(of_capture),
    Rule::code(
        "c-digest",
        C,
        &["MD5(", "MD5_Init(", "SHA1(", "SHA1_Init("],
        r"(?:^|[^\w.>:])(?:CC_)?(MD5|SHA1)(?:_Init)?\(\s*[&\w(]",
        algorithm(0.8),
    )
    .judged(of_call),
    Rule::code(
        "c-cipher",
        C,
        &[
            "DES_ecb_",
            "DES_ncbc_",
            "DES_cbc_",
            "DES_set_key",
            "RC4_set_key",
        ],
        r"\b(DES|RC4)_(?:ecb_encrypt|ncbc_encrypt|cbc_encrypt|set_key)\(\s*[&\w]",
        algorithm(0.95),
    )
    .judged(of_call),
    Rule::code(
        "c-ecb",
        C,
        &["_ecb"],
        r"\b(?:EVP_\w+_ecb\(\)|DES_ecb_encrypt\(\s*&|AES_ecb_encrypt\(\s*&?[a-z]+\s*,)",
        ECB,
    ),
    Rule::code(
        "c-rsa",
        C,
        &["RSA_generate_key", "rsa_keygen_bits"],
        r"\b(?:RSA_generate_key_ex\(\s*\w+\s*,\s*|EVP_PKEY_CTX_set_rsa_keygen_bits\(\s*\w+\s*,\s*)(\d{3,5})\b",
        RSA,
    ),
    Rule::code(
        "c-random",
        C,
        &["rand()"],
        r"(?i)\b\w*(?:token|secret|password|apikey|nonce|otp|salt)\w*(?:\[\w+\])?\s*=[^=\n/]*\brand\(\)",
        random(false, 0.8),
    ),
    Rule::code(
        "c-secure-random",
        C,
        &["RAND_bytes(", "getrandom("],
        r"\b(?:RAND_bytes|getrandom)\(\s*[&\w]",
        random(true, 0.9),
    )
    .judged(called),
];

fn called(
    hit: &aphoria_sdk::Hit<'_>,
    _: &dyn aphoria_sdk::Source,
    said: aphoria_sdk::Observation,
) -> Vec<aphoria_sdk::Observation> {
    if is_declared(hit) {
        Vec::new()
    } else {
        vec![said]
    }
}
