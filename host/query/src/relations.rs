//! Which values lie above which, as claims tell it: claims on (prefix and text of a value, predicate) name the next more
//! general values, and so on upwards.
//!
//! Invariant: what is found is a function of the claims at the question's position and filters; what was read is noted,
//! so that a view can tell when it might differ.

use std::sync::Arc;

use hashbrown::{HashMap, HashSet};
use parking_lot::Mutex;
use stemedb_core::limits::{PREDICATE_BYTES_MAX, SUBJECT_BYTES_MAX};
use stemedb_core::{Object, PairKey, Timestamp};
use stemedb_plugins::BroaderPairs;
use stemedb_storage::{Short, Store};

use crate::asked::Asked;
use crate::candidates::{Candidates, Place};
use crate::standing::Standing;
use crate::texts::stated_at;

/// Steps that a value is followed upwards.
const STEPS_MAX: u32 = 64;
/// Claims that one question for relations may rest on.
const CLAIMS_MAX: usize = 65_536;
/// Steps from value to value that one question for relations may take, all its values together.
const FOLLOWED_MAX: usize = 1 << 20;
/// Values that one run keeps in memory.
const KEPT_MAX: usize = 1 << 17;
/// Pairs that a view remembers to depend on; beyond, any write ends it.
const NOTED_MAX: usize = 1_024;

/// The relations of one run.
pub(crate) struct Relations {
    store: Arc<Store>,
    standing: Standing,
    /// Times and filters of the question.
    asked: Asked,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// By prefix and predicate.
    trees: HashMap<(String, String), Tree>,
    noted: HashMap<u32, Noted>,
}

/// What the relations of a group rest on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Noted {
    /// The pairs that were read.
    pub(crate) pairs: Vec<PairKey>,
    /// Whether there were more than are remembered.
    pub(crate) more: bool,
    /// The next valid time at which one of them may differ though nothing is written.
    pub(crate) next_change: Option<Timestamp>,
}

/// Values and what lies directly above them, as far as they were read.
#[derive(Default)]
struct Tree {
    numbers: HashMap<String, u32>,
    nodes: Vec<Node>,
}

struct Node {
    name: String,
    above: Option<Above>,
}

/// What the claims on a value say.
#[derive(Clone)]
struct Above {
    parents: Arc<[u32]>,
    pair: Option<PairKey>,
    claims: usize,
    next_change: Option<Timestamp>,
}

/// What one question for relations has used up.
#[derive(Default)]
struct Spent {
    counted: HashSet<u32>,
    claims: usize,
    followed: usize,
}

impl Relations {
    pub(crate) fn new(store: &Arc<Store>, asked: &Asked, standing: &Standing) -> Self {
        Relations {
            store: Arc::clone(store),
            standing: standing.clone(),
            asked: asked.clone(),
            state: Mutex::default(),
        }
    }

    /// What the relations of a group rest on; none if nobody asked.
    pub(crate) fn noted(&self, group: u32) -> Option<Noted> {
        self.state.lock().noted.get(&group).cloned()
    }

    /// Relates values of a group: ids with what they state.
    pub(crate) fn relate(
        &self,
        group: u32,
        values: &[(u32, Object)],
        prefix: &str,
        predicate: &str,
    ) -> Result<BroaderPairs, String> {
        let mut state = self.state.lock();
        let key = (prefix.to_owned(), predicate.to_owned());
        let mut tree = state.trees.remove(&key).unwrap_or_default();
        if tree.nodes.len() > KEPT_MAX {
            tree = Tree::default();
        }
        let mut spent = Spent::default();
        let found = self.walk(&mut tree, values, &key, &mut spent);
        note(state.noted.entry(group).or_default(), &tree, &spent);
        state.trees.insert(key, tree);
        found
    }

    fn walk(
        &self,
        tree: &mut Tree,
        values: &[(u32, Object)],
        key: &(String, String),
        spent: &mut Spent,
    ) -> Result<BroaderPairs, String> {
        let mut ids_of: HashMap<u32, Vec<u32>> = HashMap::new();
        let mut seen_ids = HashSet::new();
        let mut starts = Vec::with_capacity(values.len());
        for (id, object) in values {
            if seen_ids.insert(*id) {
                let node = tree.number(&name(object, &key.0));
                ids_of.entry(node).or_default().push(*id);
                starts.push((*id, node));
            }
        }
        let mut pairs: HashMap<(u32, u32), u32> = HashMap::new();
        for (narrow, start) in starts {
            for (node, steps) in self.above(tree, start, key, spent)? {
                for broad in ids_of.get(&node).into_iter().flatten() {
                    pairs.insert((narrow, *broad), steps);
                }
            }
        }
        Ok(one_way(&pairs))
    }

    /// Everything above a value, with the steps to it.
    fn above(
        &self,
        tree: &mut Tree,
        start: u32,
        key: &(String, String),
        spent: &mut Spent,
    ) -> Result<Vec<(u32, u32)>, String> {
        let mut seen: HashSet<u32> = HashSet::from([start]);
        let mut found = Vec::new();
        let mut front = vec![start];
        for steps in 1.. {
            let mut next = Vec::new();
            for node in front {
                let parents = self.parents(tree, node, key, spent)?;
                spent.followed += parents.len();
                next.extend(
                    parents
                        .iter()
                        .copied()
                        .filter(|parent| seen.insert(*parent)),
                );
            }
            if next.is_empty() {
                break;
            }
            if steps > STEPS_MAX {
                return Err(format!(
                    "a value has more than {STEPS_MAX} steps above it in {:?}",
                    key.1
                ));
            }
            if spent.followed > FOLLOWED_MAX {
                return Err(format!(
                    "the values lie below so many others in {:?} that more than {FOLLOWED_MAX} steps would be followed",
                    key.1
                ));
            }
            found.extend(next.iter().map(|node| (*node, steps)));
            front = next;
        }
        Ok(found)
    }

    fn parents(
        &self,
        tree: &mut Tree,
        node: u32,
        key: &(String, String),
        spent: &mut Spent,
    ) -> Result<Arc<[u32]>, String> {
        let known = tree.nodes[node as usize].above.clone();
        let above = match known {
            Some(above) => above,
            None => {
                let above = self.read(tree, node, key)?;
                tree.nodes[node as usize].above = Some(above.clone());
                above
            }
        };
        // What is kept counts like what is read: a bound must not depend on who asked before.
        if spent.counted.insert(node) {
            spent.claims += above.claims;
            if spent.claims > CLAIMS_MAX {
                return Err(format!(
                    "the relations of its values in {:?} rest on more than {CLAIMS_MAX} claims",
                    key.1
                ));
            }
        }
        Ok(above.parents)
    }

    fn read(
        &self,
        tree: &mut Tree,
        node: u32,
        (prefix, predicate): &(String, String),
    ) -> Result<Above, String> {
        let subject = format!("{prefix}{}", tree.nodes[node as usize].name);
        if !fits(&subject, SUBJECT_BYTES_MAX) || !fits(predicate, PREDICATE_BYTES_MAX) {
            return Ok(Above {
                parents: Arc::default(),
                pair: None,
                claims: 0,
                next_change: None,
            });
        }
        let pair = PairKey::new(&self.asked.namespace, &subject, predicate);
        let place = Place {
            store: &self.store,
            pair,
            asked: &self.asked,
            standing: &self.standing,
        };
        let candidates = Candidates::read(&place, false).map_err(|error| error.to_string())?;
        let mut values: HashSet<Short> = HashSet::new();
        let mut parents = Vec::new();
        for row in &candidates.rows {
            if values.insert(row.value)
                && let Some(object) = stated_at(&self.store, row.position)
            {
                parents.push(tree.number(&name(&object, prefix)));
            }
        }
        let excluded = &candidates.excluded;
        let left_out = excluded.replaced
            + excluded.retracted
            + excluded.lifecycle
            + excluded.epoch
            + excluded.confidence;
        Ok(Above {
            parents: parents.into(),
            pair: Some(pair),
            claims: candidates.rows.len() + usize::try_from(left_out).unwrap_or(usize::MAX),
            next_change: candidates.next_change,
        })
    }
}

impl Tree {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        // Each node costs a claim that was read; there are far fewer than 2^32.
        let number = self.nodes.len() as u32;
        self.numbers.insert(name.to_owned(), number);
        self.nodes.push(Node {
            name: name.to_owned(),
            above: None,
        });
        number
    }
}

/// The name of a value among the values that a prefix leads to.
fn name(object: &Object, prefix: &str) -> String {
    match object {
        Object::Reference(subject) => subject.strip_prefix(prefix).unwrap_or(subject).to_owned(),
        other => other.to_string(),
    }
}

fn fits(text: &str, bytes_max: usize) -> bool {
    !text.is_empty() && text.len() <= bytes_max && !text.contains('\0')
}

/// Without those that stand above each other, in order.
fn one_way(pairs: &HashMap<(u32, u32), u32>) -> BroaderPairs {
    let mut kept: Vec<(u32, u32, u32)> = pairs
        .iter()
        .filter(|((narrow, broad), _)| narrow != broad && !pairs.contains_key(&(*broad, *narrow)))
        .map(|((narrow, broad), steps)| (*narrow, *broad, *steps))
        .collect();
    kept.sort_unstable();
    BroaderPairs {
        narrows: kept.iter().map(|pair| pair.0).collect(),
        broads: kept.iter().map(|pair| pair.1).collect(),
        steps: kept.iter().map(|pair| pair.2).collect(),
    }
}

/// Notes what an answer rests on. The pairs are sorted, and the earliest time is the same in any order.
fn note(noted: &mut Noted, tree: &Tree, spent: &Spent) {
    for node in &spent.counted {
        let Some(above) = &tree.nodes[*node as usize].above else {
            continue;
        };
        noted.pairs.extend(above.pair);
        noted.next_change = match (noted.next_change, above.next_change) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
    noted.pairs.sort_unstable();
    noted.pairs.dedup();
    noted.more |= noted.pairs.len() > NOTED_MAX;
    if noted.more {
        noted.pairs.clear();
    }
}
