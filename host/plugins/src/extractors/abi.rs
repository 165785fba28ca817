//! Version 0.1 of `aphoria:extractor` as wasmtime sees it. What each field means stands in `wit/aphoria-extractor/0.1`.
//!
//! Not a second contract: wasmtime compares these shapes with the component's own types when an instance is made.
#![allow(missing_docs, reason = "the contract says what the fields mean")]

use wasmtime::component::{ComponentType, Lift, Lower, TypedFunc};

/// Version of the contract that is served, for errors.
pub(crate) const SUPPORTED: &str = "0.1.x";
/// The package.
pub(crate) const PACKAGE: &str = "aphoria:extractor";
/// Questions about files.
pub(crate) const SOURCE: &str = "aphoria:extractor/source@0.1.0";
/// Questions about the project.
pub(crate) const PROJECT: &str = "aphoria:extractor/project@0.1.0";

/// What an extractor says of itself.
#[derive(Debug, Clone, PartialEq, ComponentType, Lift)]
#[component(record)]
pub struct Description {
    pub id: String,
    pub version: String,
    pub title: String,
    pub languages: Vec<String>,
    pub globs: Vec<String>,
    pub patterns: Vec<Pattern>,
    pub emits: Vec<Emits>,
    pub limits: Limits,
}

/// One thing to look for.
#[derive(Debug, Clone, PartialEq, ComponentType, Lift)]
#[component(record)]
pub struct Pattern {
    pub id: String,
    pub languages: Vec<String>,
    pub contexts: u32,
    pub matcher: Matcher,
}

/// How it is found.
#[derive(Debug, Clone, PartialEq, ComponentType, Lift)]
#[component(variant)]
pub enum Matcher {
    #[component(name = "literal")]
    Literal(Literal),
    #[component(name = "regex")]
    Regex(Regex),
    #[component(name = "query")]
    Query(Query),
    #[component(name = "entropy")]
    Entropy(Entropy),
    #[component(name = "key")]
    Key(Vec<String>),
}

/// A text.
#[derive(Debug, Clone, PartialEq, Eq, ComponentType, Lift)]
#[component(record)]
pub struct Literal {
    pub text: String,
    #[component(name = "ignore-case")]
    pub ignore_case: bool,
    #[component(name = "whole-word")]
    pub whole_word: bool,
}

/// A regular expression.
#[derive(Debug, Clone, PartialEq, Eq, ComponentType, Lift)]
#[component(record)]
pub struct Regex {
    pub anchors: Vec<String>,
    #[component(name = "ignore-case")]
    pub ignore_case: bool,
    pub expression: String,
    #[component(name = "lines-before")]
    pub lines_before: u32,
    #[component(name = "lines-after")]
    pub lines_after: u32,
}

/// A query on syntax trees.
#[derive(Debug, Clone, PartialEq, Eq, ComponentType, Lift)]
#[component(record)]
pub struct Query {
    pub anchors: Vec<String>,
    pub query: String,
}

/// A run that looks random.
#[derive(Debug, Clone, PartialEq, ComponentType, Lift)]
#[component(record)]
pub struct Entropy {
    pub alphabet: u32,
    #[component(name = "length-min")]
    pub length_min: u32,
    #[component(name = "bits-min")]
    pub bits_min: f64,
}

/// A pair that the extractor can say something about.
#[derive(Debug, Clone, PartialEq, Eq, ComponentType, Lift)]
#[component(record)]
pub struct Emits {
    pub concept: String,
    pub predicate: String,
    pub rule: String,
}

/// What it may use for one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ComponentType, Lift)]
#[component(record)]
pub struct Limits {
    pub hits: u32,
    pub questions: u32,
    #[component(name = "answer-bytes")]
    pub answer_bytes: u32,
    pub observations: u32,
}

/// Files of a call.
#[derive(Debug, Clone, Default, ComponentType, Lower)]
#[component(record)]
pub struct Files {
    pub paths: Vec<String>,
    pub languages: Vec<u32>,
    pub roles: Vec<u32>,
}

/// Hits of a call.
#[derive(Debug, Clone, Default, ComponentType, Lower)]
#[component(record)]
pub struct Hits {
    pub files: Vec<u32>,
    pub patterns: Vec<u32>,
    pub starts: Vec<u32>,
    pub ends: Vec<u32>,
    pub lines: Vec<u32>,
    pub contexts: Vec<u32>,
    #[component(name = "capture-offsets")]
    pub capture_offsets: Vec<u32>,
    #[component(name = "capture-starts")]
    pub capture_starts: Vec<u32>,
    #[component(name = "capture-ends")]
    pub capture_ends: Vec<u32>,
    pub excerpts: String,
    #[component(name = "excerpt-places")]
    pub excerpt_places: Vec<u32>,
    #[component(name = "excerpt-lengths")]
    pub excerpt_lengths: Vec<u32>,
    #[component(name = "excerpt-starts")]
    pub excerpt_starts: Vec<u32>,
    pub keys: Vec<String>,
}

impl Hits {
    /// Bytes that cross into the guest with them.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let keys: usize = self.keys.iter().map(String::len).sum();
        // Nine columns of four bytes, a key's place and length, the captures, and the texts.
        self.files.len() * 48 + self.capture_starts.len() * 8 + self.excerpts.len() + keys
    }
}

/// A stretch of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, ComponentType, Lift)]
#[component(variant)]
pub enum Value {
    #[component(name = "flag")]
    Flag(bool),
    #[component(name = "number")]
    Number(f64),
    #[component(name = "text")]
    Text(String),
}

/// A fact about a place.
#[derive(Debug, Clone, PartialEq, ComponentType, Lift)]
#[component(record)]
pub struct Observation {
    pub file: u32,
    pub span: Span,
    pub secret: Option<Span>,
    pub concept: String,
    pub predicate: String,
    pub value: Value,
    pub confidence: f64,
    pub reason: String,
}

/// What surrounds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ComponentType, Lift)]
#[component(enum)]
#[repr(u8)]
pub enum NodeKind {
    #[component(name = "function")]
    Function,
    #[component(name = "class")]
    Class,
    #[component(name = "call")]
    Call,
    #[component(name = "arguments")]
    Arguments,
    #[component(name = "assignment")]
    Assignment,
    #[component(name = "statement")]
    Statement,
    #[component(name = "block")]
    Block,
    #[component(name = "string")]
    String,
    #[component(name = "loop")]
    Loop,
    #[component(name = "branch")]
    Branch,
    #[component(name = "import")]
    Import,
    #[component(name = "decorator")]
    Decorator,
}

/// A piece of the syntax tree.
#[derive(Debug, Clone, PartialEq, Eq, ComponentType, Lower)]
#[component(record)]
pub struct Node {
    pub id: u32,
    pub span: Span,
    pub line: u32,
    pub name: String,
}

/// What an expression is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ComponentType, Lower)]
#[component(enum)]
#[repr(u8)]
pub enum Form {
    #[component(name = "literal")]
    Literal,
    #[component(name = "interpolated")]
    Interpolated,
    #[component(name = "concatenation")]
    Concatenation,
    #[component(name = "identifier")]
    Identifier,
    #[component(name = "call")]
    Call,
    #[component(name = "access")]
    Access,
    #[component(name = "collection")]
    Collection,
    #[component(name = "function")]
    Function,
    #[component(name = "other")]
    Other,
}

/// An argument.
#[derive(Debug, Clone, PartialEq, Eq, ComponentType, Lower)]
#[component(record)]
pub struct Argument {
    pub name: String,
    pub span: Span,
    pub form: Form,
    pub text: String,
}

/// What kind of origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ComponentType, Lower)]
#[component(enum)]
#[repr(u8)]
pub enum OriginKind {
    #[component(name = "literal")]
    Literal,
    #[component(name = "parameter")]
    Parameter,
    #[component(name = "call")]
    Call,
    #[component(name = "access")]
    Access,
    #[component(name = "global")]
    Global,
    #[component(name = "unknown")]
    Unknown,
}

/// Where a value may come from.
#[derive(Debug, Clone, PartialEq, Eq, ComponentType, Lower)]
#[component(record)]
pub struct Origin {
    pub kind: OriginKind,
    pub name: String,
    pub span: Span,
    pub through: Vec<String>,
}

/// Something that the project depends on.
#[derive(Debug, Clone, PartialEq, Eq, ComponentType, Lower)]
#[component(record)]
pub struct Dependency {
    pub name: String,
    pub requirement: String,
    pub ecosystem: String,
    pub section: String,
    pub manifest: String,
    pub line: u32,
}

/// A refusal in the extractor's own words.
#[derive(Debug, Clone, PartialEq, Eq, ComponentType, Lift)]
#[component(record)]
pub(crate) struct Refusal {
    pub(crate) code: u32,
    pub(crate) message: String,
}

/// The function `describe`.
pub(crate) type Describe = TypedFunc<(), (Result<Description, Refusal>,)>;
/// The function `extract`.
pub(crate) type Extract =
    TypedFunc<(&'static Files, &'static Hits), (Result<Vec<Observation>, Refusal>,)>;
