//! The little JSON that a rule is written in: one flat object. Nothing here recurses, so no text can exhaust the stack.

/// The fields of a flat JSON object, with the text or the list of texts that each holds; a field with a number, a truth
/// value or null holds no text. `None` if it is anything else, or names a field twice.
pub(crate) fn fields(text: &str) -> Option<Vec<(String, Vec<String>)>> {
    let mut reader = Reader { rest: text.trim() };
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    reader.items('{', '}', |reader| {
        let name = reader.string()?;
        reader.take(':')?;
        let held = reader.value()?;
        if fields.iter().any(|(known, _)| *known == name) {
            return None;
        }
        fields.push((name, held));
        Some(())
    })?;
    reader.rest.is_empty().then_some(fields)
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    /// Takes a character and the space around it.
    fn take(&mut self, wanted: char) -> Option<()> {
        self.rest = self.rest.trim_start().strip_prefix(wanted)?.trim_start();
        Some(())
    }

    /// Reads items with commas between them, from an opening to a closing bracket.
    fn items(
        &mut self,
        opening: char,
        closing: char,
        mut item: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.take(opening)?;
        if self.take(closing).is_some() {
            return Some(());
        }
        loop {
            item(self)?;
            if self.take(closing).is_some() {
                return Some(());
            }
            self.take(',')?;
        }
    }

    fn value(&mut self) -> Option<Vec<String>> {
        let mut texts = Vec::new();
        match self.rest.chars().next()? {
            '"' => texts.push(self.string()?),
            '[' => self.items('[', ']', |reader| {
                texts.push(reader.string()?);
                Some(())
            })?,
            _ => self.literal()?,
        }
        Some(texts)
    }

    /// Skips a number, a truth value or null.
    fn literal(&mut self) -> Option<()> {
        let belongs = |letter: char| letter.is_ascii_alphanumeric() || "+-.".contains(letter);
        let rest = self.rest.trim_start_matches(belongs);
        let is_there = rest.len() < self.rest.len();
        self.rest = rest;
        is_there.then_some(())
    }

    fn string(&mut self) -> Option<String> {
        let mut letters = self.rest.strip_prefix('"')?.chars();
        let mut text = String::new();
        loop {
            match letters.next()? {
                '"' => break,
                '\\' => text.push(escaped(&mut letters)?),
                letter if letter < ' ' => return None,
                letter => text.push(letter),
            }
        }
        self.rest = letters.as_str();
        Some(text)
    }
}

/// The letter that stands behind a backslash.
fn escaped(letters: &mut std::str::Chars<'_>) -> Option<char> {
    match letters.next()? {
        'b' => Some('\u{8}'),
        'f' => Some('\u{c}'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        letter @ ('"' | '\\' | '/') => Some(letter),
        'u' => {
            let first = four_digits(letters)?;
            if !(0xd800..0xdc00).contains(&first) {
                return char::from_u32(first);
            }
            // The second half of a pair for a letter beyond the first 65,536.
            if letters.next()? != '\\' || letters.next()? != 'u' {
                return None;
            }
            let second = four_digits(letters)?;
            if !(0xdc00..0xe000).contains(&second) {
                return None;
            }
            char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))
        }
        _ => None,
    }
}

fn four_digits(letters: &mut std::str::Chars<'_>) -> Option<u32> {
    let mut number = 0;
    for _ in 0..4 {
        number = number * 16 + letters.next()?.to_digit(16)?;
    }
    Some(number)
}
