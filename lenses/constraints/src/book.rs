//! The rules of one group: who states each, and what the others say on the names in it.

use std::collections::{BTreeMap, BTreeSet};

use stemedb_sdk::choose::{Verdict, conflict_of};
use stemedb_sdk::columns::TIERS;
use stemedb_sdk::{Error, NO_WINNER, Status};

use crate::rule::Rule;

/// A weight for each tier.
type ByTier = [f64; TIERS];

/// One rule with all claims that state it.
#[derive(Debug)]
struct Entry {
    rule: Rule,
    weights: ByTier,
    count: u32,
    first_row: u32,
    carrier: Carrier,
}

/// The claim that stands for a rule.
#[derive(Debug, Clone, Copy)]
struct Carrier {
    row: u32,
    class: u32,
    tier: usize,
    weight: f64,
}

impl Entry {
    fn add(&mut self, claim: Carrier) {
        self.weights[claim.tier] += claim.weight;
        self.count += 1;
        let held = &self.carrier;
        let better = held.weight == 0.0
            || claim.tier < held.tier
            || (claim.tier == held.tier && claim.weight > held.weight);
        if claim.weight > 0.0 && better {
            self.carrier = claim;
        }
    }
}

/// What all rules say on one name.
#[derive(Debug, Default)]
struct Name {
    required: ByTier,
    forbidden: ByTier,
}

impl Name {
    fn conflict(&self) -> f64 {
        let required: f64 = self.required.iter().sum();
        let forbidden: f64 = self.forbidden.iter().sum();
        if required == 0.0 || forbidden == 0.0 {
            return 0.0;
        }
        let total = required + forbidden;
        let (more, less) = (required.max(forbidden), required.min(forbidden));
        conflict_of(&[(0, more / total), (1, less / total)])
    }
}

/// A rule with its place in the order of rules.
#[derive(Debug)]
pub(crate) struct Taken {
    entry: usize,
    tier: usize,
    weight: f64,
    /// As the part of an answer.
    pub(crate) verdict: Verdict,
    /// Claims that state it.
    pub(crate) count: u32,
}

/// All rules of one group.
#[derive(Debug, Default)]
pub(crate) struct Book {
    entries: Vec<Entry>,
    numbers: BTreeMap<Rule, usize>,
}

impl Book {
    /// The number under which a rule is kept.
    pub(crate) fn number(&mut self, rule: Rule) -> usize {
        let next = self.entries.len();
        let number = *self.numbers.entry(rule.clone()).or_insert(next);
        if number == next {
            self.entries.push(Entry {
                rule,
                weights: ByTier::default(),
                count: 0,
                first_row: NO_WINNER,
                carrier: Carrier {
                    row: NO_WINNER,
                    class: NO_WINNER,
                    tier: TIERS,
                    weight: 0.0,
                },
            });
        }
        number
    }

    /// Adds a claim that states a rule. Rows come in order.
    pub(crate) fn add(
        &mut self,
        number: usize,
        class: u32,
        row: u32,
        tier: u32,
        weight: f64,
    ) -> Result<(), Error> {
        let tier = tier as usize;
        if tier >= TIERS {
            return Err(Error::input("A row names a tier above 5"));
        }
        let entry = &mut self.entries[number];
        entry.first_row = entry.first_row.min(row);
        entry.add(Carrier {
            row,
            class,
            tier,
            weight,
        });
        Ok(())
    }

    /// The rules in force, most binding first, and what they come to together.
    pub(crate) fn decide(&self) -> (Vec<Taken>, Verdict) {
        let names = self.names();
        let mut rules: Vec<Taken> = (0..self.entries.len())
            .filter_map(|entry| self.placed(entry, &names))
            .collect();
        rules.sort_by(|a, b| {
            let first_row = |rule: &Taken| self.entries[rule.entry].first_row;
            a.tier
                .cmp(&b.tier)
                .then(b.verdict.confidence.total_cmp(&a.verdict.confidence))
                .then(b.weight.total_cmp(&a.weight))
                .then(first_row(a).cmp(&first_row(b)))
        });
        self.drop_overruled(&mut rules);
        let overall = rules.first().map_or(Verdict::UNDECIDED, |first| {
            let conflict = names.values().map(Name::conflict).fold(0.0, f64::max);
            let status = match self.entries.len() {
                1 => Status::Unanimous,
                _ => status_of(conflict),
            };
            Verdict {
                conflict,
                status,
                ..first.verdict
            }
        });
        (rules, overall)
    }

    fn names(&self) -> BTreeMap<&str, Name> {
        let mut names: BTreeMap<&str, Name> = BTreeMap::new();
        for entry in &self.entries {
            for name in &entry.rule.required {
                add(&mut names.entry(name).or_default().required, &entry.weights);
            }
            for name in &entry.rule.forbidden {
                add(
                    &mut names.entry(name).or_default().forbidden,
                    &entry.weights,
                );
            }
        }
        names
    }

    /// A rule with its place; none if nobody states it with any weight.
    fn placed(&self, number: usize, names: &BTreeMap<&str, Name>) -> Option<Taken> {
        let entry = &self.entries[number];
        let tier = entry.weights.iter().position(|&weight| weight > 0.0)?;
        let (mut confidence, mut conflict) = (1.0_f64, 0.0_f64);
        let mut hear = |name: &str, holds: fn(&Name) -> &ByTier| {
            if let Some(said) = names.get(name) {
                let all = said.required[tier] + said.forbidden[tier];
                confidence = confidence.min(holds(said)[tier] / all);
                conflict = conflict.max(said.conflict());
            }
        };
        for name in &entry.rule.required {
            hear(name, |said| &said.required);
        }
        for name in &entry.rule.forbidden {
            hear(name, |said| &said.forbidden);
        }
        Some(Taken {
            entry: number,
            tier,
            weight: entry.weights[tier],
            verdict: Verdict {
                winner: entry.carrier.row,
                class: entry.carrier.class,
                confidence,
                conflict,
                status: status_of(conflict),
            },
            count: entry.count,
        })
    }

    /// Leaves the rules that none before them opposes.
    fn drop_overruled(&self, rules: &mut Vec<Taken>) {
        let mut required: BTreeSet<&str> = BTreeSet::new();
        let mut forbidden: BTreeSet<&str> = BTreeSet::new();
        rules.retain(|taken| {
            let rule = &self.entries[taken.entry].rule;
            let opposed = rule
                .required
                .iter()
                .any(|name| forbidden.contains(name.as_str()))
                || rule
                    .forbidden
                    .iter()
                    .any(|name| required.contains(name.as_str()));
            if !opposed {
                required.extend(rule.required.iter().map(String::as_str));
                forbidden.extend(rule.forbidden.iter().map(String::as_str));
            }
            !opposed
        });
    }
}

fn add(sum: &mut ByTier, weights: &ByTier) {
    for (sum, weight) in sum.iter_mut().zip(weights) {
        *sum += weight;
    }
}

fn status_of(conflict: f64) -> Status {
    if conflict >= stemedb_sdk::choose::CONTESTED_FROM {
        Status::Contested
    } else {
        Status::Agreed
    }
}
