//! `new`: a unit that is complete from the start, entered wherever the workspace lists its kind.

mod entry;
mod lens;

use anyhow::Result;
use clap::{Args, Subcommand};

/// Options of `new`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    unit: Unit,
}

#[derive(Subcommand)]
enum Unit {
    /// A lens in lenses/<id>: crate, manifest, cases; it builds and passes its cases as it is.
    Lens(lens::Options),
}

/// Creates the unit.
pub(crate) fn run(options: &Options) -> Result<()> {
    match &options.unit {
        Unit::Lens(options) => lens::run(options),
    }
}
