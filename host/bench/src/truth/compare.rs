//! When an answer counts as right. The rule of each data set is that of its literature, as far as that tells it.
//!
//! Invariant: a rule is the same for every lens, and reads nothing but the two values.

use jiff::civil::DateTime;

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Times at most ten minutes apart.
    Time,
    /// Gates: equal but for case and spaces; letters of a terminal before a number count only where both sides have them.
    Gate,
    /// The name of the most special place.
    Place,
}

/// The rules as the report prints them.
pub(crate) const RULES: [&str; 5] = [
    "Claims and gold of Flight go through the same mapping. A time is right at most 10 minutes from the gold.",
    "A gate is right if it is the gold's but for case and spaces; where one of the two leaves out the letters of the terminal \
     before the number, they do not count.",
    "A birthplace is right if it is the gold's most special place, letter by letter; \"or wider\" also counts any wider place on \
     the gold's path, \"nearest\" only the most special place of that path that anybody states.",
    "An unanswered question is not right. Of values with equal shares the one wins whose first claim has the later valid time, \
     then the lower id; within a data set all claims have one time, so ties fall by id. \"ties shared\" is what an even choice \
     among the tied values comes to.",
    "ECE: expected calibration error over ten bins of confidence. \"calibrated\": each tenth of the subjects by a curve fitted on \
     the other nine. \"carried\": through the answer stage `calibrate` with a curve fitted on the day before.",
];

/// Minutes that a time may lie from the gold.
const MINUTES_MAX: i64 = 10;

/// How right a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Right,
    /// Not the gold's value, but one that is true of the same thing.
    Wider,
    Wrong,
}

/// Compares a value with the gold.
pub(crate) fn verdict(rule: Rule, said: &str, gold: &str) -> Verdict {
    let right = match rule {
        Rule::Time => near(said, gold),
        Rule::Gate => same_gate(said, gold),
        Rule::Place => return place(said, gold),
    };
    if right {
        Verdict::Right
    } else {
        Verdict::Wrong
    }
}

fn near(said: &str, gold: &str) -> bool {
    match (said.parse::<DateTime>(), gold.parse::<DateTime>()) {
        (Ok(said), Ok(gold)) => {
            let apart = said.duration_since(gold).as_secs().abs();
            apart <= MINUTES_MAX * 60
        }
        _ => said == gold,
    }
}

fn same_gate(said: &str, gold: &str) -> bool {
    let (said, gold) = (plain(said), plain(gold));
    let (said_terminal, said_number) = split_gate(&said);
    let (gold_terminal, gold_number) = split_gate(&gold);
    said_number == gold_number
        && (said_terminal == gold_terminal || said_terminal.is_empty() || gold_terminal.is_empty())
}

fn plain(gate: &str) -> String {
    let visible = gate.chars().filter(|letter| !letter.is_whitespace());
    visible.flat_map(char::to_uppercase).collect()
}

/// The letters before the first digit, and the rest. A gate without a digit has no terminal.
fn split_gate(gate: &str) -> (&str, &str) {
    match gate.find(|letter: char| letter.is_ascii_digit()) {
        Some(at) if gate[..at].bytes().all(|byte| byte.is_ascii_alphabetic()) => gate.split_at(at),
        _ => ("", gate),
    }
}

fn place(said: &str, gold: &str) -> Verdict {
    let mut path = gold.split(',').map(str::trim);
    if path.next() == Some(said) {
        Verdict::Right
    } else if path.any(|wider| wider == said) {
        Verdict::Wider
    } else {
        Verdict::Wrong
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{Right, Wider, Wrong};
    use super::*;

    #[test]
    fn times_are_right_within_ten_minutes() {
        for (said, expected) in [
            ("2011-12-08T13:55", Right),
            ("2011-12-08T14:05", Right),
            ("2011-12-08T13:45", Right),
            ("2011-12-08T14:06", Wrong),
            ("2011-12-08T13:44", Wrong),
            ("2011-12-08T14:05:01", Wrong),
            ("2011-12-09T13:55", Wrong),
            ("soon", Wrong),
        ] {
            assert_eq!(
                verdict(Rule::Time, said, "2011-12-08T13:55"),
                expected,
                "{said}"
            );
        }
        assert_eq!(
            verdict(Rule::Time, "2011-12-09T00:03", "2011-12-08T23:57"),
            Right
        );
    }

    #[test]
    fn a_terminal_counts_only_where_both_sides_have_it() {
        for (said, gold, expected) in [
            ("C137", "C137", Right),
            ("137", "C137", Right),
            ("C137", "137", Right),
            ("c 137", "C137", Right),
            ("B137", "C137", Wrong),
            ("C13", "C137", Wrong),
            ("B9", "B9A", Wrong),
            ("9A", "B9A", Right),
            ("TBA", "A1", Wrong),
            ("MAIN", "MAIN", Right),
            ("-7", "7", Wrong),
            ("", "A1", Wrong),
        ] {
            assert_eq!(verdict(Rule::Gate, said, gold), expected, "{said} {gold}");
        }
    }

    #[test]
    fn a_wider_place_is_told_apart() {
        let gold = "Mount Vernon,Glasgow,Scotland,UK";
        for (said, expected) in [
            ("Mount Vernon", Right),
            ("Glasgow", Wider),
            ("UK", Wider),
            ("Edinburgh", Wrong),
            ("mount vernon", Wrong),
            ("", Wrong),
        ] {
            assert_eq!(verdict(Rule::Place, said, gold), expected, "{said}");
        }
    }
}
