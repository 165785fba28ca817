//! Frameworks and their middleware.

use aphoria_sdk::{Language, Rule};

use crate::{any, origin::of_first, origins, reflected};

const SCRIPTS: &[Language] = Language::SCRIPTS;
const PYTHON: &[Language] = &[Language::Python];
const GO: &[Language] = &[Language::Go];
const JAVA: &[Language] = &[Language::Java, Language::Kotlin];
const CSHARP: &[Language] = &[Language::CSharp];
const RUST: &[Language] = &[Language::Rust];

pub(crate) const RULES: &[Rule] = &[
    // Without options the middleware of Express, Nest and Flask allows all.
    Rule::code(
        "js-default",
        SCRIPTS,
        &["cors()", "enableCors()"],
        r"(?:\buse\(\s*(?:[^,()\n]+,\s*)?cors\(\)|\.enableCors\(\))",
        any(0.9),
    ),
    Rule::code(
        "js-origin",
        SCRIPTS,
        &["origin:"],
        r#"\b(?:cors\(|enableCors\(|cors\s*[,:]|corsOptions\s*=|CorsOptions\s*=)\s*\{[^{}]*?\borigin:\s*(["'`][^"'`\n]*["'`]|\[[^\]]*\])"#,
        origins(0.95),
    )
    .around(4, 2)
    .judged(of_first),
    Rule::code(
        "js-reflected",
        SCRIPTS,
        &["origin: true", "origin:true"],
        r"\b(?:cors\(|enableCors\(|cors\s*[,:]|corsOptions\s*=|CorsOptions\s*=)\s*\{[^{}]*?\borigin:\s*true\b",
        reflected(0.95),
    )
    .around(4, 0),
    Rule::code(
        "py-flask-default",
        PYTHON,
        &["CORS("],
        r"(?:^|[^\w.])CORS\(\s*(?:app|application|blueprint|\w+_app|\w*bp)\s*\)",
        any(0.9),
    ),
    Rule::code(
        "py-origins",
        PYTHON,
        &["origins", "CORS_ALLOWED_ORIGINS", "CORS_ORIGIN_WHITELIST"],
        r#"(?:\ballow_origins\s*=\s*|\bCORS\([^()\n]*\borigins["']?\s*[=:]\s*|\bCORS_(?:ALLOWED_ORIGINS|ORIGIN_WHITELIST)\s*=\s*|\ballow_origin_regex\s*=\s*r?)(\[[^\]]*\]|\([^)]*\)|["'][^"'\n]*["'])"#,
        origins(0.95),
    )
    .around(0, 5)
    .judged(of_first),
    Rule::code(
        "py-django-all",
        PYTHON,
        &["CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL"],
        r"\bCORS_(?:ALLOW_ALL_ORIGINS|ORIGIN_ALLOW_ALL)\s*=\s*True\b",
        any(0.95),
    ),
    Rule::code(
        "go-all",
        GO,
        &["AllowAllOrigins", "cors.Default()", "cors.AllowAll()"],
        r"(?:\bAllowAllOrigins\s*[:=]\s*true\b|\bcors\.(?:Default|AllowAll)\(\))",
        any(0.95),
    ),
    Rule::code(
        "go-origins",
        GO,
        &["AllowedOrigins", "AllowOrigins"],
        r#"\bAllow(?:ed)?Origins\s*[:=(]\s*(\[\]string\{[^}]*\}|"[^"\n]*")"#,
        origins(0.95),
    )
    .around(0, 4)
    .judged(of_first),
    Rule::code(
        "go-reflected",
        GO,
        &["AllowOriginFunc"],
        r"\bAllowOriginFunc\s*[:=]\s*func\(\s*\w+\s+string\s*\)\s*bool\s*\{\s*return\s+true\s*\}",
        reflected(0.95),
    )
    .around(0, 2),
    Rule::code(
        "java-default",
        JAVA,
        &["@CrossOrigin"],
        r"@CrossOrigin(?:\(\s*\))?\s*(?:\n|$|//|/\*|@)",
        any(0.9),
    )
    .around(0, 1),
    Rule::code(
        "java-origins",
        JAVA,
        &["@CrossOrigin(", "llowedOrigin"],
        r#"(?:@CrossOrigin\(\s*(?:(?:origins|value)\s*=\s*)?\{?\s*|\.(?:a|addA|setA)llowedOrigins?\(\s*(?:(?:List\.of|Arrays\.asList|Collections\.singletonList|listOf)\(\s*)?)((?:"[^"\n]*"\s*,?\s*)+)"#,
        origins(0.95),
    )
    .judged(of_first),
    Rule::code(
        "java-patterns",
        JAVA,
        &["llowedOriginPattern"],
        r#"\.(?:a|addA|setA)llowedOriginPatterns?\(\s*(?:(?:List\.of|Arrays\.asList|Collections\.singletonList|listOf)\(\s*)?"\*""#,
        reflected(0.95),
    ),
    Rule::code(
        "cs-any",
        CSHARP,
        &["AllowAnyOrigin"],
        r"\.AllowAnyOrigin\(\)",
        any(0.95),
    ),
    Rule::code(
        "cs-origins",
        CSHARP,
        &["WithOrigins("],
        r#"\.WithOrigins\(\s*((?:"[^"\n]*"\s*,?\s*)+)\)"#,
        origins(0.95),
    )
    .judged(of_first),
    Rule::code(
        "cs-reflected",
        CSHARP,
        &["SetIsOriginAllowed"],
        r"\.SetIsOriginAllowed\(\s*\(?\s*\w+\s*\)?\s*=>\s*true\s*\)",
        reflected(0.95),
    ),
    Rule::code(
        "php-origins",
        &[Language::Php],
        &["allowed_origins"],
        r#"[\[(,\s]["']allowed_origins["']\s*=>\s*(\[[^\]]*\])"#,
        origins(0.95),
    )
    .around(0, 3)
    .judged(of_first),
    Rule::code(
        "rb-origins",
        &[Language::Ruby],
        &["origins"],
        r#"^\s*origins[ (]\s*((?:["'][^"'\n]*["']\s*,?\s*)+)"#,
        origins(0.95),
    )
    .judged(of_first),
    Rule::code(
        "rs-any",
        RUST,
        &["permissive()", "allow_origin(", "AllowOrigin::any()", "allow_any_origin()", "AllowedOrigins::all()"],
        r"(?:\b(?:CorsLayer|Cors)::permissive\(\)|\.allow_origin\(\s*(?:\w+::)*Any\s*\)|\bAllowOrigin::any\(\)|\.allow_any_origin\(\)|\bAllowedOrigins::all\(\))",
        any(0.95),
    ),
    Rule::code(
        "rs-reflected",
        RUST,
        &["very_permissive()", "mirror_request()"],
        r"\b(?:CorsLayer::very_permissive|AllowOrigin::mirror_request)\(\)",
        reflected(0.95),
    ),
    Rule::code(
        "rs-origins",
        RUST,
        &["allowed_origin(", "allow_origin("],
        r#"\.allow(?:ed)?_origin\(\s*("[^"\n]*")"#,
        origins(0.95),
    )
    .judged(of_first),
];
