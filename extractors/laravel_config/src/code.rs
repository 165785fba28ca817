//! Middleware, models, gates and templates.

use aphoria_sdk::{Contexts, Hit, Observation, Rule, Says, Source, Value};

use crate::config::PHP;
use aphoria_sdk::place::whole;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "csrf-exceptions",
        PHP,
        &["$except", "validateCsrfTokens"],
        r#"(?:\$except[ \t]*=[ \t]*\[|\bvalidateCsrfTokens\(\s*except:[ \t]*\[)((?:\s*(?:["'][^"'\n]*["'],?|//[^\n]*))*)\s*\]"#,
        Says::flag(
            "laravel/csrf_protection",
            "enabled",
            true,
            0.9,
            "no address is taken out of CSRF protection",
        ),
    )
    .around(0, 10)
    .judged(exceptions),
    Rule::code(
        "csrf-route",
        PHP,
        &[
            "VerifyCsrfToken",
            "ValidateCsrfToken",
            "PreventRequestForgery",
        ],
        r"->withoutMiddleware\(\s*\[?[^\])\n]*\b(?:VerifyCsrfToken|ValidateCsrfToken|PreventRequestForgery)::class",
        Says::flag(
            "laravel/route_csrf_protection",
            "enabled",
            false,
            0.9,
            "a route is taken out of CSRF protection",
        ),
    )
    .judged(of_laravel),
    Rule::code(
        "proxies",
        PHP,
        &["$proxies", "trustProxies"],
        r#"(?:\$proxies[ \t]*=|\btrustProxies\(\s*at:)[ \t]*\[?\s*["']([^"'\n]+)["']"#,
        Says::flag(
            "laravel/trusted_proxies",
            "restricted",
            true,
            0.9,
            "the proxies that are believed are named",
        ),
    )
    .around(0, 1)
    .judged(proxies),
    Rule::code(
        "hosts",
        PHP,
        &["trustHosts"],
        r"->trustHosts\(",
        Says::flag(
            "laravel/trusted_hosts",
            "restricted",
            true,
            0.9,
            "the hosts that are served are named",
        ),
    )
    .judged(of_laravel),
    Rule::code(
        "guarded-nothing",
        PHP,
        &["$guarded", "::unguard("],
        r"(?:\bprotected[ \t]+(?:array[ \t]+)?\$guarded[ \t]*=[ \t]*(?:\[[ \t]*\]|false\b)|\b\w+::unguard\([ \t]*\))",
        Says::flag(
            "laravel/model_fields",
            "guarded",
            false,
            0.9,
            "every field of a model may be assigned",
        ),
    )
    .judged(of_laravel),
    Rule::code(
        "fillable",
        PHP,
        &["$fillable"],
        r#"\bprotected[ \t]+(?:array[ \t]+)?\$fillable[ \t]*=[ \t]*\[\s*["']\w"#,
        Says::flag(
            "laravel/model_fields",
            "guarded",
            true,
            0.95,
            "the fields of a model that may be assigned are named",
        ),
    )
    .around(0, 1)
    .judged(of_laravel),
    Rule::code(
        "assigned-all",
        PHP,
        &["->all()", "::all()", "forceFill"],
        r"(?:::|->)(?:create|update|fill|forceFill|firstOrCreate|updateOrCreate|insert)\([ \t]*(?:\$request->(?:all|input|post|query)\(\)|request\(\)->(?:all|input|post)\(\)|Request::all\(\))",
        Says::flag(
            "laravel/assigned_input",
            "restricted",
            false,
            0.85,
            "a request's whole input is assigned to a model",
        ),
    )
    .judged(of_laravel),
    Rule::code(
        "assigned-some",
        PHP,
        &["->validated()", "->safe()", "->only("],
        r"(?:::|->)(?:create|update|fill|firstOrCreate|updateOrCreate)\([ \t]*(?:\$request|request\(\))->(?:validated\(\)|safe\(\)|only\()",
        Says::flag(
            "laravel/assigned_input",
            "restricted",
            true,
            0.9,
            "the part of a request that was examined is assigned to a model",
        ),
    )
    .judged(of_laravel),
    Rule::code(
        "open-gate",
        PHP,
        &[
            "viewTelescope",
            "viewHorizon",
            "viewPulse",
            "Horizon::auth",
            "Telescope::auth",
        ],
        r#"(?:\bGate::define\([ \t]*["']view(?:Telescope|Horizon|Pulse)["'][ \t]*,|\b(?:Horizon|Telescope)::auth\()[ \t]*(?:function[ \t]*\([^)]*\)(?:[ \t]*:[ \t]*\w+)?[ \t]*\{\s*return[ \t]+true;|fn[ \t]*\([^)]*\)[ \t]*=>[ \t]*true\b)"#,
        Says::flag(
            "laravel/dashboard",
            "restricted",
            false,
            0.95,
            "the pages of Telescope, Horizon or Pulse are open to everybody",
        ),
    )
    .around(0, 2)
    .judged(of_laravel),
    Rule::code(
        "gate",
        PHP,
        &["viewTelescope", "viewHorizon", "viewPulse"],
        r#"\bGate::define\([ \t]*["']view(?:Telescope|Horizon|Pulse)["'][ \t]*,[ \t]*(?:function[ \t]*\([^)]*\)(?:[ \t]*:[ \t]*\w+)?[ \t]*\{\s*return[ \t]+(?:in_array|\$user)|fn[ \t]*\([^)]*\)[ \t]*=>[ \t]*(?:in_array|\$user))"#,
        Says::flag(
            "laravel/dashboard",
            "restricted",
            true,
            0.9,
            "the pages of Telescope, Horizon or Pulse need a right",
        ),
    )
    .around(0, 2)
    .judged(of_laravel),
    Rule::code(
        "https",
        PHP,
        &["forceScheme", "forceHttps"],
        r#"\bURL::(?:forceScheme\([ \t]*["']https["']|forceHttps\()"#,
        Says::flag(
            "laravel/force_https",
            "enabled",
            true,
            0.9,
            "addresses are made with HTTPS",
        ),
    )
    .judged(of_laravel),
    Rule::code(
        "blade-raw",
        PHP,
        &["{!!"],
        r"\{!![ \t]*(?:\$request\b|request\(|old\(|Request::|\$_(?:GET|POST|REQUEST|COOKIE)\b)[^\n]*?!!\}",
        Says::flag(
            "laravel/template_escape",
            "enabled",
            false,
            0.9,
            "a template writes input without escaping",
        ),
    )
    .standing(Contexts::ANY)
    .judged(template),
    Rule::code(
        "blade-escaped",
        PHP,
        &["{{ $request", "{{ request(", "{{ old("],
        r"\{\{[ \t]*(?:\$request\b|request\(|old\()[^\n]*?\}\}",
        Says::flag(
            "laravel/template_escape",
            "enabled",
            true,
            0.9,
            "a template escapes input",
        ),
    )
    .standing(Contexts::ANY)
    .judged(template),
];

fn of_laravel(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    let signs = [
        "Illuminate\\",
        "extends Model",
        "use App\\",
        "namespace App\\",
        "Laravel\\",
    ];
    if !hit.in_test() && signs.iter().any(|sign| text.contains(sign)) {
        vec![said]
    } else {
        Vec::new()
    }
}

fn exceptions(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    if hit.text().starts_with("$except") && !text.contains("class VerifyCsrfToken") {
        return Vec::new();
    }
    let list: String = hit
        .capture(0)
        .lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect();
    if list.contains("'*'") || list.contains("\"*\"") || list.contains("'/*'") {
        said.value = Value::Flag(false);
        said.reason = "every address is taken out of CSRF protection".to_owned();
    } else if list.contains(['\'', '"']) {
        said.concept = "laravel/route_csrf_protection".to_owned();
        said.value = Value::Flag(false);
        said.confidence = 0.7;
        said.reason = "some addresses are taken out of CSRF protection".to_owned();
    }
    of_laravel(hit, source, said)
}

fn proxies(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if matches!(hit.capture(0), "*" | "**" | "0.0.0.0/0") {
        said.value = Value::Flag(false);
        said.confidence = 0.8;
        said.reason = "forwarded headers are believed from every address".to_owned();
    }
    of_laravel(hit, source, said)
}

fn template(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.path().ends_with(".blade.php") {
        vec![said]
    } else {
        Vec::new()
    }
}
