//! Ruby: Digest, OpenSSL, SecureRandom.

use aphoria_sdk::{Language, Rule};

use crate::{ECB, RSA, algorithm, name::of_capture, random};

const RUBY: &[Language] = &[Language::Ruby];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rb-digest",
        RUBY,
        &["Digest::", "Digest.new("],
        r#"\b(?:(?:OpenSSL::)?Digest::(MD5|SHA1|SHA256|SHA384|SHA512)\.(?:hexdigest|base64digest|digest|new|file)\b|OpenSSL::Digest\.new\(\s*["']([\w-]+)["'])"#,
        algorithm(0.8),
    )
    .judged(of_capture),
    Rule::code(
        "rb-cipher",
        RUBY,
        &["OpenSSL::Cipher"],
        r#"\bOpenSSL::Cipher(?:::Cipher)?\.new\(\s*["']([\w-]+)["']"#,
        algorithm(0.95),
    )
    .judged(of_capture),
    Rule::code(
        "rb-ecb",
        RUBY,
        &["-ecb", "-ECB"],
        r#"\bOpenSSL::Cipher(?:::Cipher)?\.new\(\s*["'][\w-]+-(?i:ecb)["']"#,
        ECB,
    ),
    Rule::code(
        "rb-rsa",
        RUBY,
        &["OpenSSL::PKey::RSA"],
        r"\bOpenSSL::PKey::RSA\.(?:new|generate)[( ]\s*(\d{3,5})\b",
        RSA,
    ),
    Rule::code(
        "rb-random",
        RUBY,
        &["rand("],
        r"(?i)\b\w*(?:token|secret|password|api_?key|nonce|otp|salt)\w*\s*=[^=\n#]*(?:\bKernel\.|\bRandom\.|[^.\w])rand\(",
        random(false, 0.8),
    ),
    Rule::code(
        "rb-secure-random",
        RUBY,
        &["SecureRandom."],
        r"\bSecureRandom\.(?:hex|uuid|base64|urlsafe_base64|random_bytes|alphanumeric|bytes)\b",
        random(true, 0.95),
    ),
];
