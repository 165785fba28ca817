//! Whether bytes are text that a person wrote, and the text that they are.

use aphoria_core::Language;

/// How much of a file tells whether it is text.
const HEAD_BYTES: usize = 8 << 10;
/// Longest line that a person wrote.
const LINE_BYTES_MAX: usize = 20_000;
/// Longest average line of a program.
const LINE_BYTES_AVERAGE_MAX: usize = 500;
/// Below this length an average says nothing.
const AVERAGE_BYTES_MIN: usize = 8 << 10;

pub(crate) fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff])
}

/// A NUL at the beginning, or more than a tenth of control characters there.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    if memchr::memchr(0, head).is_some() {
        return true;
    }
    let control = head
        .iter()
        .filter(|byte| (**byte < 0x20 && !(0x08..=0x0d).contains(*byte)) || **byte == 0x7f)
        .count();
    control > head.len() / 10
}

/// Lines longer than people write: one beyond all measure, or, in a program, long ones all through.
pub(crate) fn is_minified(bytes: &[u8], language: Language) -> bool {
    let mut lines = 0;
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', bytes) {
        if end - start > LINE_BYTES_MAX {
            return true;
        }
        lines += 1;
        start = end + 1;
    }
    if bytes.len() - start > LINE_BYTES_MAX {
        return true;
    }
    let is_program = !language.is_structured()
        && !matches!(language, Language::Text | Language::Html | Language::Sql);
    is_program
        && bytes.len() >= AVERAGE_BYTES_MIN
        && bytes.len() / (lines + 1) > LINE_BYTES_AVERAGE_MAX
}

pub(crate) fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let at = error.utf8_error().valid_up_to();
        let mut bytes = error.into_bytes();
        mend(&mut bytes, at);
        String::from_utf8(bytes).unwrap_or_default()
    })
}

/// Puts a `?` in place of each byte from `at` on that is not part of valid UTF-8.
fn mend(bytes: &mut [u8], mut at: usize) {
    while let Some(rest) = bytes.get_mut(at..) {
        let Err(error) = std::str::from_utf8(rest) else {
            return;
        };
        let bad = error.valid_up_to();
        let length = error.error_len().unwrap_or(rest.len() - bad);
        for byte in rest.iter_mut().skip(bad).take(length) {
            *byte = b'?';
        }
        at += bad + length;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bad_bytes_become_question_marks_in_place() {
        assert_eq!(text_of(b"caf\xe9 = 1".to_vec()), "caf? = 1");
        assert_eq!(text_of(b"a\xf0\x9f\x98".to_vec()), "a???");
        assert_eq!(
            text_of("grün\u{1f600}".as_bytes().to_vec()),
            "grün\u{1f600}"
        );
    }

    proptest! {
        #[test]
        fn a_text_is_as_long_as_its_file(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let text = text_of(bytes.clone());
            prop_assert_eq!(text.len(), bytes.len());
            for (made, given) in text.bytes().zip(&bytes) {
                prop_assert!(made == *given || made == b'?');
            }
        }
    }

    #[test]
    fn text_is_told_from_what_is_not() {
        assert!(is_binary(b"\x7fELF\0\0"));
        assert!(is_binary(&[1; 100]));
        assert!(!is_binary(b"plain\ttext\r\n"));
        assert!(!is_binary(b""));
        assert!(is_utf16(&[0xff, 0xfe, b'a', 0]));
    }

    #[test]
    fn long_lines_are_not_written_by_people() {
        let long = vec![b'a'; LINE_BYTES_MAX + 1];
        assert!(is_minified(&long, Language::Json));
        let dense = [vec![b'a'; 900], vec![b'\n']].concat().repeat(12);
        assert!(is_minified(&dense, Language::JavaScript));
        assert!(
            !is_minified(&dense, Language::Text),
            "paragraphs are one line each"
        );
        let one_line = vec![b'a'; 900];
        assert!(!is_minified(&one_line, Language::JavaScript));
    }
}
