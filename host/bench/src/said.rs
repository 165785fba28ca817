//! What a judge of any world said, for comparing two of them bit for bit.

use stemedb_plugins::{
    Batch, CallScope, Context, Estimates, Judge, PluginError, Resolutions, Staged, World,
};

/// An answer of one of the worlds.
#[derive(Debug)]
pub(crate) enum Said {
    Staged(Staged),
    Resolved(Resolutions),
    Estimated(Estimates),
}

impl Said {
    /// Asks a judge for what its world gives.
    pub(crate) fn by(
        judge: &dyn Judge,
        scope: &CallScope,
        context: &Context,
        rows: &Batch<'_>,
    ) -> Result<Self, PluginError> {
        match judge.reference().world {
            World::RowStage => judge.weigh(scope, context, rows).map(Said::Staged),
            World::Estimator => judge.estimate(scope, context, rows).map(Said::Estimated),
            World::AnswerStage => judge
                .adjust(scope, context, rows, &plain(rows))
                .map(Said::Resolved),
            World::Resolver => judge.resolve(scope, context, rows).map(Said::Resolved),
        }
    }

    /// Rounds of an estimator; 0 for others.
    pub(crate) fn rounds(&self) -> u32 {
        match self {
            Said::Estimated(found) => found.rounds,
            Said::Staged(_) | Said::Resolved(_) => 0,
        }
    }

    /// Whether two answers are the same, to the bit.
    pub(crate) fn same(&self, other: &Said) -> bool {
        // Answers hold no NaN, and of the two zeros only one: where numbers are equal their bits are.
        match (self, other) {
            (Said::Staged(one), Said::Staged(two)) => one == two,
            (Said::Resolved(one), Said::Resolved(two)) => one == two,
            (Said::Estimated(one), Said::Estimated(two)) => one == two,
            _ => false,
        }
    }
}

/// Resolutions for an answer stage to adjust: the first row of each group won, three to one where there is a second.
fn plain(rows: &Batch<'_>) -> Resolutions {
    let groups = rows.groups();
    let mut found = Resolutions {
        winners: vec![0; groups],
        confidences: vec![0.75; groups],
        conflicts: vec![0.811_278_124_459_132_8; groups],
        statuses: vec![1; groups],
        ..Resolutions::default()
    };
    found.shares.offsets.push(0);
    for group in rows.offsets.windows(2) {
        let alone = group[1] - group[0] < 2;
        let told = if alone { 1 } else { 2 };
        found.shares.classes.extend(&[0, 1][..told]);
        found.shares.shares.extend(&[0.75, 0.25][..told]);
        let end = found.shares.classes.len() as u32;
        found.shares.offsets.push(end);
    }
    found
}
