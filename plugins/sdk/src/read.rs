//! What values say: numbers with units and times, in the many ways in which people write them.
//!
//! Not a parser of one format: a text that can be read in two ways, or that holds more than a number or a time, is not read
//! at all. Natively and as a component the same texts give the same bits.
//!
//! Invariant: reading is a function of the text and the style that the caller names, never of a locale or a clock.

mod moment;
mod number;
mod style;
mod time;
mod unit;

pub use moment::{Frame, Moment, TimeStyle, Zones, moments};
pub use number::{Decimal, Quantity, quantity, significant};
pub use time::{DateOrder, WrittenTime, time};
pub use unit::{Dimension, Unit, unit_named};
