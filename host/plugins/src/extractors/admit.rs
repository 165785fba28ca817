//! Admission of extractors: what is known of a component before anything of it is compiled or run.
//!
//! Invariant: a component that passed imports no function but the contract's.

use wasmparser::types::TypesRef;

use super::abi;
use crate::admit::{Names, exports_function, functions_of, suspect, validated};
use crate::description::clip;
use crate::error::InstallError;
use crate::identity::Digest;

/// Functions that may be imported, by interface.
const IMPORTS: [(&str, &[&str]); 2] = [
    (
        "source",
        &[
            "text",
            "lines",
            "enclosing",
            "within",
            "arguments",
            "form-of",
            "origins",
        ],
    ),
    ("project", &["name", "dependencies"]),
];

/// Validates bytes and looks at their imports and exports; the answer is what a trap of it may mean.
pub(super) fn admit(
    digest: Digest,
    bytes: &[u8],
    bytes_max: usize,
) -> Result<Option<&'static str>, InstallError> {
    let (types, names) = validated(digest, bytes, bytes_max)?;
    let types = types.as_ref();
    imports(digest, types, &names)?;
    for wanted in ["describe", "extract"] {
        if !exports_function(types, wanted) {
            return Err(InstallError::NoWorld {
                digest,
                detail: format!("it does not export {wanted}"),
            });
        }
    }
    Ok(suspect(bytes))
}

fn imports(digest: Digest, types: TypesRef<'_>, names: &Names) -> Result<(), InstallError> {
    for name in &names.imports {
        let item = types.component_item_for_import(name).map(|item| item.ty);
        let functions = functions_of(types, name, item);
        let ours = name
            .strip_prefix(abi::PACKAGE)
            .and_then(|rest| rest.strip_prefix('/'))
            .and_then(|rest| rest.split_once('@'));
        if let Some((_, version)) = ours
            && !version.starts_with("0.1.")
        {
            return Err(InstallError::WrongVersion {
                digest,
                found: clip(name),
                supported: abi::SUPPORTED,
            });
        }
        let allowed = ours.and_then(|(interface, _)| {
            let mut known = IMPORTS.iter();
            known.find(|(name, _)| *name == interface)
        });
        let allowed = allowed.map_or(&[] as &[&str], |(_, functions)| functions);
        for function in functions {
            if !allowed.contains(&function.as_str()) {
                let import = format!("{} of {}", clip(&function), clip(name));
                return Err(InstallError::ForeignImport { digest, import });
            }
        }
    }
    Ok(())
}
