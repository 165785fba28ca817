//! Units and what they are in the base unit of their dimension.

/// What a quantity measures. The base units are gram, metre, litre, second and kelvin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// A bare number, or a percentage as a share of one.
    Number,
    /// In grams.
    Mass,
    /// In metres.
    Length,
    /// In litres.
    Volume,
    /// In seconds.
    Time,
    /// In kelvins.
    Temperature,
}

/// A unit: `(value + shift) * factor` is the value in the base unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// What it measures.
    pub dimension: Dimension,
    /// Base units in one of this unit.
    pub factor: f64,
    /// Added first; other than 0 for temperatures only.
    pub shift: f64,
}

const fn unit(dimension: Dimension, factor: f64) -> Unit {
    Unit {
        dimension,
        factor,
        shift: 0.0,
    }
}

use Dimension::{Length, Mass, Number, Temperature, Time, Volume};

/// Names as they are written; a symbol of one letter is told from another by its case alone.
#[rustfmt::skip]
const UNITS: &[(&[&str], Unit)] = &[
    (&["%", "percent", "per cent", "pct"], unit(Number, 0.01)),
    (&["‰", "permille", "per mille"], unit(Number, 0.001)),
    (&["kg", "kilogram", "kilograms", "kilo", "kilos"], unit(Mass, 1e3)),
    (&["g", "gram", "grams", "gramme", "grammes"], unit(Mass, 1.0)),
    (&["mg", "milligram", "milligrams"], unit(Mass, 1e-3)),
    (&["µg", "μg", "ug", "mcg", "microgram", "micrograms"], unit(Mass, 1e-6)),
    (&["ng", "nanogram", "nanograms"], unit(Mass, 1e-9)),
    (&["t", "tonne", "tonnes"], unit(Mass, 1e6)),
    (&["lb", "lbs", "pound", "pounds"], unit(Mass, 453.592_37)),
    (&["oz", "ounce", "ounces"], unit(Mass, 28.349_523_125)),
    (&["st", "stone"], unit(Mass, 6_350.293_18)),
    (&["km", "kilometre", "kilometres", "kilometer", "kilometers"], unit(Length, 1e3)),
    (&["m", "metre", "metres", "meter", "meters"], unit(Length, 1.0)),
    (&["dm", "decimetre", "decimetres", "decimeter", "decimeters"], unit(Length, 0.1)),
    (&["cm", "centimetre", "centimetres", "centimeter", "centimeters"], unit(Length, 0.01)),
    (&["mm", "millimetre", "millimetres", "millimeter", "millimeters"], unit(Length, 1e-3)),
    (&["µm", "μm", "um", "micrometre", "micrometres", "micrometer", "micrometers"], unit(Length, 1e-6)),
    (&["nm", "nanometre", "nanometres", "nanometer", "nanometers"], unit(Length, 1e-9)),
    (&["in", "inch", "inches"], unit(Length, 0.0254)),
    (&["ft", "foot", "feet"], unit(Length, 0.3048)),
    (&["yd", "yard", "yards"], unit(Length, 0.9144)),
    (&["mi", "mile", "miles"], unit(Length, 1_609.344)),
    (&["nmi", "nautical mile", "nautical miles"], unit(Length, 1_852.0)),
    (&["l", "L", "litre", "litres", "liter", "liters"], unit(Volume, 1.0)),
    (&["hl", "hectolitre", "hectolitres", "hectoliter", "hectoliters"], unit(Volume, 100.0)),
    (&["dl", "decilitre", "decilitres", "deciliter", "deciliters"], unit(Volume, 0.1)),
    (&["cl", "centilitre", "centilitres", "centiliter", "centiliters"], unit(Volume, 0.01)),
    (&["ml", "millilitre", "millilitres", "milliliter", "milliliters", "cm3", "cm³", "cc"], unit(Volume, 1e-3)),
    (&["µl", "μl", "ul", "microlitre", "microlitres", "microliter", "microliters"], unit(Volume, 1e-6)),
    (&["m3", "m³", "cubic metre", "cubic metres", "cubic meter", "cubic meters"], unit(Volume, 1e3)),
    (&["gal", "gallon", "gallons"], unit(Volume, 3.785_411_784)),
    (&["qt", "quart", "quarts"], unit(Volume, 0.946_352_946)),
    (&["pt", "pint", "pints"], unit(Volume, 0.473_176_473)),
    (&["fl oz", "fluid ounce", "fluid ounces"], unit(Volume, 0.029_573_529_562_5)),
    (&["d", "day", "days"], unit(Time, 86_400.0)),
    (&["wk", "week", "weeks"], unit(Time, 604_800.0)),
    (&["h", "hr", "hrs", "hour", "hours"], unit(Time, 3_600.0)),
    (&["min", "mins", "minute", "minutes"], unit(Time, 60.0)),
    (&["s", "sec", "secs", "second", "seconds"], unit(Time, 1.0)),
    (&["ms", "msec", "millisecond", "milliseconds"], unit(Time, 1e-3)),
    (&["µs", "μs", "us", "microsecond", "microseconds"], unit(Time, 1e-6)),
    (&["ns", "nanosecond", "nanoseconds"], unit(Time, 1e-9)),
    (&["K", "kelvin", "kelvins"], unit(Temperature, 1.0)),
    (
        &["°C", "℃", "C", "celsius", "degrees celsius", "deg c"],
        Unit { dimension: Temperature, factor: 1.0, shift: 273.15 },
    ),
    (
        &["°F", "℉", "F", "fahrenheit", "degrees fahrenheit", "deg f"],
        Unit { dimension: Temperature, factor: 5.0 / 9.0, shift: 459.67 },
    ),
];

/// The longest name of a unit, in bytes.
const NAME_BYTES_MAX: usize = 24;

/// The unit of this name: as written, or for names of several letters in whatever case.
pub fn unit_named(name: &str) -> Option<Unit> {
    if name.is_empty() || name.len() > NAME_BYTES_MAX {
        return None;
    }
    let exact = |known: &&str| **known == *name;
    let loose = |known: &&str| known.len() > 1 && known.eq_ignore_ascii_case(name);
    let find = |same: &dyn Fn(&&str) -> bool| {
        let found = UNITS.iter().find(|(names, _)| names.iter().any(same));
        found.map(|(_, unit)| *unit)
    };
    find(&exact).or_else(|| find(&loose))
}

#[cfg(test)]
mod tests {
    use super::{Dimension, UNITS, unit_named};

    #[test]
    fn no_name_means_two_units() {
        let mut names: Vec<String> = UNITS
            .iter()
            .flat_map(|(names, _)| names.iter())
            .map(|name| {
                if name.len() > 1 {
                    name.to_ascii_lowercase()
                } else {
                    (*name).to_owned()
                }
            })
            .collect();
        names.sort();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn case_tells_symbols_of_one_letter_apart() {
        assert_eq!(unit_named("KG"), unit_named("kg"));
        assert_eq!(unit_named("Miles"), unit_named("mi"));
        assert_eq!(unit_named("M"), None);
        assert_eq!(unit_named("k"), None);
        let kelvin = unit_named("K").map(|unit| unit.dimension);
        assert_eq!(kelvin, Some(Dimension::Temperature));
    }
}
