//! The server over real HTTP on the loopback: every endpoint, done and refused.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod admin;
mod batch;
mod batch_streams;
mod client;
mod documents;
mod errors;
mod estimates;
mod examples;
mod limits;
mod operations;
mod process;
mod queries;
mod records;
mod speak;
mod swaps;
mod system;
mod tls;
mod trials;
