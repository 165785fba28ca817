//! Questions about the code around a hit. The contract in `wit/aphoria-extractor` says what each one means.

use crate::Span;

/// What surrounds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the contract in wit/aphoria-extractor says it")]
pub enum NodeKind {
    Function,
    Class,
    Call,
    Arguments,
    Assignment,
    Statement,
    Block,
    String,
    Loop,
    Branch,
    Import,
    Decorator,
}

/// A piece of the syntax tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its number, for further questions on the same file.
    pub id: u32,
    /// Where it stands.
    pub span: Span,
    /// Line of its first byte.
    pub line: u32,
    /// What is called, the name of a function or class, the left side of an assignment; else empty.
    pub name: String,
}

/// What an expression is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the contract in wit/aphoria-extractor says it")]
pub enum Form {
    Literal,
    Interpolated,
    Concatenation,
    Identifier,
    Call,
    Access,
    Collection,
    Function,
    Other,
}

/// An argument of a call, an element of a map, a field of a struct literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Its keyword or key; empty when it has none.
    pub name: String,
    /// The value.
    pub span: Span,
    /// What the value is made of.
    pub form: Form,
    /// Text of the value, cut to 1,024 bytes.
    pub text: String,
}

/// What kind of origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the contract in wit/aphoria-extractor says it")]
pub enum OriginKind {
    Literal,
    Parameter,
    Call,
    Access,
    Global,
    Unknown,
}

/// Where a value may come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// What it is.
    pub kind: OriginKind,
    /// Name of the parameter or global, what is called, the path of the access.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// What is called with it on the way, outermost last.
    pub through: Vec<String>,
}

/// Something that the project depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// Its name in its ecosystem.
    pub name: String,
    /// The requirement as it is written.
    pub requirement: String,
    /// cargo, pypi, npm, go, maven, rubygems, packagist, nuget.
    pub ecosystem: String,
    /// The section of the manifest.
    pub section: String,
    /// Manifest that names it, as a path from the scan's root.
    pub manifest: String,
    /// Line there.
    pub line: u32,
}

/// The host's side of an extractor's questions.
pub trait Source {
    /// Text of a stretch, cut to 64 KiB.
    fn text(&self, file: u32, place: Span) -> String;
    /// Text of the lines first to last, cut to 64 KiB.
    fn lines(&self, file: u32, first: u32, last: u32) -> String;
    /// The innermost node of a kind around a place.
    fn enclosing(&self, file: u32, place: Span, kind: NodeKind) -> Option<Node>;
    /// All nodes of a kind within a place, in order, the first 1,024.
    fn within(&self, file: u32, place: Span, kind: NodeKind) -> Vec<Node>;
    /// The arguments of a call, elements of a map or fields of a struct literal.
    fn arguments(&self, file: u32, node: u32) -> Vec<Argument>;
    /// What the expression at a place is made of.
    fn form_of(&self, file: u32, place: Span) -> Form;
    /// Where the value of the expression at a place may come from.
    fn origins(&self, file: u32, place: Span) -> Vec<Origin>;
    /// The project's name, by the manifest nearest to a file.
    fn project(&self, file: u32) -> String;
    /// What the project of a file depends on.
    fn dependencies(&self, file: u32) -> Vec<Dependency>;
}
