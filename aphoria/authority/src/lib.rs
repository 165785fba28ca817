//! What authorities demand, and what an observation is worth before them.
//!
//! Demands are data (`aphoria/corpus`): each a signed claim in an embedded StemeDB, where the lens `aphoria-authority`
//! says which of several demands on one thing holds. Observations are judged one by one against what holds.
//!
//! Not here: reading code, acknowledgements, printing.
//!
//! Invariant: a verdict is a function of the observation, the demands on its pair, and the lens that is named with it.

mod corpus;
mod demand;
mod kept;
mod resolve;
mod verdict;

pub use corpus::{Corpus, CorpusError, CorpusFile};
pub use demand::{Claim, Comparison, Expected};
pub use kept::{load, store};
pub use resolve::{Held, ResolveError, Resolved, resolve};
pub use verdict::{Conflict, Thresholds, Verdict, force, weight};
