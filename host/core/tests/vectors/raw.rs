//! CBOR and signatures by hand, to make what the crate itself refuses to make.

use ed25519_dalek::{Signer as _, SigningKey};

/// Head of major type and argument, in the shortest form.
pub(crate) fn head(major: u8, n: u64) -> Vec<u8> {
    let bytes = n.to_be_bytes();
    let (info, tail) = match n {
        0..=23 => return vec![major << 5 | bytes[7]],
        24..=0xff => (24, 7),
        0x100..=0xffff => (25, 6),
        0x1_0000..=0xffff_ffff => (26, 4),
        _ => (27, 0),
    };
    [&[major << 5 | info], &bytes[tail..]].concat()
}

pub(crate) fn uint(n: u64) -> Vec<u8> {
    head(0, n)
}

pub(crate) fn bytes(bytes: &[u8]) -> Vec<u8> {
    [&head(2, bytes.len() as u64), bytes].concat()
}

pub(crate) fn text(text: &str) -> Vec<u8> {
    [&head(3, text.len() as u64), text.as_bytes()].concat()
}

/// Always eight bytes.
pub(crate) fn float(number: f64) -> Vec<u8> {
    [&[0xfb][..], &number.to_be_bytes()].concat()
}

/// A map whose values are encoded already.
pub(crate) struct Map(Vec<(u64, Vec<u8>)>);

impl Map {
    /// Takes apart the body of a claim without optional fields.
    pub(crate) fn of(body: &[u8]) -> Self {
        let mut from = minicbor::Decoder::new(body);
        let entries = from.map().unwrap().unwrap();
        let mut out = Vec::new();
        for _ in 0..entries {
            let key = from.u64().unwrap();
            let start = from.position();
            from.skip().unwrap();
            out.push((key, body[start..from.position()].to_vec()));
        }
        Map(out)
    }

    /// Replaces a value, or adds one behind the others.
    pub(crate) fn set(&mut self, key: u64, value: Vec<u8>) {
        match self.0.iter_mut().find(|(other, _)| *other == key) {
            Some(entry) => entry.1 = value,
            None => self.0.push((key, value)),
        }
    }

    pub(crate) fn push(&mut self, key: u64, value: Vec<u8>) {
        self.0.push((key, value));
    }

    pub(crate) fn remove(&mut self, key: u64) {
        self.0.retain(|(other, _)| *other != key);
    }

    pub(crate) fn keep_header(&mut self) {
        self.0.truncate(5);
    }

    /// Exchanges two entries, keys included.
    pub(crate) fn swap(&mut self, one: usize, other: usize) {
        self.0.swap(one, other);
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = head(5, self.0.len() as u64);
        for (key, value) in &self.0 {
            out.extend(uint(*key));
            out.extend(value);
        }
        out
    }
}

/// A signature over any message, its domain forgotten.
pub(crate) fn sign_bytes(seed: &[u8; 32], message: &[u8]) -> [u8; 64] {
    SigningKey::from_bytes(seed).sign(message).to_bytes()
}

/// The same signature with the group's order added to S: it satisfies the equation and is no longer the one encoding.
pub(crate) fn malleate(mut signature: [u8; 64]) -> [u8; 64] {
    let order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
    let mut carry = 0;
    for (byte, add) in signature[32..].iter_mut().zip(hex::decode(order).unwrap()) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    signature
}
