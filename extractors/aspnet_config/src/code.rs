//! C#: services and middleware.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told, Value};

use aphoria_sdk::place::{whole, worded};

const CSHARP: &[Language] = &[Language::CSharp];

/// `Name = true`
macro_rules! flag {
    ($id:literal, $name:literal, $concept:literal, $predicate:literal, $reason:literal) => {
        Rule::code(
            $id,
            CSHARP,
            &[$name],
            concat!(r"\b", $name, r"\s*=\s*(true|false)\b"),
            Says::told($concept, $predicate, Told::CaptureFlag(0), 0.9, $reason),
        )
        .judged(truth)
    };
}

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "developer-page",
        CSHARP,
        &[
            "UseDeveloperExceptionPage",
            "UseDatabaseErrorPage",
            "UseMigrationsEndPoint",
        ],
        r"\.(?:UseDeveloperExceptionPage|UseDatabaseErrorPage|UseMigrationsEndPoint)\(",
        Says::flag(
            "aspnet/developer_exception_page",
            "enabled",
            true,
            0.85,
            "pages of errors for developers are shown in every environment",
        ),
    )
    .judged(unguarded),
    Rule::code(
        "exception-handler",
        CSHARP,
        &["UseExceptionHandler"],
        r"\.UseExceptionHandler\(",
        Says::flag(
            "aspnet/exception_handler",
            "enabled",
            true,
            0.9,
            "errors are answered by a handler",
        ),
    )
    .judged(of_aspnet),
    Rule::code(
        "https-redirection",
        CSHARP,
        &["UseHttpsRedirection", "RequireHttpsAttribute("],
        r"(?:\.UseHttpsRedirection\(|\bnew\s+RequireHttpsAttribute\()",
        Says::flag(
            "aspnet/https_redirection",
            "enabled",
            true,
            0.95,
            "requests without TLS are sent to HTTPS",
        ),
    )
    .judged(of_aspnet),
    Rule::code(
        "hsts",
        CSHARP,
        &["UseHsts"],
        r"\.UseHsts\(",
        Says::flag(
            "aspnet/hsts",
            "enabled",
            true,
            0.95,
            "browsers insist on HTTPS",
        ),
    )
    .judged(of_aspnet),
    Rule::code(
        "antiforgery-off",
        CSHARP,
        &["IgnoreAntiforgeryToken", "DisableAntiforgery"],
        r"(?:\[IgnoreAntiforgeryToken(?:Attribute)?\b|\bnew\s+IgnoreAntiforgeryTokenAttribute\(|\.DisableAntiforgery\()",
        Says::flag(
            "aspnet/antiforgery",
            "enabled",
            false,
            0.9,
            "requests are taken without an antiforgery token",
        ),
    )
    .judged(of_aspnet),
    Rule::code(
        "antiforgery-on",
        CSHARP,
        &[
            "ValidateAntiForgeryToken",
            "AutoValidateAntiforgeryToken",
            "UseAntiforgery",
        ],
        r"(?:\[(?:ValidateAntiForgeryToken|AutoValidateAntiforgeryToken)\b|\bnew\s+AutoValidateAntiforgeryTokenAttribute\(|\.UseAntiforgery\()",
        Says::flag(
            "aspnet/antiforgery",
            "enabled",
            true,
            0.95,
            "requests need an antiforgery token",
        ),
    )
    .judged(of_aspnet),
    Rule::code(
        "cors-every",
        CSHARP,
        &["AllowAnyOrigin", "SetIsOriginAllowed"],
        r"(?:\.AllowAnyOrigin\(\)|\.SetIsOriginAllowed\(\s*\(?\s*\w+\s*\)?\s*=>\s*true\s*\))",
        Says::flag(
            "aspnet/cors_all_origins",
            "allowed",
            true,
            0.95,
            "every origin may read answers",
        ),
    )
    .judged(of_aspnet),
    Rule::code(
        "cors-some",
        CSHARP,
        &["WithOrigins"],
        r#"\.WithOrigins\(\s*"https?://[^"*]+""#,
        Says::flag(
            "aspnet/cors_all_origins",
            "allowed",
            false,
            0.95,
            "origins that may read answers are named",
        ),
    )
    .judged(of_aspnet),
    Rule::code(
        "cookie-secure",
        CSHARP,
        &["SecurePolicy"],
        r"\bSecurePolicy\s*=\s*CookieSecurePolicy\.(Always|None|SameAsRequest)\b",
        Says::told(
            "aspnet/cookie_secure_policy",
            "value",
            Told::Capture(0),
            0.95,
            "`SecurePolicy`: whether a cookie is sent over HTTPS only",
        ),
    )
    .judged(of_aspnet),
    flag!(
        "cookie-http-only",
        "Cookie.HttpOnly",
        "aspnet/cookie_http_only",
        "enabled",
        "`Cookie.HttpOnly`: scripts do not see a cookie"
    ),
    Rule::code(
        "cookie-same-site",
        CSHARP,
        &["Cookie.SameSite", "MinimumSameSitePolicy"],
        r"\b(?:Cookie\.SameSite|MinimumSameSitePolicy)\s*=\s*SameSiteMode\.(None|Lax|Strict|Unspecified)\b",
        Says::told(
            "aspnet/cookie_same_site",
            "value",
            Told::Capture(0),
            0.95,
            "requests of which sites carry a cookie",
        ),
    )
    .judged(of_aspnet),
    Rule::code(
        "proxies-cleared",
        CSHARP,
        &["KnownProxies", "KnownNetworks", "KnownIPNetworks"],
        r"\bKnown(?:Proxies|Networks|IPNetworks)\.Clear\(\)",
        Says::flag(
            "aspnet/forwarded_headers",
            "restricted",
            false,
            0.8,
            "forwarded headers are believed from every address",
        ),
    )
    .judged(proxies),
    Rule::code(
        "proxies-named",
        CSHARP,
        &["KnownProxies", "KnownNetworks", "KnownIPNetworks"],
        r"\bKnown(?:Proxies|Networks|IPNetworks)\.Add\(",
        Says::flag(
            "aspnet/forwarded_headers",
            "restricted",
            true,
            0.9,
            "the proxies that are believed are named",
        ),
    )
    .judged(of_aspnet),
    Rule::code(
        "body-limit",
        CSHARP,
        &[
            "MaxRequestBodySize",
            "MultipartBodyLengthLimit",
            "DisableRequestSizeLimit",
        ],
        r"(?:\b(?:MaxRequestBodySize|MultipartBodyLengthLimit)\s*=\s*(null\b|(?:long|int)\.MaxValue\b|\d)|\[DisableRequestSizeLimit\b)",
        Says::flag(
            "aspnet/body_size",
            "limited",
            true,
            0.9,
            "bodies of requests are limited",
        ),
    )
    .judged(limited),
    Rule::code(
        "browsing",
        CSHARP,
        &["UseDirectoryBrowser", "EnableDirectoryBrowsing"],
        r"(?:\.UseDirectoryBrowser\(|\b[eE]nableDirectoryBrowsing\s*[=:]\s*(true|false)\b)",
        Says::flag(
            "aspnet/directory_browsing",
            "enabled",
            true,
            0.9,
            "folders are listed",
        ),
    )
    .judged(browsing),
    flag!(
        "unknown-types",
        "ServeUnknownFileTypes",
        "aspnet/unknown_file_types",
        "served",
        "`ServeUnknownFileTypes`: files of every kind are served"
    ),
    flag!(
        "server-header",
        "AddServerHeader",
        "aspnet/server_header",
        "enabled",
        "`AddServerHeader`: answers name the server"
    ),
    flag!(
        "detailed-errors",
        "EnableDetailedErrors",
        "aspnet/detailed_errors",
        "enabled",
        "`EnableDetailedErrors`: clients see what failed"
    ),
    flag!(
        "sensitive-logging",
        "EnableSensitiveDataLogging",
        "aspnet/sensitive_data_logging",
        "enabled",
        "`EnableSensitiveDataLogging`: values are written to the log"
    ),
    Rule::code(
        "sensitive-logging-call",
        CSHARP,
        &["EnableSensitiveDataLogging"],
        r"\.EnableSensitiveDataLogging\(\s*(?:\)|(true|false)\b)",
        Says::flag(
            "aspnet/sensitive_data_logging",
            "enabled",
            true,
            0.9,
            "values of queries are written to the log",
        ),
    )
    .judged(sensitive),
    flag!(
        "show-pii",
        "IdentityModelEventSource.ShowPII",
        "aspnet/show_pii",
        "enabled",
        "`ShowPII`: personal data stands in messages and the log"
    ),
    Rule::code(
        "password-length",
        CSHARP,
        &["Password.RequiredLength"],
        r"\bPassword\.RequiredLength\s*=\s*(\d+)",
        Says::told(
            "aspnet/password_length",
            "minimum",
            Told::CaptureNumber(0),
            0.95,
            "`Password.RequiredLength`: shortest password of Identity",
        ),
    )
    .judged(of_aspnet),
    Rule::code(
        "lockout",
        CSHARP,
        &["lockoutOnFailure"],
        r"\blockoutOnFailure\s*:\s*(true|false)\b",
        Says::told(
            "aspnet/lockout",
            "enabled",
            Told::CaptureFlag(0),
            0.9,
            "`lockoutOnFailure`: failed log-ins lock the account",
        ),
    )
    .judged(truth),
    Rule::code(
        "anonymous-default",
        CSHARP,
        &["FallbackPolicy"],
        r"\bFallbackPolicy\s*=\s*(null\b|\w|new\b)",
        Says::flag(
            "aspnet/fallback_policy",
            "enabled",
            true,
            0.85,
            "endpoints that say nothing need a right",
        ),
    )
    .judged(fallback),
];

/// Signs of ASP.NET in a file of C#.
const SIGNS: &[&str] = &[
    "AspNetCore",
    "WebApplication",
    "IApplicationBuilder",
    "System.Web",
    "ControllerBase",
    "EntityFrameworkCore",
    "IdentityModel",
    "IServiceCollection",
];

fn of_aspnet(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    if hit.in_test() || !SIGNS.iter().any(|sign| text.contains(sign)) {
        return Vec::new();
    }
    vec![said]
}

fn truth(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if matches!(said.value, Value::Flag(true)) && is_guarded(hit, source) {
        return Vec::new();
    }
    of_aspnet(hit, source, worded(said))
}

/// Lines above in which the environment may be asked.
const GUARD_LINES: u32 = 4;

fn is_guarded(hit: &Hit<'_>, source: &dyn Source) -> bool {
    let first = hit.line().saturating_sub(GUARD_LINES).max(1);
    let near = source.lines(hit.file(), first, hit.line());
    [
        "IsDevelopment(",
        "#if DEBUG",
        "IsEnvironment(",
        "IsProduction()",
    ]
    .iter()
    .any(|guard| near.contains(guard))
}

fn unguarded(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if is_guarded(hit, source) {
        Vec::new()
    } else {
        of_aspnet(hit, source, said)
    }
}

/// Cleared lists are usual where they are filled again.
fn proxies(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    let filled = [
        "KnownProxies.Add(",
        "KnownNetworks.Add(",
        "KnownIPNetworks.Add(",
    ]
    .iter()
    .any(|fill| text.contains(fill));
    if filled {
        Vec::new()
    } else {
        of_aspnet(hit, source, said)
    }
}

fn limited(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if !hit
        .capture(0)
        .starts_with(|first: char| first.is_ascii_digit())
    {
        said.value = Value::Flag(false);
        said.reason = "bodies of any size are taken".to_owned();
    }
    of_aspnet(hit, source, said)
}

fn browsing(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if hit.capture(0) == "false" {
        said.value = Value::Flag(false);
        said.reason = "folders are not listed".to_owned();
    }
    of_aspnet(hit, source, said)
}

fn sensitive(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if hit.capture(0) == "false" {
        said.value = Value::Flag(false);
        said.reason = "values of queries are not written to the log".to_owned();
    }
    unguarded(hit, source, said)
}

fn fallback(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if hit.capture(0) == "null" {
        said.value = Value::Flag(false);
        said.reason = "endpoints that say nothing are open to everybody".to_owned();
    }
    of_aspnet(hit, source, said)
}
