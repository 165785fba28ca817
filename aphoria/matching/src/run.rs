//! One file matched against one selection: candidates first, then what they call for, then order and limits.
//!
//! Invariant: whatever the file, at most [`CANDIDATES_MAX`] candidates and [`RAW_MAX`] hits are held at a time.

use aphoria_core::{Contexts, Span};

use crate::compiled::{Kind, LazyRegex};
use crate::entropy;
use crate::matcher::{Found, Matcher};
use crate::plan::{Plan, Reader};
use crate::source::{Source, to_u32};
use crate::stats::Stats;
use crate::tree::TreeLimits;
use crate::window::{Candidate, search, window};

/// Candidates that are gathered before their expressions run.
const CANDIDATES_MAX: usize = 1 << 18;
/// Hits of a file before order and limits.
const RAW_MAX: usize = 1 << 20;

/// What matching keeps from file to file so as not to ask for memory again; one for each thread.
#[derive(Default)]
pub struct Scratch {
    /// What may be parsed for queries.
    pub limits: TreeLimits,
    /// By extractor: whether it reads the file, once it has been asked.
    reads: Vec<Option<bool>>,
    regexes: Vec<Candidate>,
    queries: Vec<Candidate>,
    pub(crate) raw: Vec<Raw>,
    /// By extractor: hits beyond what is held.
    pub(crate) lost: Vec<u32>,
    pub(crate) broken: Vec<u32>,
}

/// A hit before order, context and limits.
pub(crate) struct Raw {
    pub(crate) span: Span,
    pub(crate) pattern: u32,
    pub(crate) captures: Vec<Span>,
    pub(crate) key: String,
}

/// One file and one selection.
pub(crate) struct Run<'a> {
    pub(crate) matcher: &'a Matcher,
    plan: &'a Plan,
    pub(crate) source: &'a Source,
    text: &'a [u8],
    selected: &'a dyn Fn(u32) -> bool,
    pub(crate) scratch: &'a mut Scratch,
    pub(crate) stats: &'a mut Stats,
}

impl<'a> Run<'a> {
    pub(crate) fn new(
        matcher: &'a Matcher,
        plan: &'a Plan,
        source: &'a Source,
        selected: &'a dyn Fn(u32) -> bool,
        scratch: &'a mut Scratch,
        stats: &'a mut Stats,
    ) -> Self {
        let extractors = matcher.hits_max.len();
        scratch.reads.clear();
        scratch.reads.resize(extractors, None);
        scratch.lost.clear();
        scratch.lost.resize(extractors, 0);
        scratch.broken.clear();
        Self {
            matcher,
            plan,
            source,
            text: source.text().as_bytes(),
            selected,
            scratch,
            stats,
        }
    }

    pub(crate) fn hits(mut self) -> Found {
        self.stats.files += 1;
        self.stats.bytes += self.text.len() as u64;
        self.candidates();
        self.keys();
        self.entropies();
        self.finish()
    }

    fn candidates(&mut self) {
        let start = self.stats.now();
        let mut elsewhere = 0;
        self.plan.filter.scan(self.text, |number, place| {
            for reader in self.plan.readers(number) {
                self.candidate(reader, place);
            }
            if self.scratch.regexes.len() + self.scratch.queries.len() >= CANDIDATES_MAX {
                let start = self.stats.now();
                self.flush();
                elsewhere += self.stats.since(start);
            }
        });
        self.stats.automaton_ns += self.stats.since(start).saturating_sub(elsewhere);
        self.flush();
    }

    fn candidate(&mut self, reader: &Reader, start: u32) {
        let Some(pattern) = self.matcher.compiled.get(reader.pattern as usize) else {
            return;
        };
        if !reader.accepts(self.text, start) || !self.reads(pattern.extractor) {
            return;
        }
        self.stats.candidates += 1;
        let end = start + reader.length;
        let candidate = Candidate {
            pattern: reader.pattern,
            start,
            end,
        };
        match &pattern.kind {
            Kind::Literal { whole_word }
                if *whole_word && !is_whole_word(self.text, start, end) => {}
            Kind::Literal { .. } => self.push(reader.pattern, Span { start, end }),
            Kind::Regex(_) => self.scratch.regexes.push(candidate),
            Kind::Query(_) => self.scratch.queries.push(candidate),
            Kind::Entropy(_) | Kind::Key(_) => {}
        }
    }

    fn reads(&mut self, extractor: u32) -> bool {
        match self.scratch.reads.get_mut(extractor as usize) {
            Some(known) => *known.get_or_insert_with(|| (self.selected)(extractor)),
            None => false,
        }
    }

    fn push(&mut self, pattern: u32, span: Span) {
        self.push_with(pattern, span, Vec::new(), String::new());
    }

    fn push_with(&mut self, pattern: u32, span: Span, captures: Vec<Span>, key: String) {
        if self.scratch.raw.len() < RAW_MAX {
            self.scratch.raw.push(Raw {
                span,
                pattern,
                captures,
                key,
            });
            return;
        }
        let extractor = self
            .matcher
            .compiled
            .get(pattern as usize)
            .map(|pattern| pattern.extractor);
        if let Some(lost) = extractor.and_then(|one| self.scratch.lost.get_mut(one as usize)) {
            *lost = lost.saturating_add(1);
        }
    }

    /// Runs the expressions and queries for which candidates were gathered.
    fn flush(&mut self) {
        let start = self.stats.now();
        let mut candidates = std::mem::take(&mut self.scratch.regexes);
        candidates.sort_unstable();
        for group in candidates.chunk_by(|one, next| one.pattern == next.pattern) {
            self.regex(group);
        }
        candidates.clear();
        self.scratch.regexes = candidates;
        self.stats.regexes_ns += self.stats.since(start);
        let mut candidates = std::mem::take(&mut self.scratch.queries);
        candidates.sort_unstable();
        for group in candidates.chunk_by(|one, next| one.pattern == next.pattern) {
            self.query(group);
        }
        candidates.clear();
        self.scratch.queries = candidates;
    }

    fn regex(&mut self, mut group: &[Candidate]) {
        let Some(number) = group.first().map(|first| first.pattern) else {
            return;
        };
        let Some(Kind::Regex(lazy)) = self.kind(number) else {
            return;
        };
        let Ok(regex) = lazy.get() else {
            return self.scratch.broken.push(number);
        };
        let text = self.text;
        while let Some(window) = window(text, group, lazy.lines_before, lazy.lines_after) {
            let (now, rest) = group.split_at(window.anchors.min(group.len()));
            group = rest;
            self.stats.regex_runs += 1;
            search(text, regex, &window, now, |start, end| {
                let captures = self.captures(lazy, start, window.end);
                self.push_with(number, self.span(start, end), captures, String::new());
            });
        }
    }

    /// The groups of the match that starts here.
    fn captures(&self, lazy: &LazyRegex, start: usize, end: usize) -> Vec<Span> {
        let (Ok(regex), Some(haystack)) = (lazy.get(), self.text.get(..end)) else {
            return Vec::new();
        };
        if regex.captures_len() < 2 {
            return Vec::new();
        }
        let none = self.span(start, start);
        let Some(captures) = regex.captures_at(haystack, start) else {
            return Vec::new();
        };
        let group = |group: Option<regex::bytes::Match<'_>>| {
            group.map_or(none, |group| self.span(group.start(), group.end()))
        };
        captures.iter().skip(1).map(group).collect()
    }

    /// The span, widened to whole characters.
    fn span(&self, start: usize, end: usize) -> Span {
        let text = self.source.text();
        Span {
            start: to_u32(text.floor_char_boundary(start)),
            end: to_u32(text.ceil_char_boundary(end)),
        }
    }

    fn kind(&self, number: u32) -> Option<&'a Kind> {
        self.matcher
            .compiled
            .get(number as usize)
            .map(|pattern| &pattern.kind)
    }

    fn query(&mut self, group: &[Candidate]) {
        let Some(number) = group.first().map(|first| first.pattern) else {
            return;
        };
        let Some(Kind::Query(lazy)) = self.kind(number) else {
            return;
        };
        let runs = self.source.runs_counted(self.stats);
        if !group
            .iter()
            .any(|one| Contexts::CODE.contains(runs.at(one.start)))
        {
            return;
        }
        let Ok(query) = lazy.get() else {
            return self.scratch.broken.push(number);
        };
        let limits = self.scratch.limits;
        let Some(tree) = self.source.tree(&limits, self.stats) else {
            return;
        };
        let start = self.stats.now();
        self.stats.query_runs += 1;
        for (span, captures) in tree.query(query, self.source.text()) {
            self.push_with(number, span, captures, String::new());
        }
        self.stats.trees_ns += self.stats.since(start);
    }

    fn keys(&mut self) {
        let plan = self.plan;
        let wanted: Vec<_> = plan
            .keys
            .iter()
            .copied()
            .filter(|key| self.wants(*key))
            .collect();
        if wanted.is_empty() || !plan.screen.lets_pass(self.source.text()) {
            return;
        }
        let source = self.source;
        let entries = source.entries(self.stats);
        let start = self.stats.now();
        for number in wanted {
            if let Some(Kind::Key(paths)) = self.kind(number) {
                for (entry, key) in paths.matches(entries) {
                    let value = entry.value.unwrap_or(entry.whole);
                    let span = entry.value.unwrap_or(entry.key);
                    self.push_with(number, span, vec![entry.key, value], key);
                }
            }
        }
        self.stats.structured_ns += self.stats.since(start);
    }

    /// Whether the extractor of a pattern reads this file.
    fn wants(&mut self, number: u32) -> bool {
        let pattern = self.matcher.compiled.get(number as usize);
        pattern.is_some_and(|pattern| self.reads(pattern.extractor))
    }

    fn entropies(&mut self) {
        let plan = self.plan;
        for number in plan.entropies.iter().copied() {
            let Some(Kind::Entropy(wanted)) = self.kind(number) else {
                continue;
            };
            if self.wants(number) {
                for span in entropy::runs(self.source, *wanted, self.stats) {
                    self.push(number, span);
                }
            }
        }
    }
}

/// Whether the text does not go on as an identifier at an end that is part of one.
fn is_whole_word(text: &[u8], start: u32, end: u32) -> bool {
    let is_word = |place: Option<usize>| {
        let byte = place.and_then(|place| text.get(place));
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    let (start, end) = (start as usize, end as usize);
    let goes_on_before = is_word(Some(start)) && is_word(start.checked_sub(1));
    let goes_on_behind = is_word(end.checked_sub(1)) && is_word(Some(end));
    !goes_on_before && !goes_on_behind
}
