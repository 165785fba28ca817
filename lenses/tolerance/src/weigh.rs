//! Values as points, group by group. A group of one value is not read at all.

use std::ops::Range;

use stemedb_sdk::exact::GRAIN;
use stemedb_sdk::merge::Merger;
use stemedb_sdk::read::{Decimal, TimeStyle, moments, quantity};
use stemedb_sdk::{Batch, Context, Error, Staged};

use crate::near::{Point, Reach, Scale, centres};

/// How texts are read.
pub(crate) struct Style {
    pub(crate) decimal: Decimal,
    pub(crate) time: TimeStyle,
}

pub(crate) fn weigh(
    context: &Context<'_>,
    rows: &Batch<'_>,
    values: &[u32],
    weights: &[f64],
    style: &Style,
    reach: &Reach,
) -> Result<Staged, Error> {
    let mut merger = Merger::new(rows, values);
    let mut factors = Vec::new();
    let mut stands = Vec::new();
    for (number, group) in (0..).zip(rows.groups()) {
        let count = merger.open(group.clone())?;
        if count < 2 {
            merger.keep(group);
            continue;
        }
        let mut points = points(&context.texts_below(number, count), style);
        stands.clear();
        stands.extend(0..count);
        let of_values = totals(&values[group.clone()], &weights[group.clone()], count);
        centres(&mut points, &of_values, reach, &mut stands);
        merger.merge(group.clone(), &stands);
        lighten(&mut factors, group, values, weights, &stands);
    }
    if !factors.is_empty() {
        factors.resize(rows.row_count(), 1.0);
    }
    Ok(Staged {
        weights: factors,
        classes: merger.finish(),
        ..Staged::default()
    })
}

/// The values that state a number or a time.
fn points(texts: &[String], style: &Style) -> Vec<Point> {
    let times = moments(texts, style.time);
    let all = (0..).zip(texts).zip(times);
    all.filter_map(|((value, text), time)| match time {
        Some(moment) => Some(Point {
            scale: Scale::Time(moment.frame as u8),
            at: moment.ms as f64,
            value,
        }),
        None => quantity(text, style.decimal).map(|found| Point {
            scale: Scale::Amount(found.dimension as u8),
            at: found.value,
            value,
        }),
    })
    .collect()
}

fn totals(values: &[u32], weights: &[f64], count: u32) -> Vec<f64> {
    let mut totals = vec![0.0; count as usize];
    for (&value, weight) in values.iter().zip(weights) {
        totals[value as usize] += weight;
    }
    totals
}

/// Takes one grain from each row whose value was taken in. Factors begin with the first such row.
fn lighten(
    factors: &mut Vec<f64>,
    group: Range<usize>,
    values: &[u32],
    weights: &[f64],
    stands: &[u32],
) {
    for row in group {
        let weight = weights[row];
        if stands[values[row] as usize] != values[row] && weight > GRAIN {
            factors.resize(row, 1.0);
            factors.push((weight - GRAIN) / weight);
        }
    }
}
