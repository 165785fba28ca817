//! Version 0.1 of `stemedb:lens` as wasmtime sees it: shapes to lower and lift, and the typed functions of each world.
//!
//! Not a second contract: wasmtime compares these shapes with the component's own types when an instance is made.
//!
//! Invariant: columns are lowered as slices, so that a column costs one copy.

use wasmtime::{
    Store,
    component::{ComponentType, Instance, Lift, Lower, TypedFunc},
};

use crate::{
    columns::{Batch, Estimates, ParamValue, Resolutions, Staged, Supports},
    description::{Description, ParamKind, ParamSpec},
    identity::World,
    state::CallState,
};

/// The package and the versions that this module speaks.
pub(crate) const PACKAGE: &str = "stemedb:lens";
/// Versions of the package that are served.
pub(crate) const SUPPORTED: &str = "0.1.x";
/// The interface of the only function that a component may import.
pub(crate) const VALUES: &str = "stemedb:lens/values@0.1.0";

#[derive(ComponentType, Lower)]
#[component(record)]
pub(crate) struct ContextArg<'a> {
    #[component(name = "as-of")]
    pub(crate) as_of: f64,
    pub(crate) params: &'a [ParamValue],
}

#[derive(ComponentType, Lower)]
#[component(record)]
pub(crate) struct BatchArg<'a> {
    pub(crate) offsets: &'a [u32],
    #[component(name = "u32-columns")]
    pub(crate) u32_columns: &'a [&'a [u32]],
    #[component(name = "f64-columns")]
    pub(crate) f64_columns: &'a [&'a [f64]],
    pub(crate) supports: Option<&'a Supports>,
}

impl<'a> From<&Batch<'a>> for BatchArg<'a> {
    fn from(batch: &Batch<'a>) -> Self {
        Self {
            offsets: batch.offsets,
            u32_columns: batch.u32_columns,
            f64_columns: batch.f64_columns,
            supports: (!batch.supports.groups.is_empty()).then_some(batch.supports),
        }
    }
}

/// The `error` record: a refusal in the plugin's own words.
#[derive(Debug, Clone, PartialEq, ComponentType, Lift)]
#[component(record)]
pub(crate) struct Refusal {
    pub(crate) code: u32,
    pub(crate) message: String,
}

#[derive(Clone, Copy, ComponentType, Lift)]
#[component(enum)]
#[repr(u8)]
#[allow(dead_code, reason = "values come from the guest, by number")]
pub(crate) enum KindArg {
    #[component(name = "number")]
    Number,
    #[component(name = "duration")]
    Duration,
    #[component(name = "flag")]
    Flag,
    #[component(name = "text")]
    Text,
}

#[derive(ComponentType, Lift)]
#[component(record)]
pub(crate) struct SpecArg {
    name: String,
    kind: KindArg,
    default: ParamValue,
    min: Option<f64>,
    max: Option<f64>,
    help: String,
}

#[derive(ComponentType, Lift)]
#[component(record)]
pub(crate) struct DescriptionArg {
    id: String,
    version: String,
    title: String,
    #[component(name = "u32-columns")]
    u32_columns: Vec<String>,
    #[component(name = "f64-columns")]
    f64_columns: Vec<String>,
    params: Vec<SpecArg>,
    laws: Vec<String>,
}

impl From<DescriptionArg> for Description {
    fn from(told: DescriptionArg) -> Self {
        Self {
            id: told.id,
            version: told.version,
            title: told.title,
            u32_columns: told.u32_columns,
            f64_columns: told.f64_columns,
            params: told.params.into_iter().map(ParamSpec::from).collect(),
            laws: told.laws,
        }
    }
}

impl From<SpecArg> for ParamSpec {
    fn from(told: SpecArg) -> Self {
        let kind = match told.kind {
            KindArg::Number => ParamKind::Number,
            KindArg::Duration => ParamKind::Duration,
            KindArg::Flag => ParamKind::Flag,
            KindArg::Text => ParamKind::Text,
        };
        Self {
            name: told.name,
            kind,
            default: told.default,
            min: told.min,
            max: told.max,
            help: told.help,
        }
    }
}

type Asked = (&'static ContextArg<'static>, &'static BatchArg<'static>);
type AskedAgain = (
    &'static ContextArg<'static>,
    &'static BatchArg<'static>,
    &'static Resolutions,
);
type Answer<T> = (Result<T, Refusal>,);

/// The function `describe`, the same in each world.
pub(crate) type Describe = TypedFunc<(), Answer<DescriptionArg>>;

/// The judging function of an instance.
#[derive(Clone, Copy)]
pub(crate) enum Judging {
    Weigh(TypedFunc<Asked, Answer<Staged>>),
    Resolve(TypedFunc<Asked, Answer<Resolutions>>),
    Adjust(TypedFunc<AskedAgain, Answer<Resolutions>>),
    Estimate(TypedFunc<Asked, Answer<Estimates>>),
}

impl Judging {
    /// Finds the world's function in an instance and compares its type with the contract's.
    pub(crate) fn find(
        world: World,
        instance: &Instance,
        store: &mut Store<CallState>,
    ) -> wasmtime::Result<Self> {
        let name = world.export();
        Ok(match world {
            World::RowStage => Self::Weigh(instance.get_typed_func(store, name)?),
            World::Resolver => Self::Resolve(instance.get_typed_func(store, name)?),
            World::AnswerStage => Self::Adjust(instance.get_typed_func(store, name)?),
            World::Estimator => Self::Estimate(instance.get_typed_func(store, name)?),
        })
    }
}
