//! Questions about a file's structure, in words that all languages share.
//!
//! The tree of a grammar is flattened once into nodes in the order of the file; tables say what the grammar's kinds mean.
//!
//! Not here: meaning across files, types, control flow beyond blocks. [`Structure::origins`] says where a value may come
//! from within its function, not where it does.
//!
//! Invariant: ids of nodes are their places in the flattened tree, so the same text gives the same ids. Every answer is
//! bounded in size, and in work by the size of the tree.

mod assigns;
mod flat;
mod forms;
mod given;
mod kinds;
mod names;
mod origins;
mod paths;
mod patterns;
mod reaching;
pub(crate) mod shape;
mod structure;
mod tables;
#[cfg(test)]
mod tests;
mod tokens;

use aphoria_core::Span;

use crate::source::Source;
use crate::stats::Stats;
use crate::tree::TreeLimits;
pub(crate) use flat::Index;
pub use structure::Structure;

/// What a node is, in words that all languages share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// A function, method, constructor, closure or block with parameters.
    Function,
    /// A class, struct, interface, enum, module; a block of HCL.
    Class,
    /// A call, construction, macro or command.
    Call,
    /// What a call is given; also a list, table, object or struct literal.
    Arguments,
    /// Something that gives a name a value.
    Assignment,
    /// A direct part of a block or of the file.
    Statement,
    /// Statements that belong together.
    Block,
    /// A string literal, with its quotes.
    String,
    /// A loop.
    Loop,
    /// An `if`, `switch`, `match` or `try`, or an arm of one.
    Branch,
    /// An import.
    Import,
    /// A decorator, annotation or attribute.
    Decorator,
}

/// A node of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its place in the tree; the same for the same text.
    pub id: u32,
    /// What it is, if one of the shared words fits; statements are told by [`Structure::enclosing`] alone.
    pub kind: Option<NodeKind>,
    /// What the grammar calls it.
    pub kind_name: String,
    /// Its text.
    pub span: Span,
    /// Line of its first byte, counted from 1.
    pub line: u32,
    /// What a call calls, such as `requests.get`; the name of a function or class; the left side of an assignment or loop;
    /// else empty. Without white space, what earlier calls of a chain were given left out, at most 256 bytes: of longer
    /// names the end.
    pub name: String,
}

/// Something that a call or a literal collection is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Keyword, key or field, without quotes; empty when it has none.
    pub name: String,
    /// The value.
    pub span: Span,
    /// What the value is.
    pub form: Form,
}

/// What an expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// A text, number, truth value, null, or a collection or concatenation of nothing but these.
    Literal,
    /// A text with values filled in: in its holes, or by a call that formats.
    Interpolated,
    /// Texts put together by an operator.
    Concatenation,
    /// A name.
    Identifier,
    /// A call.
    Call,
    /// A member or element of something.
    Access,
    /// A collection with other things than literals.
    Collection,
    /// A function or closure.
    Function,
    /// Anything else, and stretches that are no expression.
    Other,
}

/// Where a value may come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The kind of place.
    pub form: OriginKind,
    /// Parameter, callee, or access path such as `request.args`; empty for literals.
    pub name: String,
    /// The expression or parameter.
    pub span: Span,
    /// Names of the calls that the value passed through on its way, outermost last.
    pub through: Vec<String>,
}

/// The kind of place that a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OriginKind {
    /// A constant in the code.
    Literal,
    /// A parameter of an enclosing function.
    Parameter,
    /// What a call returns; what the call was given has origins of its own beside it.
    Call,
    /// A member or element of a parameter, or of something that the function does not define.
    Access,
    /// A name that the file gives no value.
    Global,
    /// Something that cannot be told, or lies beyond the bounds of a question.
    Unknown,
}

impl Source {
    /// The structure of the text, to be asked; `None` when there is no tree ([`Source::tree`]).
    pub fn structure(&self, limits: &TreeLimits, stats: &mut Stats) -> Option<Structure<'_>> {
        let tree = self.tree(limits, stats)?;
        let index = self.index.get_or_init(|| {
            let start = stats.now();
            let index = Index::new(tree);
            stats.trees_ns += stats.since(start);
            index
        });
        Some(Structure::new(self, index))
    }
}
