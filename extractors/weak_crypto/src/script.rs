//! JavaScript and TypeScript: Node's crypto, Web Crypto, CryptoJS, node-forge.

use aphoria_sdk::{Language, Rule};

use crate::{ECB, RSA, algorithm, name::of_capture, random};

const SCRIPTS: &[Language] = Language::SCRIPTS;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "js-hash",
        SCRIPTS,
        &["createHash(", "CryptoJS.", "subtle.digest(", "forge.md."],
        r#"\b(?:createHash\(\s*["'`]([\w-]+)["'`]|CryptoJS\.(MD5|SHA1|SHA256|SHA512)\(|subtle\.digest\(\s*(?:\{\s*name\s*:\s*)?["'`]([\w-]+)["'`]|forge\.md\.(md5|sha1|sha256|sha512)\.create\()"#,
        algorithm(0.8),
    )
    .judged(of_capture),
    Rule::code(
        "js-cipher",
        SCRIPTS,
        &["createCipher", "createDecipher", "CryptoJS."],
        r#"\b(?:create(?:C|Dec)ipher(?:iv)?\(\s*["'`]([\w-]+)["'`]|CryptoJS\.(DES|TripleDES|RC4|AES)\.(?:en|de)crypt\()"#,
        algorithm(0.95),
    )
    .judged(of_capture),
    Rule::code(
        "js-ecb",
        SCRIPTS,
        &["-ecb", "mode.ECB"],
        r#"\b(?:create(?:C|Dec)ipher(?:iv)?\(\s*["'`][\w-]+-ecb["'`]|mode\s*:\s*CryptoJS\.mode\.ECB\b)"#,
        ECB,
    ),
    Rule::code(
        "js-rsa",
        SCRIPTS,
        &["modulusLength"],
        r"\bmodulusLength\s*:\s*(\d{3,5})\b",
        RSA,
    ),
    Rule::code(
        "js-random",
        SCRIPTS,
        &["Math.random("],
        r"(?i)\b\w*(?:token|secret|password|apikey|nonce|otp|salt|sessionid)\w*\s*[=:][^=\n/]*\bMath\.random\(\)",
        random(false, 0.8),
    ),
    Rule::code(
        "js-secure-random",
        SCRIPTS,
        &["randomBytes(", "getRandomValues(", "randomUUID("],
        r"\b(?:randomBytes\(\s*\d|crypto\.getRandomValues\(|crypto\.randomUUID\()",
        random(true, 0.9),
    ),
];
