//! A resolver that calls itself without end.

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Recurses without end.
#[derive(Debug)]
pub struct Recursion;

impl Resolver for Recursion {
    fn describe() -> Description {
        Description::new(
            "resolver-recursion",
            env!("CARGO_PKG_VERSION"),
            "Recurses without end",
        )
        .u32("value")
    }

    fn resolve(_: &Context<'_>, rows: &Batch<'_>) -> Result<Resolutions, Error> {
        let depth = deeper(rows.row_count() as u64);
        Err(Error::new(Error::INTERNAL, depth.to_string()))
    }
}

/// Keeps something on the stack and uses it after the call, so that the call can't become a jump.
fn deeper(depth: u64) -> u64 {
    let kept = std::hint::black_box([depth; 64]);
    let below = if kept[0] == u64::MAX {
        0
    } else {
        deeper(depth + 1)
    };
    std::hint::black_box(kept).iter().sum::<u64>() ^ below
}

stemedb_sdk::export_resolver!(Recursion);
