//! What matching cost. Counts are a function of the files; times are whatever the clock that was handed in says.

/// Counts and times of matching, summed over files.
#[derive(Debug, Clone, Copy)]
pub struct Stats {
    /// Tells the time in nanoseconds from any fixed point; a constant function turns measuring off.
    pub clock: fn() -> u64,
    /// Files looked at.
    pub files: u64,
    /// Bytes of their texts.
    pub bytes: u64,
    /// Places where an anchor of some pattern stands.
    pub candidates: u64,
    /// Windows in which a regular expression was tried.
    pub regex_runs: u64,
    /// Queries that were run over a tree.
    pub query_runs: u64,
    /// Files lexed for their contexts.
    pub files_lexed: u64,
    /// Structured files whose keys were read.
    pub structured_read: u64,
    /// Trees that were parsed, those given up included.
    pub trees: u64,
    /// Files that were too large for a tree, or whose trees were given up: questions about them have no answers.
    pub trees_refused: u64,
    /// Trees that were given up because of the clock: another run may find them.
    pub trees_overdue: u64,
    /// Bytes of the texts of those trees.
    pub tree_bytes: u64,
    /// Nanoseconds spent looking for anchors.
    pub automaton_ns: u64,
    /// Nanoseconds spent in regular expressions.
    pub regexes_ns: u64,
    /// Nanoseconds spent in lexers.
    pub lexers_ns: u64,
    /// Nanoseconds spent reading structured files.
    pub structured_ns: u64,
    /// Nanoseconds spent parsing trees and running queries.
    pub trees_ns: u64,
}

impl Stats {
    /// Nothing yet, measured by this clock.
    #[must_use]
    pub fn new(clock: fn() -> u64) -> Self {
        Self {
            clock,
            files: 0,
            bytes: 0,
            candidates: 0,
            regex_runs: 0,
            query_runs: 0,
            files_lexed: 0,
            structured_read: 0,
            trees: 0,
            trees_refused: 0,
            trees_overdue: 0,
            tree_bytes: 0,
            automaton_ns: 0,
            regexes_ns: 0,
            lexers_ns: 0,
            structured_ns: 0,
            trees_ns: 0,
        }
    }

    /// Adds what another thread counted.
    pub fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.bytes += other.bytes;
        self.candidates += other.candidates;
        self.regex_runs += other.regex_runs;
        self.query_runs += other.query_runs;
        self.files_lexed += other.files_lexed;
        self.structured_read += other.structured_read;
        self.trees += other.trees;
        self.trees_refused += other.trees_refused;
        self.trees_overdue += other.trees_overdue;
        self.tree_bytes += other.tree_bytes;
        self.automaton_ns += other.automaton_ns;
        self.regexes_ns += other.regexes_ns;
        self.lexers_ns += other.lexers_ns;
        self.structured_ns += other.structured_ns;
        self.trees_ns += other.trees_ns;
    }

    pub(crate) fn now(&self) -> u64 {
        (self.clock)()
    }

    pub(crate) fn since(&self, start: u64) -> u64 {
        self.now().saturating_sub(start)
    }
}

impl Default for Stats {
    /// Counts without times.
    fn default() -> Self {
        Self::new(|| 0)
    }
}
