//! Likelihoods of an estimate, and what claims that came after it make of them.

use std::ops::Range;

use stemedb_sdk::choose::{Answer, CONTESTED_FROM, LEAD_FROM, Verdict, conflict_of};
use stemedb_sdk::joint::MARGIN;
use stemedb_sdk::{Batch, Error, NO_WINNER, Resolutions, Status};

/// How many false values a voice could have chosen.
const FALSE_VALUES: f64 = 100.0;
/// Weight of all values that nobody has stated, in the urn that false claims are drawn from.
const UNSTATED: f64 = 0.5;
/// What an estimate leaves open at least, where later claims state a value that it does not know.
const OPEN_MIN: f64 = 1e-3;
/// A likelihood of 0 is taken for this, so that enough later claims can overrule it.
const LIKELY_MIN: f64 = 1e-9;

/// What the resolver reads.
pub(crate) struct Columns<'a> {
    pub(crate) values: &'a [u32],
    pub(crate) weights: &'a [f64],
    pub(crate) likelihoods: &'a [f64],
    pub(crate) reliabilities: &'a [f64],
}

/// What speaks for a value.
#[derive(Clone, Copy)]
struct Standing {
    /// Of the estimate; below 0 if it does not know the value.
    likelihood: f64,
    /// Weight of the claims that the estimate knows.
    before: f64,
    /// Weight of later claims.
    later: f64,
    /// ln of how likely the later claims are if the value is right, but for the urn.
    right: f64,
    /// The same if it is wrong.
    wrong: f64,
    carrier: u32,
    greatest: f64,
}

const NOBODY: Standing = Standing {
    likelihood: -1.0,
    before: 0.0,
    later: 0.0,
    right: 0.0,
    wrong: 0.0,
    carrier: NO_WINNER,
    greatest: 0.0,
};

/// Room that is used again for each group.
#[derive(Default)]
struct Room {
    /// Parts of all that is possible.
    shares: Vec<(u32, f64)>,
    /// Parts of what was stated.
    among: Vec<(u32, f64)>,
}

pub(crate) fn resolve(rows: &Batch<'_>, columns: &Columns<'_>) -> Result<Resolutions, Error> {
    let mut answer = Answer::new(rows.group_count());
    let mut standings = Vec::new();
    let mut room = Room::default();
    for group in rows.groups() {
        gather(columns, group, &mut standings)?;
        let verdict = judge(&standings, &mut room);
        answer.push(&verdict, &room.shares);
    }
    Ok(answer.finish())
}

fn gather(
    columns: &Columns<'_>,
    group: Range<usize>,
    standings: &mut Vec<Standing>,
) -> Result<(), Error> {
    standings.clear();
    for (row, at) in (0..).zip(group) {
        let value = columns.values[at];
        if value > row {
            return Err(Error::input(
                "Value ids are not numbered by first row within the group",
            ));
        }
        if value as usize >= standings.len() {
            standings.resize(value as usize + 1, NOBODY);
        }
        let standing = &mut standings[value as usize];
        let weight = columns.weights[at];
        if standing.carrier == NO_WINNER || weight > standing.greatest {
            standing.carrier = row;
            standing.greatest = weight;
        }
        let likelihood = columns.likelihoods[at];
        if likelihood >= 0.0 {
            standing.likelihood = standing.likelihood.max(likelihood);
            standing.before += weight;
        } else {
            let reliability = columns.reliabilities[at].clamp(MARGIN, 1.0 - MARGIN);
            standing.later += weight;
            standing.right += weight * libm::log(reliability);
            standing.wrong += weight * libm::log(1.0 - reliability);
        }
    }
    Ok(())
}

/// Decides a group, and leaves its shares in rank order.
fn judge(standings: &[Standing], room: &mut Room) -> Verdict {
    let shares = &mut room.shares;
    shares.clear();
    let values = || {
        let all = (0..).zip(standings);
        all.filter(|(_, standing)| standing.carrier != NO_WINNER)
    };
    let mut known = 0.0;
    let mut strangers = false;
    let mut later = 0.0;
    for (_, standing) in values() {
        known += standing.likelihood.max(0.0);
        strangers |= standing.likelihood < 0.0;
        later += standing.later;
    }
    let open = (1.0 - known).max(if strangers { OPEN_MIN } else { 0.0 });
    for (class, standing) in values() {
        let first = if standing.likelihood < 0.0 {
            open / FALSE_VALUES
        } else {
            standing.likelihood.max(LIKELY_MIN)
        };
        shares.push((class, first));
    }
    let mut stated = 0.0;
    let mut total = open;
    if later > 0.0 {
        total = hear(standings, shares, open);
    }
    for &(_, part) in &*shares {
        stated += part;
    }
    total += stated;
    room.among.clone_from(shares);
    for ((_, share), (_, among)) in shares.iter_mut().zip(&mut room.among) {
        *share /= total;
        *among /= stated;
    }
    for ranked in [&mut *shares, &mut room.among] {
        ranked.retain(|&(_, share)| share > 0.0);
        ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    }
    decide(standings, values().count(), room)
}

/// Multiplies the parts by how likely they make the later claims, up to a common factor; the answer is what is then left
/// open.
fn hear(standings: &[Standing], parts: &mut [(u32, f64)], open: f64) -> f64 {
    let (mut before, mut all, mut mistaken) = (0.0, 0.0, 0.0);
    for &(class, _) in &*parts {
        let standing = &standings[class as usize];
        before += standing.before;
        all += standing.before + standing.later;
        mistaken += standing.wrong + repeats(standing);
    }
    // If no stated value is right, all later claims come from the urn.
    let nothing = mistaken - grows(before, all);
    for (class, part) in &mut *parts {
        let standing = &standings[*class as usize];
        let others = mistaken - standing.wrong - repeats(standing);
        let mistakes = (before - standing.before).max(0.0);
        let with_later = (all - standing.before - standing.later).max(mistakes);
        *part = libm::log(*part) + standing.right + others - grows(mistakes, with_later);
    }
    let first = if open > 0.0 {
        libm::log(open) + nothing
    } else {
        f64::NEG_INFINITY
    };
    let top = parts.iter().fold(first, |top, &(_, part)| top.max(part));
    for (_, part) in parts {
        *part = libm::exp(*part - top);
    }
    libm::exp(first - top)
}

/// ln of the weight that a Polya urn gives to later claims of a value, one after the other.
fn repeats(standing: &Standing) -> f64 {
    if standing.later == 0.0 {
        return 0.0;
    }
    let alone = UNSTATED / FALSE_VALUES;
    libm::lgamma(standing.before + standing.later + alone) - libm::lgamma(standing.before + alone)
}

/// ln of the weight of the whole urn meanwhile.
fn grows(before: f64, after: f64) -> f64 {
    libm::lgamma(after + UNSTATED) - libm::lgamma(before + UNSTATED)
}

/// Classes are numbered by first row, so that of equal shares the one that ranks first has the lower first row.
fn decide(standings: &[Standing], values: usize, room: &Room) -> Verdict {
    let Some(&(class, confidence)) = room.shares.first() else {
        return Verdict::UNDECIDED;
    };
    let conflict = conflict_of(&room.among);
    let leading = room.among.first().map_or(0.0, |&(_, share)| share);
    let status = match values {
        1 => Status::Unanimous,
        _ if conflict < CONTESTED_FROM && leading >= LEAD_FROM => Status::Agreed,
        _ => Status::Contested,
    };
    Verdict {
        winner: standings[class as usize].carrier,
        class,
        confidence: confidence.min(1.0),
        conflict,
        status,
    }
}
