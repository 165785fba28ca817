//! Which files a scan looks at, how they are read, and what project they belong to.
//!
//! Not here: matching, judging, printing, and the process's environment: roots, PATHs and a hook's variables are handed
//! in. Nothing outside of this crate opens a file of a scanned tree.
//!
//! Invariant: nothing in a tree can hang a scan, make it read without bound, or lead it out of the tree: no symbolic link
//! is followed, nothing but regular files is opened for reading, and every result comes in one order, that of the names.

mod file;
mod filter;
pub mod git;
pub mod language;
mod patterns;
pub mod project;
mod read;
mod skip;
pub mod suppress;
mod text;
mod traits;
mod walk;

pub use file::{File, name_of};
pub use filter::Filter;
pub use project::{Dependency, Ecosystem, Project, Projects};
pub use read::{Policy, Source, admit, load};
pub use skip::{Count, Problem, Skip, SkipReason, Skips};
pub use suppress::Suppressions;
pub use traits::Traits;
pub use walk::{Walk, WalkError, Walked};
