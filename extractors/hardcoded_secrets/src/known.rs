//! Secrets that are known by their form, wherever they stand.

use aphoria_sdk::{Contexts, Language, Rule, Says};

use crate::literal::{by_form, password};
use crate::named;

/// All languages.
const ALL: &[Language] = Language::ALL;

const fn of(concept: &'static str, confidence: f64) -> Says {
    Says::flag(
        concept,
        "hardcoded",
        true,
        confidence,
        "a secret is written here",
    )
}

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "aws-access-key",
        ALL,
        &["AKIA", "ASIA"],
        r"\b((?:AKIA|ASIA)[0-9A-Z]{16})\b",
        of("secrets/api_key", 0.95),
    )
    .standing(Contexts::ANY)
    .judged(by_form),
    Rule::code(
        "google-api-key",
        ALL,
        &["AIzaSy"],
        r"\b(AIzaSy[0-9A-Za-z_-]{33})\b",
        of("secrets/api_key", 0.9),
    )
    .standing(Contexts::ANY)
    .judged(by_form),
    Rule::code(
        "payment-and-mail-keys",
        ALL,
        &["sk_live_", "rk_live_", "SG.", "sk-proj-", "sk-ant-"],
        r"\b((?:sk|rk)_live_[0-9A-Za-z]{24,99}|SG\.[\w-]{22}\.[\w-]{43}|sk-proj-[\w-]{40,200}|sk-ant-[\w-]{40,200})\b",
        of("secrets/api_key", 0.95),
    )
    .standing(Contexts::ANY)
    .judged(by_form),
    Rule::code(
        "host-tokens",
        ALL,
        &["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "xoxa-", "npm_", "pypi-AgEI", "dop_v1_"],
        r"\b(gh[pousr]_[0-9A-Za-z]{36}|github_pat_\w{82}|glpat-[\w-]{20}|xox[bpa]-[0-9A-Za-z-]{20,120}|npm_[0-9A-Za-z]{36}|pypi-AgEI[\w-]{50,250}|dop_v1_[0-9a-f]{64})\b",
        of("secrets/token", 0.95),
    )
    .standing(Contexts::ANY)
    .judged(by_form),
    Rule::code(
        "private-key",
        ALL,
        &["PRIVATE KEY"],
        r"-----BEGIN (?:(?:RSA|EC|DSA|OPENSSH) )?PRIVATE KEY-----(?:\\n|\\r|\s|[\x22'+])*([A-Za-z0-9+/=]{40,80})",
        of("secrets/private_key", 0.95),
    )
    .standing(Contexts::ANY)
    .around(0, 2)
    .judged(by_form),
    Rule::code(
        "address-with-password",
        ALL,
        &["postgres://", "postgresql://", "mysql://", "mongodb://", "mongodb+srv://", "redis://", "rediss://", "amqp://", "amqps://", "mariadb://"],
        r#"\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?)(?:\+\w+)?://[^\s:@/"'<>{}$]*:([^\s@/"'<>]+)@[\w\[]"#,
        named(true, 0.95),
    )
    .standing(Contexts::CODE_AND_STRING)
    .judged(password),
    Rule::code(
        "connection-string",
        &[
            Language::CSharp,
            Language::Java,
            Language::Python,
            Language::Json,
            Language::Xml,
            Language::Yaml,
            Language::DotEnv,
            Language::Cpp,
        ],
        &["password=", "pwd="],
        r#"(?i)\b(?:server|data source|host|user id|uid|database|initial catalog)\s*=[^"'\n]*;\s*(?:password|pwd)\s*=\s*([^;"'\s]+)"#,
        named(true, 0.95),
    )
    .standing(Contexts::CODE_AND_STRING)
    .judged(password),
];
