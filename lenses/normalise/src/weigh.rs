//! Merges values of equal form, group by group. A group of one value is not read at all.

use stemedb_sdk::merge::Merger;
use stemedb_sdk::{Batch, Context, Error, Staged};

use crate::form::{Form, Style, forms};

pub(crate) fn weigh(
    context: &Context<'_>,
    rows: &Batch<'_>,
    values: &[u32],
    style: &Style,
) -> Result<Staged, Error> {
    let mut merger = Merger::new(rows, values);
    for (number, group) in (0..).zip(rows.groups()) {
        let count = merger.open(group.clone())?;
        if count < 2 {
            merger.keep(group);
            continue;
        }
        let texts = context.texts_below(number, count);
        merger.merge(group, &stands(&forms(&texts, style)));
    }
    Ok(Staged {
        classes: merger.finish(),
        ..Staged::default()
    })
}

/// For each value the first one of equal form.
fn stands(forms: &[Form]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..forms.len() as u32).collect();
    order.sort_by(|&a, &b| forms[a as usize].cmp(&forms[b as usize]).then(a.cmp(&b)));
    let mut stands: Vec<u32> = (0..forms.len() as u32).collect();
    for pair in order.windows(2) {
        let (before, value) = (pair[0] as usize, pair[1] as usize);
        if forms[before] == forms[value] && forms[value] != Form::Empty {
            stands[value] = stands[before];
        }
    }
    stands
}
