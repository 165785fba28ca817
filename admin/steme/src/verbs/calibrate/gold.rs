//! A gold standard: questions with their right answers, as a table of three columns.

use std::collections::BTreeMap;
use std::path::Path;

use stemedb_wire::ObjectView;

use crate::exit::Failure;
use crate::time;

/// Most lines of a gold standard.
const LINES_MAX: usize = 1_000_000;
/// Largest file, in bytes.
const BYTES_MAX: u64 = 1 << 30;
const HEADING: [&str; 3] = ["subject", "predicate", "value"];

/// A question and the values that are right.
#[derive(Debug, PartialEq)]
pub(super) struct Right {
    pub(super) subject: String,
    pub(super) predicate: String,
    /// Number of the subject.
    pub(super) cluster: u32,
    values: Vec<String>,
}

/// All questions, in the order of the file.
#[derive(Debug)]
pub(super) struct Gold {
    pub(super) questions: Vec<Right>,
    /// Number of subjects.
    pub(super) clusters: u32,
}

impl Gold {
    /// Reads a file.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let unreadable = |error: &std::io::Error| Failure::file(path, "read", error);
        let size = std::fs::metadata(path)
            .map_err(|error| unreadable(&error))?
            .len();
        if size > BYTES_MAX {
            let detail = format!("{} has more than {BYTES_MAX} bytes", path.display());
            return Err(Failure::usage(detail));
        }
        let text = std::fs::read_to_string(path).map_err(|error| unreadable(&error))?;
        let unusable = |why| Failure::usage(format!("{} can't be used: {why}", path.display()));
        Self::parse(&text).map_err(unusable)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let tabs = text.lines().next().is_some_and(|line| line.contains('\t'));
        let mut table = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(if tabs { b'\t' } else { b',' })
            .quoting(!tabs)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut gold = Self {
            questions: Vec::new(),
            clusters: 0,
        };
        let mut places = BTreeMap::new();
        let mut subjects = BTreeMap::new();
        for (number, line) in (1..).zip(table.records()) {
            let line = line.map_err(|error| error.to_string())?;
            let fields: Vec<&str> = line.iter().collect();
            let [subject, predicate, value] = fields[..] else {
                return Err(format!(
                    "row {number} has {} fields instead of subject, predicate and value",
                    fields.len()
                ));
            };
            let is_heading = fields
                .iter()
                .zip(HEADING)
                .all(|(field, name)| field.eq_ignore_ascii_case(name));
            if number == 1 && is_heading {
                continue;
            }
            if number > LINES_MAX {
                return Err(format!("it has more than {LINES_MAX} rows"));
            }
            let next = subjects.len() as u32;
            let cluster = *subjects.entry(subject.to_owned()).or_insert(next);
            let next = gold.questions.len();
            let place = *places
                .entry((cluster, predicate.to_owned()))
                .or_insert(next);
            if place == next {
                gold.questions.push(Right {
                    subject: subject.to_owned(),
                    predicate: predicate.to_owned(),
                    cluster,
                    values: Vec::new(),
                });
            }
            gold.questions[place].values.push(value.to_owned());
        }
        if gold.questions.is_empty() {
            return Err("it has no questions".to_owned());
        }
        gold.clusters = subjects.len() as u32;
        Ok(gold)
    }
}

impl Right {
    /// Whether a value is one of the right ones.
    pub(super) fn is(&self, object: &ObjectView, within: &Within) -> bool {
        self.values.iter().any(|value| within.equal(object, value))
    }
}

/// How far a value may be from the right one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Within {
    /// Not at all, but numbers are compared as numbers.
    Nothing,
    /// That much, for numbers.
    Number(f64),
    /// That many milliseconds, for times.
    Time(u64),
}

impl Within {
    /// Reads a bound: a number, or a length of time with its unit.
    pub(super) fn read(text: Option<&str>) -> Result<Self, Failure> {
        const UNITS: [(&str, f64); 5] = [
            ("ms", 1.0),
            ("s", 1_000.0),
            ("m", 60_000.0),
            ("h", 3_600_000.0),
            ("d", 86_400_000.0),
        ];
        let Some(text) = text else {
            return Ok(Self::Nothing);
        };
        let amount = |text: &str| {
            let number: Option<f64> = text.parse().ok();
            number.filter(|number| number.is_finite() && *number >= 0.0)
        };
        if let Some(bound) = amount(text) {
            return Ok(Self::Number(bound));
        }
        let length = UNITS.iter().find_map(|(unit, ms)| {
            let number = amount(text.strip_suffix(unit)?)?;
            // The cast saturates; a bound beyond all times is as good as any.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is not negative"
            )]
            let ms = (number * ms) as u64;
            Some(ms)
        });
        length.map(Self::Time).ok_or_else(|| {
            Failure::usage(format!(
                "`{text}` is no bound: write a number such as 0.5, or a length of time such as 10m"
            ))
        })
    }

    fn equal(self, object: &ObjectView, right: &str) -> bool {
        let stated = object.to_string();
        if stated.trim() == right {
            return true;
        }
        let numbers = || {
            Some((
                stated.trim().parse::<f64>().ok()?,
                right.parse::<f64>().ok()?,
            ))
        };
        match self {
            Self::Nothing => match object {
                ObjectView::Number(number) => right.parse() == Ok(*number),
                _ => false,
            },
            Self::Number(bound) => numbers().is_some_and(|(a, b)| (a - b).abs() <= bound),
            Self::Time(bound) => match (time::parse(stated.trim()), time::parse(right)) {
                (Ok(stated), Ok(right)) => stated.abs_diff(right) <= bound,
                _ => false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn tables_with_commas_and_with_tabs_are_read() {
        let commas = "Subject,predicate,value\na,p,\"x, y\"\na,q,2\nb,p,z\n";
        let tabs = "a\tp\tx, y\na\tq\t2\nb\tp\tz\n";
        for text in [commas, tabs] {
            let gold = Gold::parse(text).unwrap();
            let clusters: Vec<u32> = gold.questions.iter().map(|right| right.cluster).collect();
            assert_eq!(clusters, [0, 0, 1]);
            assert_eq!(gold.clusters, 2);
            assert_eq!(gold.questions[0].values, ["x, y"]);
        }
    }

    #[test]
    fn a_question_may_have_two_right_values() {
        let gold = Gold::parse("a,p,x\nb,p,z\na,p,y\n").unwrap();
        assert_eq!(gold.questions.len(), 2);
        let right = |text: &str| {
            let object = ObjectView::Text(text.to_owned());
            gold.questions[0].is(&object, &Within::Nothing)
        };
        assert!(right("x") && right("y") && !right("z"));
    }

    #[test]
    fn a_table_that_is_none_is_told_with_its_row() {
        for (text, part) in [
            ("a,p\n", "row 1"),
            ("a,p,x\nb,p\n", "row 2"),
            ("", "no questions"),
            ("subject,predicate,value\n", "no questions"),
        ] {
            let told = Gold::parse(text).unwrap_err();
            assert!(told.contains(part), "{text}: {told}");
        }
    }

    #[test]
    fn values_are_equal_within_the_bound() {
        let text = |text: &str| ObjectView::Text(text.to_owned());
        let bound = |text: &str| Within::read(Some(text)).unwrap();
        for (within, object, right, equal) in [
            (Within::Nothing, ObjectView::Number(2.0), "2.0", true),
            (Within::Nothing, ObjectView::Number(2.0), "2.1", false),
            (Within::Nothing, text("2.0"), "2", false),
            (Within::Nothing, text(" a "), "a", true),
            (Within::Nothing, ObjectView::Boolean(true), "true", true),
            (bound("0.5"), ObjectView::Number(2.0), "2.5", true),
            (bound("0.5"), text("2"), "2.6", false),
            (
                bound("10m"),
                text("2011-12-08T14:05:00Z"),
                "2011-12-08T14:15:00Z",
                true,
            ),
            (
                bound("10m"),
                text("2011-12-08T14:05:00Z"),
                "2011-12-08T14:15:01Z",
                false,
            ),
            (bound("10m"), text("soon"), "2011-12-08T14:15:01Z", false),
        ] {
            assert_eq!(
                within.equal(&object, right),
                equal,
                "{within:?} {object:?} {right}"
            );
        }
        for wrong in ["-1", "10x", "m", "NaN", ""] {
            assert!(Within::read(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
