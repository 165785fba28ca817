//! What each endpoint does. No limits, keys or statuses of errors here: the router and the layers have those.

pub(crate) mod admin;
pub(crate) mod batch;
pub(crate) mod estimates;
pub(crate) mod lines;
pub(crate) mod queries;
pub(crate) mod reads;
pub(crate) mod records;
pub(crate) mod system;
pub(crate) mod trials;
pub(crate) mod views;
