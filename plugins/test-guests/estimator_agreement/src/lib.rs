//! A small joint method for tests of the host: how often each voice states the value that most rows of its group state.

use stemedb_sdk::{Batch, Context, Description, Error, Estimates, Estimator, ParamSpec};

/// Agreement with the most stated value.
#[derive(Debug)]
pub struct Agreement;

impl Estimator for Agreement {
    fn describe() -> Description {
        Description::new(
            "estimator-agreement",
            env!("CARGO_PKG_VERSION"),
            "How often each voice is with the majority",
        )
        .u32("value")
        .u32("voice")
        .param(ParamSpec::flag("spin", false, "Never ends"))
        .param(ParamSpec::flag("silent", false, "Tells no likelihoods"))
    }

    fn estimate(context: &Context<'_>, rows: &Batch<'_>) -> Result<Estimates, Error> {
        let (values, voices) = (rows.u32(0)?, rows.u32(1)?);
        while context.flag(0)? {
            std::hint::black_box(values);
        }
        let count = voices.iter().max().map_or(0, |&last| last as usize + 1);
        let mut said = vec![0u32; count];
        let mut agreed = vec![0u32; count];
        let mut probabilities = Vec::with_capacity(values.len());
        for group in rows.groups() {
            let mut tally = vec![0u32; group.len()];
            for &value in &values[group.clone()] {
                tally[value as usize] += 1;
            }
            let most = tally.iter().copied().max().unwrap_or(0);
            let top = tally.iter().position(|&n| n == most).unwrap_or(0) as u32;
            for at in group.clone() {
                let voice = voices[at] as usize;
                said[voice] += 1;
                agreed[voice] += u32::from(values[at] == top);
                let share = f64::from(tally[values[at] as usize]) / group.len() as f64;
                probabilities.push(share);
            }
        }
        if context.flag(1)? {
            probabilities.clear();
        }
        let weight = |(agreed, said): (&u32, &u32)| f64::from(*agreed) / f64::from(*said);
        Ok(Estimates {
            weights: agreed.iter().zip(&said).map(weight).collect(),
            probabilities,
            rounds: 1,
        })
    }
}

stemedb_sdk::export_estimator!(Agreement);
