//! Java and Kotlin: JCA, Commons Codec, Guava.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{ECB, RSA, algorithm, name::of_capture, random};

const JAVA: &[Language] = &[Language::Java, Language::Kotlin];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "java-digest",
        JAVA,
        &["MessageDigest.getInstance(", "DigestUtils.", "Hashing."],
        r#"\b(?:MessageDigest\.getInstance\(\s*"([\w-]+)"|DigestUtils\.(md5|md5Hex|sha1|sha1Hex|sha256Hex|shaHex|sha512Hex)\(|Hashing\.(md5|sha1|sha256|sha512)\(\))"#,
        algorithm(0.8),
    )
    .judged(of_capture),
    Rule::code(
        "java-cipher",
        JAVA,
        &["Cipher.getInstance(", "KeyGenerator.getInstance(", "SecretKeyFactory.getInstance("],
        r#"\b(?:Cipher|KeyGenerator|SecretKeyFactory)\.getInstance\(\s*"(DESede|DES|RC4|ARCFOUR|RC2|Blowfish|AES|ChaCha20)\b"#,
        algorithm(0.95),
    )
    .judged(of_capture),
    // Without a mode the usual provider takes ECB.
    Rule::code(
        "java-ecb",
        JAVA,
        &["Cipher.getInstance("],
        r#"\bCipher\.getInstance\(\s*"(?:AES|DES|DESede|Blowfish)(?:/ECB/\w+)?"#,
        ECB,
    )
    .judged(without_mode),
    Rule::code(
        "java-rsa",
        JAVA,
        &["\"RSA\""],
        r#"\bKeyPairGenerator\.getInstance\(\s*"RSA"[^)]*\)\s*;\s*\w+\.initialize\(\s*(\d{3,5})\b"#,
        RSA,
    )
    .around(0, 3),
    Rule::code(
        "java-random",
        JAVA,
        &["new Random(", "Math.random("],
        r"(?i)\b\w*(?:token|secret|password|apikey|nonce|otp|salt)\w*\s*=[^=\n/]*(?:\bnew Random\(|\bMath\.random\()",
        random(false, 0.8),
    ),
    Rule::code(
        "java-secure-random",
        JAVA,
        &["new SecureRandom("],
        r"\bnew\s+SecureRandom\(\)",
        random(true, 0.9),
    ),
];

fn without_mode(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    let ends = hit.after().starts_with('"');
    if ends { vec![said] } else { Vec::new() }
}
