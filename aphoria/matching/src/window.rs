//! The stretches of a text in which a regular expression is tried.
//!
//! A window is the line of an anchor and some lines around it. Anchors of one line share a window, so a line is searched
//! at most once for each window it lies in. Where lines are huge, a window is cut on either side of its anchor; the next
//! window then begins where the rest of this one is less than half a side, so the work stays linear in the text.

use regex::bytes::Regex;

/// Where an anchor of a pattern stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub(crate) pattern: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Most bytes of a window on either side of its anchor, without those of further lines.
const SIDE_BYTES: usize = 4096;
/// Further bytes for each further line.
const LINE_BYTES: usize = 256;

/// A window and the anchors that share it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// How many of the candidates share it.
    pub(crate) anchors: usize,
}

/// The window of the first of these candidates, which are ordered by start; `None` when there is none.
pub(crate) fn window(
    text: &[u8],
    candidates: &[Candidate],
    before: u8,
    after: u8,
) -> Option<Window> {
    let first = candidates.first()?;
    let start = lines_back(text, first.start as usize, before);
    let (line_end, end, cut) = lines_ahead(text, first.end as usize, after);
    let limit = if cut {
        end.saturating_sub(SIDE_BYTES / 2)
    } else {
        line_end
    };
    let shared = |next: &&Candidate| {
        (next.start as usize) < line_end && (!cut || (next.end as usize) <= limit)
    };
    let anchors = 1 + candidates.iter().skip(1).take_while(shared).count();
    Some(Window {
        start,
        end,
        anchors,
    })
}

/// Start of the line so many lines before the one of `at`.
fn lines_back(text: &[u8], at: usize, lines: u8) -> usize {
    let lowest = at.saturating_sub(SIDE_BYTES + LINE_BYTES * usize::from(lines));
    let stretch = text.get(lowest..at).unwrap_or_default();
    let feed = memchr::memrchr_iter(b'\n', stretch).nth(usize::from(lines));
    feed.map_or(lowest, |place| lowest + place + 1)
}

/// End of the line of `at`, end of the line so many lines after it, and whether the latter was cut.
fn lines_ahead(text: &[u8], at: usize, lines: u8) -> (usize, usize, bool) {
    let highest = text
        .len()
        .min(at + SIDE_BYTES + LINE_BYTES * usize::from(lines));
    let stretch = text.get(at..highest).unwrap_or_default();
    let mut feeds = memchr::memchr_iter(b'\n', stretch).map(|place| at + place);
    let Some(line_end) = feeds.next() else {
        return (highest, highest, highest < text.len());
    };
    let end = match lines.checked_sub(1) {
        None => Some(line_end),
        Some(more) => feeds.nth(usize::from(more)),
    };
    (line_end, end.unwrap_or(highest), false)
}

/// Calls `found` for every match in the window that overlaps one of the anchors that share it.
pub(crate) fn search(
    text: &[u8],
    regex: &Regex,
    window: &Window,
    anchors: &[Candidate],
    mut found: impl FnMut(usize, usize),
) {
    let Some(haystack) = text.get(..window.end) else {
        return;
    };
    let last = anchors
        .iter()
        .map(|anchor| anchor.end as usize)
        .max()
        .unwrap_or(0);
    let (mut at, mut passed) = (window.start, 0);
    while let Some(hit) = regex.find_at(haystack, at) {
        if hit.start() >= last {
            return;
        }
        while anchors
            .get(passed)
            .is_some_and(|anchor| anchor.end as usize <= hit.start())
        {
            passed += 1;
        }
        let overlaps = anchors
            .get(passed)
            .is_some_and(|anchor| (anchor.start as usize) < hit.end());
        if overlaps && !hit.is_empty() {
            found(hit.start(), hit.end());
        }
        at = if hit.is_empty() {
            hit.end() + 1
        } else {
            hit.end()
        };
        if at > haystack.len() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: u32) -> Candidate {
        Candidate {
            pattern: 0,
            start,
            end: start + 2,
        }
    }

    #[test]
    fn a_window_is_whole_lines() {
        let text = b"one\ntwo\nthree\nfour\nfive";
        let window = |start, before, after| {
            let window = window(text, &[at(start)], before, after).expect("there is a candidate");
            std::str::from_utf8(&text[window.start..window.end]).expect("ascii")
        };
        assert_eq!(window(9, 0, 0), "three");
        assert_eq!(window(9, 1, 0), "two\nthree");
        assert_eq!(window(9, 0, 1), "three\nfour");
        assert_eq!(window(9, 40, 40), "one\ntwo\nthree\nfour\nfive");
        assert_eq!(window(0, 1, 0), "one");
        assert_eq!(window(20, 0, 1), "five");
    }

    #[test]
    fn anchors_of_a_line_share_its_window() {
        let all = [at(0), at(4), at(8), at(12)];
        let window = window(b"one two\nthree four", &all, 0, 0).expect("there are candidates");
        assert_eq!(window.anchors, 2);
    }

    #[test]
    fn windows_of_a_huge_line_overlap_by_half_a_side() {
        let text = vec![b'x'; 1 << 20];
        let all: Vec<_> = (0..1 << 19).map(|place| at(place * 2)).collect();
        let (mut rest, mut windows, mut bytes) = (all.as_slice(), 0, 0);
        while let Some(window) = window(&text, rest, 0, 0) {
            assert!(window.start <= rest[0].start as usize);
            windows += 1;
            bytes += window.end - window.start;
            rest = &rest[window.anchors..];
        }
        assert!(windows <= 520, "{windows}");
        assert!(bytes <= 5 << 20, "{bytes}");
    }

    #[test]
    fn only_matches_over_anchors_count() {
        let text = b"a=1; bb=2; a=3; bb=4";
        let regex = Regex::new(r"\w+=\d").expect("right");
        let all = [at(5), at(16)];
        let window = window(text, &all, 0, 0).expect("there are candidates");
        let mut seen = Vec::new();
        search(text, &regex, &window, &all, |start, end| {
            seen.push((start, end));
        });
        assert_eq!(seen, [(5, 9), (16, 20)]);
    }
}
