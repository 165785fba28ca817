//! What a host and its compiler child say to each other: one question, one answer, each with length and BLAKE3.
//!
//! Not a format for files: both ends are the same build.
//!
//! Invariant: a body longer than the reader's limit is refused before it is read.

use std::io::{self, Read, Write};

use crate::identity::Digest;

const QUESTION: &[u8; 8] = b"stemecq1";
const ANSWER: &[u8; 8] = b"stemeca1";

/// What a child may use at most; it puts these limits on itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) address_bytes_max: u64,
    pub(crate) cpu_seconds_max: u64,
}

/// Machine code, or why there is none.
pub(crate) type Answer = Result<Vec<u8>, String>;

/// Asks.
pub(crate) fn ask(to: &mut impl Write, limits: Limits, component: &[u8]) -> io::Result<()> {
    to.write_all(QUESTION)?;
    to.write_all(&limits.address_bytes_max.to_le_bytes())?;
    to.write_all(&limits.cpu_seconds_max.to_le_bytes())?;
    write_body(to, component)
}

/// Reads a question; `begin` sees the limits before the component is read.
pub(crate) fn read_question(
    from: &mut impl Read,
    begin: impl FnOnce(Limits) -> io::Result<()>,
    bytes_max: usize,
) -> io::Result<Vec<u8>> {
    expect(from, QUESTION)?;
    begin(Limits {
        address_bytes_max: number(from)?,
        cpu_seconds_max: number(from)?,
    })?;
    read_body(from, bytes_max)
}

/// Answers.
pub(crate) fn answer(to: &mut impl Write, answer: &Answer) -> io::Result<()> {
    to.write_all(ANSWER)?;
    let (status, body) = match answer {
        Ok(artefact) => (0, artefact.as_slice()),
        Err(reason) => (1, reason.as_bytes()),
    };
    to.write_all(&[status])?;
    write_body(to, body)
}

/// Reads an answer.
pub(crate) fn read_answer(from: &mut impl Read, bytes_max: usize) -> io::Result<Answer> {
    expect(from, ANSWER)?;
    let mut status = [0];
    from.read_exact(&mut status)?;
    let body = read_body(from, bytes_max)?;
    Ok(match status {
        [0] => Ok(body),
        _ => Err(String::from_utf8_lossy(&body).into_owned()),
    })
}

fn write_body(to: &mut impl Write, body: &[u8]) -> io::Result<()> {
    to.write_all(&(body.len() as u64).to_le_bytes())?;
    to.write_all(&Digest::of(body).0)?;
    to.write_all(body)?;
    to.flush()
}

fn read_body(from: &mut impl Read, bytes_max: usize) -> io::Result<Vec<u8>> {
    let length = number(from)?;
    if length > bytes_max as u64 {
        return Err(invalid(format!(
            "a frame of {length} bytes, at most {bytes_max} are accepted"
        )));
    }
    let mut digest = [0; 32];
    from.read_exact(&mut digest)?;
    let mut body = Vec::new();
    from.take(length).read_to_end(&mut body)?;
    if body.len() as u64 != length || Digest::of(&body).0 != digest {
        return Err(invalid("a frame was cut or changed on its way".to_owned()));
    }
    Ok(body)
}

fn expect(from: &mut impl Read, magic: &[u8; 8]) -> io::Result<()> {
    let mut found = [0; 8];
    from.read_exact(&mut found)?;
    if found == *magic {
        Ok(())
    } else {
        Err(invalid(
            "the other side does not speak this protocol".to_owned(),
        ))
    }
}

fn number(from: &mut impl Read) -> io::Result<u64> {
    let mut bytes = [0; 8];
    from.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

fn invalid(told: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, told)
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        reason = "a test may stop at a failed write to memory"
    )]
    use super::*;

    const LIMITS: Limits = Limits {
        address_bytes_max: 1 << 30,
        cpu_seconds_max: 7,
    };

    #[test]
    fn questions_and_answers_arrive() {
        let mut wire = Vec::new();
        ask(&mut wire, LIMITS, b"component").unwrap();
        let mut seen = None;
        let limits = |limits| {
            seen = Some(limits);
            Ok(())
        };
        let component = read_question(&mut wire.as_slice(), limits, 64).unwrap();
        assert_eq!(
            (component.as_slice(), seen),
            (&b"component"[..], Some(LIMITS))
        );
        for told in [Ok(b"code".to_vec()), Err("no".to_owned())] {
            let mut wire = Vec::new();
            answer(&mut wire, &told).unwrap();
            assert_eq!(read_answer(&mut wire.as_slice(), 64).unwrap(), told);
        }
    }

    #[test]
    fn a_cut_changed_or_too_long_answer_is_an_error() {
        let mut wire = Vec::new();
        answer(&mut wire, &Ok(b"code".to_vec())).unwrap();
        assert!(read_answer(&mut wire.as_slice(), 3).is_err());
        for at in 0..wire.len() {
            assert!(read_answer(&mut &wire[..at], 64).is_err(), "cut at {at}");
            let mut changed = wire.clone();
            changed[at] ^= 0x40;
            // The status is the only byte whose change can't be told from another answer.
            let told = read_answer(&mut changed.as_slice(), 64);
            assert!(told.is_err() || told.unwrap().is_err(), "changed at {at}");
        }
    }
}
