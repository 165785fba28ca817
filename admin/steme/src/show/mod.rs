//! Results as pages for people. Nothing here decides anything; programs read JSON instead.

mod answer;
mod calibration;
mod estimates;
mod import;
mod lists;
mod page;
mod plugin;
mod records;
mod text;
mod trace;
mod trials;

pub(crate) use answer::{layered, query, replay, skeptic};
pub(crate) use calibration::calibration;
pub(crate) use estimates::{estimate, estimate_state, estimates};
pub(crate) use import::report;
pub(crate) use lists::{activation, audit, audits, feed, health, installed, plugins};
pub(crate) use page::Page;
pub(crate) use plugin::{built, captured, costs, handed, made, tested};
pub(crate) use records::{agent, impact, log, written};
pub(crate) use text::clean;
pub(crate) use trace::trace;
pub(crate) use trials::{trial, trials};
