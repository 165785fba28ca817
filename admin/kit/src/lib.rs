//! The author's kit: makes a plugin project, builds it, holds it against laws and cases, and measures it.
//!
//! Works in any folder: SDKs, contract and templates are part of the program. What a component may do, the real host
//! decides; nothing here is a second one. Not here: talking to servers, which is the command line's.
//!
//! Invariant: what is written into an author's folder is written once, by `create`; later commands touch only `target`,
//! `captured` and `counterexamples`.

pub mod bench;
pub mod build;
pub mod call;
pub mod capture;
mod case_file;
pub mod check;
mod create;
mod error;
mod files;
mod generate;
mod laws;
mod project;
mod shrink;
mod table;

pub use create::{Plan, create};
pub use error::KitError;
pub use laws::{Law, UNIVERSAL};
pub use project::{Language, Limits, Project, TestSettings};
pub use stemedb_plugins::World;
pub use table::{Row, Table};
