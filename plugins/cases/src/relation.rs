//! How values of a case relate: support that earlier stages gave, and which values are more general than which.

use stemedb_sdk::{Broader, Staged, Supports};

use super::input::Input;
use super::{Case, Group};

impl Group {
    /// The pairs of values of which one is more general, in the contract's order.
    pub(super) fn relations(&self) -> Vec<Broader> {
        let pair = |&(narrow, broad, steps): &(u32, u32, u32)| Broader {
            narrow,
            broad,
            steps,
        };
        let mut pairs: Vec<Broader> = self.broader.iter().map(pair).collect();
        pairs.sort();
        pairs
    }

    /// What a row stage's supports must be for the group numbered `at`.
    pub(super) fn check_supports(&self, found: &Staged, at: u32) -> Result<(), String> {
        let Some(expected) = &self.supports else {
            return Ok(());
        };
        let all = &found.supports;
        let entries = (0..all.groups.len()).filter(|&entry| all.groups[entry] == at);
        let found: Vec<(u32, u32, f64)> = entries
            .map(|entry| (all.sources[entry], all.targets[entry], all.strengths[entry]))
            .collect();
        if found == *expected {
            return Ok(());
        }
        Err(format!("supports are {found:?}, should be {expected:?}"))
    }
}

impl Case {
    /// Support that earlier stages gave, in the contract's order.
    pub(super) fn given_supports(&self) -> Supports {
        let mut all = Supports::default();
        for (number, group) in (0..).zip(&self.groups) {
            for &(source, target, strength) in &group.given {
                all.groups.push(number);
                all.sources.push(source);
                all.targets.push(target);
                all.strengths.push(strength);
            }
        }
        all
    }
}

impl Input {
    /// Which of the asked values of a group are more general than which. A tree holds for one prefix and predicate; cases have
    /// one tree and ask for no other.
    pub fn relations(&self, group: u32, ids: &[u32]) -> Vec<Broader> {
        let known = self.relations.get(group as usize);
        let asked = |pair: &&Broader| ids.contains(&pair.narrow) && ids.contains(&pair.broad);
        known.map_or_else(Vec::new, |pairs| {
            pairs.iter().filter(asked).copied().collect()
        })
    }
}
