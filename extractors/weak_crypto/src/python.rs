//! Python: hashlib, cryptography, PyCryptodome, random and secrets.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{ECB, RSA, algorithm, name::of_capture, random};

const PYTHON: &[Language] = &[Language::Python];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-hashlib",
        PYTHON,
        &["hashlib."],
        r#"\bhashlib\.(?:(md5|sha1|sha224|sha256|sha384|sha512|sha3_\d{3}|blake2[bs])\(|new\(\s*["']([\w-]+)["'])"#,
        algorithm(0.8),
    )
    .judged(for_security),
    Rule::code(
        "py-hashes",
        PYTHON,
        &["hashes."],
        r"\bhashes\.(MD5|SHA1|SHA256|SHA384|SHA512)\(\)",
        algorithm(0.9),
    )
    .judged(of_capture),
    Rule::code(
        "py-ciphers",
        PYTHON,
        &["algorithms.", "DES.new(", "DES3.new(", "ARC4.new(", "ARC2.new(", "Blowfish.new(", "AES.new("],
        r"\b(?:algorithms\.(TripleDES|ARC4|Blowfish|AES|ChaCha20)\(|(DES3?|ARC4|ARC2|Blowfish|AES)\.new\()",
        algorithm(0.95),
    )
    .judged(of_capture),
    Rule::code(
        "py-ecb",
        PYTHON,
        &["MODE_ECB", "modes.ECB"],
        r"(?:[(,=]\s*(?:AES|DES3?|Blowfish)\.MODE_ECB\b|\bmodes\.ECB\(\))",
        ECB,
    ),
    Rule::code(
        "py-rsa",
        PYTHON,
        &["rsa.generate_private_key(", "RSA.generate("],
        r"\b(?:rsa\.generate_private_key\([^()]*\bkey_size\s*=\s*|RSA\.generate\(\s*)(\d{3,5})\b",
        RSA,
    )
    .around(0, 4),
    Rule::code(
        "py-random",
        PYTHON,
        &["random."],
        r"(?i)\b\w*(?:token|secret|password|api_?key|nonce|otp|salt)\w*\s*=[^=\n#]*\brandom\.(?:choices?|randint|random|randrange|getrandbits|sample)\(",
        random(false, 0.8),
    )
    .judged(not_system),
    Rule::code(
        "py-secrets",
        PYTHON,
        &["secrets.token_", "os.urandom("],
        r"\b(?:secrets\.token_(?:hex|bytes|urlsafe)\(|os\.urandom\()",
        random(true, 0.95),
    ),
];

/// Who says that a digest protects nothing is believed.
fn for_security(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let line = hit.after().split('\n').next().unwrap_or("");
    let line = line.replace(' ', "");
    if line.contains("usedforsecurity=False") {
        return Vec::new();
    }
    of_capture(hit, source, said)
}

/// `random.SystemRandom` asks the system.
fn not_system(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.text().contains("SystemRandom") {
        Vec::new()
    } else {
        vec![said]
    }
}
