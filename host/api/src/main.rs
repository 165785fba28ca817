//! The StemeDB server. Not built yet: the engine comes first.

fn main() {}
