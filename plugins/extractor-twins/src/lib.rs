//! Every extractor compiled in, behind the trait by which scans ask: for tests that hold the sandbox against the same code
//! without it, and for measuring what the sandbox costs.

mod described;
mod list;
mod native;

pub use list::all;
pub use native::Native;
