//! Answers to what extractors ask about the files of a call.

use std::sync::Arc;

use aphoria_core::Span;
use aphoria_matching::{Source, Stats};
use aphoria_source::Projects;
use parking_lot::Mutex;
use stemedb_plugins::extractors as told;
use stemedb_plugins::extractors::Questions;

use crate::columns::FileOf;
use crate::structure;

/// Most bytes of an answer that is text.
const TEXT_BYTES_MAX: usize = 64 << 10;
/// Most dependencies that are told.
const DEPENDENCIES_MAX: usize = 4_096;

/// The files of a call and their projects.
pub struct Asked {
    files: Vec<Arc<FileOf>>,
    projects: Arc<Projects>,
    stats: Mutex<Stats>,
}

impl Asked {
    /// Files in the order of the call, and a clock for the statistics.
    #[must_use]
    pub fn new(files: Vec<Arc<FileOf>>, projects: Arc<Projects>, clock: fn() -> u64) -> Self {
        Self {
            files,
            projects,
            stats: Mutex::new(Stats::new(clock)),
        }
    }

    /// What the answers cost.
    #[must_use]
    pub fn stats(&self) -> Stats {
        *self.stats.lock()
    }

    /// Answers about a file's structure.
    fn about<T>(&self, file: u32, answer: impl FnOnce(&Source, &mut Stats) -> T) -> Option<T> {
        let file = self.file(file)?;
        Some(answer(&file.source, &mut self.stats.lock()))
    }

    fn file(&self, file: u32) -> Option<&FileOf> {
        self.files
            .get(usize::try_from(file).ok()?)
            .map(|file| &**file)
    }
}

pub(crate) fn span_in(span: told::Span) -> Span {
    Span {
        start: span.start,
        end: span.end,
    }
}

/// The longest beginning of a text that has so many bytes and whole characters.
pub(crate) fn cut(text: &str, bytes_max: usize) -> String {
    text.get(..text.floor_char_boundary(bytes_max))
        .unwrap_or("")
        .to_owned()
}

impl Questions for Asked {
    fn text(&self, file: u32, place: told::Span) -> String {
        self.file(file).map_or_else(String::new, |file| {
            cut(file.source.slice(span_in(place)), TEXT_BYTES_MAX)
        })
    }

    fn lines(&self, file: u32, first: u32, last: u32) -> String {
        let lines = |file: &FileOf| {
            let last = last.min(file.source.lines_count());
            let start = file.source.line_span(first.max(1))?.start;
            let end = file.source.line_span(last)?.end;
            Some(cut(file.source.slice(Span { start, end }), TEXT_BYTES_MAX))
        };
        self.file(file).and_then(lines).unwrap_or_default()
    }

    fn enclosing(&self, file: u32, place: told::Span, kind: told::NodeKind) -> Option<told::Node> {
        self.about(file, |source, stats| {
            structure::enclosing(source, stats, place, kind)
        })?
    }

    fn within(&self, file: u32, place: told::Span, kind: told::NodeKind) -> Vec<told::Node> {
        self.about(file, |source, stats| {
            structure::within(source, stats, place, kind)
        })
        .unwrap_or_default()
    }

    fn arguments(&self, file: u32, node: u32) -> Vec<told::Argument> {
        self.about(file, |source, stats| {
            structure::arguments(source, stats, node)
        })
        .unwrap_or_default()
    }

    fn form_of(&self, file: u32, place: told::Span) -> told::Form {
        self.about(file, |source, stats| {
            structure::form_of(source, stats, place)
        })
        .unwrap_or(told::Form::Other)
    }

    fn origins(&self, file: u32, place: told::Span) -> Vec<told::Origin> {
        self.about(file, |source, stats| {
            structure::origins(source, stats, place)
        })
        .unwrap_or_default()
    }

    fn project(&self, file: u32) -> String {
        self.file(file).map_or_else(String::new, |file| {
            self.projects.of(&file.path).name.clone()
        })
    }

    fn dependencies(&self, file: u32) -> Vec<told::Dependency> {
        let Some(file) = self.file(file) else {
            return Vec::new();
        };
        let dependencies = self.projects.of(&file.path).dependencies.iter();
        dependencies
            .take(DEPENDENCIES_MAX)
            .map(|own| told::Dependency {
                name: own.name.clone(),
                requirement: own.requirement.clone(),
                ecosystem: own.ecosystem.name().to_owned(),
                section: own.section.clone(),
                manifest: own.manifest.clone(),
                line: own.line,
            })
            .collect()
    }
}
