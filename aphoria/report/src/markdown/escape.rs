//! Foreign text and foreign addresses in a page.

use std::fmt::Write as _;

use crate::visible::sentence;

/// A text in one line that means nothing but itself, in Markdown and in HTML. Also `@name`, `#1` and addresses, which forges
/// turn into links, stay text.
pub(super) fn escape(text: &str) -> String {
    let mut made = String::new();
    for c in sentence(text).chars() {
        match c {
            '&' => made.push_str("&amp;"),
            '<' => made.push_str("&lt;"),
            '>' => made.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '@' | '!' | '$' | ':' | '"'
            | '\'' => {
                let _ = write!(made, "&#{};", u32::from(c));
            }
            '.' if made.ends_with("www") || made.ends_with("WWW") => made.push_str("&#46;"),
            _ => made.push(c),
        }
    }
    made
}

/// An address that may be linked to: of the web, with everything written out that could end it.
pub(super) fn link(url: &str) -> Option<String> {
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        return None;
    }
    let mut made = String::new();
    for byte in url.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'*+,;=%".contains(&byte) {
            made.push(char::from(byte));
        } else {
            let _ = write!(made, "%{byte:02X}");
        }
    }
    Some(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_more_than_text() {
        let escaped = escape("<b>@all #1</b> `x` [a](b) |\n\u{1b} www.x.y https://x");
        for bad in ['<', '`', '[', '|', '@', '\n', '\u{1b}'] {
            assert!(!escaped.contains(bad), "{bad:?} in {escaped}");
        }
        assert!(!escaped.contains("://") && !escaped.contains("www."));
    }

    #[test]
    fn only_the_web_is_linked() {
        assert_eq!(link("javascript:alert(1)"), None);
        assert_eq!(
            link("https://a.b/c(d) e").as_deref(),
            Some("https://a.b/c%28d%29%20e")
        );
    }
}
