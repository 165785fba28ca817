//! What kinds of nodes mean, in words that all grammars share.

/// What a node means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Nothing that matters here.
    Other,
    Comment,
    /// A function, method or closure; its values are its own.
    Function,
    Class,
    /// A call, construction or macro.
    Call,
    /// What a call is given.
    Arguments,
    /// One argument with more around it, such as a name.
    Argument,
    /// A list, table, object or struct literal.
    Collection,
    /// A number, truth value, null, character.
    Literal,
    /// A string, perhaps with holes.
    Text,
    /// Code in a string.
    Hole,
    /// Two operands and an operator.
    Binary,
    /// A name of a value.
    Name,
    /// A member or element of something.
    Access,
    /// Brackets, casts, references, awaits: the value of the inside.
    Through,
    /// One of several values.
    Choice,
    Block,
    Loop,
    Branch,
    Import,
    Decorator,
    /// What a function is given.
    Parameters,
    /// A type; names in it are none of values.
    Type,
}

/// How a node gives names their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// A new name, visible in its block where the language has it so.
    Declares,
    /// A new value for a name, or a new name.
    Sets,
    /// A value on top of the one before.
    Adds,
    /// A parameter of a function.
    Parameter,
}

/// Node kind, field of the names, field of the value, how. An empty field is the first or the last child.
pub(crate) type AssignRow = (&'static str, &'static str, &'static str, Mode);

/// What the kinds of a grammar mean.
pub(crate) struct Table {
    pub(crate) shapes: &'static [(&'static str, Shape)],
    pub(crate) assigns: &'static [AssignRow],
    /// Node kind, field of the name, field of the value of a named argument or an element with a key.
    pub(crate) named: &'static [(&'static str, &'static str, &'static str)],
    /// Operators that join texts.
    pub(crate) joins: &'static [&'static str],
    /// Last names of calls that fill their arguments into a text.
    pub(crate) formats: &'static [&'static str],
    /// Whether a declaration is visible only in its block.
    pub(crate) block_scoped: bool,
}

impl Table {
    pub(crate) const EMPTY: Self = Self {
        shapes: &[],
        assigns: &[],
        named: &[],
        joins: &["+"],
        formats: &[],
        block_scoped: false,
    };
}
