//! A resolver that wants to know what time it is.

#![cfg_attr(
    target_arch = "wasm32",
    allow(
        missing_docs,
        unsafe_code,
        unreachable_pub,
        unused_qualifications,
        clippy::all,
        reason = "bindings are generated"
    )
)]

use stemedb_sdk::choose::{self, Rule};
use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

#[cfg(target_arch = "wasm32")]
mod system {
    wit_bindgen::generate!({ path: "wit", world: "timed" });
}

/// Answers otherwise tomorrow.
#[derive(Debug)]
pub struct WantsClock;

impl Resolver for WantsClock {
    fn describe() -> Description {
        Description::new(
            "resolver-wants-clock",
            env!("CARGO_PKG_VERSION"),
            "Answers otherwise tomorrow",
        )
        .u32("value")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        #[cfg(target_arch = "wasm32")]
        std::hint::black_box(system::wasi::clocks::wall_clock::now().seconds);
        choose::resolve(rows, rows.u32(0)?, Rule::GREATEST_SUM, |_| 1.0)
    }
}

stemedb_sdk::export_resolver!(WantsClock);
