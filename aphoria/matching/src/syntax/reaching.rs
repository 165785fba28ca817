//! Which assignments may have given a name its value at its use.
//!
//! Blocks, branches and loops are told apart; `break`, `return` and exceptions are not: what stands after them counts.

use super::OriginKind;
use super::assigns::Given;
use super::names::compact;
use super::origins::{Item, Search};
use super::patterns::function_of;
use super::shape::{Mode, Shape};

impl Search<'_, '_> {
    pub(super) fn is_local(&self, name: u32) -> bool {
        let text = compact(self.structure.text(name));
        !self.reaching(name, &text).is_empty()
    }

    /// Follows the values that the name may have here; says whether it has any.
    pub(super) fn assigned(&mut self, item: &Item, name: &str) -> bool {
        let reaching = self.reaching(item.node, name);
        for given in &reaching {
            match (given.mode, given.value) {
                (Mode::Parameter, _) => {
                    let is_member = !item.member.is_empty();
                    let form = if is_member {
                        OriginKind::Access
                    } else {
                        OriginKind::Parameter
                    };
                    let span = if is_member {
                        self.structure.index.span(item.node)
                    } else {
                        given.place
                    };
                    self.push_at(item, form, format!("{name}{}", item.member), span);
                }
                (_, Some(value)) if self.seen.insert((given.node, value, item.through.len())) => {
                    self.follow(item, value);
                }
                _ => {}
            }
        }
        !reaching.is_empty()
    }

    /// What may have given the name its value at its use: in the innermost function that gives it any.
    fn reaching(&self, usage: u32, name: &str) -> Vec<Given> {
        let all = self.assigns.of(name);
        let mut function = function_of(self.structure, usage);
        let mut is_own = true;
        while !all.is_empty() {
            let inside: Vec<_> = all
                .iter()
                .filter(|given| given.function == function)
                .copied()
                .collect();
            let reaching = if is_own {
                self.before(&inside, usage)
            } else {
                self.visible(inside, usage)
            };
            if !reaching.is_empty() {
                return reaching;
            }
            if function == 0 {
                break;
            }
            function = function_of(self.structure, function);
            is_own = false;
        }
        Vec::new()
    }

    /// Leaves out names that were declared in blocks that do not contain the use.
    fn visible(&self, mut given: Vec<Given>, usage: u32) -> Vec<Given> {
        let index = self.structure.index;
        given.retain(|one| {
            let is_hidden =
                one.mode == Mode::Declares && index.kinds.table.block_scoped && one.scope != 0;
            !is_hidden || index.contains(one.scope, usage)
        });
        given
    }

    /// Of the assignments in the function of the use: those that may run before it, and are not hidden by a later one
    /// that certainly does.
    fn before(&self, given: &[Given], usage: u32) -> Vec<Given> {
        let index = self.structure.index;
        let start = index.span(usage).start;
        let is_before = |one: &Given| {
            one.mode == Mode::Parameter || self.end(one) <= start || self.is_head(one, usage)
        };
        let given: Vec<_> = self.visible(given.to_vec(), usage);
        let hides = |one: &&Given| {
            matches!(one.mode, Mode::Sets | Mode::Declares)
                && one.value.is_some()
                && is_before(one)
                && index.contains(one.scope, usage)
        };
        let last = given
            .iter()
            .filter(hides)
            .map(|one| one.place.start)
            .max()
            .unwrap_or(0);
        let keep = |one: &Given| {
            let is_hidden = one.mode == Mode::Parameter && last > 0
                || one.mode != Mode::Parameter && one.place.start < last;
            !is_hidden && (is_before(one) || self.shares_loop(one, usage))
        };
        given.into_iter().filter(keep).collect()
    }

    /// A loop or branch that gives a name its value for its body.
    fn is_head(&self, one: &Given, usage: u32) -> bool {
        let index = self.structure.index;
        let is_block = matches!(index.shape(one.node), Shape::Loop | Shape::Branch)
            || index.kind_name(one.node).ends_with("_clause");
        let inside_value = one.value.is_some_and(|value| index.contains(value, usage));
        let holder = if is_block { one.node } else { one.scope };
        let is_head = is_block
            || matches!(index.shape(holder), Shape::Loop | Shape::Branch)
                && one.place.start <= index.span(usage).start;
        is_head && !inside_value && index.contains(holder, usage)
    }

    fn end(&self, one: &Given) -> u32 {
        let index = self.structure.index;
        match index.shape(one.node) {
            // What stands behind a loop comes after its head.
            Shape::Loop | Shape::Branch => index.span(one.node).end,
            _ => one.value.map_or(one.place.end, |value| {
                index.span(value).end.max(one.place.end)
            }),
        }
    }

    /// Whether both stand in one loop of the function, so that a later assignment runs before the next use.
    fn shares_loop(&self, one: &Given, usage: u32) -> bool {
        let index = self.structure.index;
        let loops = index.chain(usage).take_while(|id| *id != one.function);
        let mut loops = loops.filter(|id| index.shape(*id) == Shape::Loop);
        loops.any(|around| index.contains(around, one.node))
    }
}
