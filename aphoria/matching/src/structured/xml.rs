//! XML: elements and attributes by their local names. An element's text is its value if it has no elements inside.

use super::{Entries, span_of};

/// An element that was not closed yet.
struct Open<'t> {
    name: &'t str,
    number: Option<u32>,
    /// Where its inside begins.
    inside: usize,
    has_elements: bool,
}

pub(super) fn read(text: &str, entries: &mut Entries) {
    let mut reader = Reader {
        text,
        entries,
        at: 0,
        open: Vec::new(),
    };
    while reader.step().is_some() {}
}

struct Reader<'t, 'e> {
    text: &'t str,
    entries: &'e mut Entries,
    at: usize,
    open: Vec<Open<'t>>,
}

impl<'t> Reader<'t, '_> {
    /// Reads up to behind the next tag; `None` when there is none, or it is broken.
    fn step(&mut self) -> Option<()> {
        let rest = self.text.get(self.at..)?;
        self.at += memchr::memchr(b'<', rest.as_bytes())?;
        let tag = self.text.get(self.at..)?;
        if tag.starts_with("<!--") {
            self.skip("-->")
        } else if tag.starts_with("<![CDATA[") {
            self.skip("]]>")
        } else if tag.starts_with("<?") {
            self.skip("?>")
        } else if tag.starts_with("<!") {
            self.skip_declaration(tag)
        } else if let Some(name) = tag.strip_prefix("</") {
            self.close(name)
        } else {
            self.element(tag)
        }
    }

    fn skip(&mut self, to: &str) -> Option<()> {
        let rest = self.text.get(self.at..)?;
        self.at += memchr::memmem::find(rest.as_bytes(), to.as_bytes())? + to.len();
        Some(())
    }

    /// `<!DOCTYPE … [ … ]>`
    fn skip_declaration(&mut self, tag: &str) -> Option<()> {
        let mut brackets = 0_u32;
        let end = tag.bytes().position(|byte| {
            match byte {
                b'[' => brackets = brackets.saturating_add(1),
                b']' => brackets = brackets.saturating_sub(1),
                _ => {}
            }
            byte == b'>' && brackets == 0
        })?;
        self.at += end + 1;
        Some(())
    }

    fn close(&mut self, name: &str) -> Option<()> {
        let end = self.at;
        let name = local(&name[..name_length(name)]);
        self.skip(">")?;
        // An element that was never closed ends with the one around it.
        let place = self.open.iter().rposition(|open| open.name == name)?;
        for open in self.open.drain(place..).rev() {
            if let Some(number) = open.number {
                let inside = self.text.get(open.inside..end).unwrap_or_default().trim();
                if open.has_elements {
                    self.entries.set_whole(number, span_of(self.text, inside));
                } else {
                    let value = inside
                        .strip_prefix("<![CDATA[")
                        .and_then(|rest| rest.strip_suffix("]]>"));
                    let value = value.map_or(inside, str::trim);
                    self.entries.set_value(number, span_of(self.text, value));
                }
            }
        }
        Some(())
    }

    fn element(&mut self, tag: &'t str) -> Option<()> {
        let body = tag.get(1..)?;
        let length = name_length(body);
        let name = body.get(..length)?;
        if name.is_empty() {
            self.at += 1;
            return Some(());
        }
        if self.open.len() >= usize::from(super::DEPTH_MAX) {
            return None;
        }
        let parent = self.open.last_mut().and_then(|open| {
            open.has_elements = true;
            open.number
        });
        let short = local(name);
        let number = self.entries.add(parent, short, span_of(self.text, short));
        self.at += 1 + length;
        let closed = self.attributes(number)?;
        if !closed {
            self.open.push(Open {
                name: short,
                number,
                inside: self.at,
                has_elements: false,
            });
        }
        Some(())
    }

    /// Reads up to behind the tag's end; says whether the element is closed by it.
    fn attributes(&mut self, element: Option<u32>) -> Option<bool> {
        loop {
            let rest = self.text.get(self.at..)?;
            let rest = rest.trim_start();
            self.at = span_of(self.text, rest).start as usize;
            if rest.starts_with('>') {
                self.at += 1;
                return Some(false);
            }
            if rest.starts_with("/>") {
                self.at += 2;
                return Some(true);
            }
            if rest.starts_with('<') {
                return Some(false);
            }
            let name = rest.get(..name_length(rest))?;
            if name.is_empty() {
                self.at += rest.chars().next()?.len_utf8();
                continue;
            }
            self.at += name.len();
            self.attribute(element, name)?;
        }
    }

    fn attribute(&mut self, element: Option<u32>, name: &str) -> Option<()> {
        let rest = self.text.get(self.at..)?;
        let Some(value) = rest.trim_start().strip_prefix('=') else {
            return Some(());
        };
        let value = value.trim_start();
        let quote = value
            .chars()
            .next()
            .filter(|first| matches!(first, '"' | '\''))?;
        let inner = value.get(1..)?;
        let inner = inner.get(..memchr::memchr(quote as u8, inner.as_bytes())?)?;
        let span = span_of(self.text, inner);
        self.at = span.end as usize + 1;
        let name = local(name);
        if let Some(element) = element
            && let Some(number) =
                self.entries
                    .add(Some(element), &format!("@{name}"), span_of(self.text, name))
        {
            self.entries.set_value(number, span);
        }
        Some(())
    }
}

fn name_length(text: &str) -> usize {
    let ends = |letter: char| {
        letter.is_whitespace() || matches!(letter, '>' | '/' | '=' | '<' | '"' | '\'')
    };
    text.find(ends).unwrap_or(text.len())
}

/// The name without its namespace.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
