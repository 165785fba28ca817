//! Configuration: cloud and identity providers, databases, PAM, ASP.NET membership, pages' own fields.

use aphoria_sdk::{Language, Rule, Says, Told};

use crate::{judge, max_length, min_length};

const KEYS: &[Language] = &[
    Language::Yaml,
    Language::Toml,
    Language::Json,
    Language::Ini,
    Language::Properties,
    Language::DotEnv,
    Language::Xml,
];
const HCL: &[Language] = &[Language::Hcl];

const LEAST: Says = Says {
    value: Told::CaptureNumber(1),
    ..min_length(0.95)
};

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "key-length",
        KEYS,
        &[
            "**.min_password_length",
            "**.password_min_length",
            "**.minimum_password_length",
            "**.password_policy.minimum_length",
            "**.password_policy.min_length",
            "**.validate_password.length",
            "**.@minRequiredPasswordLength",
        ],
        LEAST,
    )
    .judged(judge::least),
    Rule::key(
        "key-length-most",
        KEYS,
        &[
            "**.max_password_length",
            "**.password_max_length",
            "**.password_policy.max_length",
        ],
        Says {
            value: Told::CaptureNumber(1),
            ..max_length(0.95)
        },
    ),
    Rule::code(
        "keycloak-policy",
        &[Language::Json],
        &["\"passwordPolicy\""],
        r#""passwordPolicy"\s*:\s*"[^"\n]*\blength\((\d+)\)"#,
        min_length(0.95),
    )
    .judged(judge::least),
    Rule::code(
        "pam-length",
        &[Language::Ini, Language::Text, Language::Bash],
        &["pam_pwquality.so", "pam_cracklib.so", "PASS_MIN_LEN"],
        r"\b(?:pam_(?:pwquality|cracklib)\.so\b[^\n]*\bminlen=|PASS_MIN_LEN\s+)(\d+)",
        min_length(0.95),
    )
    .judged(judge::least),
    Rule::code(
        "hcl-policy",
        HCL,
        &["password_policy"],
        r"\bpassword_policy\s*\{(?:[^}\n]*\n){0,6}?[^}\n]*\bminimum_length\s*=\s*(\d+)",
        min_length(0.95),
    )
    .around(0, 6)
    .judged(judge::least),
    Rule::code(
        "page-field",
        &[Language::Html],
        &["minlength"],
        r#"<input\b[^>\n]*\btype=["']password["'][^>\n]*\bminlength=["']?(\d+)"#,
        min_length(0.7),
    )
    .judged(judge::least),
];
