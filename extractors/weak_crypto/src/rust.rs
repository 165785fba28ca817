//! Rust: the RustCrypto crates, openssl, ring, rand.

use aphoria_sdk::{Language, Rule};

use crate::{ECB, RSA, algorithm, name::of_capture};

const RUST: &[Language] = &[Language::Rust];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rs-digest",
        RUST,
        &["Md5::", "Md4::", "Sha1::", "md5::compute(", "Sha256::", "Sha512::", "MessageDigest::", "digest::SHA"],
        r"\b(?:(Md5|Md4|Sha1|Sha256|Sha512)::(?:new|digest|default)\(|(md5)::compute\(|MessageDigest::(md5|sha1|sha256|sha512)\(\)|\b(?:digest|Context::new)\(\s*&(?:ring::)?(?:digest::)?(SHA1_FOR_LEGACY_USE_ONLY|SHA256|SHA512)\b)",
        algorithm(0.8),
    )
    .judged(of_capture),
    Rule::code(
        "rs-cipher",
        RUST,
        &["Cipher::", "Rc4::new(", "TdesEde3::new(", "Des::new("],
        r"\b(?:Cipher::(des_\w+|rc4|bf_\w+|aes_\w+)\(\)|(Rc4)::new\(|(Des)::new\()",
        algorithm(0.95),
    )
    .judged(of_capture),
    Rule::code(
        "rs-ecb",
        RUST,
        &["_ecb()", "ecb::"],
        r"\b(?:Cipher::\w+_ecb\(\)|ecb::(?:En|De)cryptor\b)",
        ECB,
    ),
    Rule::code(
        "rs-rsa",
        RUST,
        &["Rsa::generate(", "RsaPrivateKey::new("],
        r"\b(?:Rsa::generate\(\s*|RsaPrivateKey::new\(\s*&mut\s+\w+\s*,\s*)(\d{3,5})\s*\)",
        RSA,
    ),
];
