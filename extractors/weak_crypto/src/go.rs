//! Go: the packages of crypto, math/rand.

use aphoria_sdk::{Language, Rule};

use crate::{RSA, algorithm, name::of_capture, random};

const GO: &[Language] = &[Language::Go];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "go-hash",
        GO,
        &["md5.", "sha1.", "sha256.", "sha512.", "md4."],
        r"\b(md5|sha1|md4|sha256|sha512)\.(?:New(?:384)?\(\)|Sum(?:256|512|384)?\()",
        algorithm(0.8),
    )
    .judged(of_capture),
    Rule::code(
        "go-cipher",
        GO,
        &[
            "des.NewCipher",
            "des.NewTripleDESCipher",
            "rc4.NewCipher",
            "blowfish.NewCipher",
            "aes.NewCipher",
        ],
        r"\b(?:des\.(NewTripleDES)Cipher|(des|rc4|blowfish|aes)\.NewCipher)\(",
        algorithm(0.95),
    )
    .judged(of_capture),
    Rule::code(
        "go-rsa",
        GO,
        &["rsa.GenerateKey("],
        r"\brsa\.GenerateKey\(\s*\w+\.Reader\s*,\s*(\d{3,5})\s*\)",
        RSA,
    ),
    Rule::code(
        "go-random",
        GO,
        &["rand.Int"],
        r"(?i)\b\w*(?:token|secret|password|apikey|nonce|otp|salt)\w*\s*:?=[^=\n/]*\brand\.Int(?:n|63|63n|31|31n)?\(\w*\)",
        random(false, 0.8),
    ),
];
