//! # unreal_cpp
//!
//! **What it sees.** In C++ of Unreal Engine: functions that the console can call (`unreal/exec_function` `exposed`, false
//! where shipping builds leave them out), remote calls that a server takes from clients (`unreal/server_rpc` `validated`),
//! console commands and variables (`unreal/console_command` `cheat_protected`), requests over HTTP (`unreal/http_request`
//! `encrypted`), and certificate checking of the engine's curl (`tls/cert_verification` `enabled`).
//!
//! **Why it matters.** A player owns the client: every function that it can call will be called, with every argument.
//!
//! **Example.** `UFUNCTION(Exec)`: `unreal/exec_function exposed = true`, 0.9 sure.
//!
//! **When it stays silent.** Specifiers that have `Exec` or `Server` as a part of their name or in their category; addresses
//! that are given elsewhere.
//!
//! **Limits.** A guard against shipping builds counts if it opens within 30 lines above and isn't closed. What a
//! `_Validate` function does is not judged.
//!
//! **References.** Epic, "UFunctions" and "Function Specifiers", "Remote Procedure Calls", "Console Variables"; CWE-489;
//! CWE-602; CWE-319.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Table, Told, Value};

/// What Unreal C++ opens to consoles, clients and networks.
pub const TABLE: Table = Table {
    id: "unreal_cpp",
    version: env!("CARGO_PKG_VERSION"),
    title: "What Unreal C++ opens to consoles, clients and networks",
    globs: &[],
    rules: &[RULES],
};

// Headers of Unreal are C++ to the eye, but one without a class may pass for C.
const CPP: &[Language] = Language::C_AND_CPP;

const RULES: &[Rule] = &[
    Rule::code(
        "exec",
        CPP,
        &["UFUNCTION("],
        r"\bUFUNCTION\((?:[^()\n]*,)?\s*Exec\s*(?:,|\))",
        Says::flag("unreal/exec_function", "exposed", true, 0.9, "the console can call a function"),
    )
    .judged(guarded),
    Rule::code(
        "server-validated",
        CPP,
        &["WithValidation"],
        r"\bUFUNCTION\((?:[^()\n]*,)?\s*Server\s*,[^()\n]*\bWithValidation\b|\bUFUNCTION\([^()\n]*\bWithValidation\s*,(?:[^()\n]*,)?\s*Server\s*(?:,|\))",
        Says::flag("unreal/server_rpc", "validated", true, 0.95, "a server checks the arguments of a remote call"),
    ),
    Rule::code(
        "server",
        CPP,
        &["UFUNCTION("],
        r"\bUFUNCTION\((?:[^()\n]*,)?\s*Server\s*(?:,[^()\n]*|\([^()\n]*\)[^()\n]*)?\)",
        Says::flag("unreal/server_rpc", "validated", false, 0.9, "a server takes the arguments of a remote call as they come"),
    )
    .judged(unvalidated),
    Rule::code(
        "console",
        CPP,
        &["FAutoConsoleCommand", "RegisterConsoleCommand(", "RegisterConsoleVariable("],
        r"\b(?:(?:static\s+)?FAutoConsoleCommand\w*\s+\w+\s*\(|RegisterConsole(?:Command|Variable)\()",
        Says::flag("unreal/console_command", "cheat_protected", true, 0.8, "a console command or variable is, or is not, marked as a cheat"),
    )
    .judged(cheat),
    Rule::code(
        "http-address",
        CPP,
        &["SetURL("],
        r#"\bSetURL\(\s*(?:TEXT\(\s*)?"(https?)://([^"/\n]*)"#,
        Says::told("unreal/http_request", "encrypted", Told::Capture(0), 0.95, "a request has an address"),
    )
    .judged(encrypted),
    Rule::code(
        "verify-peer",
        CPP,
        &["bVerifyPeer"],
        r"\bbVerifyPeer\s*=\s*(true|false)\b",
        Says::told("tls/cert_verification", "enabled", Told::CaptureFlag(0), 0.95, "the engine's curl checks certificates, or not"),
    ),
];

/// Lines above a function in which a guard may open.
const GUARD_LINES: u32 = 30;

/// Whether shipping builds leave a place out: a guard above it is open.
fn is_left_out(hit: &Hit<'_>, source: &dyn Source) -> bool {
    let first = hit.line().saturating_sub(GUARD_LINES).max(1);
    let above = source.lines(hit.file(), first, hit.line());
    let mut open = Vec::new();
    for line in above.lines().map(str::trim_start) {
        if line.starts_with("#if") {
            open.push(is_guard(line));
        } else if line.starts_with("#endif") {
            open.pop();
        } else if let Some(last) = open.last_mut()
            && (line.starts_with("#else") || line.starts_with("#elif"))
        {
            *last = is_guard(line);
        }
    }
    open.contains(&true)
}

fn is_guard(line: &str) -> bool {
    let line = line.replace(' ', "");
    [
        "!UE_BUILD_SHIPPING",
        "!(UE_BUILD_SHIPPING",
        "WITH_EDITOR",
        "UE_BUILD_DEBUG",
        "UE_BUILD_DEVELOPMENT",
        "ENABLE_CHEAT",
    ]
    .iter()
    .any(|guard| line.contains(guard))
}

/// A function that shipping builds leave out isn't exposed.
fn guarded(hit: &Hit<'_>, source: &dyn Source, like: Observation) -> Vec<Observation> {
    if !is_left_out(hit, source) {
        return vec![like];
    }
    vec![Observation {
        value: Value::Flag(false),
        reason: "the console can call a function, but not in shipping builds".to_owned(),
        ..like
    }]
}

/// A remote call without validation.
fn unvalidated(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    if hit.text().contains("WithValidation") {
        Vec::new()
    } else {
        vec![like]
    }
}

/// Whether a command is marked as a cheat, or left out of shipping builds.
fn cheat(hit: &Hit<'_>, source: &dyn Source, like: Observation) -> Vec<Observation> {
    let text = source.lines(hit.file(), hit.line(), hit.line() + 12);
    let statement = text.split(");").next().unwrap_or("");
    let protected = statement.contains("ECVF_Cheat") || is_left_out(hit, source);
    let reason = if protected {
        "a console command or variable is a cheat, or not in shipping builds"
    } else {
        "a console command or variable is not marked as a cheat"
    };
    vec![Observation {
        value: Value::Flag(protected),
        reason: reason.to_owned(),
        ..like
    }]
}

/// An address of this machine needs no TLS.
fn encrypted(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let host = hit.capture(1);
    if host.starts_with("localhost") || host.starts_with("127.") {
        return Vec::new();
    }
    let encrypted = hit.capture(0) == "https";
    let reason = if encrypted {
        "a request goes over TLS"
    } else {
        "a request goes over plain HTTP"
    };
    vec![Observation {
        value: Value::Flag(encrypted),
        reason: reason.to_owned(),
        ..like
    }]
}

aphoria_sdk::table_extractor!(UnrealCpp, TABLE);
