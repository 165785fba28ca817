//! PHP: md5, sha1, hash, OpenSSL, mcrypt, rand.

use aphoria_sdk::{Language, Rule};

use crate::{ECB, RSA, algorithm, name::of_capture, random};

const PHP: &[Language] = &[Language::Php];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "php-hash",
        PHP,
        &["md5(", "sha1(", "hash("],
        r#"(?:(?:^|[^\w>:$\\]|[^\w>:$]\\)(?:(md5|sha1)\(\s*[$\w"']|hash\(\s*["']([\w-]+)["']))"#,
        algorithm(0.8),
    )
    .judged(not_declared),
    Rule::code(
        "php-cipher",
        PHP,
        &["openssl_encrypt(", "openssl_decrypt(", "MCRYPT_"],
        r#"\b(?:openssl_(?:en|de)crypt\([^;\n]*?,\s*["']([\w-]+)["']|mcrypt_(?:en|de)crypt\(\s*MCRYPT_(3?DES|ARCFOUR|RC2|BLOWFISH)\b)"#,
        algorithm(0.95),
    )
    .judged(of_capture),
    Rule::code(
        "php-ecb",
        PHP,
        &["-ecb", "-ECB", "MCRYPT_MODE_ECB"],
        r#"\b(?:openssl_(?:en|de)crypt\([^;\n]*?,\s*["'][\w-]+-(?i:ecb)["']|mcrypt_(?:en|de)crypt\([^;\n]*\bMCRYPT_MODE_ECB\b)"#,
        ECB,
    ),
    Rule::code(
        "php-rsa",
        PHP,
        &["private_key_bits"],
        r#"[\[(,\s]["']private_key_bits["']\s*=>\s*(\d{3,5})\b"#,
        RSA,
    ),
    Rule::code(
        "php-random",
        PHP,
        &["rand(", "uniqid("],
        r"(?i)\$\w*(?:token|secret|password|apikey|nonce|otp|salt)\w*\s*=[^=\n]*\b(?:mt_rand|rand|uniqid)\(",
        random(false, 0.8),
    ),
    Rule::code(
        "php-secure-random",
        PHP,
        &["random_bytes(", "random_int("],
        r"\brandom_(?:bytes|int)\(\s*[$\w]",
        random(true, 0.95),
    ),
];

/// `function md5($x)` makes one.
fn not_declared(
    hit: &aphoria_sdk::Hit<'_>,
    source: &dyn aphoria_sdk::Source,
    said: aphoria_sdk::Observation,
) -> Vec<aphoria_sdk::Observation> {
    if hit.before().trim_end().ends_with("function") {
        return Vec::new();
    }
    of_capture(hit, source, said)
}
