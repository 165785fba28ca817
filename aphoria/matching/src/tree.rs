//! Syntax trees: parsed once for a file, within bounds that are counts, and asked by queries.
//!
//! Invariant: whether a tree comes about, and what a query finds in it, depends on the text alone, unless
//! [`Stats::trees_overdue`] says otherwise: parsing is given up after a number of steps; the clock is a last resort, since
//! single steps over wrong code may cost as much as the whole text.

use std::cell::Cell;
use std::ops::ControlFlow;

use aphoria_core::{Language, Span};
use tree_sitter::{
    ParseOptions, Parser, Query, QueryCursor, QueryCursorOptions, StreamingIterator,
};

use crate::depth::is_too_deep;
use crate::grammar::Grammar;
use crate::source::{Source, to_u32};
use crate::stats::Stats;

/// What may be parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeLimits {
    /// Largest text, in bytes.
    pub bytes: u32,
    /// Most nodes that questions about structure see; those behind them are left out.
    pub nodes: u32,
    /// Deepest nodes that questions about structure see; those below are left out.
    pub depth: u32,
    /// Longest time that a parse may take, by the clock of the [`Stats`]; a last resort against texts that are made to
    /// hold the parser up. A tree given up for it is counted apart ([`Stats::trees_overdue`]): whoever keeps results
    /// must not keep those of such a file.
    pub nanoseconds: u64,
}

impl Default for TreeLimits {
    fn default() -> Self {
        Self {
            bytes: 1 << 20,
            nodes: 2 << 20,
            depth: 1_000,
            nanoseconds: 2_000_000_000,
        }
    }
}

/// The parser reports every hundred steps. Code takes 0.006 reports a byte, lists of constants up to 0.03; wrong code
/// can take any number, each with half a kilobyte for every step. So it gives up after one report for so many bytes,
const REPORT_BYTES: usize = 16;
/// with some on top for short texts,
const REPORTS_BASE: usize = 100;
/// and after so many in any case, which bounds memory to some hundred megabytes.
const REPORTS_MAX: usize = 12_000;
/// Where the parser has lost its way, each step costs as much as it has read since. It gives up when that sum is too
/// high; code with mistakes in it stays far below.
const LOST_MAX: usize = 100_000;
/// Bytes that are handed to the parser at a time.
const CHUNK_BYTES: usize = 4096;
/// How often each chunk may be read on average,
const READS_PER_CHUNK: usize = 32;
/// with some on top for short texts.
const READS_BASE: usize = 1_000;
/// Most matches of a query in a file.
const MATCHES_MAX: usize = 100_000;
/// Most unfinished matches that a query may keep.
const MATCHES_OPEN_MAX: u32 = 4_096;
/// Reports of a query before it is stopped, on top of one for each byte.
const QUERY_REPORTS_BASE: usize = 100_000;

/// A file's tree.
pub struct Tree {
    pub(crate) inner: tree_sitter::Tree,
    pub(crate) grammar: Grammar,
    pub(crate) limits: TreeLimits,
}

impl Tree {
    pub(crate) fn parse(source: &Source, limits: &TreeLimits, stats: &mut Stats) -> Option<Self> {
        let text = source.text();
        let grammar = Grammar::of(source.language(), text)?;
        if text.len() > limits.bytes as usize
            || is_too_deep(text, grammar, source.runs_counted(stats))
        {
            stats.trees_refused += 1;
            return None;
        }
        let start = stats.now();
        let inner = parse(text, grammar, limits.nanoseconds, stats);
        stats.trees += 1;
        stats.tree_bytes += text.len() as u64;
        stats.trees_ns += stats.since(start);
        stats.trees_refused += u64::from(inner.is_none());
        Some(Self {
            inner: inner?,
            grammar,
            limits: *limits,
        })
    }

    /// The matches: the span of `@hit`, and those of the other captures in the order of their names.
    pub(crate) fn query(&self, query: &TreeQuery, text: &str) -> Vec<(Span, Vec<Span>)> {
        let Some(query) = query.of(self.grammar) else {
            return Vec::new();
        };
        let mut cursor = QueryCursor::new();
        cursor.set_match_limit(MATCHES_OPEN_MAX);
        let mut reports = text.len() + QUERY_REPORTS_BASE;
        let mut give_up = |_: &tree_sitter::QueryCursorState| count_down(&mut reports);
        let options = QueryCursorOptions::new().progress_callback(&mut give_up);
        let root = self.inner.root_node();
        let mut matches = cursor.matches_with_options(&query.query, root, text.as_bytes(), options);
        let mut found = Vec::new();
        while let Some(one) = matches.next() {
            let node = |index: u32| {
                let capture = one.captures().iter().find(|capture| capture.index == index);
                capture.map(|capture| span(&capture.node))
            };
            let Some(hit) = node(query.hit) else {
                continue;
            };
            let none = Span {
                start: hit.start,
                end: hit.start,
            };
            let captures = query
                .captures
                .iter()
                .map(|index| node(*index).unwrap_or(none))
                .collect();
            found.push((hit, captures));
            if found.len() >= MATCHES_MAX {
                break;
            }
        }
        found
    }
}

fn count_down(left: &mut usize) -> ControlFlow<()> {
    match left.checked_sub(1) {
        Some(less) => {
            *left = less;
            ControlFlow::Continue(())
        }
        None => ControlFlow::Break(()),
    }
}

fn parse(
    text: &str,
    grammar: Grammar,
    nanoseconds: u64,
    stats: &mut Stats,
) -> Option<tree_sitter::Tree> {
    let (start, mut overdue) = (stats.now(), false);
    let mut parser = Parser::new();
    parser.set_language(&grammar.language()).ok()?;
    let mut reports = (text.len() / REPORT_BYTES + REPORTS_BASE).min(REPORTS_MAX);
    // A scanner may read to the end of the text at every place without a report in between: what it reads is counted
    // in chunks, and when they are used up the text seems to end.
    let chunks = Cell::new((text.len() / CHUNK_BYTES) * READS_PER_CHUNK + READS_BASE);
    let mut read = |at: usize, _| match chunks.get().checked_sub(1) {
        Some(left) => {
            chunks.set(left);
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            rest.get(..CHUNK_BYTES).unwrap_or(rest)
        }
        None => &[],
    };
    let (mut lost_from, mut lost) = (None, 0_usize);
    let mut give_up = |state: &tree_sitter::ParseState| {
        let at = state.current_byte_offset();
        if state.has_error() {
            lost = lost.saturating_add(at.saturating_sub(*lost_from.get_or_insert(at)));
        } else {
            lost_from = None;
        }
        overdue = stats.since(start) > nanoseconds;
        if overdue || chunks.get() == 0 || lost > LOST_MAX {
            return ControlFlow::Break(());
        }
        count_down(&mut reports)
    };
    let options = ParseOptions::new().progress_callback(&mut give_up);
    let tree = parser.parse_with_options(&mut read, None, Some(options));
    stats.trees_overdue += u64::from(overdue);
    tree.filter(|_| chunks.get() > 0)
}

pub(crate) fn span(node: &tree_sitter::Node<'_>) -> Span {
    Span {
        start: to_u32(node.start_byte()),
        end: to_u32(node.end_byte()),
    }
}

/// A query, compiled for each grammar of its language.
pub(crate) struct TreeQuery {
    queries: Vec<(Grammar, GrammarQuery)>,
}

struct GrammarQuery {
    query: Query,
    hit: u32,
    /// The other captures, in the order of their names.
    captures: Vec<u32>,
}

impl TreeQuery {
    pub(crate) fn new(query: &str, language: Option<Language>) -> Result<Self, String> {
        let grammars = language.map(Grammar::all_of).unwrap_or_default();
        if grammars.is_empty() {
            return Err("there is no grammar for its language".to_owned());
        }
        let compiled = grammars
            .iter()
            .map(|grammar| Ok((*grammar, compile(query, *grammar)?)));
        Ok(Self {
            queries: compiled.collect::<Result<_, String>>()?,
        })
    }

    fn of(&self, grammar: Grammar) -> Option<&GrammarQuery> {
        self.queries
            .iter()
            .find(|one| one.0 == grammar)
            .map(|one| &one.1)
    }
}

fn compile(query: &str, grammar: Grammar) -> Result<GrammarQuery, String> {
    let query = Query::new(&grammar.language(), query).map_err(|error| error.to_string())?;
    let hit = query
        .capture_index_for_name("hit")
        .ok_or("it has no capture @hit")?;
    let names = query.capture_names().iter().zip(0_u32..);
    let mut others: Vec<_> = names
        .filter(|(name, _)| **name != "hit" && !name.starts_with('_'))
        .collect();
    others.sort_unstable();
    let captures = others.into_iter().map(|(_, index)| index).collect();
    Ok(GrammarQuery {
        query,
        hit,
        captures,
    })
}
