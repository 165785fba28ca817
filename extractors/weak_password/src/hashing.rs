//! How dear the hash of a password is: bcrypt and PBKDF2 in the libraries of each language, and Django's hashers.

use aphoria_sdk::{Contexts, Language, Rule, Told};

use crate::{PBKDF2, bcrypt, stored};

const PYTHON: &[Language] = &[Language::Python];
const SCRIPTS: &[Language] = Language::SCRIPTS;
const GO: &[Language] = &[Language::Go];
const JAVA: &[Language] = &[Language::Java, Language::Kotlin];
const RUBY: &[Language] = &[Language::Ruby];
const PHP: &[Language] = &[Language::Php];
const CSHARP: &[Language] = &[Language::CSharp];
const RUST: &[Language] = &[Language::Rust];
const C: &[Language] = Language::C_AND_CPP;

const COST: Told = Told::CaptureNumber(0);

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-bcrypt",
        PYTHON,
        &["gensalt("],
        r"\bgensalt\(\s*(?:rounds\s*=\s*)?(\d+)\s*[,)]",
        bcrypt(COST),
    ),
    Rule::code(
        "py-pbkdf2",
        PYTHON,
        &["pbkdf2_hmac("],
        r"\bpbkdf2_hmac\([^\n,]+,[^\n,]+,[^\n,]+,\s*(?:iterations\s*=\s*)?(\d[\d_]+)\s*[,)]",
        PBKDF2,
    ),
    Rule::code(
        "py-pbkdf2-class",
        PYTHON,
        &["PBKDF2HMAC("],
        r"\bPBKDF2HMAC\((?:[^\n]*\n){0,6}?[^\n]*?\biterations\s*=\s*(\d[\d_]*)",
        PBKDF2,
    )
    .around(0, 6),
    Rule::code(
        "py-django-unhashed",
        PYTHON,
        &["UnsaltedMD5PasswordHasher", "UnsaltedSHA1PasswordHasher", "hashers.MD5PasswordHasher"],
        r#"["']django\.contrib\.auth\.hashers\.(?:UnsaltedMD5|UnsaltedSHA1|MD5)PasswordHasher["']"#,
        stored(false),
    )
    .standing(Contexts::STRING),
    Rule::code(
        "js-bcrypt",
        SCRIPTS,
        &["bcrypt"],
        r"\bbcrypt(?:js|\w)?\.(?:hash|hashSync)\([^\n,]+,\s*(\d+)\s*[,)]",
        bcrypt(COST),
    ),
    Rule::code(
        "js-bcrypt-salt",
        SCRIPTS,
        &["genSalt"],
        r"\.genSalt(?:Sync)?\(\s*(\d+)\s*[,)]",
        bcrypt(COST),
    ),
    Rule::code(
        "js-pbkdf2",
        SCRIPTS,
        &["pbkdf2"],
        r"\bpbkdf2(?:Sync)?\([^\n,]+,[^\n,]+,\s*(\d[\d_]+)\s*,",
        PBKDF2,
    ),
    Rule::code(
        "go-bcrypt",
        GO,
        &["GenerateFromPassword("],
        r"\bbcrypt\.GenerateFromPassword\(.+,\s*(\d+)\s*\)",
        bcrypt(COST),
    ),
    Rule::code(
        "go-bcrypt-least",
        GO,
        &["bcrypt.MinCost"],
        r"\bbcrypt\.GenerateFromPassword\(.+,\s*bcrypt\.MinCost\s*\)",
        bcrypt(Told::Number(4.0)),
    ),
    Rule::code(
        "go-bcrypt-default",
        GO,
        &["bcrypt.DefaultCost"],
        r"\bbcrypt\.GenerateFromPassword\(.+,\s*bcrypt\.DefaultCost\s*\)",
        bcrypt(Told::Number(10.0)),
    ),
    Rule::code(
        "go-pbkdf2",
        GO,
        &["pbkdf2.Key("],
        r"\bpbkdf2\.Key\([^\n,]+,[^\n,]+,\s*(\d[\d_]+)\s*,",
        PBKDF2,
    ),
    Rule::code(
        "java-bcrypt",
        JAVA,
        &["BCryptPasswordEncoder(", "BCrypt.gensalt("],
        r"(?:\bnew\s+BCryptPasswordEncoder|\bBCrypt\.gensalt)\(\s*(\d+)\s*[,)]",
        bcrypt(COST),
    ),
    Rule::code(
        "java-pbkdf2",
        JAVA,
        &["PBEKeySpec("],
        r"\bPBEKeySpec\([^\n,]+,[^\n,]+,\s*(\d[\d_]*)\s*,",
        PBKDF2,
    ),
    Rule::code(
        "rb-bcrypt",
        RUBY,
        &["BCrypt::Password.create"],
        r"\bBCrypt::Password\.create\([^\n]*\bcost:\s*(\d+)",
        bcrypt(COST),
    ),
    Rule::code(
        "rb-devise-stretches",
        RUBY,
        &["config.stretches"],
        r"\bconfig\.stretches\s*=\s*(\d+)",
        bcrypt(COST),
    ),
    Rule::code(
        "rb-pbkdf2",
        RUBY,
        &["pbkdf2_hmac"],
        r"\bpbkdf2_hmac\w*\([^\n,]+,[^\n,]+,\s*(?:iterations:\s*)?(\d[\d_]+)",
        PBKDF2,
    ),
    Rule::code(
        "php-bcrypt",
        PHP,
        &["password_hash("],
        r#"\bpassword_hash\([^\n]*["']cost["']\s*=>\s*(\d+)"#,
        bcrypt(COST),
    ),
    Rule::code(
        "php-hashed",
        PHP,
        &["password_hash("],
        r"\bpassword_hash\([^\n]*\bPASSWORD_(?:DEFAULT|BCRYPT|ARGON2I|ARGON2ID)\b",
        stored(true),
    ),
    Rule::code(
        "php-pbkdf2",
        PHP,
        &["hash_pbkdf2("],
        r"\bhash_pbkdf2\([^\n,]+,[^\n,]+,[^\n,]+,\s*(\d[\d_]*)",
        PBKDF2,
    ),
    Rule::code(
        "cs-bcrypt",
        CSHARP,
        &["HashPassword("],
        r"\bBCrypt\.(?:Enhanced)?HashPassword\([^\n,]+,\s*(?:workFactor:\s*)?(\d+)\s*[,)]",
        bcrypt(COST),
    ),
    Rule::code(
        "cs-pbkdf2",
        CSHARP,
        &["Rfc2898DeriveBytes", "KeyDerivation.Pbkdf2("],
        r"(?:\bnew\s+Rfc2898DeriveBytes|\bRfc2898DeriveBytes\.Pbkdf2|\bKeyDerivation\.Pbkdf2)\([^;,]+,[^;,]+,(?:[^;,]*KeyDerivationPrf[^;,]*,)?\s*(?:(?:iterations|iterationCount)\s*:\s*)?(\d[\d_]*)\s*[,)]",
        PBKDF2,
    )
    .around(0, 6),
    Rule::code(
        "rs-bcrypt",
        RUST,
        &["bcrypt::hash"],
        r"\bbcrypt::hash(?:_with_result)?\([^\n]+,\s*(\d+)\s*\)",
        bcrypt(COST),
    ),
    Rule::code(
        "rs-bcrypt-default",
        RUST,
        &["bcrypt::DEFAULT_COST"],
        r"\bbcrypt::hash(?:_with_result)?\([^\n]+,\s*bcrypt::DEFAULT_COST\s*\)",
        bcrypt(Told::Number(12.0)),
    ),
    Rule::code(
        "rs-pbkdf2",
        RUST,
        &["pbkdf2_hmac"],
        r"\bpbkdf2_hmac(?:_array)?(?:::<[^>\n]+>)?\([^\n,]+,[^\n,]+,\s*(\d[\d_]+)\s*[,)]",
        PBKDF2,
    ),
    Rule::code(
        "c-pbkdf2",
        C,
        &["PKCS5_PBKDF2_HMAC"],
        r"\bPKCS5_PBKDF2_HMAC(?:_SHA1)?\([^\n,]+,[^\n,]+,[^\n,]+,[^\n,]+,\s*(\d+)\s*,",
        PBKDF2,
    ),
];
