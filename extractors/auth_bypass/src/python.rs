//! Python: Django, Django REST framework, Flask-Login, FastAPI, hmac.

use aphoria_sdk::{Language, Rule};

use crate::common::of_variables;
use crate::{CLIENT, check, comparison, outside_tests};

const PYTHON: &[Language] = &[Language::Python];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-allow-any",
        PYTHON,
        &["AllowAny"],
        r"\b(?:permission_classes\s*=\s*[\[(]\s*|@permission_classes\(\s*[\[(]\s*)(?:\w+\.)?AllowAny\b",
        check(false, 0.7),
    ),
    Rule::code(
        "py-no-authentication",
        PYTHON,
        &["authentication_classes"],
        r"\bauthentication_classes\s*=\s*(?:\[\s*\]|\(\s*\))",
        check(false, 0.7),
    ),
    Rule::code(
        "py-authenticated",
        PYTHON,
        &["IsAuthenticated", "IsAdminUser"],
        r"\bpermission_classes\s*=\s*[\[(]\s*(?:\w+\.)?(?:IsAuthenticated|IsAdminUser)\b",
        check(true, 0.95),
    ),
    Rule::code(
        "py-decorators",
        PYTHON,
        &["login_required", "permission_required", "jwt_required"],
        r"@(?:\w+\.)?(?:login_required|permission_required|jwt_required)\b",
        check(true, 0.9),
    ),
    Rule::code(
        "py-switch",
        PYTHON,
        &["SKIP_AUTH", "DISABLE_AUTH", "BYPASS_AUTH", "LOGIN_DISABLED", "skip_auth", "disable_auth"],
        r#"\b(?:(?:SKIP|DISABLE|BYPASS)_AUTH(?:ENTICATION|ORIZATION)?|skip_auth|disable_auth)\s*[=:]\s*True\b"#,
        check(false, 0.9),
    )
    .judged(outside_tests),
    Rule::code(
        "py-flask-login",
        PYTHON,
        &["LOGIN_DISABLED"],
        r#"\bconfig\[\s*["']LOGIN_DISABLED["']\s*\]\s*=\s*True\b"#,
        check(false, 0.9),
    )
    .judged(outside_tests),
    Rule::code(
        "py-always-yes",
        PYTHON,
        &["def check_password(", "def verify_", "def validate_token(", "def has_", "def is_authorized("],
        r"\bdef (?:check_password|verify_password|verify_token|validate_token|has_permission|has_object_permission|is_authorized)\([^)\n]*\)[^:\n]*:\s*return True\s*$",
        check(false, 0.9),
    )
    .around(0, 2)
    .judged(outside_tests),
    Rule::code(
        "py-client",
        PYTHON,
        &["cookies", "COOKIES", "headers"],
        r#"\brequest\.(?:cookies|COOKIES|headers)(?:\.get\(|\[)\s*[\"'](?:[xX]-)?(?:is[_-]?)?(?:[aA]dmin|[rR]ole|superuser|[uU]ser-[rR]ole)[\"']"#,
        CLIENT,
    ),
    Rule::code(
        "py-compare",
        PYTHON,
        &["compare_digest("],
        r"\b(?:hmac|secrets)\.compare_digest\(",
        comparison(true, 0.95),
    ),
    Rule::code(
        "py-compare-plain",
        PYTHON,
        &["expected_", "computed_", "calculated_"],
        r"\b(?:expected|computed|calculated)_(?:signature|hmac|mac|token)\b\s*[!=]=\s*[\w][\w.\[\]]*",
        comparison(false, 0.7),
    )
    .judged(of_variables),
];
