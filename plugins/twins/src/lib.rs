//! The native twins of the lens library: every lens as a plain function, and the cases that it must answer.
//!
//! A twin is the same crate as the guest, compiled natively. It serves as the expectation that a component is held
//! against, bit for bit, and as the measure of what the sandbox costs. It never answers a query.
//!
//! Invariant: each lens folder has one entry in a table here, and its cases run natively in this crate's tests.

pub use stemedb_cases as case;

use std::path::PathBuf;

use stemedb_sdk::{
    AnswerStage, Batch, Context, Description, Error, Estimates, Estimator, Resolutions, Resolver,
    RowStage, Staged,
};

/// A resolver, natively.
#[derive(Debug, Clone, Copy)]
pub struct ResolverTwin {
    /// The id of the lens, which is the name of its folder.
    pub id: &'static str,
    /// Who the resolver is and what it reads.
    pub describe: fn() -> Description,
    /// One resolution for each group.
    pub resolve: fn(&Context<'_>, &Batch<'_>) -> Result<Resolutions, Error>,
}

/// A row stage, natively.
#[derive(Debug, Clone, Copy)]
pub struct RowStageTwin {
    /// The id of the lens, which is the name of its folder.
    pub id: &'static str,
    /// Who the stage is and what it reads.
    pub describe: fn() -> Description,
    /// Judges each row.
    pub weigh: fn(&Context<'_>, &Batch<'_>) -> Result<Staged, Error>,
}

/// An answer stage, natively.
#[derive(Debug, Clone, Copy)]
pub struct AnswerStageTwin {
    /// The id of the lens, which is the name of its folder.
    pub id: &'static str,
    /// Who the stage is and what it reads.
    pub describe: fn() -> Description,
    /// The resolutions, adjusted.
    pub adjust: fn(&Context<'_>, &Batch<'_>, Resolutions) -> Result<Resolutions, Error>,
}

/// An estimator, natively.
#[derive(Debug, Clone, Copy)]
pub struct EstimatorTwin {
    /// The id of the lens, which is the name of its folder.
    pub id: &'static str,
    /// Who the estimator is and what it reads.
    pub describe: fn() -> Description,
    /// Reliabilities of all voices, and probabilities of all rows.
    pub estimate: fn(&Context<'_>, &Batch<'_>) -> Result<Estimates, Error>,
}

const fn resolver<L: Resolver>(id: &'static str) -> ResolverTwin {
    ResolverTwin {
        id,
        describe: L::describe,
        resolve: L::resolve,
    }
}

const fn row_stage<L: RowStage>(id: &'static str) -> RowStageTwin {
    RowStageTwin {
        id,
        describe: L::describe,
        weigh: L::weigh,
    }
}

const fn answer_stage<L: AnswerStage>(id: &'static str) -> AnswerStageTwin {
    AnswerStageTwin {
        id,
        describe: L::describe,
        adjust: L::adjust,
    }
}

const fn estimator<L: Estimator>(id: &'static str) -> EstimatorTwin {
    EstimatorTwin {
        id,
        describe: L::describe,
        estimate: L::estimate,
    }
}

/// All resolvers of the library, by id.
pub fn resolvers() -> &'static [ResolverTwin] {
    const ALL: &[ResolverTwin] = &[
        resolver::<lens_confidence::Confidence>("confidence"),
        resolver::<lens_conflict::Conflict>("conflict"),
        resolver::<lens_consensus::Consensus>("consensus"),
        resolver::<lens_constraints::Constraints>("constraints"),
        resolver::<lens_estimated::Estimated>("estimated"),
        resolver::<lens_hlc_recency::HlcRecency>("hlc-recency"),
        resolver::<lens_aphoria_authority::AphoriaAuthority>("aphoria-authority"),
        resolver::<lens_layered::Layered>("layered"),
        resolver::<lens_rank::Rank>("rank"),
        resolver::<lens_recency::Recency>("recency"),
        resolver::<lens_skeptic::Skeptic>("skeptic"),
        resolver::<lens_trust_aware_authority::TrustAwareAuthority>("trust-aware-authority"),
        resolver::<lens_vote_aware_consensus::VoteAwareConsensus>("vote-aware-consensus"),
    ];
    ALL
}

/// All row stages of the library, by id.
pub fn row_stages() -> &'static [RowStageTwin] {
    const ALL: &[RowStageTwin] = &[
        row_stage::<lens_decay::Decay>("decay"),
        row_stage::<lens_epoch_aware::EpochAware>("epoch-aware"),
        row_stage::<lens_hierarchy::Hierarchy>("hierarchy"),
        row_stage::<lens_min_confidence::MinConfidence>("min-confidence"),
        row_stage::<lens_normalise::Normalise>("normalise"),
        row_stage::<lens_reliability::Reliability>("reliability"),
        row_stage::<lens_tolerance::Tolerance>("tolerance"),
        row_stage::<lens_trust::Trust>("trust"),
    ];
    ALL
}

/// All answer stages of the library, by id.
pub fn answer_stages() -> &'static [AnswerStageTwin] {
    const ALL: &[AnswerStageTwin] = &[answer_stage::<lens_calibrate::Calibrate>("calibrate")];
    ALL
}

/// All estimators of the library, by id.
pub fn estimators() -> &'static [EstimatorTwin] {
    const ALL: &[EstimatorTwin] = &[
        estimator::<lens_accu::Accu>("accu"),
        estimator::<lens_accucopy::Accucopy>("accucopy"),
        estimator::<lens_catd::Catd>("catd"),
        estimator::<lens_crh::Crh>("crh"),
        estimator::<lens_truthfinder::Truthfinder>("truthfinder"),
    ];
    ALL
}

/// The folder of a lens in the source tree.
pub fn lens_folder(id: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../lenses")
        .join(id)
}
