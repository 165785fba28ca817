//! Records of a file: lines, or for CSV rows whose quoted cells may span lines. Each knows its line and where it ends.

use std::io::BufRead;

use super::csv::Scan;
use crate::limits::RECORD_BYTES_MAX;
use crate::mapping::Format;

/// One record without its line break.
pub(crate) struct RawRecord {
    /// Its first line, from 1 on.
    pub(crate) line: u64,
    /// Its bytes, at most [`RECORD_BYTES_MAX`].
    pub(crate) bytes: Vec<u8>,
    /// Whether it was longer and has been cut off.
    pub(crate) too_long: bool,
}

/// What a record could not be read for.
#[derive(Debug)]
pub(crate) enum RecordFault {
    Read(std::io::Error),
    /// The row that begins in this line never ends.
    UnclosedQuote(u64),
}

/// Reads records one after the other.
pub(crate) struct RecordReader<R> {
    from: R,
    quotes: bool,
    offset: u64,
    line: u64,
}

impl<R: BufRead> RecordReader<R> {
    /// A reader over `from`, which stands at byte `offset` of the file, at the beginning of line `line`.
    pub(crate) fn new(from: R, format: Format, offset: u64, line: u64) -> Self {
        RecordReader {
            from,
            quotes: format == Format::Csv,
            offset,
            line,
        }
    }

    /// The byte at which the next record begins.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// The line at which the next record begins.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// The next record, or nothing at the end of the file.
    pub(crate) fn next(&mut self) -> Result<Option<RawRecord>, RecordFault> {
        let mut record = RawRecord {
            line: self.line,
            bytes: Vec::new(),
            too_long: false,
        };
        let mut scan = Scan::Start;
        let mut read: usize = 0;
        loop {
            let buffer = self.from.fill_buf().map_err(RecordFault::Read)?;
            if buffer.is_empty() {
                break;
            }
            let (taken, lines, ended) = take(buffer, self.quotes, &mut scan);
            let room = RECORD_BYTES_MAX.saturating_sub(record.bytes.len());
            record.bytes.extend_from_slice(&buffer[..taken.min(room)]);
            self.from.consume(taken);
            self.offset += taken as u64;
            self.line += lines;
            read += taken;
            if ended {
                break;
            }
            if read > RECORD_BYTES_MAX && scan == Scan::Quoted {
                return Err(RecordFault::UnclosedQuote(record.line));
            }
        }
        if scan == Scan::Quoted {
            return Err(RecordFault::UnclosedQuote(record.line));
        }
        if read == 0 {
            return Ok(None);
        }
        strip_break(&mut record.bytes);
        record.too_long = read > RECORD_BYTES_MAX;
        Ok(Some(record))
    }
}

/// How much of a buffer belongs to the record, how many line breaks that holds, and whether the record ends there.
fn take(buffer: &[u8], quotes: bool, scan: &mut Scan) -> (usize, u64, bool) {
    if !quotes {
        return match buffer.iter().position(|b| *b == b'\n') {
            Some(at) => (at + 1, 1, true),
            None => (buffer.len(), 0, false),
        };
    }
    let mut lines = 0;
    for (at, byte) in buffer.iter().enumerate() {
        *scan = scan.after(*byte);
        if *byte == b'\n' {
            lines += 1;
            if *scan != Scan::Quoted {
                return (at + 1, lines, true);
            }
        }
    }
    (buffer.len(), lines, false)
}

fn strip_break(bytes: &mut Vec<u8>) {
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::io::BufReader;

    use super::*;

    fn records(text: &[u8], format: Format, buffer: usize) -> Vec<(u64, Vec<u8>, u64)> {
        let from = BufReader::with_capacity(buffer, text);
        let mut reader = RecordReader::new(from, format, 0, 1);
        let mut out = Vec::new();
        while let Some(record) = reader.next().unwrap() {
            out.push((record.line, record.bytes, reader.offset()));
        }
        out
    }

    #[test]
    fn lines_end_in_either_break_or_the_end() {
        let expected = vec![
            (1, b"a".to_vec(), 2),
            (2, b"b".to_vec(), 5),
            (3, b"".to_vec(), 6),
            (4, b"c\"".to_vec(), 8),
        ];
        for buffer in [1, 2, 3, 100] {
            assert_eq!(records(b"a\nb\r\n\nc\"", Format::Tsv, buffer), expected);
        }
    }

    #[test]
    fn quoted_cells_span_lines_whatever_the_buffer() {
        let text = b"\"a\n\"\"b\",1\r\n\"c\",2\n";
        let expected = vec![
            (1, b"\"a\n\"\"b\",1".to_vec(), 11),
            (3, b"\"c\",2".to_vec(), 17),
        ];
        for buffer in [1, 2, 3, 100] {
            assert_eq!(records(text, Format::Csv, buffer), expected);
        }
    }

    #[test]
    fn an_open_quote_stops_at_the_bound_and_at_the_end() {
        let endless = [b"x\n\"".to_vec(), vec![b'y'; 3 * RECORD_BYTES_MAX]].concat();
        for text in [b"x\n\"open\n".as_slice(), &endless] {
            let mut reader = RecordReader::new(BufReader::new(text), Format::Csv, 0, 1);
            assert!(reader.next().unwrap().is_some());
            assert!(matches!(reader.next(), Err(RecordFault::UnclosedQuote(2))));
            assert!(reader.offset() <= 2 * RECORD_BYTES_MAX as u64);
        }
    }

    #[test]
    fn a_long_line_is_cut_off_and_the_next_one_whole() {
        let text = [vec![b'y'; 2 * RECORD_BYTES_MAX], b"\nz\n".to_vec()].concat();
        let mut reader = RecordReader::new(BufReader::new(text.as_slice()), Format::Tsv, 0, 1);
        let long = reader.next().unwrap().unwrap();
        assert!(long.too_long && long.bytes.len() == RECORD_BYTES_MAX);
        assert_eq!(reader.next().unwrap().unwrap().bytes, b"z");
    }
}
