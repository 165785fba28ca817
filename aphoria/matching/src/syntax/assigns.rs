//! Which names are given which values, and where; worked out once for a tree.

use std::collections::HashMap;

use aphoria_core::Span;

use super::kinds::Assign;
use super::names::compact;
use super::patterns::{function_of, pattern_names, scope_of};
use super::shape::{Mode, Shape};
use super::structure::Structure;

/// Longest name that is followed.
const NAME_BYTES_MAX: usize = 256;
/// Methods that put what they are given into what they are called on.
const MUTATORS: &[&str] = &[
    "append",
    "Append",
    "AppendLine",
    "AppendFormat",
    "push",
    "push_str",
    "extend",
    "add",
    "Add",
    "insert",
    "concat",
    "WriteString",
    "write_str",
    "unshift",
];
/// Functions of C that put what they are given into their first argument.
const WRITERS: &[&str] = &[
    "sprintf", "snprintf", "strcat", "strncat", "strcpy", "strncpy", "strlcpy", "strlcat",
    "memcpy", "asprintf",
];

/// Values by name.
#[derive(Debug, Default)]
pub(crate) struct Assigns {
    by_name: HashMap<String, Vec<Given>>,
}

/// A name is given a value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given {
    /// The node that does it.
    pub(crate) node: u32,
    /// The value, if there is one.
    pub(crate) value: Option<u32>,
    /// The function in which it happens; the root outside of functions.
    pub(crate) function: u32,
    /// The innermost part of the function that runs as a whole.
    pub(crate) scope: u32,
    pub(crate) mode: Mode,
    /// Where the name stands.
    pub(crate) place: Span,
}

impl Assigns {
    pub(crate) fn new(structure: &Structure<'_>) -> Self {
        let mut assigns = Self::default();
        let index = structure.index;
        for id in 0..index.len() {
            if let Some(assign) = index.kinds.assign(index.kind(id)) {
                assigns.assignment(structure, id, assign);
            }
            match index.shape(id) {
                Shape::Function => assigns.parameters(structure, id),
                Shape::Call => assigns.mutation(structure, id),
                Shape::Branch if index.kind_name(id) == "match_arm" => assigns.arm(structure, id),
                Shape::Loop if index.kind_name(id) == "foreach_statement" => {
                    assigns.foreach(structure, id);
                }
                Shape::Binary if structure.operator(id) == "<<" => assigns.shift(structure, id),
                _ => {}
            }
        }
        assigns
    }

    pub(crate) fn of(&self, name: &str) -> &[Given] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    fn assignment(&mut self, structure: &Structure<'_>, id: u32, assign: Assign) {
        let Some(left) = structure.left(id, assign) else {
            return;
        };
        let value = structure.right(id, assign);
        let operator = structure.operator(id);
        let adds = assign.mode == Mode::Adds
            || operator.len() > 1
                && operator.ends_with('=')
                && !matches!(operator, ":=" | "==" | "=>");
        let mode = if adds { Mode::Adds } else { assign.mode };
        self.pair(structure, id, left, value, mode);
    }

    /// Gives the names on the left the values on the right, one by one where both are lists of one length.
    fn pair(
        &mut self,
        structure: &Structure<'_>,
        node: u32,
        left: u32,
        value: Option<u32>,
        mode: Mode,
    ) {
        let index = structure.index;
        let lefts: Vec<u32> = index.children(left).collect();
        let rights: Vec<u32> = value
            .map(|value| index.children(value).collect())
            .unwrap_or_default();
        let is_list = |id: u32| {
            index.shape(id) == Shape::Collection || index.kind_name(id).ends_with("_list")
        };
        let is_pattern = !matches!(index.shape(left), Shape::Name | Shape::Access);
        if is_pattern
            && value.is_some_and(is_list)
            && lefts.len() == rights.len()
            && lefts.len() > 1
        {
            for (left, right) in lefts.into_iter().zip(rights) {
                self.names(structure, node, left, Some(right), mode);
            }
            return;
        }
        // `x := f()` in Go has lists of one.
        let value = match (value, rights.as_slice()) {
            (Some(value), [only]) if index.kind_name(value) == "expression_list" => Some(*only),
            _ => value,
        };
        self.names(structure, node, left, value, mode);
    }

    fn names(
        &mut self,
        structure: &Structure<'_>,
        node: u32,
        left: u32,
        value: Option<u32>,
        mode: Mode,
    ) {
        let index = structure.index;
        match index.shape(left) {
            Shape::Access => {
                self.give(
                    structure,
                    node,
                    structure.text(left),
                    index.span(left),
                    value,
                    mode,
                );
                let kind = index.kind_name(left);
                let is_element = ["subscript", "index", "element", "array_access"]
                    .iter()
                    .any(|word| kind.contains(word));
                if let Some(base) = index.children(left).next().filter(|_| is_element) {
                    self.give(
                        structure,
                        node,
                        structure.text(base),
                        index.span(base),
                        value,
                        Mode::Adds,
                    );
                }
            }
            _ => {
                let names = pattern_names(structure, left);
                if names.is_empty() {
                    self.give(
                        structure,
                        node,
                        structure.text(left),
                        index.span(left),
                        value,
                        mode,
                    );
                }
                for name in names {
                    self.give(
                        structure,
                        node,
                        structure.text(name),
                        index.span(name),
                        value,
                        mode,
                    );
                }
            }
        }
    }

    /// `list.append(x)`, `sprintf(buffer, …)`: a call that gives something a further value.
    fn mutation(&mut self, structure: &Structure<'_>, call: u32) {
        let index = structure.index;
        let Some(callee) = index.field_named(call, &["function", "name", "method"]) else {
            return;
        };
        let name = match index.shape(callee) {
            Shape::Access => index.children(callee).last().unwrap_or(callee),
            _ => callee,
        };
        let method = structure.text(name);
        let arguments = || {
            structure
                .given(call)
                .into_iter()
                .filter_map(|one| structure.expression_at(one.span))
        };
        if WRITERS.contains(&method) && index.shape(callee) == Shape::Name {
            let mut arguments = arguments();
            let Some(target) = arguments.next() else {
                return;
            };
            for argument in arguments {
                self.give(
                    structure,
                    call,
                    structure.text(target),
                    index.span(target),
                    Some(argument),
                    Mode::Adds,
                );
            }
        } else if MUTATORS.contains(&method)
            && let Some(target) = structure.receiver(call)
            && index.shape(target) == Shape::Name
        {
            for argument in arguments() {
                self.give(
                    structure,
                    call,
                    structure.text(target),
                    index.span(target),
                    Some(argument),
                    Mode::Adds,
                );
            }
        }
    }

    /// An arm of a `match` in Rust: its names come from what is matched.
    fn arm(&mut self, structure: &Structure<'_>, arm: u32) {
        let index = structure.index;
        let matched = index
            .chain(arm)
            .find(|id| index.kind_name(*id) == "match_expression");
        let value = matched.and_then(|matched| index.field_named(matched, &["value"]));
        if let Some(pattern) = index.field_named(arm, &["pattern"]) {
            for name in pattern_names(structure, pattern) {
                self.give(
                    structure,
                    arm,
                    structure.text(name),
                    index.span(name),
                    value,
                    Mode::Sets,
                );
            }
        }
    }

    /// PHP's `foreach ($list as $key => $value)` has no fields.
    fn foreach(&mut self, structure: &Structure<'_>, id: u32) {
        let index = structure.index;
        if index.kinds.assign(index.kind(id)).is_some() {
            return;
        }
        let mut children = index.children(id);
        if let (Some(list), Some(names)) = (children.next(), children.next()) {
            self.names(structure, id, names, Some(list), Mode::Sets);
        }
    }

    /// `list << x` puts something into a list, a text or a stream.
    fn shift(&mut self, structure: &Structure<'_>, id: u32) {
        let index = structure.index;
        let mut children = index.children(id);
        if let (Some(target), Some(value)) = (children.next(), children.next())
            && index.shape(target) == Shape::Name
        {
            self.give(
                structure,
                id,
                structure.text(target),
                index.span(target),
                Some(value),
                Mode::Adds,
            );
        }
    }

    fn give(
        &mut self,
        structure: &Structure<'_>,
        node: u32,
        name: &str,
        place: Span,
        value: Option<u32>,
        mode: Mode,
    ) {
        let index = structure.index;
        let given = Given {
            node,
            value,
            function: function_of(structure, node),
            scope: scope_of(structure, node),
            mode,
            place,
        };
        if name.len() <= NAME_BYTES_MAX && index.get(node).is_some() {
            self.push(name, given);
        }
    }

    pub(super) fn push(&mut self, name: &str, given: Given) {
        if !name.is_empty() && name.len() <= NAME_BYTES_MAX {
            self.by_name.entry(compact(name)).or_default().push(given);
        }
    }
}
