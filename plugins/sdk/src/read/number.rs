//! Numbers and quantities: `1,000.5`, `1 000`, `-3e4`, `12 %`, `5 ft 11 in`.

use super::unit::{Dimension, Unit, unit_named};

/// What stands before the fraction; the other mark may stand between groups of three digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decimal {
    /// `1,000.5`
    Point,
    /// `1.000,5`
    Comma,
}

/// A number in the base unit of what it measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    /// What it measures.
    pub dimension: Dimension,
    /// How much, finite, never -0.
    pub value: f64,
}

/// More digits than any float tells apart.
const DIGITS_MAX: usize = 64;

/// The quantity that the whole text states, if it states one.
pub fn quantity(text: &str, decimal: Decimal) -> Option<Quantity> {
    let text = text.trim();
    let (number, rest) = number(text, decimal)?;
    let mut total = finite(number, None)?;
    let Some((mut unit, mut rest)) = unit_before_digit(rest)? else {
        return Some(total);
    };
    total = finite(number, Some(unit))?;
    // Further parts, each in a smaller unit of the same kind: `1 h 30 min`.
    while !rest.is_empty() {
        let (part, after) = self::number(rest, decimal)?;
        let (next, after) = unit_before_digit(after)??;
        let smaller = next.dimension == unit.dimension && next.factor < unit.factor;
        let adds_up = !matches!(unit.dimension, Dimension::Temperature | Dimension::Number);
        if !(smaller && adds_up && part >= 0.0 && number >= 0.0) {
            return None;
        }
        total = Quantity {
            value: total.value + finite(part, Some(next))?.value,
            ..total
        };
        (unit, rest) = (next, after);
    }
    Some(total)
}

fn finite(number: f64, unit: Option<Unit>) -> Option<Quantity> {
    let (dimension, value) = match unit {
        None => (Dimension::Number, number),
        Some(unit) => (unit.dimension, (number + unit.shift) * unit.factor),
    };
    value.is_finite().then_some(Quantity {
        dimension,
        value: value + 0.0,
    })
}

/// The unit up to the next digit or the end, and what follows. `Some(None)` where nothing follows the number at all.
fn unit_before_digit(text: &str) -> Option<Option<(Unit, &str)>> {
    let text = text.trim_start();
    if text.is_empty() {
        return Some(None);
    }
    // The digit of `m3` belongs to the unit.
    if let Some(unit) = unit_named(text) {
        return Some(Some((unit, "")));
    }
    let end = text.find(|letter: char| letter.is_ascii_digit())?;
    let unit = unit_named(text[..end].trim_end())?;
    Some(Some((unit, &text[end..])))
}

/// The number at the start of a text, and what follows it.
fn number(text: &str, decimal: Decimal) -> Option<(f64, &str)> {
    let (point, comma) = match decimal {
        Decimal::Point => ('.', ','),
        Decimal::Comma => (',', '.'),
    };
    let mut digits = String::with_capacity(24);
    let mut rest = text;
    if let Some(after) = rest.strip_prefix(['-', '\u{2212}']) {
        digits.push('-');
        rest = after;
    } else if let Some(after) = rest.strip_prefix('+') {
        rest = after;
    }
    let whole = take_digits(&mut rest, &mut digits);
    if (1..=3).contains(&whole) {
        take_groups(&mut rest, &mut digits, comma);
    }
    let mut fraction = 0;
    if let Some(mut after) = rest.strip_prefix(point)
        && after.starts_with(|letter: char| letter.is_ascii_digit())
    {
        digits.push('.');
        fraction = take_digits(&mut after, &mut digits);
        rest = after;
    }
    if whole + fraction == 0 || digits.len() > DIGITS_MAX {
        return None;
    }
    take_exponent(&mut rest, &mut digits);
    // A further mark or digit makes it no number: `1.2.3`, `1,00`.
    let marks = |letter: char| letter.is_ascii_digit() || letter == '.' || letter == ',';
    if rest.starts_with(marks) {
        return None;
    }
    Some((digits.parse().ok()?, rest))
}

/// Moves leading digits over; the answer is how many.
fn take_digits(rest: &mut &str, digits: &mut String) -> usize {
    let end = rest
        .bytes()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(rest.len());
    digits.push_str(&rest[..end]);
    *rest = &rest[end..];
    end
}

/// Moves groups of three digits over that one and the same mark or space sets apart.
fn take_groups(rest: &mut &str, digits: &mut String, comma: char) {
    let spaces = ['\'', '\u{2019}', ' ', '\u{a0}', '\u{2009}', '\u{202f}'];
    let Some(mark) = rest.chars().next() else {
        return;
    };
    if mark != comma && !spaces.contains(&mark) {
        return;
    }
    while let Some(mut after) = rest.strip_prefix(mark) {
        let mut group = String::with_capacity(3);
        if take_digits(&mut after, &mut group) != 3 {
            return;
        }
        digits.push_str(&group);
        *rest = after;
    }
}

fn take_exponent(rest: &mut &str, digits: &mut String) {
    let Some(after) = rest.strip_prefix(['e', 'E']) else {
        return;
    };
    let (sign, mut after) = match after.strip_prefix('-') {
        Some(after) => ("-", after),
        None => ("", after.strip_prefix('+').unwrap_or(after)),
    };
    let mut exponent = String::new();
    if take_digits(&mut after, &mut exponent) > 0 {
        digits.push('e');
        digits.push_str(sign);
        digits.push_str(&exponent);
        *rest = after;
    }
}

/// A key that is equal for numbers that agree in their first twelve digits or so: conversion between units leaves
/// differences in the last bits.
pub fn significant(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    // Adding to the bits rounds the magnitude; a carry goes into the exponent, as it should.
    bits.wrapping_add(1 << 11) >> 12
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Dimension, quantity, significant};

    fn read(text: &str) -> Option<(Dimension, u64)> {
        quantity(text, Decimal::Point).map(|found| (found.dimension, significant(found.value)))
    }

    fn number(text: &str) -> Option<f64> {
        quantity(text, Decimal::Point).map(|found| found.value)
    }

    #[test]
    fn numbers_are_read_however_they_are_written() {
        for (text, value) in [
            ("1000", 1000.0),
            ("1,000", 1000.0),
            ("1 000.50", 1000.5),
            ("1'000'000", 1e6),
            ("+5", 5.0),
            ("\u{2212}5", -5.0),
            ("-0", 0.0),
            (".5", 0.5),
            ("1e3", 1000.0),
            ("1.5E-3", 0.0015),
            (" 42 ", 42.0),
            ("12 %", 0.12),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
        let comma = quantity("1.000,5", Decimal::Comma).map(|found| found.value);
        assert_eq!(comma, Some(1000.5));
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for text in [
            "",
            "-",
            "abc",
            "1,00",
            "1.2.3",
            "1,0000",
            "12,34",
            "C34",
            "34C4",
            "5 apples",
            "1 2",
            "1e999",
            "NaN",
            "inf",
            "3 kg 2 m",
            "3 kg -2 g",
            "20 C 5 C",
            "0x10",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn units_are_converted() {
        for (one, other) in [
            ("1 kg", "1000 g"),
            ("0.1 km", "100m"),
            ("5 ft 11 in", "180.34 cm"),
            ("1 h 30 min", "90 minutes"),
            ("25 °C", "77 °F"),
            ("298.15 K", "25 C"),
            ("250 ml", "0.25 L"),
            ("1 m3", "1000 litres"),
            ("50 %", "0.5"),
            ("500 mcg", "0.5 mg"),
            ("16 oz", "1 lb"),
        ] {
            assert!(read(one).is_some(), "{one}");
            assert_eq!(read(one), read(other), "{one} and {other}");
        }
        assert_ne!(read("1 kg"), read("1000 m"));
        assert_ne!(read("1000"), read("1000 g"));
    }
}
