//! A living review of GLP-1 medicines: the data of the demo, signed, and the story that is told over it.
//!
//! Not medical advice, and not a client library: it uses the public interface like anybody else. `data/README.md` says
//! which figures are real.

pub mod data;
pub mod records;
pub mod server;
pub mod story;
pub mod telling;
