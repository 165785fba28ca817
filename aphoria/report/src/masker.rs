//! Keeping secrets out of every text that is shown.

/// What stands in the place of a secret. Always the same, so that not even the length can be seen.
pub const MASK: &str = "********";

/// A shorter secret is masked only where it was found: elsewhere its letters mean nothing.
const SECRET_BYTES_MIN: usize = 4;

/// The text with the secret masked wherever it stands. For reasons and values that were made from the matched text.
#[must_use]
pub fn mask(text: &str, secret: &str) -> String {
    if secret.len() < SECRET_BYTES_MIN {
        return text.to_owned();
    }
    text.replace(secret, MASK)
}

/// Shows stretches of a text without the secret.
pub(crate) struct Masker<'t> {
    pub(crate) text: &'t str,
    /// Where the secret stands, in order and apart.
    pub(crate) hidden: Vec<(usize, usize)>,
}

impl<'t> Masker<'t> {
    /// Looks for the secret, and for each of its lines, in the lines from `shown.0` to the one of `shown.1`.
    pub(crate) fn new(
        text: &'t str,
        secret: Option<(usize, usize)>,
        shown: (usize, usize),
    ) -> Self {
        let rest = text.get(shown.1..).unwrap_or_default();
        let shown = shown.0..shown.1 + rest.find('\n').unwrap_or(rest.len());
        let lines = text.get(shown.clone()).unwrap_or_default();
        let mut found: Vec<(usize, usize)> = secret.into_iter().collect();
        if let Some((from, to)) = secret {
            for line in text
                .get(from..to)
                .unwrap_or_default()
                .lines()
                .map(str::trim)
            {
                if line.len() >= SECRET_BYTES_MIN {
                    let again = lines.match_indices(line);
                    found.extend(
                        again.map(|(at, line)| (shown.start + at, shown.start + at + line.len())),
                    );
                }
            }
        }
        found.sort_unstable();
        let mut hidden: Vec<(usize, usize)> = Vec::new();
        for (from, to) in found {
            match hidden.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => hidden.push((from, to)),
            }
        }
        Self { text, hidden }
    }

    /// A stretch of the text without the secret.
    pub(crate) fn show(&self, start: usize, end: usize) -> String {
        let mut made = String::new();
        let mut at = start;
        for (from, to) in self
            .hidden
            .iter()
            .filter(|(from, to)| *from < end && *to > start)
        {
            made.push_str(self.text.get(at..*from).unwrap_or_default());
            made.push_str(MASK);
            at = *to;
        }
        made.push_str(self.text.get(at..end).unwrap_or_default());
        made
    }
}
