//! Calls from a seed: groups of all sizes, many ties, weights near nothing, every state of every column.
//!
//! Invariant: a seed gives the same call everywhere.

use stemedb_plugins::{Description, ParamKind, ParamSpec, ParamValue};
use stemedb_sdk::exact::{GRAIN, round};

use crate::table::{Row, Table};

const AS_OF_MS: i64 = 1_700_000_000_000;
const GROUPS_MAX: u64 = 6;
const ROWS_MAX: u64 = 24;
const YEAR_MS: u64 = 31_556_952_000;
/// Identities of values, authors and sources.
const IDENTITIES: u64 = 12;

/// Texts of the value identities: words, numbers with units, times, what differs by case or space alone, nothing.
const TEXTS: [&str; IDENTITIES as usize] = [
    "Ålesund",
    "ålesund ",
    "14:05",
    "2:05 pm",
    "12.5 km",
    "12500 m",
    "true",
    "-0.1",
    "1e9",
    "",
    "a much longer value that somebody wrote into a free text field",
    "Oslo",
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
        self.next() % bound.max(1)
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    /// A call that a lens of this description could get; `params` are used where they are given.
    pub(crate) fn table(&mut self, description: &Description, params: &[ParamValue]) -> Table {
        let groups = (0..self.below(GROUPS_MAX))
            .map(|_| {
                let rows = match self.below(4) {
                    0 => self.below(2),
                    _ => self.below(ROWS_MAX),
                };
                self.group(rows)
            })
            .collect();
        Table {
            groups,
            params: self.params(&description.params, params),
            ..empty(params)
        }
    }

    /// Rows of one group, newest first, several of the same time.
    pub(crate) fn group(&mut self, rows: u64) -> Vec<Row> {
        let (values, agents) = (1 + self.below(5), 1 + self.below(8));
        let first = self.below(IDENTITIES);
        let mut time = AS_OF_MS as u64 - self.below(YEAR_MS);
        let mut group = Vec::new();
        for _ in 0..rows {
            if !self.one_in(3) {
                time = time.saturating_sub(self.below(YEAR_MS / 4));
            }
            let value = (first + self.below(values)) % IDENTITIES;
            group.push(self.row(value as u32, agents, time));
        }
        group
    }

    fn row(&mut self, value: u32, agents: u64, time: u64) -> Row {
        let agent = self.below(agents) as u32;
        let votes = self.below(4) as u32;
        let mut row = Row {
            source: (!self.one_in(3)).then(|| self.below(6) as u32),
            tier: self.below(6) as u32,
            lifecycle: self.below(5) as u32,
            votes: if self.one_in(40) {
                3_000_000_000
            } else {
                votes
            },
            cosigners: self.below(3) as u32,
            weight: self.weight(),
            confidence: self.unit(),
            trust: self.unit(),
            hlc: (time + self.below(YEAR_MS)) as f64,
            reliability: self.unit(),
            likelihood: if self.one_in(3) { -1.0 } else { self.unit() },
            ..Row::plain(value, agent, time as f64)
        };
        row.vote_weight = match votes {
            0 => 0.0,
            votes => round(self.below(1_000 * u64::from(votes)) as f64 / 1e3),
        };
        if self.one_in(3) {
            row.epoch = Some(self.below(3) as u32);
            row.epoch_state = self.below(3) as u32;
        }
        row
    }

    /// Millionths of 0 ..= 1, often the ends or quarters.
    fn unit(&mut self) -> f64 {
        match self.below(6) {
            0 => self.below(1_000_001) as f64 / 1e6,
            few => (few - 1) as f64 / 4.0,
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

    fn params(&mut self, specs: &[ParamSpec], given: &[ParamValue]) -> Vec<ParamValue> {
        specs
            .iter()
            .zip(given)
            .map(|(spec, given)| {
                if *given == spec.default && self.one_in(2) {
                    self.param(spec)
                } else {
                    given.clone()
                }
            })
            .collect()
    }

    /// An accepted value of a parameter. Texts stay: only the author knows which mean something.
    fn param(&mut self, spec: &ParamSpec) -> ParamValue {
        match (spec.kind, &spec.default) {
            (ParamKind::Flag, _) => ParamValue::Flag(self.one_in(2)),
            (ParamKind::Number | ParamKind::Duration, ParamValue::Number(default)) => {
                let least = spec.min.unwrap_or(match spec.kind {
                    ParamKind::Duration => 0.0,
                    _ => default - 10.0,
                });
                let greatest = spec.max.unwrap_or(default.abs() * 2.0 + 10.0);
                ParamValue::Number(match self.below(4) {
                    0 => least,
                    1 => greatest,
                    _ => least + (greatest - least) * self.unit(),
                })
            }
            (_, default) => default.clone(),
        }
    }
}

/// A call without groups.
pub(crate) fn empty(params: &[ParamValue]) -> Table {
    Table {
        as_of_ms: AS_OF_MS,
        params: params.to_vec(),
        groups: Vec::new(),
        texts: TEXTS.map(str::to_owned).to_vec(),
    }
}

/// One great call: `groups` groups of `rows` rows.
pub(crate) fn great(groups: u64, rows: u64, params: &[ParamValue]) -> Table {
    let mut generator = Generator::new(groups ^ rows);
    Table {
        groups: (0..groups)
            .map(|_| {
                let mut group = generator.group(rows);
                let step = 1_000.0;
                for (at, row) in group.iter_mut().enumerate() {
                    row.valid_time = AS_OF_MS as f64 - at as f64 * step;
                }
                group
            })
            .collect(),
        ..empty(params)
    }
}
