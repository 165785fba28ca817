//! C#: System.Security.Cryptography.

use aphoria_sdk::{Language, Rule};

use crate::{ECB, RSA, algorithm, name::of_capture, random};

const CSHARP: &[Language] = &[Language::CSharp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "cs-hash",
        CSHARP,
        &["MD5.", "SHA1.", "SHA256.", "SHA512.", "MD5CryptoServiceProvider", "SHA1CryptoServiceProvider", "SHA1Managed"],
        r"\b(?:(MD5|SHA1|SHA256|SHA512)\.(?:Create\(\)|HashData\()|new\s+((?:MD5|SHA1)CryptoServiceProvider|SHA1Managed)\()",
        algorithm(0.8),
    )
    .judged(of_capture),
    Rule::code(
        "cs-cipher",
        CSHARP,
        &["DES.Create(", "RC2.Create(", "Aes.Create(", "DESCryptoServiceProvider", "RC2CryptoServiceProvider"],
        r"\b(?:(DES|TripleDES|RC2|Aes)\.Create\(\)|new\s+(DES|TripleDES|RC2)CryptoServiceProvider\()",
        algorithm(0.95),
    )
    .judged(of_capture),
    Rule::code(
        "cs-ecb",
        CSHARP,
        &["CipherMode.ECB"],
        r"\bMode\s*=\s*CipherMode\.ECB\b",
        ECB,
    ),
    Rule::code(
        "cs-rsa",
        CSHARP,
        &["RSA.Create(", "RSACryptoServiceProvider("],
        r"\b(?:RSA\.Create|new\s+RSACryptoServiceProvider)\(\s*(\d{3,5})\s*\)",
        RSA,
    ),
    Rule::code(
        "cs-random",
        CSHARP,
        &["new Random("],
        r"(?i)\b\w*(?:token|secret|password|apikey|nonce|otp|salt)\w*\s*=[^=\n/]*\bnew Random\(",
        random(false, 0.8),
    ),
    Rule::code(
        "cs-secure-random",
        CSHARP,
        &["RandomNumberGenerator."],
        r"\bRandomNumberGenerator\.(?:GetBytes|Create|Fill|GetInt32|GetHexString)\(",
        random(true, 0.95),
    ),
];
