//! Breakers in code: opossum, pybreaker, gobreaker, Resilience4j, Polly, Circuitbox, Semian, Ganesha, and enumerations and
//! fields of anyone's.

use aphoria_sdk::{Contexts, Find, Language, Rule, Told};

use crate::{breaker, judge, open, percent, threshold};

const SCRIPTS: &[Language] = Language::SCRIPTS;
const PYTHON: &[Language] = &[Language::Python];
const GO: &[Language] = &[Language::Go];
const JAVA: &[Language] = &[Language::Java, Language::Kotlin];
const CSHARP: &[Language] = &[Language::CSharp];
const RUBY: &[Language] = &[Language::Ruby];
const PHP: &[Language] = &[Language::Php];
const ALL: &[Language] = &[
    Language::Rust,
    Language::Python,
    Language::JavaScript,
    Language::TypeScript,
    Language::Go,
    Language::Java,
    Language::Kotlin,
    Language::Ruby,
    Language::Php,
    Language::CSharp,
];
const NUMBER: Told = Told::CaptureNumber(0);

pub(crate) const RULES: &[Rule] = &[
    // A field, variable or option named for it, in any language.
    Rule {
        id: "named",
        languages: ALL,
        contexts: Contexts::CODE,
        find: Find::Regex {
            anchors: &["circuit_breaker", "circuitbreaker"],
            expression: r#"(?i)\b(?:enable_?circuit_?breakers?|circuit_?breakers?(?:_?enabled|\.enabled))\b["']?\]?\s*(?::\s*bool\s*=|:=|=>|=|:)\s*["']?(true|false)\b"#,
            around: (0, 0),
        },
        says: breaker(Told::CaptureFlag(0)),
        judge: None,
    },
    Rule::code(
        "js-enabled",
        SCRIPTS,
        &["new CircuitBreaker("],
        r"\bnew\s+CircuitBreaker\([^{};\n]*\{[^{}]*?\benabled\s*:\s*(true|false)\b",
        breaker(Told::CaptureFlag(0)),
    )
    .around(0, 8),
    Rule::code(
        "js-percent",
        SCRIPTS,
        &["errorThresholdPercentage"],
        r"\berrorThresholdPercentage\s*:\s*(\d+)",
        percent(NUMBER),
    ),
    Rule::code(
        "js-open",
        SCRIPTS,
        &["new CircuitBreaker("],
        r"\bnew\s+CircuitBreaker\([^{};\n]*\{[^{}]*?\bresetTimeout\s*:\s*(\d[\d_]*)",
        open(NUMBER),
    )
    .around(0, 8)
    .judged(judge::milliseconds),
    Rule::code(
        "py-threshold",
        PYTHON,
        &["CircuitBreaker(", "@circuit("],
        r"(?:\bCircuitBreaker|@circuit)\([^\n)]*\b(?:fail_max|failure_threshold)\s*=\s*(\d+)",
        threshold(NUMBER),
    ),
    Rule::code(
        "py-open",
        PYTHON,
        &["CircuitBreaker(", "@circuit("],
        r"(?:\bCircuitBreaker|@circuit)\([^\n)]*\b(?:reset_timeout|recovery_timeout)\s*=\s*(\d+)",
        open(NUMBER),
    ),
    Rule::code(
        "go-open",
        GO,
        &["gobreaker.Settings{"],
        r"\bgobreaker\.Settings\{[^{}]*?\bTimeout:\s*(\d+)\s*\*\s*time\.(\w+)",
        open(NUMBER),
    )
    .around(0, 8)
    .judged(judge::unit),
    Rule::code(
        "go-threshold",
        GO,
        &["ConsecutiveFailures"],
        r"\.ConsecutiveFailures\s*>=\s*(\d+)",
        threshold(NUMBER),
    ),
    Rule::code(
        "java-percent",
        JAVA,
        &[".failureRateThreshold("],
        r"\.failureRateThreshold\(\s*(\d+)[fF.\d]*\s*\)",
        percent(NUMBER),
    ),
    Rule::code(
        "java-open",
        JAVA,
        &[".waitDurationInOpenState("],
        r"\.waitDurationInOpenState\(\s*Duration\.of(\w+?)\(\s*(\d+)",
        open(Told::CaptureNumber(1)),
    )
    .judged(judge::unit_first),
    Rule::code(
        "java-hystrix",
        JAVA,
        &["withCircuitBreakerEnabled("],
        r"\bwithCircuitBreakerEnabled\(\s*(true|false)\s*\)",
        breaker(Told::CaptureFlag(0)),
    ),
    Rule::code(
        "cs-threshold",
        CSHARP,
        &["CircuitBreaker"],
        r"\.(?:Advanced)?CircuitBreaker(?:Async)?\(\s*(?:exceptionsAllowedBeforeBreaking:\s*|handledEventsAllowedBeforeBreaking:\s*)?(\d+)\s*,",
        threshold(NUMBER),
    ),
    Rule::code(
        "cs-percent",
        CSHARP,
        &["FailureRatio"],
        r"\bFailureRatio\s*=\s*(\d(?:\.\d+)?)",
        percent(NUMBER),
    )
    .judged(judge::share),
    Rule::code(
        "cs-open",
        CSHARP,
        &["BreakDuration", "durationOfBreak"],
        r"\b(?:BreakDuration\s*=|durationOfBreak:)\s*TimeSpan\.From(Milliseconds|Seconds|Minutes)\(\s*(\d+)",
        open(Told::CaptureNumber(1)),
    )
    .judged(judge::unit_first),
    Rule::code(
        "rb-semian",
        RUBY,
        &["circuit_breaker: "],
        r"\bcircuit_breaker:\s*(true|false)\b",
        breaker(Told::CaptureFlag(0)),
    ),
    Rule::code(
        "rb-threshold",
        RUBY,
        &["error_threshold: ", "volume_threshold: "],
        r"\b(?:error_threshold|volume_threshold):\s*(\d+)",
        threshold(NUMBER),
    ),
    Rule::code(
        "php-ganesha",
        PHP,
        &["->failureRateThreshold("],
        r"->failureRateThreshold\(\s*(\d+)",
        percent(NUMBER),
    ),
    Rule::code(
        "php-threshold",
        PHP,
        &["->failureCountThreshold("],
        r"->failureCountThreshold\(\s*(\d+)",
        threshold(NUMBER),
    ),
    Rule::code(
        "rust-threshold",
        &[Language::Rust],
        &["consecutive_failures(", "failure_threshold("],
        r"\b(?:failure_policy::consecutive_failures|failure_threshold)\(\s*(\d+)",
        threshold(NUMBER),
    ),
];
