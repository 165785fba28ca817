//! A resolver of a version of the contract that no host has.

#![cfg(target_arch = "wasm32")]
#![allow(
    missing_docs,
    unsafe_code,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    reason = "bindings are generated"
)]

use bindings::{Batch, Context, Description, Error, Guest, Resolutions};

mod bindings {
    wit_bindgen::generate!({ path: "wit", world: "resolver" });
}

struct FromTheFuture;

impl Guest for FromTheFuture {
    fn describe() -> Result<Description, Error> {
        Ok(Description {
            id: "resolver-wrong-world-version".into(),
            version: env!("CARGO_PKG_VERSION").into(),
        })
    }

    fn resolve(_: Context, rows: Batch) -> Result<Resolutions, Error> {
        Ok(Resolutions {
            winners: vec![0; rows.offsets.len().saturating_sub(1)],
        })
    }
}

bindings::export!(FromTheFuture with_types_in bindings);
