//! The tags and texts of an XML document, as far as manifests need them: no entities, no namespaces, no checks.

/// A piece of a document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// A start tag: name, attributes as text, whether it ends itself, offset.
    Start(&'t str, &'t str, bool, usize),
    /// An end tag.
    End,
    /// What stands between tags, if it is more than space.
    Text(&'t str),
}

/// The pieces of a document, comments, instructions and CDATA left out.
pub(crate) struct Pieces<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Pieces<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// Steps behind the next `end`, or to the end of the document.
    fn until(&mut self, end: &str) -> &'t str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let (inside, length) = match rest.find(end) {
            Some(found) => (rest.get(..found), found + end.len()),
            None => (Some(rest), rest.len()),
        };
        self.at += length;
        inside.unwrap_or_default()
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        loop {
            let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
            if !rest.starts_with('<') {
                let length = rest.find('<').unwrap_or(rest.len());
                let text = rest.get(..length)?.trim();
                self.at += length;
                if !text.is_empty() {
                    return Some(Piece::Text(text));
                }
            } else if rest.starts_with("<!--") {
                self.until("-->");
            } else if rest.starts_with("<![CDATA[") {
                self.until("]]>");
            } else if rest.starts_with("<?") || rest.starts_with("<!") {
                self.until(">");
            } else if rest.starts_with("</") {
                self.until(">");
                return Some(Piece::End);
            } else {
                let offset = self.at;
                let tag = self.until(">").get(1..)?;
                let ends_itself = tag.ends_with('/');
                let tag = tag.trim_end_matches('/');
                let (name, attributes) = tag
                    .split_once(|c: char| c.is_ascii_whitespace())
                    .unwrap_or((tag, ""));
                return Some(Piece::Start(name, attributes, ends_itself, offset));
            }
        }
    }
}

/// The value of an attribute.
pub(crate) fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = attributes;
    while let Some((key, behind)) = rest.split_once('=') {
        let behind = behind.trim_start();
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = behind.get(1..)?.split_once(quote)?;
        if key.trim() == name {
            return Some(value);
        }
        rest = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_in_order_and_comments_do_not() {
        let text = "<?xml version='1.0'?><a><!-- <b> --><c x='1' y=\"2\"/> t </a><d";
        let pieces: Vec<_> = Pieces::new(text).collect();
        assert_eq!(
            pieces,
            [
                Piece::Start("a", "", false, 21),
                Piece::Start("c", "x='1' y=\"2\"", true, 36),
                Piece::Text("t"),
                Piece::End,
                Piece::Start("d", "", false, 59),
            ]
        );
        assert_eq!(attribute("x='1' y=\"2\"", "y"), Some("2"));
        assert_eq!(attribute("x=1", "x"), None);
    }
}
