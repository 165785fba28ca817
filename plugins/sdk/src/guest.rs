//! The boundary of the component: bindings of the four worlds, and the moves between their types and the plain ones.
//!
//! Not here: judgement. Every list is moved, none is copied.
//!
//! Invariant: each world's bindings are expanded once, and a lens carries only the export section of the world that its
//! macro names.

#![allow(
    missing_docs,
    unsafe_code,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    reason = "bindings are generated"
)]

mod allocator;
mod convert;
mod values;

pub use convert::{adjust, describe, estimate, resolve, weigh};

/// World `resolver`; its types serve all four worlds.
pub mod resolver {
    wit_bindgen::generate!({
        path: "../../wit/stemedb-lens/0.1",
        world: "resolver",
        pub_export_macro: true,
        export_macro_name: "export_world_resolver",
        default_bindings_module: "stemedb_sdk::guest::resolver",
        generate_unused_types: true,
        generate_all,
    });
}

/// World `row-stage`.
pub mod row_stage {
    wit_bindgen::generate!({
        path: "../../wit/stemedb-lens/0.1",
        world: "row-stage",
        pub_export_macro: true,
        export_macro_name: "export_world_row_stage",
        default_bindings_module: "stemedb_sdk::guest::row_stage",
        with: {
            "stemedb:lens/types@0.1.0": crate::guest::types,
            "stemedb:lens/values@0.1.0": crate::guest::resolver::stemedb::lens::values,
        },
    });
}

/// World `answer-stage`.
pub mod answer_stage {
    wit_bindgen::generate!({
        path: "../../wit/stemedb-lens/0.1",
        world: "answer-stage",
        pub_export_macro: true,
        export_macro_name: "export_world_answer_stage",
        default_bindings_module: "stemedb_sdk::guest::answer_stage",
        with: {
            "stemedb:lens/types@0.1.0": crate::guest::types,
            "stemedb:lens/values@0.1.0": crate::guest::resolver::stemedb::lens::values,
        },
    });
}

/// World `estimator`.
pub mod estimator {
    wit_bindgen::generate!({
        path: "../../wit/stemedb-lens/0.1",
        world: "estimator",
        pub_export_macro: true,
        export_macro_name: "export_world_estimator",
        default_bindings_module: "stemedb_sdk::guest::estimator",
        with: {
            "stemedb:lens/types@0.1.0": crate::guest::types,
            "stemedb:lens/values@0.1.0": crate::guest::resolver::stemedb::lens::values,
        },
    });
}

pub use resolver::stemedb::lens::types;

#[macro_export]
macro_rules! export_resolver {
    ($lens:ident) => {
        #[cfg(target_arch = "wasm32")]
        mod component {
            use $crate::guest::{self, types};
            struct Component;
            impl guest::resolver::Guest for Component {
                fn describe() -> Result<types::Description, types::Error> {
                    guest::describe(<super::$lens as $crate::Resolver>::describe())
                }
                fn resolve(
                    context: types::Context,
                    rows: types::Batch,
                ) -> Result<types::Resolutions, types::Error> {
                    guest::resolve::<super::$lens>(context, rows)
                }
            }
            guest::resolver::export_world_resolver!(Component with_types_in $crate::guest::resolver);
        }
    };
}

#[macro_export]
macro_rules! export_row_stage {
    ($lens:ident) => {
        #[cfg(target_arch = "wasm32")]
        mod component {
            use $crate::guest::{self, types};
            struct Component;
            impl guest::row_stage::Guest for Component {
                fn describe() -> Result<types::Description, types::Error> {
                    guest::describe(<super::$lens as $crate::RowStage>::describe())
                }
                fn weigh(
                    context: types::Context,
                    rows: types::Batch,
                ) -> Result<types::Staged, types::Error> {
                    guest::weigh::<super::$lens>(context, rows)
                }
            }
            guest::row_stage::export_world_row_stage!(Component with_types_in $crate::guest::row_stage);
        }
    };
}

#[macro_export]
macro_rules! export_answer_stage {
    ($lens:ident) => {
        #[cfg(target_arch = "wasm32")]
        mod component {
            use $crate::guest::{self, types};
            struct Component;
            impl guest::answer_stage::Guest for Component {
                fn describe() -> Result<types::Description, types::Error> {
                    guest::describe(<super::$lens as $crate::AnswerStage>::describe())
                }
                fn adjust(
                    context: types::Context,
                    rows: types::Batch,
                    found: types::Resolutions,
                ) -> Result<types::Resolutions, types::Error> {
                    guest::adjust::<super::$lens>(context, rows, found)
                }
            }
            guest::answer_stage::export_world_answer_stage!(Component with_types_in $crate::guest::answer_stage);
        }
    };
}

#[macro_export]
macro_rules! export_estimator {
    ($lens:ident) => {
        #[cfg(target_arch = "wasm32")]
        mod component {
            use $crate::guest::{self, types};
            struct Component;
            impl guest::estimator::Guest for Component {
                fn describe() -> Result<types::Description, types::Error> {
                    guest::describe(<super::$lens as $crate::Estimator>::describe())
                }
                fn estimate(
                    context: types::Context,
                    rows: types::Batch,
                ) -> Result<types::Estimates, types::Error> {
                    guest::estimate::<super::$lens>(context, rows)
                }
            }
            guest::estimator::export_world_estimator!(Component with_types_in $crate::guest::estimator);
        }
    };
}
