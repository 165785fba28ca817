//! What calls call and what things are called.

use super::shape::Shape;
use super::structure::Structure;

/// Longest name; of longer ones the end is kept.
const NAME_BYTES_MAX: usize = 256;
/// Bytes that are read for a name at most.
const NAME_READ_MAX: usize = 8192;

impl Structure<'_> {
    /// What the node is called: callee, name, left side.
    pub(super) fn name_of(&self, id: u32) -> String {
        let index = self.index;
        match index.shape(id) {
            Shape::Call => self.callee(id),
            Shape::Function | Shape::Class => self.definition(id),
            Shape::Decorator => compact(self.text(id).trim_start_matches(['@', '#', '[', '!'])),
            _ => match index.kinds.assign(index.kind(id)) {
                Some(assign) => self
                    .left(id, assign)
                    .map(|left| compact(self.text(left)))
                    .unwrap_or_default(),
                None => String::new(),
            },
        }
    }

    /// The text of a call before its arguments.
    pub(super) fn callee(&self, call: u32) -> String {
        let index = self.index;
        let span = index.span(call);
        let end = match index.field_named(call, &["name"]) {
            // A command: its name alone.
            Some(name) if index.kind_name(call) == "command" => index.span(name).end,
            _ => self.callee_end(call),
        };
        let text = self.slice(span.start, end);
        let text = text.strip_prefix("new ").unwrap_or(text);
        compact(text)
    }

    fn callee_end(&self, call: u32) -> u32 {
        let index = self.index;
        let behind = |child: &u32| {
            matches!(
                index.shape(*child),
                Shape::Arguments | Shape::Function | Shape::Collection
            ) && matches!(
                index.field_name(*child),
                "" | "arguments" | "block" | "initializer"
            )
        };
        let first = index.children(call).find(behind);
        // `include $file`: what a keyword calls is given without brackets.
        let keyword = || {
            let word = index.all_children(call).next()?;
            index
                .get(word)
                .is_some_and(|word| !word.named)
                .then(|| index.span(word).end)
        };
        match first {
            Some(arguments) => index.span(arguments).start,
            None if self.is_keyword_call(call) => keyword().unwrap_or(index.span(call).end),
            None => index.span(call).end,
        }
    }

    fn definition(&self, id: u32) -> String {
        let index = self.index;
        if index.kind_name(id) == "block" && index.shape(id) == Shape::Class {
            // A block of HCL: its labels up to the brace.
            let text = self.text(id);
            return compact_with(text.split('{').next().unwrap_or_default(), Some('.'));
        }
        let mut at = id;
        // In C the name is within declarators.
        for _ in 0..8 {
            if let Some(name) = index.field_named(at, &["name"]) {
                return compact(self.text(name));
            }
            let inner = index
                .field_named(at, &["declarator"])
                .or_else(|| index.field_named(at, &["type"]));
            match inner {
                Some(inner) if index.field_named(inner, &["name", "declarator"]).is_some() => {
                    at = inner;
                }
                Some(inner) => {
                    // A closure that is given a name by an assignment is called so; its own type is no name.
                    let is_name = index.shape(id) == Shape::Class
                        || index.kind_name(id) == "function_definition";
                    return if is_name {
                        compact(self.text(inner))
                    } else {
                        String::new()
                    };
                }
                None => break,
            }
        }
        self.given_name(id)
    }

    /// The name that a function without one is given: `const name = () => …`, `name: function () …`.
    fn given_name(&self, id: u32) -> String {
        let index = self.index;
        let Some(parent) = index.parent(id) else {
            return String::new();
        };
        if let Some(assign) = index.kinds.assign(index.kind(parent)) {
            return self
                .left(parent, assign)
                .map(|left| compact(self.text(left)))
                .unwrap_or_default();
        }
        match index.kinds.named(index.kind(parent)) {
            Some((key, _)) => index
                .field(parent, key)
                .map(|key| compact(self.text(key)))
                .unwrap_or_default(),
            None => String::new(),
        }
    }
}

/// A text without white space, with empty brackets for what calls in it are given; of a long one the end.
pub(super) fn compact(text: &str) -> String {
    compact_with(text, None)
}

/// The same, with this letter for each stretch of white space.
fn compact_with(text: &str, joint: Option<char>) -> String {
    let from = text.ceil_char_boundary(text.len().saturating_sub(NAME_READ_MAX));
    let (mut kept, mut depth) = (Vec::new(), 0_u32);
    let mut bytes = 0;
    let mut blank = false;
    for letter in text[from..].trim().chars().rev() {
        match letter {
            ')' => {
                if depth == 0 {
                    kept.extend([')', '(']);
                    bytes += 2;
                }
                depth += 1;
            }
            '(' => depth = depth.saturating_sub(1),
            letter if letter.is_whitespace() => blank = true,
            letter if depth == 0 => {
                if let (true, Some(joint)) = (blank, joint) {
                    kept.push(joint);
                }
                blank = false;
                bytes += letter.len_utf8();
                kept.push(letter);
            }
            _ => {}
        }
        if bytes >= NAME_BYTES_MAX {
            break;
        }
    }
    kept.into_iter()
        .rev()
        .filter(|letter| joint.is_none() || *letter != '"')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_leave_out_what_calls_are_given() {
        assert_eq!(compact("a\n  .b(c(d), e)\n  .f "), "a.b().f");
        assert_eq!(compact("new Foo<Bar>"), "newFoo<Bar>");
        assert_eq!(compact(&"x".repeat(1000)).len(), NAME_BYTES_MAX);
        assert_eq!(
            compact_with("resource \"a\" \"b\" ", Some('.')),
            "resource.a.b"
        );
    }
}
