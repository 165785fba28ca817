//! Views, forms and templates.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source};

use crate::settings::PYTHON;
use aphoria_sdk::place::whole;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "csrf-exempt",
        PYTHON,
        &["csrf_exempt"],
        r"(?:@csrf_exempt\b|@method_decorator\([ \t]*csrf_exempt\b|=[ \t]*csrf_exempt\(|\bpath\([^\n]*\bcsrf_exempt\()",
        Says::flag(
            "django/view_csrf_protection",
            "enabled",
            false,
            0.9,
            "a view is exempt from CSRF protection",
        ),
    )
    .judged(of_django),
    Rule::code(
        "csrf-protect",
        PYTHON,
        &["csrf_protect", "requires_csrf_token"],
        r"(?:@csrf_protect\b|@method_decorator\([ \t]*csrf_protect\b)",
        Says::flag(
            "django/view_csrf_protection",
            "enabled",
            true,
            0.9,
            "a view asks for CSRF protection",
        ),
    )
    .judged(of_django),
    Rule::code(
        "frame-exempt",
        PYTHON,
        &["xframe_options_exempt"],
        r"@xframe_options_exempt\b",
        Says::flag(
            "django/view_frame_protection",
            "enabled",
            false,
            0.9,
            "a view may be shown in frames of other sites",
        ),
    )
    .judged(of_django),
    Rule::code(
        "all-fields",
        PYTHON,
        &["__all__"],
        r#"^[ \t]+fields[ \t]*=[ \t]*["']__all__["']"#,
        Says::flag(
            "django/form_fields",
            "explicit",
            false,
            0.85,
            "a form or serializer takes every field of its model",
        ),
    )
    .judged(of_a_model),
    Rule::code(
        "own-fields",
        PYTHON,
        &["class Meta"],
        r#"\bclass Meta\b[^\n]*:\n(?:[^\n]*\n){0,5}?[ \t]+(fields[ \t]*=[ \t]*[\[(]\s*["']\w+["'])"#,
        Says::flag(
            "django/form_fields",
            "explicit",
            true,
            0.85,
            "a form or serializer names its fields",
        ),
    )
    .around(0, 7)
    .judged(named_fields),
    Rule::code(
        "autoescape-off",
        &[Language::Html],
        &["autoescape"],
        r"\{%-?[ \t]*autoescape[ \t]+off[ \t]*-?%\}",
        Says::flag(
            "django/template_autoescape",
            "enabled",
            false,
            0.9,
            "a template writes values without escaping",
        ),
    )
    .judged(page),
    Rule::code(
        "autoescape-on",
        &[Language::Html],
        &["autoescape"],
        r"\{%-?[ \t]*autoescape[ \t]+on[ \t]*-?%\}",
        Says::flag(
            "django/template_autoescape",
            "enabled",
            true,
            0.9,
            "a template escapes what it writes",
        ),
    ),
];

fn of_django(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if !hit.in_test() && whole(hit, source).contains("django") {
        vec![said]
    } else {
        Vec::new()
    }
}

/// Lines in which the class that has the fields must begin.
const CLASS_LINES_MAX: u32 = 25;

/// Only in the `Meta` of a form or serializer of a model; filters and admins have fields too.
fn of_a_model(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let first = hit.line().saturating_sub(CLASS_LINES_MAX).max(1);
    let above = source.lines(hit.file(), first, hit.line());
    let class = above
        .lines()
        .rev()
        .map(str::trim_start)
        .find(|line| line.starts_with("class ") && !line.starts_with("class Meta"));
    let is_model = class.is_some_and(|class| {
        ["ModelForm", "ModelSerializer", "HyperlinkedModelSerializer"]
            .iter()
            .any(|base| class.contains(base))
    });
    if is_model && !hit.in_test() && above.contains("class Meta") {
        vec![said]
    } else {
        Vec::new()
    }
}

/// The fields that the hit ends with.
fn named_fields(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    // A class that begins before its fields has others.
    if hit.text().matches("class ").count() > 1 {
        return Vec::new();
    }
    said.span = hit.capture_span(0).unwrap_or(said.span);
    of_a_model(hit, source, said)
}

/// Drops mails, which are often plain text, and tests.
fn page(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    let path = hit.path().to_ascii_lowercase();
    if hit.in_test() || path.contains("mail") || path.contains(".txt") {
        Vec::new()
    } else {
        vec![said]
    }
}
