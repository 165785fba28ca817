//! Which lens expressions are measured: what the installed lenses allow, and the pipelines that make sense for a data set.
//!
//! Invariant: an expression names only slots that are active.

use std::collections::BTreeSet;

use stemedb_wire::{PluginList, PluginView};

use super::Kind;

/// Resolver behind a row stage that is measured alone.
const BEHIND: &str = "consensus";
/// The parameter of lenses that need an artefact of an estimator.
const ESTIMATE: &str = "estimate=";
/// Stands for the name of the estimate in [`Lens::expression`].
pub(super) const NAME: &str = "{estimate}";
/// What is asked once an estimator has learnt.
const READERS: [&str; 2] = [
    r#"estimated(estimate="{estimate}")"#,
    r#"reliability(estimate="{estimate}")|consensus"#,
];

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lens {
    /// The expression; [`NAME`] stands for the estimate that it reads.
    pub(super) expression: String,
    /// What is learnt before.
    pub(super) learning: Option<Learning>,
}

/// An estimator's job.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Learning {
    /// Row stages and an estimator.
    pub(super) lens: String,
    /// Over what.
    pub(super) scope: Scope,
}

/// Over what an estimator learns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    /// All predicates in one job: a source is as reliable in one as in another.
    Together,
    /// A job for each predicate.
    Each,
}

/// What is known of a kind of data beforehand. It says what the values are, never how well something turned out on them.
struct Known {
    /// Row stages that make the values comparable.
    stages: &'static str,
    /// Over what estimators learn.
    scopes: &'static [Scope],
    /// Further pipelines.
    pipelines: &'static [&'static str],
}

const FLIGHT: Known = Known {
    stages: "tolerance(time=10m)|",
    scopes: &[Scope::Together, Scope::Each],
    pipelines: &[
        "normalise(punctuation=true)|consensus",
        "normalise(punctuation=true)|tolerance(time=10m)|consensus",
        "tolerance(time=10m)|skeptic",
    ],
};
const BIRTHPLACES: Known = Known {
    stages: r#"hierarchy(prefix="place/")|"#,
    scopes: &[Scope::Together],
    pipelines: &[
        r#"hierarchy(prefix="place/")|skeptic"#,
        r#"hierarchy(prefix="place/")|layered"#,
        r#"hierarchy(prefix="place/")|confidence"#,
    ],
};

/// All lenses for a data set, in the order of the report.
pub(super) fn of(installed: &PluginList, kind: Kind) -> Vec<Lens> {
    let active = Active::of(installed);
    let known = match kind {
        Kind::Flight => FLIGHT,
        Kind::Birthplaces => BIRTHPLACES,
    };
    let plain = |expression: String| Lens {
        expression,
        learning: None,
    };
    let mut lenses = Vec::new();
    for resolver in active.of_world("resolver") {
        lenses.push(plain(resolver.slot.clone()));
    }
    for stage in active.of_world("row-stage") {
        lenses.push(plain(format!("{}|{BEHIND}", stage.slot)));
    }
    lenses.push(plain(format!("{}{BEHIND}", known.stages)));
    lenses.extend(known.pipelines.iter().map(|&text| plain(text.to_owned())));
    for estimator in active.of_world("estimator") {
        learnt(&estimator.slot, "", known.scopes, &mut lenses);
        learnt(&estimator.slot, known.stages, known.scopes, &mut lenses);
    }
    let mut seen = BTreeSet::new();
    lenses.retain(|lens| {
        let learns = lens.learning.as_ref();
        active.all(&lens.expression)
            && learns.is_none_or(|learning| active.all(&learning.lens))
            && seen.insert((lens.expression.clone(), learns.cloned()))
    });
    lenses
}

/// Everything that reads what an estimator learnt behind some stages.
fn learnt(estimator: &str, stages: &str, scopes: &[Scope], lenses: &mut Vec<Lens>) {
    for &scope in scopes {
        lenses.extend(READERS.map(|reader| Lens {
            expression: format!("{stages}{reader}"),
            learning: Some(Learning {
                lens: format!("{stages}{estimator}"),
                scope,
            }),
        }));
    }
}

/// A slot and the world of who fills it.
struct Slot {
    slot: String,
    world: String,
    needs_estimate: bool,
}

struct Active(Vec<Slot>);

impl Active {
    fn of(installed: &PluginList) -> Self {
        let needs = |plugin: &PluginView| {
            let mut params = plugin.params.iter();
            params.any(|param| param.starts_with(ESTIMATE))
        };
        let mut slots: Vec<Slot> = installed
            .slots
            .iter()
            .map(|slot| Slot {
                slot: slot.slot.clone(),
                world: slot.plugin.world.clone(),
                needs_estimate: installed
                    .plugins
                    .iter()
                    .any(|plugin| plugin.plugin.digest == slot.plugin.digest && needs(plugin)),
            })
            .collect();
        slots.sort_by(|one, other| one.slot.cmp(&other.slot));
        Self(slots)
    }

    /// Who can be asked without an artefact.
    fn of_world(&self, world: &str) -> impl Iterator<Item = &Slot> {
        let fits = move |slot: &&Slot| slot.world == world && !slot.needs_estimate;
        self.0.iter().filter(fits)
    }

    /// Whether every step of an expression has its slot.
    fn all(&self, expression: &str) -> bool {
        steps(expression).all(|step| self.0.iter().any(|slot| slot.slot == step))
    }
}

/// The slots that an expression names; text in quotes holds no bar in the expressions above.
fn steps(expression: &str) -> impl Iterator<Item = &str> {
    let name = |step: &'_ str| step.find(['(', '@']).unwrap_or(step.len());
    expression.split('|').map(move |step| &step[..name(step)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn active(slots: &[(&str, &str, bool)]) -> Active {
        let slot = |&(slot, world, needs_estimate): &(&str, &str, bool)| Slot {
            slot: slot.to_owned(),
            world: world.to_owned(),
            needs_estimate,
        };
        Active(slots.iter().map(slot).collect())
    }

    #[test]
    fn only_active_slots_are_named() {
        let active = active(&[
            ("consensus", "resolver", false),
            ("estimated", "resolver", true),
            ("tolerance", "row-stage", false),
        ]);
        assert!(active.all("tolerance(time=10m)|consensus"));
        assert!(!active.all("tolerance(time=10m)|recency"));
        let resolvers: Vec<&str> = active
            .of_world("resolver")
            .map(|slot| &*slot.slot)
            .collect();
        assert_eq!(resolvers, ["consensus"], "estimated needs an estimate");
    }

    #[test]
    fn nothing_is_measured_where_nothing_is_installed() {
        let none = PluginList {
            slots: Vec::new(),
            plugins: Vec::new(),
            activations: Vec::new(),
        };
        assert_eq!(of(&none, Kind::Flight), []);
    }
}
