//! Batches from a seed: groups of all sizes, many ties, weights near nothing, every state of every column.

use stemedb_sdk::columns::{NONE, TIERS};
use stemedb_sdk::exact::{GRAIN, round};
use stemedb_sdk::{Description, Supports};
use stemedb_twins::case::Input;

const AS_OF_MS: f64 = 1_700_000_000_000.0;
const GROUPS_MAX: u64 = 6;
const ROWS_MAX: u64 = 24;
const YEAR_MS: u64 = 31_556_952_000;

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
        let u32_columns = description
            .u32_columns
            .iter()
            .map(|name| self.u32_column(name, &offsets))
            .collect();
        let f64_columns = description
            .f64_columns
            .iter()
            .map(|name| self.f64_column(name, end))
            .collect();
        Input {
            as_of: AS_OF_MS,
            params: description
                .params
                .iter()
                .map(|spec| spec.default.clone())
                .collect(),
            offsets,
            u32_columns,
            f64_columns,
            supports: Supports::default(),
        }
    }

    fn u32_column(&mut self, name: &str, offsets: &[u32]) -> Vec<u32> {
        let mut column = Vec::new();
        for pair in offsets.windows(2) {
            let ids = 1 + self.below(5);
            let mut known = Vec::new();
            for _ in pair[0]..pair[1] {
                let drawn = self.below(ids) as u32;
                column.push(match name {
                    "epoch" if drawn == 0 => NONE,
                    "value" | "agent" | "epoch" => dense(&mut known, drawn),
                    "tier" => drawn % TIERS as u32,
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
            "confidence" | "trust" => match self.below(4) {
                0 => self.below(1_000_001) as f64 / 1e6,
                few => few as f64 / 4.0,
            },
            "vote-weight" => match self.below(3) {
                0 => 0.0,
                _ => round(self.below(3_000) as f64 / 1e3),
            },
            "age" => self.below(20 * YEAR_MS) as f64,
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
        supports: Supports::default(),
    }
}
