//! What a lens is given: the call's context and candidate rows as borrowed columns.
//!
//! Not checked here: the host guarantees the offsets, the column lengths and the row order. A lens that indexes past a
//! column traps, which the host reports as a fault of that lens.

use crate::{Description, Error};

/// The value of a parameter of a lens expression.
#[derive(Debug, Clone, PartialEq)]
pub enum ParamValue {
    /// A number, or a duration in milliseconds.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// Text of at most 1,024 bytes.
    Text(String),
}

/// Support between value classes that earlier stages gathered: three lists of equal length after `groups`.
#[derive(Debug, Clone, Copy, Default)]
pub struct SupportsView<'a> {
    /// The group.
    pub groups: &'a [u32],
    /// The class whose weight supports.
    pub sources: &'a [u32],
    /// The class that is supported.
    pub targets: &'a [u32],
    /// How strongly, 0 ..= 1.
    pub strengths: &'a [f64],
}

/// Candidate rows of one or more groups, as columns in the order of the lens's description.
///
/// Rows of a group stand together, ordered by valid time descending, then id ascending. The lower row wins a tie.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'a> {
    /// Group g is the rows `offsets[g] .. offsets[g + 1]`.
    pub offsets: &'a [u32],
    /// One slice for each u32 column of the description.
    pub u32_columns: &'a [&'a [u32]],
    /// One slice for each f64 column of the description.
    pub f64_columns: &'a [&'a [f64]],
    /// Support between value classes.
    pub supports: SupportsView<'a>,
}

impl<'a> Batch<'a> {
    /// Number of groups.
    pub fn group_count(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Number of rows in all groups.
    pub fn row_count(&self) -> usize {
        self.offsets.last().map_or(0, |&end| end as usize)
    }

    /// The rows of each group, counted from the start of the batch.
    pub fn groups(&self) -> impl Iterator<Item = std::ops::Range<usize>> + use<'a> {
        self.offsets
            .windows(2)
            .map(|pair| pair[0] as usize..pair[1] as usize)
    }

    /// The u32 column that the description names at this place.
    ///
    /// # Errors
    /// [`Error::INPUT`] when the host delivered fewer columns or another number of rows.
    pub fn u32(&self, place: usize) -> Result<&'a [u32], Error> {
        match self.u32_columns.get(place) {
            Some(column) if column.len() == self.row_count() => Ok(column),
            _ => Err(Error::input(
                "A u32 column of the description is missing or has another number of rows",
            )),
        }
    }

    /// The f64 column that the description names at this place.
    ///
    /// # Errors
    /// [`Error::INPUT`] when the host delivered fewer columns or another number of rows.
    pub fn f64(&self, place: usize) -> Result<&'a [f64], Error> {
        match self.f64_columns.get(place) {
            Some(column) if column.len() == self.row_count() => Ok(column),
            _ => Err(Error::input(
                "An f64 column of the description is missing or has another number of rows",
            )),
        }
    }

    /// The u32 column of this name, wherever the description declares it. By place, with [`Self::u32`], is faster by the
    /// making of a description.
    ///
    /// # Errors
    /// [`Error::INPUT`] with the name, when the description does not declare it; else as [`Self::u32`].
    pub fn u32_named(&self, description: &Description, name: &str) -> Result<&'a [u32], Error> {
        let columns = &description.u32_columns;
        match columns.iter().position(|column| *column == name) {
            Some(place) => self.u32(place),
            None => Err(undeclared(name)),
        }
    }

    /// The f64 column of this name, as [`Self::u32_named`].
    ///
    /// # Errors
    /// As [`Self::u32_named`].
    pub fn f64_named(&self, description: &Description, name: &str) -> Result<&'a [f64], Error> {
        let columns = &description.f64_columns;
        match columns.iter().position(|column| *column == name) {
            Some(place) => self.f64(place),
            None => Err(undeclared(name)),
        }
    }
}

#[cold]
fn undeclared(name: &str) -> Error {
    Error::input(format!(
        "The lens reads the column `{name}`, which its description does not declare"
    ))
}

/// Gives the texts of value ids of a group, as the host's `values.texts` does.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) type Texts<'a> = &'a dyn Fn(u32, &[u32]) -> Vec<String>;

/// One value that is more general than another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Broader {
    /// The more special value.
    pub narrow: u32,
    /// The more general one.
    pub broad: u32,
    /// Steps between them, at least 1.
    pub steps: u32,
}

/// Relates value ids of a group, as the host's `values.broader` does: group, ids, prefix, predicate.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) type Relations<'a> = &'a dyn Fn(u32, &[u32], &str, &str) -> Vec<Broader>;

/// What is the same for the whole call.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Valid time of the question: milliseconds since 1970-01-01T00:00Z, a whole number below 2^53.
    pub as_of: f64,
    /// A value for each parameter of the description, in its order.
    pub params: &'a [ParamValue],
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) texts: Option<Texts<'a>>,
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) relations: Option<Relations<'a>>,
}

impl<'a> Context<'a> {
    /// A context without texts of values.
    pub fn new(as_of: f64, params: &'a [ParamValue]) -> Self {
        Self {
            as_of,
            params,
            #[cfg(not(target_arch = "wasm32"))]
            texts: None,
            #[cfg(not(target_arch = "wasm32"))]
            relations: None,
        }
    }

    /// The number or duration (milliseconds) that the description names at this place.
    ///
    /// # Errors
    /// [`Error::PARAMETER`] when there is none or it holds something else.
    pub fn number(&self, place: usize) -> Result<f64, Error> {
        match self.params.get(place) {
            Some(ParamValue::Number(value)) => Ok(*value),
            _ => Err(Error::parameter(
                "A number or duration was expected among the parameters",
            )),
        }
    }

    /// The flag that the description names at this place.
    ///
    /// # Errors
    /// [`Error::PARAMETER`] when there is none or it holds something else.
    pub fn flag(&self, place: usize) -> Result<bool, Error> {
        match self.params.get(place) {
            Some(ParamValue::Flag(value)) => Ok(*value),
            _ => Err(Error::parameter("A flag was expected among the parameters")),
        }
    }

    /// The text that the description names at this place.
    ///
    /// # Errors
    /// [`Error::PARAMETER`] when there is none or it holds something else.
    pub fn text(&self, place: usize) -> Result<&'a str, Error> {
        match self.params.get(place) {
            Some(ParamValue::Text(value)) => Ok(value),
            _ => Err(Error::parameter("A text was expected among the parameters")),
        }
    }
}
