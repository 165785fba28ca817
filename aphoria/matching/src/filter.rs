//! Finds where anchors stand: every occurrence of every text of a set, ASCII letters in any case, overlapping ones too.
//!
//! Not an automaton: each text is represented by two of its rarest stretches of four neighbouring bytes, one at an even
//! and one at an odd place, so that one of them stands at an even place of the file wherever the text stands; a table of
//! hashes is asked once for every second byte of the file. Unlike the steps of an automaton the look-ups do not wait for
//! one another, the table fits the first caches, and there is nothing to compile. Texts of less than five bytes are
//! represented by three or two bytes and all that may stand beside them.
//!
//! Invariant: what is found does not depend on which bytes represent a text; every candidate is compared with its text,
//! and each occurrence is told once.

use crate::grams::{Buckets, Bytes, Entry, Grams, fold, frequency};
use crate::source::to_u32;

/// Longest part of a text that takes part in the choice of its grams.
const CHOICE_BYTES_MAX: usize = 64;

/// The texts of a set, ready to be looked for.
pub(crate) struct Filter {
    /// Lower-cased in ASCII, in the order of their numbers.
    texts: Vec<Box<[u8]>>,
    grams: Grams,
    /// The texts by their grams, for each kind of gram.
    buckets: [Buckets; Bytes::ALL.len()],
}

impl Filter {
    /// Looks for these texts; those of fewer than two bytes are never found. Numbers are places in the iteration.
    pub(crate) fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let texts: Vec<Box<[u8]>> = texts
            .map(|text| text.to_ascii_lowercase().into_bytes().into())
            .collect();
        let mut grams = Grams::new();
        let mut entries: [Vec<Entry>; Bytes::ALL.len()] = Default::default();
        for (number, text) in (0..).zip(&texts) {
            for odd in [false, true] {
                let Some((offset, bytes)) = choice(text, odd) else {
                    continue;
                };
                let gram = gram_at(text, offset) & bytes.mask();
                grams.insert(gram, bytes);
                for (kind, entries) in Bytes::ALL.iter().zip(&mut entries) {
                    if *kind == bytes {
                        entries.push(Entry {
                            gram,
                            text: number,
                            offset,
                        });
                    }
                }
            }
        }
        Self {
            texts,
            grams,
            buckets: entries.map(Buckets::new),
        }
    }

    /// Calls `found` with number and start of every occurrence, in no particular order.
    pub(crate) fn scan(&self, text: &[u8], mut found: impl FnMut(u32, u32)) {
        if self.texts.is_empty() {
            return;
        }
        let mut at = 0;
        while let Some(word) = text.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
            let word = u64::from_le_bytes(*word) | 0x2020_2020_2020_2020;
            let first = self.grams.kinds(word << 32);
            let second = self.grams.kinds((word >> 16) << 32);
            if first | second != 0 {
                if first != 0 {
                    self.look(text, at, low(word), first, &mut found);
                }
                if second != 0 {
                    self.look(text, at + 2, low(word >> 16), second, &mut found);
                }
            }
            at += 4;
        }
        while at < text.len() {
            let gram = gram_at(text, i32::try_from(at).unwrap_or(i32::MAX));
            let kinds = self.grams.kinds(u64::from(gram) << 32);
            self.look(text, at, gram, kinds, &mut found);
            at += 2;
        }
    }

    #[inline(never)]
    fn look(&self, text: &[u8], at: usize, gram: u32, kinds: u8, found: &mut impl FnMut(u32, u32)) {
        for (kind, buckets) in Bytes::ALL.iter().zip(&self.buckets) {
            let gram = gram & kind.mask();
            if kinds & *kind as u8 != 0 && buckets.may_have(gram) {
                for entry in buckets.of(gram) {
                    self.check(text, at, entry, found);
                }
            }
        }
    }

    fn check(&self, text: &[u8], at: usize, entry: &Entry, found: &mut impl FnMut(u32, u32)) {
        let start = to_u32(at).checked_sub_signed(entry.offset);
        let (Some(start), Some(wanted)) = (start, self.texts.get(entry.text as usize)) else {
            return;
        };
        let place = start as usize;
        let there = text.get(place..place + wanted.len());
        if there.is_some_and(|there| is_same(there, wanted)) {
            found(entry.text, start);
        }
    }
}

/// Where the gram stands that represents the text wherever it begins at an even (or odd) place of a file, and which of
/// its bytes are the text's.
fn choice(text: &[u8], odd: bool) -> Option<(i32, Bytes)> {
    let text = text.get(..CHOICE_BYTES_MAX).unwrap_or(text);
    match (text.len(), odd) {
        (0 | 1, _) => None,
        (2, false) => Some((0, Bytes::Two)),
        (2, true) => Some((-1, Bytes::Middle)),
        (3, false) => Some((0, Bytes::First)),
        (3, true) => Some((-1, Bytes::Last)),
        (4, false) => Some((0, Bytes::All)),
        (4, true) => {
            let weight = |part: &[u8]| part.iter().map(|byte| frequency(*byte)).sum::<u32>();
            let is_end_rarer = weight(&text[1..]) < weight(&text[..3]);
            Some(if is_end_rarer {
                (1, Bytes::First)
            } else {
                (-1, Bytes::Last)
            })
        }
        _ => {
            let grams = text.windows(4).zip(0..).skip(usize::from(odd)).step_by(2);
            let rarest =
                grams.min_by_key(|(gram, _)| gram.iter().map(|byte| frequency(*byte)).sum::<u32>());
            rarest.map(|(_, offset)| (offset, Bytes::All))
        }
    }
}

/// The folded gram at this place of a text, which may reach over either end.
fn gram_at(text: &[u8], place: i32) -> u32 {
    let byte = |ahead: i32| {
        let at = usize::try_from(place.saturating_add(ahead)).ok();
        at.and_then(|at| text.get(at)).copied().unwrap_or(b' ')
    };
    fold(u32::from_le_bytes([byte(0), byte(1), byte(2), byte(3)]))
}

/// Whether the bytes are those of a lower-case text but for the case of ASCII letters.
#[inline]
fn is_same(there: &[u8], wanted: &[u8]) -> bool {
    there
        .iter()
        .zip(wanted)
        .all(|(there, wanted)| there.to_ascii_lowercase() == *wanted)
}

fn low(word: u64) -> u32 {
    (word & 0xFFFF_FFFF) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use aho_corasick::{AhoCorasickBuilder, AhoCorasickKind};
    use proptest::prelude::*;

    fn ours(texts: &[String], text: &str) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        Filter::new(texts.iter().map(String::as_str))
            .scan(text.as_bytes(), |number, start| found.push((number, start)));
        found.sort_unstable();
        found
    }

    fn theirs(texts: &[String], text: &str) -> Vec<(u32, u32)> {
        let automaton = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(texts)
            .expect("small");
        let mut found: Vec<_> = automaton
            .find_overlapping_iter(text)
            .map(|hit| (hit.pattern().as_u32(), to_u32(hit.start())))
            .collect();
        found.sort_unstable();
        found
    }

    proptest! {
        #[test]
        fn finds_what_an_automaton_finds(
            texts in prop::collection::vec("[a-dA-D_@ é{`0]{2,7}", 0..20),
            text in "[a-dA-D_@ é{`0\n]{0,200}",
        ) {
            prop_assert_eq!(ours(&texts, &text), theirs(&texts, &text));
        }
    }

    #[test]
    fn texts_at_both_ends_and_of_every_length_are_found() {
        let texts: Vec<String> = ["ab", "abc", "abcd", "abcdefghijk", "jk", "ijk", "hijk"]
            .map(str::to_owned)
            .to_vec();
        let text = "ABCDEFGHIJK";
        assert_eq!(ours(&texts, text), theirs(&texts, text));
        assert_eq!(ours(&texts, text).len(), 7);
        assert!(ours(&texts, "a").is_empty());
    }
}
