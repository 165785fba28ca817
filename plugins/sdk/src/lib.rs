//! What a lens is written with: plain types for columns and answers, four traits, and the arithmetic that lenses share.
//!
//! A lens is a pure function from columns to an answer. It implements one trait and names it in one macro; natively the
//! macro expands to nothing and the function is called as it is, for WebAssembly it becomes a component of the world
//! `stemedb:lens`. Nothing here reads a clock, draws a random number or does input or output.
//!
//! ```
//! use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver, choose};
//!
//! /// The value that most claims state.
//! pub struct Majority;
//!
//! impl Resolver for Majority {
//!     fn describe() -> Description {
//!         Description::new("majority", "0.1.0", "The value that most claims state").u32("value")
//!     }
//!
//!     fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
//!         choose::resolve(rows, rows.u32(0)?, choose::Rule::GREATEST_SUM, |_| 1.0)
//!     }
//! }
//!
//! stemedb_sdk::export_resolver!(Majority);
//! ```
//!
//! Invariant: the same columns give the same bits, natively and as a component, in every build.

mod answer;
mod batch;
mod description;
mod error;
mod texts;
mod traits;

pub mod choose;
pub mod columns;
pub mod exact;
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod guest;
pub mod joint;
pub mod merge;
#[cfg(not(target_arch = "wasm32"))]
mod native;
pub mod read;

pub use answer::{Estimates, NO_WINNER, Parts, Resolutions, Shares, Staged, Status, Supports};
pub use batch::{Batch, Broader, Context, ParamValue, SupportsView};
pub use description::{Description, ParamKind, ParamSpec};
pub use error::Error;
pub use traits::{AnswerStage, Estimator, Resolver, RowStage};
