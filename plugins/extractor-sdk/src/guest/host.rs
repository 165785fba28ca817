//! The imports, behind the trait that extractors know.

use super::{project, source, types};
use crate::{Argument, Dependency, Form, Node, NodeKind, Origin, OriginKind, Source, Span};

pub struct Host;

impl Source for Host {
    fn text(&self, file: u32, place: Span) -> String {
        source::text(file, place_out(place))
    }

    fn lines(&self, file: u32, first: u32, last: u32) -> String {
        source::lines(file, first, last)
    }

    fn enclosing(&self, file: u32, place: Span, kind: NodeKind) -> Option<Node> {
        source::enclosing(file, place_out(place), kind_out(kind)).map(node_in)
    }

    fn within(&self, file: u32, place: Span, kind: NodeKind) -> Vec<Node> {
        let nodes = source::within(file, place_out(place), kind_out(kind));
        nodes.into_iter().map(node_in).collect()
    }

    fn arguments(&self, file: u32, node: u32) -> Vec<Argument> {
        let argument = |own: source::Argument| Argument {
            name: own.name,
            span: span_in(own.span),
            form: form_in(own.form),
            text: own.text,
        };
        let arguments = source::arguments(file, node);
        arguments.into_iter().map(argument).collect()
    }

    fn form_of(&self, file: u32, place: Span) -> Form {
        form_in(source::form_of(file, place_out(place)))
    }

    fn origins(&self, file: u32, place: Span) -> Vec<Origin> {
        let origin = |own: source::Origin| Origin {
            kind: match own.kind {
                source::OriginKind::Literal => OriginKind::Literal,
                source::OriginKind::Parameter => OriginKind::Parameter,
                source::OriginKind::Call => OriginKind::Call,
                source::OriginKind::Access => OriginKind::Access,
                source::OriginKind::Global => OriginKind::Global,
                source::OriginKind::Unknown => OriginKind::Unknown,
            },
            name: own.name,
            span: span_in(own.span),
            through: own.through,
        };
        let origins = source::origins(file, place_out(place));
        origins.into_iter().map(origin).collect()
    }

    fn project(&self, file: u32) -> String {
        project::name(file)
    }

    fn dependencies(&self, file: u32) -> Vec<Dependency> {
        let dependency = |own: project::Dependency| Dependency {
            name: own.name,
            requirement: own.requirement,
            ecosystem: own.ecosystem,
            section: own.section,
            manifest: own.manifest,
            line: own.line,
        };
        let dependencies = project::dependencies(file);
        dependencies.into_iter().map(dependency).collect()
    }
}

fn place_out(place: Span) -> types::Span {
    types::Span {
        start: place.start,
        end: place.end,
    }
}

fn span_in(place: types::Span) -> Span {
    Span {
        start: place.start,
        end: place.end,
    }
}

fn node_in(own: source::Node) -> Node {
    Node {
        id: own.id,
        span: span_in(own.span),
        line: own.line,
        name: own.name,
    }
}

fn kind_out(kind: NodeKind) -> source::NodeKind {
    match kind {
        NodeKind::Function => source::NodeKind::Function,
        NodeKind::Class => source::NodeKind::Class,
        NodeKind::Call => source::NodeKind::Call,
        NodeKind::Arguments => source::NodeKind::Arguments,
        NodeKind::Assignment => source::NodeKind::Assignment,
        NodeKind::Statement => source::NodeKind::Statement,
        NodeKind::Block => source::NodeKind::Block,
        NodeKind::String => source::NodeKind::String,
        NodeKind::Loop => source::NodeKind::Loop,
        NodeKind::Branch => source::NodeKind::Branch,
        NodeKind::Import => source::NodeKind::Import,
        NodeKind::Decorator => source::NodeKind::Decorator,
    }
}

fn form_in(form: source::Form) -> Form {
    match form {
        source::Form::Literal => Form::Literal,
        source::Form::Interpolated => Form::Interpolated,
        source::Form::Concatenation => Form::Concatenation,
        source::Form::Identifier => Form::Identifier,
        source::Form::Call => Form::Call,
        source::Form::Access => Form::Access,
        source::Form::Collection => Form::Collection,
        source::Form::Function => Form::Function,
        source::Form::Other => Form::Other,
    }
}
