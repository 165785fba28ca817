//! The mapping's own examples, run before the first row is read.

use super::file::ExampleTable;
use super::{Mapping, PredicateRule, settings};
use crate::error::MappingError;
use crate::limits::EXAMPLES_MAX;
use crate::report::Reason;

/// Runs all examples; the first that comes out otherwise is the error.
pub(super) fn run(examples: &[ExampleTable], mapping: &Mapping) -> Result<(), MappingError> {
    if examples.len() > EXAMPLES_MAX {
        let why = format!(
            "there are {}, at most {EXAMPLES_MAX} are allowed",
            examples.len()
        );
        return Err(MappingError::invalid("examples", why));
    }
    for (at, example) in examples.iter().enumerate() {
        check(at + 1, example, mapping)?;
    }
    Ok(())
}

fn check(number: usize, example: &ExampleTable, mapping: &Mapping) -> Result<(), MappingError> {
    let key = format!("examples[{number}]");
    let expected = match (&example.value, &example.refused) {
        (Some(value), None) => format!("`{value}`"),
        (None, Some(reason)) if Reason::ALL.iter().any(|r| r.name() == reason) => refused(reason),
        (None, Some(reason)) => {
            return Err(MappingError::invalid(
                key,
                format!("`{reason}` is no reason for a refusal"),
            ));
        }
        _ => {
            return Err(MappingError::invalid(
                key,
                "it needs `value` or `refused`, and not both",
            ));
        }
    };
    let named = |rule: &&PredicateRule| rule.predicate == example.predicate;
    let mut rules = mapping.predicates.iter().filter(named).peekable();
    if rules.peek().is_none() {
        return Err(MappingError::invalid(
            key,
            format!("there is no predicate `{}`", example.predicate),
        ));
    }
    let day = example.day.as_deref().map(settings::parse_day).transpose();
    let day = day
        .map_err(|why| MappingError::invalid(key, why))?
        .or(mapping.day);
    for rule in rules {
        let found = match rule.normaliser.value(rule.kind, &example.text, day) {
            Ok(value) => format!("`{value}`"),
            Err(reason) => refused(reason.name()),
        };
        if found != expected {
            return Err(MappingError::Example {
                number,
                predicate: example.predicate.clone(),
                text: example.text.clone(),
                expected,
                found,
            });
        }
    }
    Ok(())
}

fn refused(reason: &str) -> String {
    format!("the refusal `{reason}`")
}
