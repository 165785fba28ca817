//! Tells the story of the living review over a real server: `cargo xtask demo` builds everything and runs this.

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use living_review::server::Place;
use living_review::telling;

#[derive(Parser)]
#[command(
    name = "living-review",
    about = "Tells the story of the living review over a real server"
)]
struct Arguments {
    /// The server's binary.
    #[arg(long, default_value = "target/release/stemedb-api")]
    server: PathBuf,
    /// The folder with the lenses.
    #[arg(long, default_value = "target/guests")]
    guests: PathBuf,
    /// The folder for the database; it is emptied first.
    #[arg(long, default_value = "target/demo")]
    data: PathBuf,
    /// Leave the server running at the end.
    #[arg(long)]
    keep: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let place = Place {
        binary: arguments.server,
        guests: arguments.guests,
        data: arguments.data,
    };
    telling::tell(&place, arguments.keep)
}
