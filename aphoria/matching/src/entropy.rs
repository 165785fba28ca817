//! Runs of characters of an alphabet that look random, in strings and in values of structured files.
//!
//! Runs are found by looking at every n-th byte, n being the shortest length asked for: a file without long runs costs
//! next to nothing, and is lexed only for a run that is random enough.

use aphoria_core::{Alphabet, Context, Span};

use crate::compiled::Entropy;
use crate::source::{Source, to_u32};
use crate::stats::Stats;

/// The runs that are long and random enough, in order.
pub(crate) fn runs(source: &Source, wanted: Entropy, stats: &mut Stats) -> Vec<Span> {
    let text = source.text().as_bytes();
    let mut found = Vec::new();
    long_runs(
        text,
        wanted.alphabet,
        wanted.length_min as usize,
        |start, end| {
            let is_random = |start: usize, end: usize| {
                end - start >= wanted.length_min as usize
                    && bits(&text[start..end]) >= wanted.bits_min
            };
            if !is_random(start, end) {
                return;
            }
            // The run may go on outside of the string or value: only what is inside counts.
            for (start, end) in inside(source, start, end, stats) {
                if is_random(start, end) {
                    found.push(Span {
                        start: to_u32(start),
                        end: to_u32(end),
                    });
                }
            }
        },
    );
    found
}

/// The parts of the stretch that stand in strings, or in values of a structured file.
fn inside(source: &Source, start: usize, end: usize, stats: &mut Stats) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    if source.language().is_structured() {
        let values = &source.entries(stats).values;
        let first = values.partition_point(|value| (value.end as usize) <= start);
        let values = values.iter().skip(first);
        for value in values.take_while(|value| (value.start as usize) < end) {
            parts.push((start.max(value.start as usize), end.min(value.end as usize)));
        }
        return parts;
    }
    let runs = source.runs_counted(stats);
    let mut at = start;
    while at < end {
        let next = runs
            .end_at(to_u32(at))
            .map_or(end, |next| end.min(next as usize));
        if runs.at(to_u32(at)) == Context::String {
            parts.push((at, next));
        }
        at = next;
    }
    parts
}

/// Calls `found` with every run of the alphabet of at least so many bytes that cannot be made longer.
fn long_runs(
    text: &[u8],
    alphabet: Alphabet,
    length_min: usize,
    mut found: impl FnMut(usize, usize),
) {
    let table = table(alphabet);
    let is_in = |byte: &u8| table[usize::from(*byte)];
    let step = length_min.max(1);
    let mut at = step - 1;
    let mut behind = 0;
    while let Some(byte) = text.get(at) {
        if !is_in(byte) {
            at += step;
            continue;
        }
        let before = text.get(behind..at).unwrap_or_default();
        let start = at - before.iter().rev().take_while(|byte| is_in(byte)).count();
        let after = text.get(at..).unwrap_or_default();
        let end = at + after.iter().take_while(|byte| is_in(byte)).count();
        if end - start >= step {
            found(start, end);
        }
        behind = end;
        at = end + step;
    }
}

fn table(alphabet: Alphabet) -> [bool; 256] {
    let mut table = [false; 256];
    for (byte, is_in) in (0..=u8::MAX).zip(&mut table) {
        *is_in = match alphabet {
            Alphabet::Hex => byte.is_ascii_hexdigit(),
            Alphabet::Base64 => byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte),
        };
    }
    table
}

/// Shannon entropy of the bytes, in bits a byte.
fn bits(run: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in run {
        counts[usize::from(*byte)] += 1;
    }
    let all = run.len() as f64;
    let parts = counts.iter().filter(|count| **count > 0).map(|count| {
        let share = f64::from(*count) / all;
        -share * libm::log2(share)
    });
    parts.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use aphoria_core::Language;
    use proptest::prelude::*;

    fn found(text: &str, language: Language, length_min: u32, bits_min: f64) -> Vec<String> {
        let source = Source::new(text.as_bytes().to_vec(), language);
        let wanted = Entropy {
            alphabet: Alphabet::Base64,
            length_min,
            bits_min,
        };
        let runs = runs(&source, wanted, &mut Stats::default());
        runs.into_iter()
            .map(|span| source.slice(span).to_owned())
            .collect()
    }

    #[test]
    fn random_runs_in_strings_are_found() {
        let text = "k = 'aB3xQ9zLmN7pRt2vWy5K'; # 'zZ8yX1wV2uT3sR4qP5oN'\naB3xQ9zLmN7pRt2vWy5K = 'aaaaaaaaaaaaaaaaaaaaaaaa'";
        assert_eq!(
            found(text, Language::Python, 16, 3.5),
            ["aB3xQ9zLmN7pRt2vWy5K"]
        );
        assert!(found(text, Language::Python, 21, 3.5).is_empty());
        assert!(found(text, Language::Python, 16, 4.5).is_empty());
    }

    #[test]
    fn values_of_structured_files_count_without_quotes() {
        let text = "aB3xQ9zLmN7pRt2vWy5K: aB3xQ9zLmN7pRt2vWy5L # aB3xQ9zLmN7pRt2vWy5M\n";
        assert_eq!(
            found(text, Language::Yaml, 16, 3.5),
            ["aB3xQ9zLmN7pRt2vWy5L"]
        );
    }

    #[test]
    fn even_use_of_letters_is_their_logarithm() {
        assert!((bits(b"abcdabcd") - 2.0).abs() < 1e-12);
        assert!(bits(b"aaaa").abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn skipping_misses_no_run(text in "[ab ]{0,80}", least in 1_usize..9) {
            let mut skipped = Vec::new();
            long_runs(text.as_bytes(), Alphabet::Hex, least, |start, end| skipped.push((start, end)));
            let mut slow = Vec::new();
            let mut at = 0;
            for run in text.split(' ') {
                if run.len() >= least {
                    slow.push((at, at + run.len()));
                }
                at += run.len() + 1;
            }
            prop_assert_eq!(skipped, slow);
        }
    }
}
