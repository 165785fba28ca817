//! The engine and its routes.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Told, Value};

use aphoria_sdk::place::{whole, worded};

pub(crate) const GO: &[Language] = &[Language::Go];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "mode",
        GO,
        &["gin.SetMode("],
        r#"\bgin\.SetMode\(\s*(?:gin\.(Release|Debug|Test)Mode|"(release|debug|test)")\s*\)"#,
        Says::told(
            "gin/mode",
            "value",
            Told::Text("release"),
            0.95,
            "the mode that the application runs in",
        ),
    )
    .judged(mode),
    Rule::code(
        "proxies",
        GO,
        &["SetTrustedProxies("],
        r#"\.SetTrustedProxies\(\s*(nil\b|\[\]string\{[^}\n]*\})"#,
        Says::flag(
            "gin/trusted_proxies",
            "restricted",
            true,
            0.95,
            "the proxies that are believed are named",
        ),
    )
    .judged(proxies),
    Rule::code(
        "proxies-default",
        GO,
        &["gin.Default()", "gin.New()"],
        r"=\s*gin\.(?:Default|New)\(\)",
        Says::flag(
            "gin/trusted_proxies",
            "restricted",
            false,
            0.6,
            "a router is made and run without a word on proxies: all are believed",
        ),
    )
    .judged(no_proxies),
    Rule::code(
        "recovery",
        GO,
        &["gin.Default()", "gin.Recovery", "gin.CustomRecovery"],
        r"(?:=\s*gin\.Default\(\)|\.Use\([^\n]*\bgin\.(?:Custom)?Recovery(?:WithWriter)?\()",
        Says::flag(
            "gin/recovery",
            "enabled",
            true,
            0.95,
            "a panic ends its request, not the server",
        ),
    )
    .judged(of_gin),
    Rule::code(
        "no-recovery",
        GO,
        &["gin.New()"],
        r"=\s*gin\.New\(\)",
        Says::flag(
            "gin/recovery",
            "enabled",
            false,
            0.6,
            "a router is made and run without recovery from panics",
        ),
    )
    .judged(no_recovery),
    Rule::code(
        "static-root",
        GO,
        &[".Static(", ".StaticFS("],
        r#"\.Static(?:FS)?\(\s*"[^"\n]*"\s*,\s*(?:(?:http|gin)\.Dir\(\s*)?"([^"\n]*)""#,
        Says::flag(
            "gin/static_root",
            "limited",
            true,
            0.85,
            "a folder for files of the public is served",
        ),
    )
    .judged(static_root),
    Rule::code(
        "listing",
        GO,
        &[".StaticFS("],
        r"\.StaticFS\(\s*[^,\n]+,\s*(?:http\.Dir\(|gin\.Dir\([^,\n]+,\s*(true|false)\b)",
        Says::flag(
            "gin/directory_listing",
            "enabled",
            true,
            0.85,
            "folders are listed",
        ),
    )
    .judged(listing),
    Rule::code(
        "cookie-secure",
        GO,
        &[".SetCookie("],
        r"\.SetCookie\(\s*[^\n]*,\s*(true|false)\s*,\s*(?:true|false|\w+)\s*\)",
        Says::told(
            "gin/cookie_secure",
            "enabled",
            Told::CaptureFlag(0),
            0.9,
            "`SetCookie`: a cookie over HTTPS only",
        ),
    )
    .judged(cookie),
    Rule::code(
        "cookie-http-only",
        GO,
        &[".SetCookie("],
        r"\.SetCookie\(\s*[^\n]*,\s*(?:true|false|[\w.]+)\s*,\s*(true|false)\s*\)",
        Says::told(
            "gin/cookie_http_only",
            "enabled",
            Told::CaptureFlag(0),
            0.9,
            "`SetCookie`: scripts do not see a cookie",
        ),
    )
    .judged(cookie),
    Rule::code(
        "error-detail",
        GO,
        &["err.Error()", "debug.Stack()"],
        r"\.(?:JSON|String|AbortWithStatusJSON|IndentedJSON|XML)\(\s*(?:500|http\.StatusInternalServerError)\s*,[^\n]*\b(?:err\.Error\(\)|debug\.Stack\(\))",
        Says::flag(
            "gin/error_detail",
            "exposed",
            true,
            0.7,
            "the text of an error of the server is sent to the client",
        ),
    )
    .judged(detail),
    Rule::code(
        "body-limit",
        GO,
        &["http.MaxBytesReader(", "RequestSizeLimiter("],
        r"(?:\bhttp\.MaxBytesReader\(|\.RequestSizeLimiter\()",
        Says::flag(
            "gin/body_size",
            "limited",
            true,
            0.9,
            "bodies of requests are limited",
        ),
    )
    .judged(of_gin),
    Rule::code(
        "unknown-fields",
        GO,
        &["EnableDecoderDisallowUnknownFields"],
        r"\bbinding\.EnableDecoderDisallowUnknownFields\s*=\s*(true|false)\b",
        Says::told(
            "gin/unknown_fields",
            "refused",
            Told::CaptureFlag(0),
            0.95,
            "`EnableDecoderDisallowUnknownFields`: fields that a type does not have are refused",
        ),
    )
    .judged(truth),
    Rule::code(
        "tls",
        GO,
        &[".RunTLS(", "autotls.Run"],
        r"(?:\.RunTLS\(|\bautotls\.Run(?:WithManager|WithContext)?\()",
        Says::flag(
            "gin/server_tls",
            "enabled",
            true,
            0.95,
            "the server speaks TLS",
        ),
    )
    .judged(of_gin),
    Rule::code(
        "plain",
        GO,
        &[":80\")", ":8080\")"],
        r#"\.Run\(\s*"[\w.\[\]:]*:(?:80|8080)"\)"#,
        Says::flag(
            "gin/server_tls",
            "enabled",
            false,
            0.5,
            "the server speaks plain HTTP, perhaps behind a proxy",
        ),
    )
    .judged(of_router),
    Rule::code(
        "html-input",
        GO,
        &["template.HTML("],
        r"\btemplate\.(?:HTML|JS|HTMLAttr|URL)\(\s*(?:c|ctx|context)\.(?:Query|Param|PostForm|DefaultQuery|GetHeader)\(",
        Says::flag(
            "gin/template_escape",
            "enabled",
            false,
            0.95,
            "input is written into a page without escaping",
        ),
    )
    .judged(of_gin),
];

/// Drops what is not Gin, and tests.
pub(crate) fn of_gin(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    if hit.in_test() || !(text.contains("gin-gonic/") || text.contains("gin-contrib/")) {
        return Vec::new();
    }
    vec![said]
}

pub(crate) fn truth(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    of_gin(hit, source, worded(said))
}

fn mode(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let word = if hit.capture(0).is_empty() {
        hit.capture(1)
    } else {
        hit.capture(0)
    };
    said.value = Value::Text(word.to_ascii_lowercase());
    of_gin(hit, source, said)
}

fn proxies(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let list = hit.capture(0);
    if list.contains("\"0.0.0.0/0\"") || list.contains("\"::/0\"") {
        said.value = Value::Flag(false);
        said.reason = "every sender of forwarded headers is believed".to_owned();
    } else if list != "nil" && !list.contains('"') {
        return Vec::new();
    }
    of_gin(hit, source, said)
}

/// Whether the file also runs the router.
fn runs(text: &str) -> bool {
    [".Run(", ".RunTLS(", "ListenAndServe"]
        .iter()
        .any(|call| text.contains(call))
}

fn no_proxies(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    let told = [
        "SetTrustedProxies",
        "TrustedPlatform",
        "ForwardedByClientIP",
    ]
    .iter()
    .any(|name| text.contains(name));
    if told || !runs(&text) {
        return Vec::new();
    }
    of_gin(hit, source, said)
}

fn no_recovery(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    if text.contains("Recovery") || text.contains("recover()") || !runs(&text) {
        return Vec::new();
    }
    of_gin(hit, source, said)
}

fn static_root(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if matches!(hit.capture(0).trim_end_matches('/'), "" | "." | "..") {
        said.value = Value::Flag(false);
        said.reason =
            "the folder of the application itself is served, with its source and settings"
                .to_owned();
    }
    of_gin(hit, source, said)
}

fn listing(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if hit.capture(0) == "false" {
        said.value = Value::Flag(false);
        said.reason = "folders are not listed".to_owned();
    }
    of_gin(hit, source, said)
}

/// Gin's call has seven arguments; others of the name have one or two.
fn cookie(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.text().matches(',').count() < 6 {
        return Vec::new();
    }
    truth(hit, source, said)
}

fn detail(hit: &Hit<'_>, source: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if hit.text().contains("debug.Stack()") {
        said.confidence = 0.95;
        said.reason = "a stack is sent to the client".to_owned();
    }
    of_gin(hit, source, said)
}

fn of_router(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let text = whole(hit, source);
    if text.contains("gin.Default()") || text.contains("gin.New()") {
        of_gin(hit, source, said)
    } else {
        Vec::new()
    }
}
