//! The four kinds of lens. A lens type carries no state: everything arrives in the call.

use crate::{Batch, Context, Description, Error, Estimates, Resolutions, Staged};

/// A stage before the resolver: weighs rows, merges values into classes, adds support between values.
pub trait RowStage {
    /// Who the stage is and what it reads.
    fn describe() -> Description;

    /// Judges each row.
    ///
    /// # Errors
    /// A refusal in the lens's own words.
    fn weigh(context: &Context<'_>, rows: &Batch<'_>) -> Result<Staged, Error>;
}

/// Chooses: first a value, then the claim that carries it.
pub trait Resolver {
    /// Who the resolver is and what it reads.
    fn describe() -> Description;

    /// One resolution for each group.
    ///
    /// # Errors
    /// A refusal in the lens's own words.
    fn resolve(context: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error>;
}

/// A stage after the resolver: it may change confidences, conflicts and statuses, never winners.
pub trait AnswerStage {
    /// Who the stage is and what it reads.
    fn describe() -> Description;

    /// The resolutions, adjusted.
    ///
    /// # Errors
    /// A refusal in the lens's own words.
    fn adjust(
        context: &Context<'_>,
        rows: &Batch<'_>,
        found: Resolutions,
    ) -> Result<Resolutions, Error>;
}

/// A joint method over a whole predicate space.
pub trait Estimator {
    /// Who the estimator is and what it reads.
    fn describe() -> Description;

    /// Weights for sources, from all groups at once.
    ///
    /// # Errors
    /// A refusal in the lens's own words.
    fn estimate(context: &Context<'_>, rows: &Batch<'_>) -> Result<Estimates, Error>;
}

// The guest module brings macros of the same names that make components of these types.
#[cfg(not(target_arch = "wasm32"))]
mod natively_nothing {
    /// Makes a component of the world `row-stage` from a type that implements [`RowStage`](crate::RowStage).
    #[macro_export]
    macro_rules! export_row_stage {
        ($lens:ident) => {};
    }

    /// Makes a component of the world `resolver` from a type that implements [`Resolver`](crate::Resolver).
    #[macro_export]
    macro_rules! export_resolver {
        ($lens:ident) => {};
    }

    /// Makes a component of the world `answer-stage` from a type that implements [`AnswerStage`](crate::AnswerStage).
    #[macro_export]
    macro_rules! export_answer_stage {
        ($lens:ident) => {};
    }

    /// Makes a component of the world `estimator` from a type that implements [`Estimator`](crate::Estimator).
    #[macro_export]
    macro_rules! export_estimator {
        ($lens:ident) => {};
    }
}
