//! How guests are built: which Rust compiles them for WebAssembly, and how a core module becomes a component.
//!
//! Used for the lenses of the library by `cargo xtask guests`, and for everybody's own by the author's kit. Not the host:
//! what a component may do is decided there, whoever built it. Knows no environment: callers say where cargo is.
//!
//! Invariant: the same module always becomes the same component.

pub mod component;
mod error;
mod rust;

pub use error::ToolchainError;
pub use rust::{Setting, TARGET, Toolchain, remapped};
