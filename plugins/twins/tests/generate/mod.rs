//! Batches from a seed: groups of all sizes, many ties, weights near nothing, every state of every column.

#![allow(dead_code, reason = "each test file uses its part")]

use stemedb_sdk::columns::{NONE, TIERS};
use stemedb_sdk::exact::{GRAIN, round};
use stemedb_sdk::{Broader, Description, ParamSpec, ParamValue, Resolutions, Shares, Supports};
use stemedb_twins::case::Input;

const AS_OF_MS: f64 = 1_700_000_000_000.0;
const GROUPS_MAX: u64 = 6;
const ROWS_MAX: u64 = 24;
const VALUES_MAX: u64 = 5;
const YEAR_MS: u64 = 31_556_952_000;

const TEXTS: [&str; 10] = [
    "",
    "14:05",
    "2:05 PM",
    "10.5",
    "Paris",
    r#"{"must_use":"a"}"#,
    r#"{"forbidden":"a","must_use":"b","reason":"c"}"#,
    r#"{"forbidden":["b","c"]}"#,
    r#"{"must_use":["c","a"]}"#,
    r#"{"must_use":"a","reason":"another"}"#,
];

/// SplitMix64.
pub(crate) struct Generator(u64);

impl Generator {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// What a lens of this description could be called with.
    pub(crate) fn input(&mut self, description: &Description) -> Input {
        let mut offsets = vec![0];
        let mut end = 0;
        for _ in 0..self.below(GROUPS_MAX) {
            end += match self.below(4) {
                0 => self.below(2) as u32,
                _ => self.below(ROWS_MAX) as u32,
            };
            offsets.push(end);
        }
        let u32_columns: Vec<Vec<u32>> = description
            .u32_columns
            .iter()
            .map(|name| self.u32_column(name, &offsets))
            .collect();
        let f64_columns = description
            .f64_columns
            .iter()
            .map(|name| self.f64_column(name, end))
            .collect();
        let ends = offsets.len();
        Input {
            as_of: AS_OF_MS,
            params: description
                .params
                .iter()
                .map(|spec| spec.default.clone())
                .collect(),
            supports: self.supports(description, &offsets, &u32_columns),
            offsets,
            u32_columns,
            f64_columns,
            texts: (1..ends).map(|_| self.texts()).collect(),
            relations: (1..ends).map(|_| self.relations()).collect(),
        }
    }

    /// Support between some values of some groups, for lenses that know of values.
    fn supports(
        &mut self,
        description: &Description,
        offsets: &[u32],
        columns: &[Vec<u32>],
    ) -> Supports {
        let mut all = Supports::default();
        let names = &description.u32_columns;
        let Some(at) = names.iter().position(|&name| name == "value") else {
            return all;
        };
        for (group, pair) in (0..).zip(offsets.windows(2)) {
            let values = &columns[at][pair[0] as usize..pair[1] as usize];
            let count = values.iter().max().map_or(0, |&last| last + 1);
            let density = self.below(3);
            for source in 0..count {
                for target in (0..count).filter(|&target| target != source) {
                    if self.below(6) < density {
                        all.groups.push(group);
                        all.sources.push(source);
                        all.targets.push(target);
                        all.strengths.push((1 + self.below(4)) as f64 / 4.0);
                    }
                }
            }
        }
        all
    }

    /// Some values that are more general than ones of a lower id.
    fn relations(&mut self) -> Vec<Broader> {
        let mut pairs = Vec::new();
        for narrow in 0..VALUES_MAX as u32 {
            for broad in narrow + 1..VALUES_MAX as u32 {
                if self.below(3) == 0 {
                    let steps = 1 + self.below(3) as u32;
                    pairs.push(Broader {
                        narrow,
                        broad,
                        steps,
                    });
                }
            }
        }
        pairs
    }

    /// Parameters of a stage behind the resolver.
    pub(crate) fn params(&mut self, description: &Description) -> Vec<ParamValue> {
        let mut param = |spec: &ParamSpec| match spec.name {
            "curve" => ParamValue::Text(self.curve()),
            _ => spec.default.clone(),
        };
        description.params.iter().map(&mut param).collect()
    }

    /// One to six points that rise.
    fn curve(&mut self) -> String {
        let count = 1 + self.below(6);
        let mut q = 0;
        let points = (0..count).map(|point| {
            let p = (point * 100 + self.below(100)) as f64 / 600.0;
            q += self.below(100);
            format!("{p}:{}", q as f64 / 600.0)
        });
        points.collect::<Vec<_>>().join(",")
    }

    /// Texts of all kinds for the values of a group.
    fn texts(&mut self) -> Vec<String> {
        let count = TEXTS.len() as u64;
        let text = |_| TEXTS[self.below(count) as usize].to_owned();
        (0..VALUES_MAX).map(text).collect()
    }

    /// Few voices, numbered by first row over the whole call.
    fn voices(&mut self, rows: u32) -> Vec<u32> {
        let voices = 1 + self.below(9);
        let mut known = Vec::new();
        (0..rows)
            .map(|_| dense(&mut known, self.below(voices) as u32))
            .collect()
    }

    fn u32_column(&mut self, name: &str, offsets: &[u32]) -> Vec<u32> {
        if name == "voice" {
            return self.voices(offsets.last().copied().unwrap_or(0));
        }
        let mut column = Vec::new();
        for pair in offsets.windows(2) {
            let ids = 1 + self.below(VALUES_MAX);
            let mut known = Vec::new();
            for _ in pair[0]..pair[1] {
                let drawn = self.below(ids) as u32;
                column.push(match name {
                    "epoch" if drawn == 0 => NONE,
                    "value" | "agent" | "epoch" => dense(&mut known, drawn),
                    "tier" => drawn % TIERS as u32,
                    "lifecycle" => drawn % 5,
                    _ => drawn % 3,
                });
            }
        }
        column
    }

    fn f64_column(&mut self, name: &str, rows: u32) -> Vec<f64> {
        (0..rows).map(|_| self.f64_entry(name)).collect()
    }

    fn f64_entry(&mut self, name: &str) -> f64 {
        match name {
            "weight" => self.weight(),
            // Often one that is unknown, and often 0 or 1.
            "likelihood" => match self.below(4) {
                0 => -1.0,
                1 => (self.below(3) / 2) as f64,
                _ => self.below(1_000_001) as f64 / 1e6,
            },
            "confidence" | "trust" | "reliability" => match self.below(4) {
                0 => self.below(1_000_001) as f64 / 1e6,
                few => few as f64 / 4.0,
            },
            "vote-weight" => match self.below(3) {
                0 => 0.0,
                _ => round(self.below(3_000) as f64 / 1e3),
            },
            "age" => self.below(20 * YEAR_MS) as f64,
            "hlc" => self.below(8) as f64,
            "half-life" => [0.0, 2_592_000_000.0, 63_072_000_000.0][self.below(3) as usize],
            other => panic!("no generator for the column {other}"),
        }
    }

    /// Even multiples of 2^-32, often equal ones, sometimes the least.
    fn weight(&mut self) -> f64 {
        match self.below(8) {
            0 => 2.0 * GRAIN,
            1 => (1 + self.below(1 << 31)) as f64 * 2.0 * GRAIN,
            few => few.min(4) as f64 / 4.0,
        }
    }
}

fn dense(known: &mut Vec<u32>, drawn: u32) -> u32 {
    match known.iter().position(|&id| id == drawn) {
        Some(at) => at as u32,
        None => {
            known.push(drawn);
            known.len() as u32 - 1
        }
    }
}

/// The supports of one group as those of a call of its own.
pub(crate) fn supports_of(all: &Supports, group: u32) -> Supports {
    let mut own = Supports::default();
    for entry in (0..all.groups.len()).filter(|&entry| all.groups[entry] == group) {
        own.groups.push(0);
        own.sources.push(all.sources[entry]);
        own.targets.push(all.targets[entry]);
        own.strengths.push(all.strengths[entry]);
    }
    own
}

/// One group as a call of its own.
pub(crate) fn group_of(input: &Input, group: usize) -> Input {
    let rows = input.offsets[group] as usize..input.offsets[group + 1] as usize;
    let u32_part = |column: &Vec<u32>| column[rows.clone()].to_vec();
    let f64_part = |column: &Vec<f64>| column[rows.clone()].to_vec();
    Input {
        as_of: input.as_of,
        params: input.params.clone(),
        offsets: vec![0, rows.len() as u32],
        u32_columns: input.u32_columns.iter().map(u32_part).collect(),
        f64_columns: input.f64_columns.iter().map(f64_part).collect(),
        supports: supports_of(&input.supports, group as u32),
        texts: input.texts.get(group).into_iter().cloned().collect(),
        relations: input.relations.get(group).into_iter().cloned().collect(),
    }
}

/// What was found in one group, as the answer of a call of its own. Without parts.
pub(crate) fn found_of(all: &Resolutions, group: usize) -> Resolutions {
    let shares = all.shares.offsets[group] as usize..all.shares.offsets[group + 1] as usize;
    Resolutions {
        winners: vec![all.winners[group]],
        confidences: vec![all.confidences[group]],
        conflicts: vec![all.conflicts[group]],
        statuses: vec![all.statuses[group]],
        shares: Shares {
            offsets: vec![0, shares.len() as u32],
            classes: all.shares.classes[shares.clone()].to_vec(),
            shares: all.shares.shares[shares].to_vec(),
        },
        ..Resolutions::default()
    }
}
