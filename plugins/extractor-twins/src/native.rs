//! An extractor compiled in, and the answers to its questions.

use std::sync::Arc;

use aphoria_core::Description;
use aphoria_scan::Extracting;
use aphoria_sdk as sdk;
use stemedb_plugins::Digest;
use stemedb_plugins::extractors::{self as told, ExtractorFault, ExtractorFaultKind, Questions};

use crate::described::described;

type Extract = fn(&sdk::Batch<'_>, &dyn sdk::Source) -> Result<Vec<sdk::Observation>, sdk::Error>;

/// An extractor compiled in.
pub struct Native {
    description: Description,
    extract: Extract,
}

impl Native {
    /// The twin of an extractor.
    ///
    /// # Panics
    /// When the extractor describes itself wrongly: it is part of this program.
    #[must_use]
    pub fn of<E: sdk::Extractor>() -> Self {
        let told = E::describe();
        let id = told.id;
        let description = described(told).unwrap_or_else(|error| panic!("{id}: {error}"));
        Self {
            description,
            extract: E::extract,
        }
    }
}

impl Extracting for Native {
    fn description(&self) -> &Description {
        &self.description
    }

    fn digest(&self) -> Digest {
        Digest::of(self.description.id.as_bytes())
    }

    fn extract(
        &self,
        files: &told::Files,
        hits: &told::Hits,
        questions: Arc<dyn Questions>,
    ) -> Result<Vec<told::Observation>, ExtractorFault> {
        let files = sdk::Files {
            paths: &files.paths,
            languages: &files.languages,
            roles: &files.roles,
        };
        let columns = sdk::Columns {
            files: &hits.files,
            patterns: &hits.patterns,
            starts: &hits.starts,
            ends: &hits.ends,
            lines: &hits.lines,
            contexts: &hits.contexts,
            capture_offsets: &hits.capture_offsets,
            capture_starts: &hits.capture_starts,
            capture_ends: &hits.capture_ends,
            excerpts: &hits.excerpts,
            excerpt_places: &hits.excerpt_places,
            excerpt_lengths: &hits.excerpt_lengths,
            excerpt_starts: &hits.excerpt_starts,
            keys: &hits.keys,
        };
        let said = sdk::Batch::new(files, columns)
            .and_then(|batch| (self.extract)(&batch, &Answers(questions)));
        match said {
            Ok(said) => Ok(said.into_iter().map(observation).collect()),
            Err(error) => Err(ExtractorFault {
                digest: self.digest(),
                kind: ExtractorFaultKind::Refused,
                detail: error.message,
            }),
        }
    }
}

fn observation(own: sdk::Observation) -> told::Observation {
    told::Observation {
        file: own.file,
        span: span_out(own.span),
        secret: own.secret.map(span_out),
        concept: own.concept,
        predicate: own.predicate,
        value: match own.value {
            sdk::Value::Flag(flag) => told::Value::Flag(flag),
            sdk::Value::Number(number) => told::Value::Number(number),
            sdk::Value::Text(text) => told::Value::Text(text),
        },
        confidence: own.confidence,
        reason: own.reason,
    }
}

/// The host's answers as the guest kit knows them.
struct Answers(Arc<dyn Questions>);

impl sdk::Source for Answers {
    fn text(&self, file: u32, place: sdk::Span) -> String {
        self.0.text(file, span_out(place))
    }

    fn lines(&self, file: u32, first: u32, last: u32) -> String {
        self.0.lines(file, first, last)
    }

    fn enclosing(&self, file: u32, place: sdk::Span, kind: sdk::NodeKind) -> Option<sdk::Node> {
        let found = self.0.enclosing(file, span_out(place), kind_out(kind));
        found.map(node_in)
    }

    fn within(&self, file: u32, place: sdk::Span, kind: sdk::NodeKind) -> Vec<sdk::Node> {
        let found = self.0.within(file, span_out(place), kind_out(kind));
        found.into_iter().map(node_in).collect()
    }

    fn arguments(&self, file: u32, node: u32) -> Vec<sdk::Argument> {
        let argument = |own: told::Argument| sdk::Argument {
            name: own.name,
            span: span_in(own.span),
            form: form_in(own.form),
            text: own.text,
        };
        self.0
            .arguments(file, node)
            .into_iter()
            .map(argument)
            .collect()
    }

    fn form_of(&self, file: u32, place: sdk::Span) -> sdk::Form {
        form_in(self.0.form_of(file, span_out(place)))
    }

    fn origins(&self, file: u32, place: sdk::Span) -> Vec<sdk::Origin> {
        let origin = |own: told::Origin| sdk::Origin {
            kind: match own.kind {
                told::OriginKind::Literal => sdk::OriginKind::Literal,
                told::OriginKind::Parameter => sdk::OriginKind::Parameter,
                told::OriginKind::Call => sdk::OriginKind::Call,
                told::OriginKind::Access => sdk::OriginKind::Access,
                told::OriginKind::Global => sdk::OriginKind::Global,
                told::OriginKind::Unknown => sdk::OriginKind::Unknown,
            },
            name: own.name,
            span: span_in(own.span),
            through: own.through,
        };
        let origins = self.0.origins(file, span_out(place));
        origins.into_iter().map(origin).collect()
    }

    fn project(&self, file: u32) -> String {
        self.0.project(file)
    }

    fn dependencies(&self, file: u32) -> Vec<sdk::Dependency> {
        let dependency = |own: told::Dependency| sdk::Dependency {
            name: own.name,
            requirement: own.requirement,
            ecosystem: own.ecosystem,
            section: own.section,
            manifest: own.manifest,
            line: own.line,
        };
        self.0
            .dependencies(file)
            .into_iter()
            .map(dependency)
            .collect()
    }
}

fn span_out(span: sdk::Span) -> told::Span {
    told::Span {
        start: span.start,
        end: span.end,
    }
}

fn span_in(span: told::Span) -> sdk::Span {
    sdk::Span {
        start: span.start,
        end: span.end,
    }
}

fn node_in(own: told::Node) -> sdk::Node {
    sdk::Node {
        id: own.id,
        span: span_in(own.span),
        line: own.line,
        name: own.name,
    }
}

fn kind_out(kind: sdk::NodeKind) -> told::NodeKind {
    match kind {
        sdk::NodeKind::Function => told::NodeKind::Function,
        sdk::NodeKind::Class => told::NodeKind::Class,
        sdk::NodeKind::Call => told::NodeKind::Call,
        sdk::NodeKind::Arguments => told::NodeKind::Arguments,
        sdk::NodeKind::Assignment => told::NodeKind::Assignment,
        sdk::NodeKind::Statement => told::NodeKind::Statement,
        sdk::NodeKind::Block => told::NodeKind::Block,
        sdk::NodeKind::String => told::NodeKind::String,
        sdk::NodeKind::Loop => told::NodeKind::Loop,
        sdk::NodeKind::Branch => told::NodeKind::Branch,
        sdk::NodeKind::Import => told::NodeKind::Import,
        sdk::NodeKind::Decorator => told::NodeKind::Decorator,
    }
}

fn form_in(form: told::Form) -> sdk::Form {
    match form {
        told::Form::Literal => sdk::Form::Literal,
        told::Form::Interpolated => sdk::Form::Interpolated,
        told::Form::Concatenation => sdk::Form::Concatenation,
        told::Form::Identifier => sdk::Form::Identifier,
        told::Form::Call => sdk::Form::Call,
        told::Form::Access => sdk::Form::Access,
        told::Form::Collection => sdk::Form::Collection,
        told::Form::Function => sdk::Form::Function,
        told::Form::Other => sdk::Form::Other,
    }
}
