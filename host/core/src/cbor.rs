//! Deterministic CBOR (RFC 8949, section 4.2.1) for the few shapes that records use.
//!
//! Writing is deterministic by construction; reading is lenient and made strict by encoding again (see `body`).

use minicbor::Decoder;
use minicbor::data::Type;

use crate::error::RecordError;

/// Writes values into a growing body. Writing can't fail, which is why it is not left to an encoder over `io::Write`.
pub(crate) struct Writer {
    out: Vec<u8>,
}

impl Writer {
    pub(crate) fn new() -> Self {
        Writer {
            out: Vec::with_capacity(256),
        }
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.out
    }

    /// Major type and argument in the shortest form.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "each arm is reached only by numbers that fit"
    )]
    fn head(&mut self, major: u8, n: u64) -> &mut Self {
        let major = major << 5;
        match n {
            0..=23 => self.out.push(major | n as u8),
            24..=0xff => self.out.extend([major | 24, n as u8]),
            0x100..=0xffff => {
                self.out.push(major | 25);
                self.out.extend((n as u16).to_be_bytes());
            }
            0x1_0000..=0xffff_ffff => {
                self.out.push(major | 26);
                self.out.extend((n as u32).to_be_bytes());
            }
            _ => {
                self.out.push(major | 27);
                self.out.extend(n.to_be_bytes());
            }
        }
        self
    }

    pub(crate) fn map(&mut self, entries: u64) -> &mut Self {
        self.head(5, entries)
    }

    pub(crate) fn array(&mut self, items: u64) -> &mut Self {
        self.head(4, items)
    }

    pub(crate) fn uint(&mut self, number: u64) -> &mut Self {
        self.head(0, number)
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.head(2, bytes.len() as u64).out.extend(bytes);
        self
    }

    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.head(3, text.len() as u64).out.extend(text.as_bytes());
        self
    }

    pub(crate) fn boolean(&mut self, value: bool) -> &mut Self {
        self.out.push(if value { 0xf5 } else { 0xf4 });
        self
    }

    /// The shortest of half, single and double that holds the number exactly.
    pub(crate) fn float(&mut self, number: f64) -> &mut Self {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "whether the narrower float is exact is what is being asked"
        )]
        let single = number as f32;
        let narrow = half::f16::from_f32(single);
        if f64::from(single).to_bits() != number.to_bits() {
            self.out.push(0xfb);
            self.out.extend(number.to_be_bytes());
        } else if narrow.to_f32().to_bits() == single.to_bits() {
            self.out.push(0xf9);
            self.out.extend(narrow.to_be_bytes());
        } else {
            self.out.push(0xfa);
            self.out.extend(single.to_be_bytes());
        }
        self
    }
}

/// Reads values from a body; every error says at which byte.
pub(crate) struct Reader<'a> {
    inner: Decoder<'a>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(body: &'a [u8]) -> Self {
        Reader {
            inner: Decoder::new(body),
        }
    }

    fn fail(&self, what: impl Into<String>) -> RecordError {
        RecordError::Malformed {
            at: self.inner.position(),
            what: what.into(),
        }
    }

    pub(crate) fn map(&mut self) -> Result<u64, RecordError> {
        match self.inner.map() {
            Ok(Some(entries)) => Ok(entries),
            Ok(None) => Err(self.fail("a map of indefinite length")),
            Err(e) => Err(self.fail(e.to_string())),
        }
    }

    pub(crate) fn array(&mut self) -> Result<u64, RecordError> {
        match self.inner.array() {
            Ok(Some(items)) => Ok(items),
            Ok(None) => Err(self.fail("an array of indefinite length")),
            Err(e) => Err(self.fail(e.to_string())),
        }
    }

    pub(crate) fn uint(&mut self) -> Result<u64, RecordError> {
        self.inner.u64().map_err(|e| self.fail(e.to_string()))
    }

    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], RecordError> {
        self.inner.bytes().map_err(|e| self.fail(e.to_string()))
    }

    pub(crate) fn bytes32(&mut self) -> Result<[u8; 32], RecordError> {
        let bytes = self.bytes()?;
        bytes
            .try_into()
            .map_err(|_| self.fail(format!("{} bytes where 32 are expected", bytes.len())))
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, RecordError> {
        self.inner.str().map_err(|e| self.fail(e.to_string()))
    }

    pub(crate) fn boolean(&mut self) -> Result<bool, RecordError> {
        self.inner.bool().map_err(|e| self.fail(e.to_string()))
    }

    pub(crate) fn float(&mut self) -> Result<f64, RecordError> {
        let number = match self.inner.datatype() {
            Ok(Type::F16) => self.inner.f16().map(f64::from),
            Ok(Type::F32) => self.inner.f32().map(f64::from),
            Ok(Type::F64) => self.inner.f64(),
            Ok(other) => return Err(self.fail(format!("{other} where a float is expected"))),
            Err(e) => Err(e),
        };
        number.map_err(|e| self.fail(e.to_string()))
    }

    pub(crate) fn end(&self) -> bool {
        self.inner.position() == self.inner.input().len()
    }

    pub(crate) fn trailing(&self) -> RecordError {
        self.fail("bytes behind the record")
    }
}
