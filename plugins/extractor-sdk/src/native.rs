//! Natively an extractor is the function itself.

/// Exports nothing: the extractor is called as it is.
#[macro_export]
macro_rules! export_extractor {
    ($extractor:ident) => {};
}
