//! Grams: four neighbouring bytes of a text, with the bit that tells upper from lower case set in each.
//!
//! Setting the bit also makes some other bytes alike (`@` and a back quote): grams only narrow down where to look.

/// log2 of the number of marks: 128 KiB, of which plain text touches little.
const MARKS_LOG2: u32 = 17;
const MARKS: usize = 1 << MARKS_LOG2;
/// log2 of the number of buckets.
const BUCKETS_LOG2: u32 = 11;

/// Sets the case bit of each byte.
pub(crate) fn fold(gram: u32) -> u32 {
    gram | 0x2020_2020
}

/// Which bytes of a gram count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bytes {
    /// All four.
    All = 1,
    /// The first three.
    First = 2,
    /// The last three.
    Last = 4,
    /// The first two.
    Two = 8,
    /// The second and third.
    Middle = 16,
}

impl Bytes {
    pub(crate) const ALL: [Self; 5] = [Self::All, Self::First, Self::Last, Self::Two, Self::Middle];

    /// The bits of the bytes that count.
    pub(crate) fn mask(self) -> u32 {
        match self {
            Self::All => 0xFFFF_FFFF,
            Self::First => 0x00FF_FFFF,
            Self::Last => 0xFFFF_FF00,
            Self::Two => 0x0000_FFFF,
            Self::Middle => 0x00FF_FF00,
        }
    }
}

/// A set of grams that may say yes to one that was never put in.
pub(crate) struct Grams {
    marks: Box<[u8; MARKS]>,
}

impl Grams {
    pub(crate) fn new() -> Self {
        Self {
            marks: Box::new([0; MARKS]),
        }
    }

    /// Puts in all grams that agree with this one in the bytes that count.
    pub(crate) fn insert(&mut self, gram: u32, bytes: Bytes) {
        let free = !bytes.mask() & !0x2020_2020;
        let mut rest = free;
        // All subsets of the free bits, the empty one last.
        loop {
            let one = fold(gram & bytes.mask()) | rest;
            self.marks[place(u64::from(one) << 32)] |= bytes as u8;
            if rest == 0 {
                return;
            }
            rest = (rest - 1) & free;
        }
    }

    /// For the gram in the upper half: which kinds of it may be in the set, as bits of [`Bytes`].
    #[inline]
    pub(crate) fn kinds(&self, high: u64) -> u8 {
        self.marks[place(high)]
    }
}

/// The multiplication is one of 64 bits so that it is not turned into one of vectors, which the plainest processors
/// have to piece together.
#[inline]
fn place(high: u64) -> usize {
    (high.wrapping_mul(0x9E37_79B1) >> (64 - MARKS_LOG2)) as usize
}

/// The texts that a gram stands for, by gram.
pub(crate) struct Buckets {
    /// Where each bucket's entries start; one more than there are buckets. Empty when there is no entry.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    /// One bit for each hash of a gram: most grams that only look like one of these end here.
    seen: Box<[u64; SEEN]>,
}

/// Words of the set of seen grams.
const SEEN: usize = 1 << 9;

/// Word and bit of a gram in that set. Another hash than that of the marks, so that not the same grams are alike.
fn seen(gram: u32) -> (usize, u64) {
    let hash = gram.wrapping_mul(0x85EB_CA6B) >> 17;
    ((hash >> 6) as usize % SEEN, 1 << (hash & 63))
}

/// A text and where a gram of it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) gram: u32,
    pub(crate) text: u32,
    /// Place of the gram in the text; -1 when its first byte stands before the text.
    pub(crate) offset: i32,
}

fn bucket(gram: u32) -> usize {
    (gram.wrapping_mul(0x9E37_79B1) >> (32 - BUCKETS_LOG2)) as usize
}

impl Buckets {
    pub(crate) fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable_by_key(|entry| (bucket(entry.gram), *entry));
        let mut starts = Vec::new();
        let mut seen = Box::new([0; SEEN]);
        for entry in &entries {
            let (word, bit) = self::seen(entry.gram);
            seen[word] |= bit;
        }
        if !entries.is_empty() {
            starts.resize((1 << BUCKETS_LOG2) + 1, 0_u32);
            for entry in &entries {
                starts[bucket(entry.gram) + 1] += 1;
            }
            let mut total = 0;
            for start in &mut starts {
                total += *start;
                *start = total;
            }
        }
        Self {
            starts,
            entries,
            seen,
        }
    }

    #[inline]
    pub(crate) fn may_have(&self, gram: u32) -> bool {
        let (word, bit) = seen(gram);
        self.seen[word] & bit != 0
    }

    pub(crate) fn of(&self, gram: u32) -> impl Iterator<Item = &Entry> {
        let bucket = bucket(gram);
        let entries = match (self.starts.get(bucket), self.starts.get(bucket + 1)) {
            (Some(start), Some(end)) => self.entries.get(*start as usize..*end as usize),
            _ => None,
        };
        let entries = entries.unwrap_or_default().iter();
        entries.filter(move |entry| entry.gram == gram)
    }
}

/// How often a byte stands in source code, on a rough logarithmic scale.
pub(crate) fn frequency(byte: u8) -> u32 {
    match byte.to_ascii_lowercase() {
        b' ' => 30,
        b'e' | b't' => 26,
        b'a' | b'i' | b'n' | b'o' | b'r' | b's' => 24,
        b'c' | b'd' | b'l' | b'u' => 22,
        b'_' | b'.' | b'(' | b')' | b',' | b'm' | b'p' | b'f' => 20,
        b'"' | b'=' | b':' | b'-' | b'/' | b'*' | b'h' | b'g' | b'b' | b'0' => 18,
        b'v' | b'y' | b'w' | b'1' | b'2' | b';' | b'\n' => 16,
        b'x' | b'k' | b'{' | b'}' | b'<' | b'>' | b'[' | b']' | b'\'' => 14,
        b'3'..=b'9' | b'#' | b'&' | b'\t' => 12,
        b'j' | b'q' | b'z' => 8,
        _ => 6,
    }
}
