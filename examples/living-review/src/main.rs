//! The demo. Its data stands in `data/`; the story is not told yet.

fn main() {}
