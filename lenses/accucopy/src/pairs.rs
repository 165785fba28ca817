//! Which voices may copy from which: only pairs that share enough values are looked at.
//!
//! Not yet a judgement: that is the work of `copies`.
//!
//! Invariant: a pair is kept with its later voice in the order of voices; work and memory grow with the rows, not with the
//! square of the voices.

use stemedb_sdk::joint::Space;

/// A pair is looked at when it shares so many values.
const SHARED_MIN: u32 = 10;
/// So many voices, the most alike, are looked at for each voice.
const CANDIDATES_MAX: usize = 16;
/// Of a value that more claims state, each is compared with so many before it: sharing it tells little.
const HOLDERS_MAX: usize = 64;
/// Pairs in all; voices of few claims go without when there are more.
const PAIRS_MAX: usize = 1 << 17;

/// The pairs, and which voices were seen in a group.
#[derive(Debug)]
pub(crate) struct Pairs {
    /// The rows of each group, voices of many claims first.
    pub(crate) order: Vec<u32>,
    /// Voices by falling number of claims, then by id.
    pub(crate) ranked: Vec<u32>,
    /// Number of claims of each voice.
    pub(crate) counts: Vec<u32>,
    /// Voice v has the pairs `ends[v] .. ends[v + 1]`.
    ends: Vec<u32>,
    /// The earlier voice of each pair.
    others: Vec<u32>,
    /// The visit in which a voice was seen last, and the row there.
    seen: Vec<(u32, u32)>,
    /// Counts the visits of groups, over all passes.
    visit: u32,
}

impl Pairs {
    /// Orders the voices, and finds the pairs unless `alone`.
    pub(crate) fn find(space: &Space<'_>, alone: bool) -> Self {
        let mut counts = vec![0_u32; space.voices];
        for &voice in space.voice {
            counts[voice as usize] += 1;
        }
        let mut ranked: Vec<u32> = (0..space.voices as u32).collect();
        ranked.sort_by_key(|&voice| std::cmp::Reverse(counts[voice as usize]));
        let mut rank = vec![0_u32; space.voices];
        for (place, &voice) in (0..).zip(&ranked) {
            rank[voice as usize] = place;
        }
        let mut order: Vec<u32> = (0..space.voice.len() as u32).collect();
        for group in 0..space.groups() {
            order[space.rows_of(group)]
                .sort_by_key(|&row| rank[space.voice[row as usize] as usize]);
        }
        let mut pairs = Self {
            order,
            ranked,
            counts,
            ends: vec![0; space.voices + 1],
            others: Vec::new(),
            seen: vec![(0, 0); space.voices],
            visit: 0,
        };
        if !alone {
            pairs.search(space, &rank);
        }
        pairs
    }

    fn search(&mut self, space: &Space<'_>, rank: &[u32]) {
        let before = self.holders_before(space);
        let (starts, rows) = rows_by_voice(space, &self.counts);
        let sizes = class_sizes(space);
        let mut shared = vec![(0_u32, 0.0_f64); space.voices];
        let mut met: Vec<u32> = Vec::new();
        let mut found: Vec<Vec<u32>> = vec![Vec::new(); space.voices];
        let mut total = 0;
        for &voice in &self.ranked {
            let at = voice as usize;
            for &row in &rows[starts[at] as usize..starts[at + 1] as usize] {
                let rarity = 1.0 / f64::from(sizes[space.class[row as usize] as usize]);
                let mut holder = before[row as usize];
                for _ in 0..HOLDERS_MAX {
                    if holder == NOBODY {
                        break;
                    }
                    let other = space.voice[holder as usize];
                    if other != voice {
                        let (count, alike) = &mut shared[other as usize];
                        if *count == 0 {
                            met.push(other);
                        }
                        *count += 1;
                        *alike += rarity;
                    }
                    holder = before[holder as usize];
                }
            }
            let kept = &mut found[at];
            kept.extend(
                met.iter()
                    .filter(|&&other| shared[other as usize].0 >= SHARED_MIN),
            );
            kept.sort_unstable_by(|&a, &b| {
                let [first, second] = [a, b].map(|other| shared[other as usize].1);
                let ranks = rank[a as usize].cmp(&rank[b as usize]);
                second.total_cmp(&first).then(ranks)
            });
            kept.truncate(CANDIDATES_MAX.min(PAIRS_MAX - total));
            kept.shrink_to_fit();
            total += kept.len();
            for other in met.drain(..) {
                shared[other as usize] = (0, 0.0);
            }
        }
        for (voice, kept) in found.iter().enumerate() {
            self.others.extend_from_slice(kept);
            self.ends[voice + 1] = self.others.len() as u32;
        }
    }

    /// For each row the row before it, in the order of voices, that states the same.
    fn holders_before(&self, space: &Space<'_>) -> Vec<u32> {
        let mut before = vec![NOBODY; self.order.len()];
        let mut last = vec![NOBODY; space.classes()];
        for &row in &self.order {
            let class = space.class[row as usize] as usize;
            before[row as usize] = last[class];
            last[class] = row;
        }
        before
    }

    /// Number of pairs.
    pub(crate) fn len(&self) -> usize {
        self.others.len()
    }

    /// Begins a group: nobody was seen in it.
    #[inline]
    pub(crate) fn enter(&mut self) {
        self.visit += 1;
    }

    /// A voice speaks in the group.
    #[inline]
    pub(crate) fn place(&mut self, voice: usize, row: usize) {
        self.seen[voice] = (self.visit, row as u32);
    }

    /// The pairs of a voice whose other voice was seen in the group: pair, and the other's row.
    #[inline]
    pub(crate) fn present(&self, voice: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let pairs = self.ends[voice] as usize..self.ends[voice + 1] as usize;
        pairs.filter_map(|pair| {
            let (visit, row) = self.seen[self.others[pair] as usize];
            (visit == self.visit).then_some((pair, row as usize))
        })
    }

    /// From whom a voice copies most among those seen in the group: the part that it copies, and the other's row.
    #[inline]
    pub(crate) fn origin(&self, voice: usize, copied: &[f64]) -> Option<(f64, usize)> {
        let mut most = None;
        for (pair, row) in self.present(voice) {
            let part = copied[pair];
            if part > most.map_or(0.0, |(part, _)| part) {
                most = Some((part, row));
            }
        }
        most
    }

    /// The part that one voice copies from the other or the other from it; 0 for no pair.
    pub(crate) fn between(&self, a: u32, b: u32, copied: &[f64]) -> f64 {
        for (voice, other) in [(a, b), (b, a)] {
            let pairs = self.ends[voice as usize] as usize..self.ends[voice as usize + 1] as usize;
            for pair in pairs {
                if self.others[pair] == other {
                    return copied[pair];
                }
            }
        }
        0.0
    }
}

const NOBODY: u32 = u32::MAX;

/// Rows by voice, in their order: voice v has the entries `starts[v] .. starts[v + 1]`.
fn rows_by_voice(space: &Space<'_>, counts: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut starts = Vec::with_capacity(counts.len() + 1);
    let mut end = 0;
    starts.push(0);
    for count in counts {
        end += count;
        starts.push(end);
    }
    let mut next = starts.clone();
    let mut rows = vec![0; space.voice.len()];
    for (row, &voice) in (0..).zip(space.voice) {
        let place = &mut next[voice as usize];
        rows[*place as usize] = row;
        *place += 1;
    }
    (starts, rows)
}

fn class_sizes(space: &Space<'_>) -> Vec<u32> {
    let mut sizes = vec![0; space.classes()];
    for &class in &space.class {
        sizes[class as usize] += 1;
    }
    sizes
}
