//! A compiler child of its own, for hosts whose program has no hidden argument for it, and for tests.

use std::process::ExitCode;

fn main() -> ExitCode {
    stemedb_plugins::compile_child_main()
}
