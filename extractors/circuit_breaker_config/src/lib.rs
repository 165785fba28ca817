//! # circuit_breaker_config
//!
//! **What it sees.** Whether a circuit breaker is on (`circuit_breaker/breaker` `enabled`), after how many failures it opens
//! (`circuit_breaker/failures` `threshold`), or at which share of them in percent (`circuit_breaker/failures` `percent`), and
//! how long it stays open (`circuit_breaker/open` `seconds`).
//!
//! **Why it matters.** A service that goes on calling one that has failed takes its own callers down with it.
//!
//! **Example.** `new CircuitBreaker(call, { enabled: false })` in JavaScript: `circuit_breaker/breaker enabled = false`, 0.95
//! sure.
//!
//! **When it stays silent.** Defaults; numbers that are given elsewhere; retries and timeouts without a breaker.
//!
//! **Limits.** Only the libraries and settings named in the files are known: Resilience4j, Hystrix, Spring Cloud, Polly,
//! opossum, gobreaker, pybreaker, Circuitbox, Semian, Ganesha, Istio, Envoy, and settings below a key `circuit_breaker`.
//!
//! **References.** The documentation of these libraries; Microsoft, "Circuit Breaker pattern".

mod code;
mod config;
mod judge;

use aphoria_sdk::{Says, Table, Told};

/// Whether circuit breakers are on, and when they open.
pub const TABLE: Table = Table {
    id: "circuit_breaker_config",
    version: env!("CARGO_PKG_VERSION"),
    title: "Whether circuit breakers are on, and when they open",
    globs: &[],
    rules: &[code::RULES, config::RULES],
};

/// A breaker is on, or not.
const fn breaker(enabled: Told) -> Says {
    Says::told(
        "circuit_breaker/breaker",
        "enabled",
        enabled,
        0.95,
        "a circuit breaker is on, or off",
    )
}

/// How many failures open it.
const fn threshold(number: Told) -> Says {
    Says::told(
        "circuit_breaker/failures",
        "threshold",
        number,
        0.9,
        "so many failures open a circuit breaker",
    )
}

/// Which share of failures opens it.
const fn percent(number: Told) -> Says {
    Says::told(
        "circuit_breaker/failures",
        "percent",
        number,
        0.9,
        "such a share of failures opens a circuit breaker",
    )
}

/// How long it stays open; a judge reads the unit.
const fn open(number: Told) -> Says {
    Says::told(
        "circuit_breaker/open",
        "seconds",
        number,
        0.9,
        "a circuit breaker stays open for so long",
    )
}

aphoria_sdk::table_extractor!(CircuitBreakerConfig, TABLE);
