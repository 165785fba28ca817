//! The syntax tree's answers in the words of the contract.

use aphoria_core::Span;
use aphoria_matching::syntax::{self, Structure};
use aphoria_matching::{Source, Stats, TreeLimits};
use stemedb_plugins::extractors as told;

use crate::questions::span_in;

/// Nodes that one answer holds at most.
const NODES_MAX: usize = 1_024;
/// Arguments that one answer holds at most.
const ARGUMENTS_MAX: usize = 256;
/// Origins that one answer holds at most.
const ORIGINS_MAX: usize = 64;
/// Longest text of an argument, in bytes.
const TEXT_BYTES_MAX: usize = 1_024;

/// The structure of a file, if it has one.
fn of<'s>(source: &'s Source, stats: &mut Stats) -> Option<Structure<'s>> {
    source.structure(&TreeLimits::default(), stats)
}

pub(crate) fn enclosing(
    source: &Source,
    stats: &mut Stats,
    place: told::Span,
    kind: told::NodeKind,
) -> Option<told::Node> {
    let found = of(source, stats)?.enclosing(span_in(place), kind_in(kind))?;
    Some(node(found))
}

pub(crate) fn within(
    source: &Source,
    stats: &mut Stats,
    place: told::Span,
    kind: told::NodeKind,
) -> Vec<told::Node> {
    let Some(structure) = of(source, stats) else {
        return Vec::new();
    };
    let nodes = structure.within(span_in(place), kind_in(kind));
    nodes.into_iter().take(NODES_MAX).map(node).collect()
}

pub(crate) fn arguments(source: &Source, stats: &mut Stats, id: u32) -> Vec<told::Argument> {
    let Some(structure) = of(source, stats) else {
        return Vec::new();
    };
    let argument = |own: syntax::Argument| told::Argument {
        name: own.name,
        form: form(own.form),
        text: crate::questions::cut(source.slice(own.span), TEXT_BYTES_MAX),
        span: span_out(own.span),
    };
    let arguments = structure.arguments(id).into_iter();
    arguments.take(ARGUMENTS_MAX).map(argument).collect()
}

pub(crate) fn form_of(source: &Source, stats: &mut Stats, place: told::Span) -> told::Form {
    of(source, stats).map_or(told::Form::Other, |structure| {
        form(structure.form_of(span_in(place)))
    })
}

pub(crate) fn origins(source: &Source, stats: &mut Stats, place: told::Span) -> Vec<told::Origin> {
    let Some(structure) = of(source, stats) else {
        return Vec::new();
    };
    let origin = |own: syntax::Origin| told::Origin {
        kind: match own.form {
            syntax::OriginKind::Literal => told::OriginKind::Literal,
            syntax::OriginKind::Parameter => told::OriginKind::Parameter,
            syntax::OriginKind::Call => told::OriginKind::Call,
            syntax::OriginKind::Access => told::OriginKind::Access,
            syntax::OriginKind::Global => told::OriginKind::Global,
            syntax::OriginKind::Unknown => told::OriginKind::Unknown,
        },
        name: own.name,
        span: span_out(own.span),
        through: own.through,
    };
    let origins = structure.origins(span_in(place)).into_iter();
    origins.take(ORIGINS_MAX).map(origin).collect()
}

fn span_out(span: Span) -> told::Span {
    told::Span {
        start: span.start,
        end: span.end,
    }
}

fn node(own: syntax::Node) -> told::Node {
    told::Node {
        id: own.id,
        span: span_out(own.span),
        line: own.line,
        name: own.name,
    }
}

fn kind_in(kind: told::NodeKind) -> syntax::NodeKind {
    match kind {
        told::NodeKind::Function => syntax::NodeKind::Function,
        told::NodeKind::Class => syntax::NodeKind::Class,
        told::NodeKind::Call => syntax::NodeKind::Call,
        told::NodeKind::Arguments => syntax::NodeKind::Arguments,
        told::NodeKind::Assignment => syntax::NodeKind::Assignment,
        told::NodeKind::Statement => syntax::NodeKind::Statement,
        told::NodeKind::Block => syntax::NodeKind::Block,
        told::NodeKind::String => syntax::NodeKind::String,
        told::NodeKind::Loop => syntax::NodeKind::Loop,
        told::NodeKind::Branch => syntax::NodeKind::Branch,
        told::NodeKind::Import => syntax::NodeKind::Import,
        told::NodeKind::Decorator => syntax::NodeKind::Decorator,
    }
}

fn form(own: syntax::Form) -> told::Form {
    match own {
        syntax::Form::Literal => told::Form::Literal,
        syntax::Form::Interpolated => told::Form::Interpolated,
        syntax::Form::Concatenation => told::Form::Concatenation,
        syntax::Form::Identifier => told::Form::Identifier,
        syntax::Form::Call => told::Form::Call,
        syntax::Form::Access => told::Form::Access,
        syntax::Form::Collection => told::Form::Collection,
        syntax::Form::Function => told::Form::Function,
        syntax::Form::Other => told::Form::Other,
    }
}
