//! The boundary of the component: bindings of the world, and the moves between their types and the plain ones.
//!
//! Not here: judgement. Lists are moved; the columns of hits are borrowed.

#![allow(
    missing_docs,
    unsafe_code,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    reason = "bindings are generated"
)]

mod convert;
mod host;

pub use convert::{describe, extract};

/// World `extractor`.
pub mod extractor {
    wit_bindgen::generate!({
        path: "../../wit/aphoria-extractor/0.1",
        world: "extractor",
        pub_export_macro: true,
        export_macro_name: "export_world_extractor",
        default_bindings_module: "aphoria_sdk::guest::extractor",
        generate_unused_types: true,
        generate_all,
    });
}

pub use extractor::aphoria::extractor::{project, source, types};

/// Exports an extractor as a component.
#[macro_export]
macro_rules! export_extractor {
    ($extractor:ident) => {
        #[cfg(target_arch = "wasm32")]
        mod component {
            use $crate::guest::{self, types};
            struct Component;
            impl guest::extractor::Guest for Component {
                fn describe() -> Result<types::Description, types::Error> {
                    Ok(guest::describe(<super::$extractor as $crate::Extractor>::describe()))
                }
                fn extract(
                    batch: types::Files,
                    found: types::Hits,
                ) -> Result<Vec<types::Observation>, types::Error> {
                    guest::extract::<super::$extractor>(&batch, &found)
                }
            }
            guest::extractor::export_world_extractor!(Component with_types_in $crate::guest::extractor);
        }
    };
}
