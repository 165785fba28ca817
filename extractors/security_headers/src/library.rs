//! Options of libraries that send headers: helmet, Flask-Talisman, unrolled/secure, Echo, secure_headers, NWebsec.

use aphoria_sdk::{Contexts, Language, Rule, Says};

use crate::{CSP, FRAME, HSTS, MAX_AGE, TYPES, header, judge};

const SCRIPTS: &[Language] = Language::SCRIPTS;
const PYTHON: &[Language] = &[Language::Python];
const GO: &[Language] = &[Language::Go];
const RUBY: &[Language] = &[Language::Ruby];
const CSHARP: &[Language] = &[Language::CSharp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "js-helmet",
        SCRIPTS,
        &["helmet()"],
        r"\bhelmet\(\)",
        header(CSP, true, 0.9),
    )
    .judged(judge::helmet),
    Rule::code(
        "js-helmet-off",
        SCRIPTS,
        &["contentSecurityPolicy", "hsts", "strictTransportSecurity", "frameguard", "xFrameOptions", "noSniff", "xContentTypeOptions"],
        r"\b(contentSecurityPolicy|hsts|strictTransportSecurity|frameguard|xFrameOptions|noSniff|xContentTypeOptions)\s*:\s*false\b",
        header(CSP, false, 0.95),
    )
    .judged(judge::option_off),
    Rule::code(
        "py-talisman-off",
        PYTHON,
        &["content_security_policy", "strict_transport_security", "frame_options", "x_content_type_options"],
        r"\b(content_security_policy|strict_transport_security|frame_options|x_content_type_options)\s*=\s*(?:None|False)\b",
        header(CSP, false, 0.9),
    )
    .judged(judge::option_off),
    // Directives that are listed one by one, as helmet, Talisman and secure_headers take them.
    Rule {
        id: "scripts-inline",
        languages: &[Language::JavaScript, Language::TypeScript, Language::Python, Language::Ruby, Language::Php],
        contexts: Contexts::CODE_AND_STRING,
        find: aphoria_sdk::Find::Regex {
            anchors: &["unsafe-inline"],
            expression: r#"["']?\b(?:scriptSrc|script[-_]src|defaultSrc|default[-_]src)["']?\s*(?::|=>)\s*(?:\[|%w\(|["'])[^\]\n;]*'unsafe-inline'"#,
            around: (0, 0),
        },
        says: Says::flag(CSP, "unsafe_inline", true, 0.9, "the policy allows scripts that stand in the page"),
        judge: None,
    },
    Rule {
        id: "scripts-eval",
        languages: &[Language::JavaScript, Language::TypeScript, Language::Python, Language::Ruby, Language::Php],
        contexts: Contexts::CODE_AND_STRING,
        find: aphoria_sdk::Find::Regex {
            anchors: &["unsafe-eval"],
            expression: r#"["']?\b(?:scriptSrc|script[-_]src|defaultSrc|default[-_]src)["']?\s*(?::|=>)\s*(?:\[|%w\(|["'])[^\]\n;]*'unsafe-eval'"#,
            around: (0, 0),
        },
        says: Says::flag(CSP, "unsafe_eval", true, 0.9, "the policy allows scripts that are made of text"),
        judge: None,
    },
    Rule::code(
        "go-secure-flags",
        GO,
        &["FrameDeny", "ContentTypeNosniff"],
        r"\b(FrameDeny|ContentTypeNosniff)\s*[:=]\s*(true|false)\b",
        header(FRAME, true, 0.9),
    )
    .judged(judge::named_truth),
    Rule::code(
        "go-secure-seconds",
        GO,
        &["STSSeconds", "HSTSMaxAge"],
        r"\b(?:STSSeconds|HSTSMaxAge)\s*[:=]\s*(\d+)\s*[,}\n]",
        MAX_AGE,
    )
    .judged(judge::seconds),
    Rule::code(
        "go-echo-texts",
        GO,
        &["XFrameOptions", "ContentTypeNosniff", "ContentSecurityPolicy"],
        r#"\b(XFrameOptions|ContentTypeNosniff|ContentSecurityPolicy)\s*[:=]\s*"([^"\n]+)""#,
        header(FRAME, true, 0.9),
    )
    .judged(judge::pair),
    Rule::code(
        "rb-secure-headers",
        RUBY,
        &["config.x_frame_options", "config.x_content_type_options", "config.hsts", "config.csp"],
        r#"\bconfig\.(x_frame_options|x_content_type_options|hsts|csp)\s*=\s*["']([^"'\n]+)["']"#,
        header(FRAME, true, 0.9),
    )
    .judged(judge::pair),
    Rule::code(
        "rb-secure-headers-off",
        RUBY,
        &["OPT_OUT"],
        r"\bconfig\.(x_frame_options|x_content_type_options|hsts|csp)\s*=\s*(?:SecureHeaders::)?OPT_OUT\b",
        header(FRAME, false, 0.95),
    )
    .judged(judge::off),
    Rule::code("cs-hsts", CSHARP, &[".UseHsts("], r"\.UseHsts\(", header(HSTS, true, 0.9)),
    Rule::code(
        "cs-nwebsec-types",
        CSHARP,
        &[".UseXContentTypeOptions("],
        r"\.UseXContentTypeOptions\(",
        header(TYPES, true, 0.9),
    ),
    Rule::code(
        "cs-nwebsec-frame",
        CSHARP,
        &[".UseXfo("],
        r"\.UseXfo\(\s*\w+\s*=>\s*\w+\.(?:Deny|SameOrigin)\(",
        header(FRAME, true, 0.9),
    ),
];
