//! The report as SARIF 2.1.0.
//!
//! Suppressed findings are marked, not dropped. BLOCK is an error, FLAG a warning, ACK a note that is suppressed; PASS and
//! NONE are results of the kinds `pass` and `informational`, and only written if they are asked for.

mod results;
mod rules;

use serde_json::{Value, json};

use crate::{Observation, Report, json, visible::sentence};
use rules::Rules;

/// What else is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Version of the program.
    pub version: String,
    /// Whether observations are written that are no conflict.
    pub observations: bool,
    /// Address of the scan's root, such as `file:///srv/app/`; left out if empty.
    pub root_uri: String,
    /// The exit code of the program.
    pub exit_code: i32,
}

/// Name of the root in addresses.
const ROOT: &str = "SRCROOT";
const SCHEMA: &str = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json";

/// The report, indented, with a line feed at the end.
///
/// # Errors
///
/// A number that JSON does not have; there is none in a report of finite confidences.
pub fn write(report: &Report, options: &Options) -> Result<String, serde_json::Error> {
    json::text(&document(report, options))
}

fn document(report: &Report, options: &Options) -> Value {
    let shown: Vec<&Observation> = report
        .observations
        .iter()
        .chain(&report.absent)
        .filter(|one| options.observations || one.verdict.is_conflict())
        .collect();
    let mut files: Vec<&str> = shown.iter().map(|one| one.file.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    let rules = Rules::new(&shown, &report.plugins);
    let artifacts: Vec<Value> = files
        .iter()
        .map(|file| json!({ "location": location(file, None) }))
        .collect();
    let results: Vec<Value> = shown
        .iter()
        .map(|one| results::result(one, &rules, &files))
        .collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "aphoria",
                    "version": options.version,
                    "rules": rules.written(),
                },
                "extensions": extensions(report),
            },
            "automationDetails": { "id": format!("aphoria/{}", report.scan_id) },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: root(options) },
            "invocations": [invocation(report, options)],
            "artifacts": artifacts,
            "results": results,
            "properties": {
                "project": report.project,
                "summary": report.summary,
            },
        }],
    })
}

fn root(options: &Options) -> Value {
    let mut root = json!({ "description": { "text": "The root of the scan." } });
    if !options.root_uri.is_empty() {
        root["uri"] = json!(options.root_uri);
    }
    root
}

fn extensions(report: &Report) -> Vec<Value> {
    report
        .plugins
        .iter()
        .map(|plugin| {
            json!({
                "name": plugin.id,
                "version": plugin.version,
                "shortDescription": { "text": or_name(&plugin.title, &plugin.id) },
                "properties": {
                    "digest": plugin.digest,
                    "faults": plugin.faults,
                    "hits": plugin.hits,
                    "observations": plugin.observations,
                },
            })
        })
        .collect()
}

fn or_name<'t>(text: &'t str, name: &'t str) -> &'t str {
    if text.is_empty() { name } else { text }
}

fn invocation(report: &Report, options: &Options) -> Value {
    let missing: Vec<Value> = report
        .incomplete
        .iter()
        .map(|one| {
            let plugin = one
                .plugin
                .as_deref()
                .map_or_else(String::new, |id| format!("{id}: "));
            let mut note = json!({
                "level": "error",
                "message": { "text": sentence(&format!("{plugin}{}", one.reason)) },
                "descriptor": { "id": "incomplete" },
            });
            if let Some(file) = &one.file {
                note["locations"] =
                    json!([{ "physicalLocation": { "artifactLocation": location(file, None) } }]);
            }
            note
        })
        .collect();
    let unused: Vec<Value> = report
        .summary
        .unused_suppressions
        .iter()
        .map(|note| {
            let mut made = json!({
                "level": "warning",
                "message": { "text": sentence(&note.message) },
                "descriptor": { "id": "unused-suppression" },
            });
            if !note.file.is_empty() {
                let mut place = json!({ "artifactLocation": location(&note.file, None) });
                if note.line > 0 {
                    place["region"] = json!({ "startLine": note.line });
                }
                made["locations"] = json!([{ "physicalLocation": place }]);
            }
            made
        })
        .collect();
    json!({
        "executionSuccessful": report.incomplete.is_empty(),
        "exitCode": options.exit_code,
        "toolExecutionNotifications": missing,
        "toolConfigurationNotifications": unused,
    })
}

/// Where a file is: below the root, or by its whole path.
fn location(file: &str, index: Option<usize>) -> Value {
    let mut made = if file.starts_with('/') {
        json!({ "uri": format!("file://{}", encode(file)) })
    } else {
        json!({ "uri": encode(file), "uriBaseId": ROOT })
    };
    if let Some(index) = index {
        made["index"] = json!(index);
    }
    made
}

/// A path as part of an address.
fn encode(path: &str) -> String {
    let mut made = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            made.push(char::from(byte));
        } else {
            made.push_str(&format!("%{byte:02X}"));
        }
    }
    made
}
