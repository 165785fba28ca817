//! Validators: Django, Pydantic, WTForms, zod, yup, Joi, Mongoose, express-validator, class-validator, go-playground
//! validator, Bean Validation, Passay, Rails, Devise, Laravel, ASP.NET Identity, `FluentValidation`, the crates validator
//! and garde.

use aphoria_sdk::{Contexts, Language, Rule};

use crate::{judge, min_length, stored, validation};

const PYTHON: &[Language] = &[Language::Python];
const SCRIPTS: &[Language] = Language::SCRIPTS;
const GO: &[Language] = &[Language::Go];
const JAVA: &[Language] = &[Language::Java, Language::Kotlin];
const RUBY: &[Language] = &[Language::Ruby];
const PHP: &[Language] = &[Language::Php];
const CSHARP: &[Language] = &[Language::CSharp];
const RUST: &[Language] = &[Language::Rust];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-django-length",
        PYTHON,
        &["MinimumLengthValidator"],
        r#"\bMinimumLengthValidator["'](?:[^\n]*\n){0,4}?[^\n]*["']min_length["']\s*:\s*(\d+)"#,
        min_length(0.95),
    )
    .around(0, 4)
    .judged(judge::least)
    .standing(Contexts::CODE_AND_STRING),
    Rule::code(
        "py-django-no-validators",
        PYTHON,
        &["AUTH_PASSWORD_VALIDATORS"],
        r"^AUTH_PASSWORD_VALIDATORS(?:\s*:[^=\n]+)?\s*=\s*(?:\[\s*\]|\(\s*\))",
        validation(false, 0.95),
    ),
    Rule::code(
        "py-django-validators",
        PYTHON,
        &["AUTH_PASSWORD_VALIDATORS"],
        r#"^AUTH_PASSWORD_VALIDATORS(?:\s*:[^=\n]+)?\s*=\s*\[(?:\s|#[^\n]*\n)*\{"#,
        validation(true, 0.95),
    )
    .around(0, 1),
    Rule::code(
        "py-field",
        PYTHON,
        &["password"],
        r"\b(?:new_)?password\d?\s*(?::[^=\n]+)?=\s*[\w.]*(?:Field|constr|Length|CharField|String)\([^\n]*\b(?:min_length|min)\s*=\s*(\d+)",
        min_length(0.9),
    )
    .judged(judge::least),
    Rule::code(
        "js-schema",
        SCRIPTS,
        &["assword"],
        r#"\b(?:newP|p)assword["']?\s*:\s*(?:z|yup|Yup|Joi|joi|v)\.string\([^\n]*?\.min\(\s*(\d+)"#,
        min_length(0.95),
    )
    .judged(judge::least),
    Rule::code(
        "js-mongoose",
        SCRIPTS,
        &["minlength", "minLength"],
        r#"\bpassword["']?\s*:\s*\{[^{}]*\bmin[lL]ength["']?\s*:\s*\[?\s*(\d+)"#,
        min_length(0.9),
    )
    .around(4, 0)
    .judged(judge::least),
    Rule::code(
        "js-express-validator",
        SCRIPTS,
        &[".isLength("],
        r#"\b(?:body|check|param)\(\s*["'](?:new_?)?[pP]assword["'][^)\n]*\)[^\n]*\.isLength\(\s*\{[^}\n]*\bmin\s*:\s*(\d+)"#,
        min_length(0.95),
    )
    .judged(judge::least),
    Rule::code(
        "js-class-validator",
        SCRIPTS,
        &["@MinLength("],
        r"@MinLength\(\s*(\d+)[^)\n]*\)(?:\s|//[^\n]*\n)*(?:@\w+\([^)\n]*\)\s*)*(?:readonly\s+|public\s+)?\w*[pP]assword\b",
        min_length(0.95),
    )
    .around(0, 3)
    .judged(judge::least),
    Rule::code(
        "go-tag",
        GO,
        &["validate:\"", "binding:\""],
        r#"\b\w*Password\s+\*?string\s+`[^`\n]*\b(?:validate|binding):"[^"\n]*\b(?:min|gte)=(\d+)"#,
        min_length(0.95),
    )
    .judged(judge::least),
    Rule::code(
        "java-size",
        JAVA,
        &["@Size(", "@Length(", "@field:Size("],
        r"@(?:field:)?(?:Size|Length)\(\s*(?:max\s*=\s*\d+\s*,\s*)?min\s*=\s*(\d+)[^)\n]*\)(?:\s|//[^\n]*\n)*(?:@[\w.]+(?:\([^)\n]*\))?\s*)*(?:private\s+|public\s+|protected\s+|final\s+|val\s+|var\s+)*(?:String\s+)?\w*[pP]assword\b",
        min_length(0.95),
    )
    .around(0, 3)
    .judged(judge::least),
    Rule::code(
        "java-passay",
        JAVA,
        &["LengthRule("],
        r"\bLengthRule\(\s*(\d+)\b",
        min_length(0.95),
    )
    .judged(judge::least),
    Rule::code(
        "java-no-op",
        JAVA,
        &["NoOpPasswordEncoder"],
        r"\bNoOpPasswordEncoder\.getInstance\(|\bnew\s+NoOpPasswordEncoder\(",
        stored(false),
    ),
    Rule::code(
        "java-noop-prefix",
        JAVA,
        &["{noop}"],
        r#""\{noop\}"#,
        stored(false),
    )
    .standing(Contexts::STRING),
    Rule::code(
        "java-encoder",
        JAVA,
        &["Argon2PasswordEncoder", "SCryptPasswordEncoder", "createDelegatingPasswordEncoder", "BCryptPasswordEncoder"],
        r"\bnew\s+(?:Argon2|SCrypt|BCrypt)PasswordEncoder\(|\b(?:Argon2|SCrypt)PasswordEncoder\.defaultsFor\w+\(|\bcreateDelegatingPasswordEncoder\(",
        stored(true),
    ),
    Rule::code(
        "rb-validates",
        RUBY,
        &["validates"],
        r"\bvalidates(?:_length_of)?[\s(]+:(?:new_)?password\b[^\n]*\b(?:minimum:\s*|:minimum\s*=>\s*|(?:in|within):\s*)(\d+)",
        min_length(0.95),
    )
    .judged(judge::least),
    Rule::code(
        "rb-devise",
        RUBY,
        &["password_length"],
        r"\bconfig\.password_length\s*=\s*(\d+)\s*\.\.",
        min_length(0.95),
    )
    .judged(judge::least),
    Rule::code(
        "php-laravel-rule",
        PHP,
        &["password"],
        r#"["'](?:new_)?password["']\s*=>\s*(?:\[[^\]\n]*)?["'][^"'\n]*\bmin:(\d+)"#,
        min_length(0.95),
    )
    .standing(Contexts::STRING)
    .judged(judge::least),
    Rule::code(
        "php-laravel-password",
        PHP,
        &["Password::min("],
        r"\bPassword::min\(\s*(\d+)",
        min_length(0.95),
    )
    .judged(judge::least),
    Rule::code(
        "cs-identity",
        CSHARP,
        &["RequiredLength"],
        r"\b(?:Password\.)?RequiredLength\s*=\s*(\d+)",
        min_length(0.95),
    )
    .judged(judge::least),
    Rule::code(
        "cs-attribute",
        CSHARP,
        &["MinimumLength =", "[MinLength("],
        r"\[(?:StringLength\([^\]\n]*\bMinimumLength\s*=\s*|MinLength\(\s*)(\d+)[^\]\n]*\](?:\s|//[^\n]*\n)*(?:\[[^\]\n]*\]\s*)*public\s+(?:required\s+)?string\??\s+\w*Password\b",
        min_length(0.95),
    )
    .around(0, 3)
    .judged(judge::least),
    Rule::code(
        "cs-fluent",
        CSHARP,
        &[".MinimumLength("],
        r"\bRuleFor\(\s*\w+\s*=>\s*\w+\.\w*Password\s*\)(?:[^;\n]*\n){0,3}?[^;\n]*\.MinimumLength\(\s*(\d+)",
        min_length(0.95),
    )
    .around(3, 0)
    .judged(judge::least),
    Rule::code(
        "rs-validator",
        RUST,
        &["#[validate(", "#[garde("],
        r"#\[(?:validate|garde)\([^\n]*\blength\([^)\n]*\bmin\s*=\s*(\d+)[^\]\n]*\](?:\s|//[^\n]*\n)*(?:#\[[^\n]*\]\s*)*(?:pub(?:\([^)\n]*\))?\s+)?\w*password\s*:",
        min_length(0.95),
    )
    .around(0, 3)
    .judged(judge::least),
];
