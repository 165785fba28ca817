//! From offsets to lines.

/// The lines of a text.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn new(text: &str) -> Self {
        Self(memchr::memchr_iter(b'\n', text.as_bytes()).collect())
    }

    /// The line of a byte, counted from 1.
    pub(crate) fn of(&self, offset: usize) -> u32 {
        number(self.0.partition_point(|end| *end < offset))
    }
}

/// The number of the line with this index.
pub(crate) fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1)
}

/// The text in the first pair of quotes, of either kind, and what stands behind it.
pub(crate) fn quoted(text: &str) -> Option<(&str, &str)> {
    let start = text.find(['"', '\''])?;
    let quote = text.get(start..)?.chars().next()?;
    text.get(start + 1..)?.split_once(quote)
}
