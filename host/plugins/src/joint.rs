//! An expression that ends with an estimator, bound to judges: what an estimator's job runs.
//!
//! Not a lens: it answers no question.
//!
//! Invariant: a `JointPipeline` has row stages, then exactly one estimator, and a value for each parameter.

use std::sync::Arc;

use crate::{
    expression::{Expression, Step},
    identity::World,
    judge::Judge,
    pipeline::{BindError, BoundStage, bind_step, canonical},
};

/// A joint method, ready to run.
#[derive(Clone)]
pub struct JointPipeline {
    /// Before the estimator, in order.
    pub row_stages: Vec<BoundStage>,
    /// The estimator.
    pub estimator: BoundStage,
    canonical: String,
}

impl JointPipeline {
    /// Binds each step to the judge that `lookup` names.
    ///
    /// # Errors
    /// What `lookup` says, a wrong order of worlds, or a parameter that does not fit.
    pub fn bind<E: std::error::Error>(
        expression: &Expression,
        lookup: impl Fn(&Step) -> Result<Arc<dyn Judge>, E>,
    ) -> Result<Self, BindError<E>> {
        let mut row_stages = Vec::new();
        let mut estimator = None;
        for step in &expression.steps {
            let stage = bind_step(step, lookup(step).map_err(BindError::Lookup)?)?;
            match stage.judge.reference().world {
                World::RowStage if estimator.is_none() => row_stages.push(stage),
                World::Estimator if estimator.is_none() => estimator = Some(stage),
                world => return Err(BindError::JointOrder(misplaced(&stage.slot, world))),
            }
        }
        let Some(estimator) = estimator else {
            return Err(BindError::JointOrder("it names no estimator".to_owned()));
        };
        let canonical = canonical(row_stages.iter().chain([&estimator]));
        Ok(Self {
            row_stages,
            estimator,
            canonical,
        })
    }

    /// The same pipeline with parameter values that `settle` replaced.
    ///
    /// # Errors
    /// What `settle` says.
    pub fn settled<E>(
        mut self,
        settle: impl FnMut(&mut BoundStage) -> Result<(), E>,
    ) -> Result<Self, E> {
        self.row_stages
            .iter_mut()
            .chain([&mut self.estimator])
            .try_for_each(settle)?;
        self.canonical = canonical(self.stages());
        Ok(self)
    }

    /// All stages in the order in which they run.
    pub fn stages(&self) -> impl Iterator<Item = &BoundStage> {
        self.row_stages.iter().chain([&self.estimator])
    }

    /// The pipeline with whole digests and all parameter values.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }
}

impl std::fmt::Debug for JointPipeline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "JointPipeline({})", self.canonical)
    }
}

fn misplaced(slot: &str, world: World) -> String {
    match world {
        World::RowStage => format!("the stage {slot} stands behind the estimator"),
        World::Estimator => format!("{slot} is a second estimator"),
        World::Resolver | World::AnswerStage => {
            format!("{slot} is a {world}, which answers questions and has no place in a job")
        }
    }
}
