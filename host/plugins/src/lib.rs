//! Plugins of StemeDB: sandboxed WebAssembly components that judge, installed by digest and called with columns.
//!
//! The only place that knows wasmtime, and no type of it leaves this crate. What a lens means is the business of the
//! lens; which lens answers a query is decided by `Slots` and expressions, kept by the control log of the engine.
//!
//! Invariant: nothing that a component does can change the host, another call, or another namespace.

// `live_faults` shares its helpers with the integration tests, which know this crate by its name.
#[cfg(test)]
extern crate self as stemedb_plugins;

mod abi;
mod admit;
mod artefact;
mod cache;
mod capacity;
mod check;
mod columns;
mod compile;
mod compile_child;
mod components;
mod description;
mod disk;
mod engine;
mod error;
mod expression;
pub mod extractors;
mod find;
mod frame;
mod host;
mod identity;
mod installs;
mod instance;
mod joint;
mod judge;
#[cfg(test)]
mod live_faults;
mod machine;
mod meters;
mod options;
mod outcome;
mod pipeline;
mod plugin;
mod share;
mod shared;
mod slots;
mod state;
mod trial;

pub use columns::{
    Batch, BroaderPairs, Context, Estimates, NONE, ParamValue, Parts, Resolutions, Shares, Staged,
    Supports, Texts,
};
pub use compile_child::compile_child_main;
pub use description::{
    ARTEFACT_COLUMNS, ARTEFACT_PARAM, Description, F64_COLUMNS, ParamKind, ParamSpec, U32_COLUMNS,
};
pub use error::{FaultKind, InstallError, OpenError, PluginError, PluginFault, RefusedAtOpen};
pub use expression::{EXPRESSION_BYTES_MAX, Expression, ExpressionError, STEPS_MAX, Step};
pub use find::FindError;
pub use host::PluginHost;
pub use identity::{Digest, PluginRef, World};
pub use installs::{InstallState, InstallTicket};
pub use joint::JointPipeline;
pub use judge::{CallMode, CallScope, Judge};
pub use options::{Compiler, HostOptions};
pub use pipeline::{BindError, BoundStage, Pipeline};
pub use plugin::Plugin;
pub use share::{SHARE_WHOLE, Share};
pub use slots::{ActiveSlots, OnTrial, Pins, Slots};
