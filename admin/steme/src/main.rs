//! The user's command. Not built yet: the engine comes first.

fn main() {}
