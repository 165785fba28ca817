//! From a case to what a lens is called with.

use stemedb_sdk::columns::{ColumnType, column_named};
use stemedb_sdk::{
    Batch, Broader, Context, Description, ParamKind, ParamSpec, ParamValue, Supports, SupportsView,
};

use super::{Case, CaseError, Group, defaults};

/// The arguments of one call, owned.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Valid time of the question, in milliseconds.
    pub as_of: f64,
    /// A value for each parameter of the description.
    pub params: Vec<ParamValue>,
    /// Where groups begin and the last one ends.
    pub offsets: Vec<u32>,
    /// The u32 columns that the description names.
    pub u32_columns: Vec<Vec<u32>>,
    /// The f64 columns that the description names.
    pub f64_columns: Vec<Vec<f64>>,
    /// Support between classes.
    pub supports: Supports,
    /// For each group the text of each value id.
    pub texts: Vec<Vec<String>>,
    /// For each group which values are more general than which.
    pub relations: Vec<Vec<Broader>>,
}

impl Input {
    /// Calls a lens with borrowed views.
    pub fn call<T>(&self, lens: impl FnOnce(&Context<'_>, &Batch<'_>) -> T) -> T {
        let u32_columns: Vec<&[u32]> = self.u32_columns.iter().map(Vec::as_slice).collect();
        let f64_columns: Vec<&[f64]> = self.f64_columns.iter().map(Vec::as_slice).collect();
        let batch = Batch {
            offsets: &self.offsets,
            u32_columns: &u32_columns,
            f64_columns: &f64_columns,
            supports: SupportsView {
                groups: &self.supports.groups,
                sources: &self.supports.sources,
                targets: &self.supports.targets,
                strengths: &self.supports.strengths,
            },
        };
        let texts = |group: u32, ids: &[u32]| self.texts(group, ids);
        let relations = |group: u32, ids: &[u32], _: &str, _: &str| self.relations(group, ids);
        let context = Context::new(self.as_of, &self.params)
            .with_texts(&texts)
            .with_relations(&relations);
        lens(&context, &batch)
    }

    /// The text of each value id of one group; an unknown id has an empty text.
    pub fn texts(&self, group: u32, ids: &[u32]) -> Vec<String> {
        let known = self.texts.get(group as usize);
        let text = |id: &u32| known.and_then(|texts| texts.get(*id as usize)).cloned();
        ids.iter().map(|id| text(id).unwrap_or_default()).collect()
    }
}

impl Case {
    /// What a lens of this description is called with.
    ///
    /// # Errors
    /// [`CaseError::Layout`] when the case names an unknown column or parameter, or columns of different lengths.
    pub fn input(&self, description: &Description) -> Result<Input, CaseError> {
        let counts = self.row_counts()?;
        let mut offsets = vec![0];
        let mut end = 0;
        for count in &counts {
            end += *count as u32;
            offsets.push(end);
        }
        Ok(Input {
            as_of: self.as_of,
            params: self.param_values(&description.params)?,
            offsets,
            u32_columns: description
                .u32_columns
                .iter()
                .map(|name| self.column(name, &counts, |entry| entry as u32))
                .collect(),
            f64_columns: description
                .f64_columns
                .iter()
                .map(|name| self.column(name, &counts, |entry| entry))
                .collect(),
            supports: self.given_supports(),
            relations: self.groups.iter().map(Group::relations).collect(),
            texts: self
                .groups
                .iter()
                .map(|group| group.texts.clone())
                .collect(),
        })
    }

    /// Number of rows in each group.
    pub(super) fn row_counts(&self) -> Result<Vec<usize>, CaseError> {
        let mut counts = Vec::with_capacity(self.groups.len());
        for group in &self.groups {
            let mut count = None;
            for (name, entries) in &group.rows {
                self.check_column(name, entries)?;
                if *count.get_or_insert(entries.len()) != entries.len() {
                    return Err(self.layout(format!(
                        "column `{name}` is longer or shorter than others of its group"
                    )));
                }
            }
            counts.push(count.unwrap_or(0));
        }
        Ok(counts)
    }

    fn check_column(&self, name: &str, entries: &[f64]) -> Result<(), CaseError> {
        let Some(column) = column_named(name) else {
            return Err(self.layout(format!("there is no column `{name}` in the registry")));
        };
        let is_u32 = |entry: &f64| *entry == f64::from(*entry as u32);
        if column.kind == ColumnType::U32 && !entries.iter().all(is_u32) {
            return Err(self.layout(format!("column `{name}` holds whole numbers below 2^32")));
        }
        Ok(())
    }

    fn column<T>(&self, name: &str, counts: &[usize], convert: impl Fn(f64) -> T) -> Vec<T> {
        let mut column = Vec::new();
        for (group, &count) in self.groups.iter().zip(counts) {
            column.extend(
                (0..count).map(|row| convert(defaults::entry(group, name, row, self.as_of))),
            );
        }
        column
    }

    fn param_values(&self, specs: &[ParamSpec]) -> Result<Vec<ParamValue>, CaseError> {
        if let Some(name) = self
            .params
            .keys()
            .find(|name| specs.iter().all(|spec| spec.name != *name))
        {
            return Err(self.layout(format!("the lens has no parameter `{name}`")));
        }
        specs.iter().map(|spec| self.param_value(spec)).collect()
    }

    fn param_value(&self, spec: &ParamSpec) -> Result<ParamValue, CaseError> {
        let Some(value) = self.params.get(spec.name) else {
            return Ok(spec.default.clone());
        };
        match (spec.kind, value) {
            (ParamKind::Number | ParamKind::Duration, toml::Value::Integer(number)) => {
                Ok(ParamValue::Number(*number as f64))
            }
            (ParamKind::Number | ParamKind::Duration, toml::Value::Float(number)) => {
                Ok(ParamValue::Number(*number))
            }
            (ParamKind::Flag, toml::Value::Boolean(flag)) => Ok(ParamValue::Flag(*flag)),
            (ParamKind::Text, toml::Value::String(text)) => Ok(ParamValue::Text(text.clone())),
            _ => Err(self.layout(format!("parameter `{}` has another type", spec.name))),
        }
    }

    fn layout(&self, problem: String) -> CaseError {
        CaseError::Layout {
            case: self.name.clone(),
            problem,
        }
    }
}
