//! Frameworks and libraries.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::limited;

const PYTHON: &[Language] = &[Language::Python];
const SCRIPTS: &[Language] = Language::SCRIPTS;
const GO: &[Language] = &[Language::Go];
const JAVA: &[Language] = &[Language::Java, Language::Kotlin];
const CSHARP: &[Language] = &[Language::CSharp];
const PHP: &[Language] = &[Language::Php];
const RUBY: &[Language] = &[Language::Ruby];
const RUST: &[Language] = &[Language::Rust];

pub(crate) const RULES: &[Rule] = &[
    // Flask-Limiter, SlowAPI, django-ratelimit, Django REST framework.
    Rule::code(
        "py-on",
        PYTHON,
        &["@limiter.limit(", "@ratelimit(", "DEFAULT_THROTTLE_CLASSES", "throttle_classes"],
        r#"(?:@limiter\.limit\(|@ratelimit\(|["']DEFAULT_THROTTLE_CLASSES["']\s*:\s*[\[(]\s*["'\n]|\bthrottle_classes\s*=\s*[\[(]\s*\w)"#,
        limited(true, 0.9),
    )
    .around(0, 1),
    Rule::code(
        "py-off",
        PYTHON,
        &["@limiter.exempt", "RATELIMIT_ENABLE", "DEFAULT_THROTTLE_CLASSES", "throttle_classes"],
        r#"(?:@limiter\.exempt\b|\bRATELIMIT_ENABLED?\s*=\s*False\b|\[["']RATELIMIT_ENABLED["']\]\s*=\s*False\b|["']DEFAULT_THROTTLE_CLASSES["']\s*:\s*(?:\[\s*\]|\(\s*\))|\bthrottle_classes\s*=\s*(?:\[\s*\]|\(\s*\)))"#,
        limited(false, 0.9),
    ),
    // express-rate-limit, Fastify, Nest, rate-limiter-flexible.
    Rule::code(
        "js-on",
        SCRIPTS,
        &["rateLimit(", "ThrottlerModule.forRoot", "new RateLimiter", "ThrottlerGuard", "rateLimit,", "@Throttle("],
        r"(?:(?:^|[^\w.])rateLimit\(\s*\{|\bThrottlerModule\.forRoot(?:Async)?\(|\bnew\s+RateLimiter(?:Memory|Redis|Mongo|Postgres|Memcache|MySQL)\(|\bregister\(\s*rateLimit\s*,|@Throttle\()",
        limited(true, 0.9),
    ),
    Rule::code(
        "js-off",
        SCRIPTS,
        &["@SkipThrottle(", "rateLimit: false", "skip: () => true"],
        r"(?:@SkipThrottle\(\s*\)|\bconfig:\s*\{\s*rateLimit:\s*false\b|\brateLimit\(\s*\{[^{}]*\bskip:\s*\(\)\s*=>\s*true\b)",
        limited(false, 0.9),
    )
    .around(4, 0),
    Rule::code(
        "go-on",
        GO,
        &["rate.NewLimiter(", "tollbooth.", "httprate.Limit", "limiter.New("],
        r"\b(?:rate\.NewLimiter\(\s*(?:rate\.(?:Every|Limit)\(|\d|[a-z]\w*\s*,)|tollbooth\.(?:NewLimiter|LimitHandler|LimitFuncHandler)\(|httprate\.Limit(?:ByIP|ByRealIP|All)?\(|limiter\.New\(\s*limiter\.Config)",
        limited(true, 0.9),
    ),
    Rule::code(
        "go-off",
        GO,
        &["rate.Inf"],
        r"\brate\.NewLimiter\(\s*rate\.Inf\b",
        limited(false, 0.95),
    ),
    // Resilience4j, Bucket4j, Guava.
    Rule::code(
        "java-on",
        JAVA,
        &["@RateLimiter(", "Bandwidth.", "RateLimiter.create(", "RateLimiter.of("],
        r"(?:@RateLimiter\(|\bBandwidth\.(?:simple|classic|builder)\(|\bRateLimiter\.(?:create|of)\()",
        limited(true, 0.9),
    ),
    Rule::code(
        "cs-on",
        CSHARP,
        &["RateLimiter(", "EnableRateLimiting", "RequireRateLimiting("],
        r"(?:\.(?:Add|Use)RateLimiter\(|\[EnableRateLimiting\(|\.RequireRateLimiting\()",
        limited(true, 0.9),
    ),
    Rule::code(
        "cs-off",
        CSHARP,
        &["DisableRateLimiting", "GetNoLimiter"],
        r"(?:\[DisableRateLimiting\]|\.DisableRateLimiting\(\)|\bRateLimitPartition\.GetNoLimiter\b)",
        limited(false, 0.9),
    ),
    // Laravel, Symfony.
    Rule::code(
        "php-on",
        PHP,
        &["throttle:", "RateLimiter::for(", "Limit::per"],
        r#"(?:\bmiddleware\(\s*\[?[^;\n]*["']throttle:[\w,]+["']|\bRateLimiter::for\(|\bLimit::per(?:Second|Minute|Minutes|Hour|Day)\()"#,
        limited(true, 0.9),
    ),
    Rule::code(
        "php-off",
        PHP,
        &["Limit::none()", "withoutMiddleware("],
        r#"(?:\bLimit::none\(\)|\bwithoutMiddleware\(\s*\[?\s*(?:ThrottleRequests::class|["']throttle))"#,
        limited(false, 0.9),
    ),
    // Rack::Attack, Rails.
    Rule::code(
        "rb-on",
        RUBY,
        &["throttle(", "rate_limit to:"],
        r"(?:\b(?:Rack::Attack\.)?throttle\([^\n]*\blimit:|^\s*rate_limit to:)",
        limited(true, 0.9),
    ),
    Rule::code(
        "rb-off",
        RUBY,
        &["Rack::Attack.enabled"],
        r"\bRack::Attack\.enabled\s*=\s*false\b",
        limited(false, 0.95),
    ),
    // governor, tower, actix.
    Rule::code(
        "rs-on",
        RUST,
        &["GovernorLayer", "RateLimitLayer::new(", "RateLimiter::", "Governor::new("],
        r"\b(?:GovernorLayer(?:::new\(|\s*\{)|RateLimitLayer::new\(|RateLimiter::(?:direct|keyed|dashmap)\(|Governor::new\()",
        limited(true, 0.9),
    )
    .judged(not_declared),
];

/// `struct GovernorLayer {` makes one of one's own.
fn not_declared(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    let before = hit.before().trim_end();
    let declares = ["struct", "impl", "for"]
        .iter()
        .any(|word| before.ends_with(word));
    if declares { Vec::new() } else { vec![said] }
}
