//! A resolver that takes memory until it gets no more.

use stemedb_sdk::{Batch, Context, Description, Error, Resolutions, Resolver};

/// Takes all memory.
#[derive(Debug)]
pub struct MemoryBomb;

impl Resolver for MemoryBomb {
    fn describe() -> Description {
        Description::new(
            "resolver-memory-bomb",
            env!("CARGO_PKG_VERSION"),
            "Takes all memory",
        )
        .u32("value")
    }

    fn resolve(_: &Context<'_>, _: &Batch<'_>) -> Result<Resolutions, Error> {
        let mut hoard: Vec<Vec<u8>> = Vec::new();
        loop {
            // Touched, so that it counts as used wherever pages come lazily.
            hoard.push(vec![1; BLOCK_BYTES]);
            std::hint::black_box(&hoard);
        }
    }
}

/// Size of one bite.
const BLOCK_BYTES: usize = 1 << 20;

stemedb_sdk::export_resolver!(MemoryBomb);
