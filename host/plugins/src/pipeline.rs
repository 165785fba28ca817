//! An expression bound to judges: which plugins run, in which order, with which parameter values.
//!
//! Not the run itself: the query path gathers columns and calls the judges.
//!
//! Invariant: a `Pipeline` has row stages, then exactly one resolver, then answer stages, and a value for each parameter.

use std::{fmt::Write, sync::Arc};

use crate::{
    columns::ParamValue,
    description::{ParamKind, ParamSpec},
    expression::{Expression, Quoted, Step},
    identity::{PluginRef, World},
    judge::Judge,
};

/// A judge with the values of its parameters.
#[derive(Clone)]
pub struct BoundStage {
    /// The slot that the expression named.
    pub slot: String,
    /// Who runs.
    pub judge: Arc<dyn Judge>,
    /// A value for each parameter of the judge's description, in its order.
    pub params: Vec<ParamValue>,
}

/// A whole lens, ready to run.
#[derive(Clone)]
pub struct Pipeline {
    /// Before the resolver, in order.
    pub row_stages: Vec<BoundStage>,
    /// The resolver.
    pub resolver: BoundStage,
    /// After the resolver, in order.
    pub answer_stages: Vec<BoundStage>,
    canonical: String,
}

/// Why an expression could not be bound.
#[derive(Debug, thiserror::Error)]
pub enum BindError<E: std::error::Error> {
    /// A step names no plugin.
    #[error(transparent)]
    Lookup(E),
    /// The steps do not stand in the right order.
    #[error(
        "The lens expression can't run: {0}. Write stages, then one resolver, then answer stages."
    )]
    Order(String),
    /// The steps of an estimator's job do not stand in the right order.
    #[error(
        "The expression can't run as a job: {0}. Write row stages, then one estimator, such as accu."
    )]
    JointOrder(String),
    /// A parameter does not fit.
    #[error("The step {slot} can't run: {detail}.")]
    Parameter {
        /// The step's slot.
        slot: String,
        /// What does not fit, and what would.
        detail: String,
    },
}

impl Pipeline {
    /// Binds each step to the judge that `lookup` names.
    ///
    /// # Errors
    /// What `lookup` says, a wrong order of worlds, or a parameter that does not fit.
    pub fn bind<E: std::error::Error>(
        expression: &Expression,
        lookup: impl Fn(&Step) -> Result<Arc<dyn Judge>, E>,
    ) -> Result<Self, BindError<E>> {
        let mut row_stages = Vec::new();
        let mut resolver = None;
        let mut answer_stages = Vec::new();
        for step in &expression.steps {
            let stage = bind_step(step, lookup(step).map_err(BindError::Lookup)?)?;
            let world = stage.judge.reference().world;
            match world {
                World::RowStage if resolver.is_none() => row_stages.push(stage),
                World::Resolver if resolver.is_none() => resolver = Some(stage),
                World::AnswerStage if resolver.is_some() => answer_stages.push(stage),
                _ => return Err(BindError::Order(misplaced(&stage.slot, world))),
            }
        }
        let Some(resolver) = resolver else {
            return Err(BindError::Order(
                "it names no resolver, such as recency or consensus".to_owned(),
            ));
        };
        let canonical = canonical(row_stages.iter().chain([&resolver]).chain(&answer_stages));
        Ok(Self {
            row_stages,
            resolver,
            answer_stages,
            canonical,
        })
    }

    /// The same pipeline with parameter values that `settle` replaced, such as a name by the digest that it stands for.
    ///
    /// # Errors
    /// What `settle` says.
    pub fn settled<E>(
        mut self,
        settle: impl FnMut(&mut BoundStage) -> Result<(), E>,
    ) -> Result<Self, E> {
        self.row_stages
            .iter_mut()
            .chain([&mut self.resolver])
            .chain(&mut self.answer_stages)
            .try_for_each(settle)?;
        self.canonical = canonical(self.stages());
        Ok(self)
    }

    /// All stages in the order in which they run.
    pub fn stages(&self) -> impl Iterator<Item = &BoundStage> {
        self.row_stages
            .iter()
            .chain([&self.resolver])
            .chain(&self.answer_stages)
    }

    /// Everybody who takes part, in order: what an answer names.
    #[must_use]
    pub fn plugins(&self) -> Vec<PluginRef> {
        self.stages()
            .map(|stage| stage.judge.reference().clone())
            .collect()
    }

    /// The pipeline with whole digests and all parameter values: part of the keys of views and of audits.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }
}

impl std::fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pipeline({})", self.canonical)
    }
}

fn misplaced(slot: &str, world: World) -> String {
    match world {
        World::RowStage => format!("the stage {slot} stands behind the resolver"),
        World::Resolver => format!("{slot} is a second resolver"),
        World::AnswerStage => format!("the answer stage {slot} stands before the resolver"),
        World::Estimator => {
            format!("{slot} is an estimator, which runs as a job and not in a query")
        }
    }
}

pub(crate) fn bind_step<E: std::error::Error>(
    step: &Step,
    judge: Arc<dyn Judge>,
) -> Result<BoundStage, BindError<E>> {
    let wrong = |detail: String| BindError::Parameter {
        slot: step.slot.clone(),
        detail,
    };
    let specs = &judge.description().params;
    if let Some((name, _)) = step
        .params
        .iter()
        .find(|(name, _)| specs.iter().all(|spec| spec.name != *name))
    {
        let known: Vec<&str> = specs.iter().map(|spec| spec.name.as_str()).collect();
        let known = if known.is_empty() {
            "none".to_owned()
        } else {
            known.join(", ")
        };
        return Err(wrong(format!(
            "it has no parameter {name}; it accepts {known}"
        )));
    }
    let value = |spec: &ParamSpec| match step.params.iter().find(|(name, _)| *name == spec.name) {
        Some((_, text)) => read(spec, text),
        None => Ok(spec.default.clone()),
    };
    let params = specs
        .iter()
        .map(value)
        .collect::<Result<_, _>>()
        .map_err(wrong)?;
    Ok(BoundStage {
        slot: step.slot.clone(),
        judge,
        params,
    })
}

/// Reads a written value as the parameter's kind.
fn read(spec: &ParamSpec, text: &str) -> Result<ParamValue, String> {
    let value = match spec.kind {
        ParamKind::Number => text.parse().ok().map(ParamValue::Number),
        ParamKind::Duration => duration_ms(text).map(ParamValue::Number),
        ParamKind::Flag => text.parse().ok().map(ParamValue::Flag),
        ParamKind::Text => Some(ParamValue::Text(text.to_owned())),
    };
    let expected = match spec.kind {
        ParamKind::Number => "a number",
        ParamKind::Duration => "a duration such as 30d, 12h, 90s or 250ms",
        ParamKind::Flag => "true or false",
        ParamKind::Text => "a text",
    };
    let value = value.ok_or_else(|| {
        format!(
            "the parameter {} is {text:?}, expected {expected}",
            spec.name
        )
    })?;
    spec.accepts(&value)?;
    Ok(match value {
        // One zero: the canonical form and the view key must not tell -0 from 0.
        ParamValue::Number(number) => ParamValue::Number(number + 0.0),
        other => other,
    })
}

/// Milliseconds of `30d`, `12h`, `90s`, `250ms`, `2w`, `1y` (365 days), `5m`.
fn duration_ms(text: &str) -> Option<f64> {
    let unit_at = text.find(|c: char| c.is_ascii_lowercase())?;
    let (number, unit) = text.split_at(unit_at);
    let unit_ms = match unit {
        "ms" => 1.0,
        "s" => 1e3,
        "m" => 60e3,
        "h" => 3_600e3,
        "d" => 86_400e3,
        "w" => 7.0 * 86_400e3,
        "y" => 365.0 * 86_400e3,
        _ => return None,
    };
    let plain = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let number: f64 = if plain {
        number.parse().ok()?
    } else {
        return None;
    };
    Some(number * unit_ms)
}

pub(crate) fn canonical<'a>(stages: impl Iterator<Item = &'a BoundStage>) -> String {
    let mut text = String::new();
    for stage in stages {
        if !text.is_empty() {
            text.push('|');
        }
        let judge = stage.judge.reference();
        text.push_str(&judge.id);
        text.push('@');
        text.push_str(&judge.digest.to_string());
        for (at, (spec, value)) in stage
            .judge
            .description()
            .params
            .iter()
            .zip(&stage.params)
            .enumerate()
        {
            text.push(if at == 0 { '(' } else { ',' });
            text.push_str(&spec.name);
            text.push('=');
            // Writing into a String can't fail.
            let _ = match value {
                ParamValue::Number(number) if spec.kind == ParamKind::Duration => {
                    write!(text, "{number}ms")
                }
                ParamValue::Number(number) => write!(text, "{number}"),
                ParamValue::Flag(flag) => write!(text, "{flag}"),
                ParamValue::Text(value) => write!(text, "{}", Quoted(value)),
            };
        }
        if !stage.params.is_empty() {
            text.push(')');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;
    use crate::{description::Description, identity::Digest};

    struct Stub(PluginRef, Description);

    impl Judge for Stub {
        fn reference(&self) -> &PluginRef {
            &self.0
        }

        fn description(&self) -> &Description {
            &self.1
        }
    }

    #[derive(Debug, PartialEq, thiserror::Error)]
    #[error("no such slot")]
    struct Unknown;

    fn param(name: &str, kind: ParamKind, default: ParamValue) -> ParamSpec {
        ParamSpec {
            name: name.to_owned(),
            kind,
            default,
            min: None,
            max: Some(1e12),
            help: String::new(),
        }
    }

    fn lookup(step: &Step) -> Result<Arc<dyn Judge>, Unknown> {
        let (world, params) = match step.slot.as_str() {
            "decay" => (
                World::RowStage,
                vec![
                    param("half_life", ParamKind::Duration, ParamValue::Number(0.0)),
                    param("floor", ParamKind::Number, ParamValue::Number(0.25)),
                    param("strict", ParamKind::Flag, ParamValue::Flag(false)),
                    param("note", ParamKind::Text, ParamValue::Text(String::new())),
                ],
            ),
            "recency" => (World::Resolver, vec![]),
            "calibrate" => (World::AnswerStage, vec![]),
            "joint" => (World::Estimator, vec![]),
            _ => return Err(Unknown),
        };
        let id = step.slot.clone();
        let version = "1.0.0".to_owned();
        let description = Description {
            id: id.clone(),
            version: version.clone(),
            title: String::new(),
            u32_columns: vec![],
            f64_columns: vec![],
            params,
            laws: vec![],
        };
        Ok(Arc::new(Stub(
            PluginRef {
                id,
                version,
                world,
                digest: Digest([7; 32]),
            },
            description,
        )))
    }

    fn bind(text: &str) -> Result<Pipeline, BindError<Unknown>> {
        Pipeline::bind(&Expression::parse(text).unwrap(), lookup)
    }

    #[test]
    fn defaults_are_filled_and_the_canonical_form_names_digests() {
        let pipeline = bind("decay(half_life=30d,note=\"a b\")|recency|calibrate").unwrap();
        let digest = Digest([7; 32]);
        assert_eq!(
            pipeline.canonical(),
            format!(
                "decay@{digest}(half_life=2592000000ms,floor=0.25,strict=false,note=\"a b\")|recency@{digest}|calibrate@{digest}"
            )
        );
        assert_eq!(
            pipeline.row_stages[0].params[0],
            ParamValue::Number(30.0 * 86_400_000.0)
        );
        assert_eq!(pipeline.plugins().len(), 3);
        let again =
            Pipeline::bind(&Expression::parse(pipeline.canonical()).unwrap(), lookup).unwrap();
        assert_eq!(again.canonical(), pipeline.canonical());
    }

    #[test]
    fn a_wrong_order_is_named() {
        for (text, told) in [
            ("decay", "no resolver"),
            ("recency|decay", "behind the resolver"),
            ("recency|recency", "second resolver"),
            ("calibrate|recency", "before the resolver"),
            ("joint|recency", "estimator"),
            ("nobody", "no such slot"),
        ] {
            let error = bind(text).unwrap_err().to_string();
            assert!(error.contains(told), "{text}: {error}");
        }
    }

    #[test]
    fn a_wrong_parameter_is_named() {
        for (text, told) in [
            ("decay(halflife=1d)|recency", "it accepts half_life"),
            ("recency(x=1)", "it accepts none"),
            ("decay(half_life=30)|recency", "a duration such as"),
            ("decay(half_life=-3d)|recency", "a duration such as"),
            ("decay(half_life=99999999y)|recency", "must lie in"),
            ("decay(floor=NaN)|recency", "finite"),
            ("decay(strict=yes)|recency", "true or false"),
        ] {
            let error = bind(text).unwrap_err().to_string();
            assert!(error.contains(told), "{text}: {error}");
        }
    }

    #[test]
    fn durations_have_units() {
        for (text, ms) in [
            ("250ms", 250.0),
            ("1.5s", 1500.0),
            ("2m", 120_000.0),
            ("1y", 31_536_000_000.0),
        ] {
            assert_eq!(duration_ms(text), Some(ms));
        }
        for text in ["", "5", "d", "1e3s", "5 d", "5dd", "infs"] {
            assert_eq!(duration_ms(text), None, "{text}");
        }
    }
}
