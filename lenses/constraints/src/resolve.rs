//! The rules that the texts of each group state, decided group by group.

use std::ops::Range;

use stemedb_sdk::choose::{Answer, Rule as Choice, Tally};
use stemedb_sdk::{Batch, Context, Error, Resolutions, exact};

use crate::book::Book;
use crate::rule::Rule;

/// What the lens reads of each row.
pub(crate) struct Columns<'a> {
    pub(crate) values: &'a [u32],
    pub(crate) tiers: &'a [u32],
    pub(crate) weights: &'a [f64],
    pub(crate) confidences: &'a [f64],
}

pub(crate) fn resolve(
    context: &Context<'_>,
    rows: &Batch<'_>,
    columns: &Columns<'_>,
) -> Result<Resolutions, Error> {
    let mut answer = Answer::new(rows.group_count());
    let mut shares = Tally::default();
    for (number, group) in (0..).zip(rows.groups()) {
        shares.clear();
        let book = read(context, number, group, columns, &mut shares)?;
        let (rules, overall) = book.decide();
        for (label, taken) in (0..).zip(&rules) {
            answer.push_part(label, taken.count, &taken.verdict);
        }
        shares.verdict(Choice::GREATEST_SUM);
        answer.push(&overall, shares.ranked());
        answer.end_parts();
    }
    Ok(answer.finish())
}

/// Enters the claims of a group that state rules.
fn read(
    context: &Context<'_>,
    number: u32,
    group: Range<usize>,
    columns: &Columns<'_>,
    shares: &mut Tally,
) -> Result<Book, Error> {
    let mut book = Book::default();
    let rules = rules_of(context, number, &columns.values[group.clone()], &mut book)?;
    for (row, at) in (0..).zip(group) {
        let class = columns.values[at];
        if let Some(&Some(rule)) = rules.get(class as usize) {
            let weight = exact::round(columns.weights[at] * columns.confidences[at]);
            shares.add(class, row, weight)?;
            book.add(rule, class, row, columns.tiers[at], weight)?;
        }
    }
    Ok(book)
}

/// The rule that each value of a group states.
fn rules_of(
    context: &Context<'_>,
    number: u32,
    values: &[u32],
    book: &mut Book,
) -> Result<Vec<Option<usize>>, Error> {
    let Some(&greatest) = values.iter().max() else {
        return Ok(Vec::new());
    };
    if greatest as usize >= values.len() {
        return Err(Error::input(
            "Value ids are not numbered by first row within the group",
        ));
    }
    let ids: Vec<u32> = (0..=greatest).collect();
    let texts = context.texts(number, &ids);
    let rule = |text: &String| Rule::read(text).map(|rule| book.number(rule));
    Ok(texts.iter().map(rule).collect())
}
