//! Settings: Resilience4j, Spring Cloud, Hystrix, Istio, Envoy, and anyone's below a key `circuit_breaker`.

use aphoria_sdk::{Language, Rule, Says, Told};

use crate::{breaker, judge, open, percent, threshold};

const KEYS: &[Language] = &[
    Language::Yaml,
    Language::Toml,
    Language::Json,
    Language::Properties,
    Language::Ini,
];
const NUMBER: Told = Told::CaptureNumber(1);

/// The value is text until a judge reads it.
const OPEN: Says = open(Told::Capture(1));

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "enabled",
        KEYS,
        &[
            "**.circuit_breaker.enabled",
            "**.circuit_breaker.*.enabled",
            "**.circuit_breaker_enabled",
            "**.enable_circuit_breaker",
        ],
        breaker(Told::CaptureFlag(1)),
    ),
    Rule::key(
        "threshold",
        KEYS,
        &[
            "**.circuit_breaker.failure_threshold",
            "**.circuit_breaker.max_failures",
            "**.circuit_breaker.error_threshold",
            "**.outlierDetection.consecutive5xxErrors",
            "**.outlier_detection.consecutive_5xx",
        ],
        threshold(NUMBER),
    ),
    Rule::key(
        "percent",
        KEYS,
        &[
            "**.circuitbreaker.**.failure_rate_threshold",
            "**.circuitBreaker.errorThresholdPercentage",
            "**.circuit_breaker.failure_rate",
        ],
        percent(NUMBER),
    )
    .judged(judge::share),
    Rule::key(
        "open",
        KEYS,
        &[
            "**.circuitbreaker.**.wait_duration_in_open_state",
            "**.circuit_breaker.reset_timeout",
            "**.circuit_breaker.open_duration",
            "**.circuit_breaker.reset_timeout_seconds",
            "**.outlierDetection.baseEjectionTime",
            "**.outlier_detection.base_ejection_time",
        ],
        OPEN,
    )
    .judged(judge::duration),
    Rule::key(
        "open-milliseconds",
        KEYS,
        &[
            "**.circuitBreaker.sleepWindowInMilliseconds",
            "**.circuit_breaker.reset_timeout_ms",
        ],
        open(NUMBER),
    )
    .judged(judge::milliseconds),
    Rule::key(
        "envoy",
        &[Language::Yaml, Language::Json],
        &[
            "**.circuit_breakers.thresholds.*.max_connections",
            "**.circuit_breakers.thresholds.*.max_pending_requests",
            "**.circuit_breakers.thresholds.*.max_requests",
        ],
        breaker(NUMBER),
    )
    .judged(judge::limit),
];
