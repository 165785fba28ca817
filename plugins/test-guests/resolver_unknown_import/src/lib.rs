//! A resolver that also wants a function that no host gives to a lens.

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
mod foreign {
    wit_bindgen::generate!({ path: "wit", world: "curious" });
}

/// Reads the host's secrets.
#[derive(Debug)]
pub struct UnknownImport;

impl Resolver for UnknownImport {
    fn describe() -> Description {
        Description::new(
            "resolver-unknown-import",
            env!("CARGO_PKG_VERSION"),
            "Reads the host's secrets",
        )
        .u32("value")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        #[cfg(target_arch = "wasm32")]
        std::hint::black_box(foreign::curious::host::secrets::read("/etc/passwd"));
        choose::resolve(rows, rows.u32(0)?, Rule::GREATEST_SUM, |_| 1.0)
    }
}

stemedb_sdk::export_resolver!(UnknownImport);
