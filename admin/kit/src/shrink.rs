//! From a call that breaks a law to a small one that still does.
//!
//! Invariant: what comes out was tried and failed; a step that makes the failure go away is taken back.

use stemedb_plugins::Description;

use crate::laws::Verdict;
use crate::table::{Row, Table};

/// Calls that are tried on the way.
const TRIES_MAX: usize = 1_500;

/// A call that breaks a law, and what it does.
pub(crate) struct Broken {
    pub(crate) table: Table,
    pub(crate) what: String,
}

/// Tries steps towards the smallest call.
pub(crate) struct Shrinker<'a> {
    fails: &'a dyn Fn(&Table) -> Verdict,
    tries: usize,
    best: Broken,
}

impl<'a> Shrinker<'a> {
    pub(crate) fn new(broken: Broken, tries: usize, fails: &'a dyn Fn(&Table) -> Verdict) -> Self {
        Self {
            fails,
            tries: tries.min(TRIES_MAX),
            best: broken,
        }
    }

    /// The smallest call that was found.
    pub(crate) fn smallest(mut self, description: &Description) -> Broken {
        loop {
            let mut smaller = self.fewer_groups();
            smaller |= self.fewer_rows();
            smaller |= self.plainer_rows();
            smaller |= self.default_params(description);
            if !smaller || self.tries == 0 {
                return self.best;
            }
        }
    }

    /// Takes a step if the call still fails.
    fn step(&mut self, table: Table) -> bool {
        if self.tries == 0 || table == self.best.table {
            return false;
        }
        self.tries -= 1;
        match (self.fails)(&table) {
            Ok(()) => false,
            Err(what) => {
                self.best = Broken { table, what };
                true
            }
        }
    }

    fn fewer_groups(&mut self) -> bool {
        let mut smaller = false;
        let mut chunk = self.best.table.groups.len();
        while chunk > 0 {
            let mut at = 0;
            while at < self.best.table.groups.len() {
                let mut table = self.best.table.clone();
                let end = (at + chunk).min(table.groups.len());
                table.groups.drain(at..end);
                if self.step(table) {
                    smaller = true;
                } else {
                    at += chunk;
                }
            }
            chunk /= 2;
        }
        smaller
    }

    fn fewer_rows(&mut self) -> bool {
        let mut smaller = false;
        for group in 0..self.best.table.groups.len() {
            let mut chunk = self.best.table.groups[group].len();
            while chunk > 0 {
                let mut at = 0;
                while at < self.best.table.groups[group].len() {
                    let mut table = self.best.table.clone();
                    let end = (at + chunk).min(table.groups[group].len());
                    table.groups[group].drain(at..end);
                    if self.step(table) {
                        smaller = true;
                    } else {
                        at += chunk;
                    }
                }
                chunk /= 2;
            }
        }
        smaller
    }

    /// Makes a column plain in all rows, or else in single ones.
    fn plainer_rows(&mut self) -> bool {
        let mut smaller = false;
        for plain in PLAIN {
            let mut table = self.best.table.clone();
            table.groups.iter_mut().flatten().for_each(plain);
            if self.step(table) {
                smaller = true;
                continue;
            }
            for group in 0..self.best.table.groups.len() {
                for row in 0..self.best.table.groups[group].len() {
                    let mut table = self.best.table.clone();
                    plain(&mut table.groups[group][row]);
                    smaller |= self.step(table);
                }
            }
        }
        smaller | self.even_times()
    }

    fn even_times(&mut self) -> bool {
        let mut table = self.best.table.clone();
        let as_of = table.as_of_ms as f64;
        for group in &mut table.groups {
            for (at, row) in group.iter_mut().enumerate() {
                row.valid_time = as_of - at as f64 * 1_000.0;
            }
        }
        self.step(table)
    }

    fn default_params(&mut self, description: &Description) -> bool {
        let mut smaller = false;
        for (at, spec) in description.params.iter().enumerate() {
            let mut table = self.best.table.clone();
            if let Some(param) = table.params.get_mut(at) {
                *param = spec.default.clone();
            }
            smaller |= self.step(table);
        }
        smaller
    }
}

/// Each makes one column of a row plain.
const PLAIN: [fn(&mut Row); 13] = [
    |row| row.epoch = None,
    |row| row.epoch_state = 0,
    |row| row.source = None,
    |row| row.votes = 0,
    |row| row.vote_weight = 0.0,
    |row| row.cosigners = 0,
    |row| row.lifecycle = 2,
    |row| row.tier = 4,
    |row| row.trust = 0.5,
    |row| (row.reliability, row.likelihood) = (0.5, -1.0),
    |row| row.hlc = row.valid_time,
    |row| row.confidence = 1.0,
    |row| row.weight = 1.0,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::Generator;

    #[test]
    fn what_does_not_matter_is_gone() {
        let description = Description {
            id: "x".to_owned(),
            version: "0.1.0".to_owned(),
            title: String::new(),
            u32_columns: vec![],
            f64_columns: vec![],
            params: vec![],
            laws: vec![],
        };
        let fails = |table: &Table| {
            let mut rows = table.groups.iter().flatten();
            match rows.any(|row| row.confidence < 0.5) {
                true => Err("unsure".to_owned()),
                false => Ok(()),
            }
        };
        let table = (1..)
            .map(|seed| Generator::new(seed).table(&description, &[]))
            .find(|table| table.rows() > 20 && fails(table).is_err());
        let Some(table) = table else { return };
        let broken = Broken {
            table,
            what: String::new(),
        };
        let small = Shrinker::new(broken, TRIES_MAX, &fails).smallest(&description);
        assert_eq!(small.table.rows(), 1);
        let row = &small.table.groups[0][0];
        assert!(row.confidence < 0.5 && row.weight == 1.0 && row.source.is_none());
        assert_eq!(small.what, "unsure");
    }
}
