//! Admission: what is known of a component before anything of it is compiled or run.
//!
//! Not a check of behaviour: that is the trial at installation and the output checks on every call.
//!
//! Invariant: a component that passed imports no function but the contract's.

use wasmparser::{
    Parser, Payload, Validator, WasmFeatures,
    component_types::{ComponentEntityType, ComponentInstanceTypeId},
    types::{Types, TypesRef},
};

use crate::{
    abi,
    description::clip,
    error::InstallError,
    identity::{Digest, World},
};

/// Exports that snapshotting toolchains leave behind. They are tolerated and never called.
const LEFTOVER_EXPORTS: [&str; 2] = ["init", "exports"];

/// What admission found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Admitted {
    /// The world whose functions are exported.
    pub(crate) world: World,
    /// Whether it can ask for text.
    pub(crate) reads_texts: bool,
    /// What a trap of it may mean, told by words of its language's library.
    pub(crate) suspect: Option<&'static str>,
}

/// Words that a language's library panics with where there is no system, and what the author should read in their place.
/// They are in a component only if something in it can come to say them.
const SUSPECTS: [(&[u8], &str); 1] = [(
    b"time not implemented on this platform",
    "the component can ask for the clock, and asking for the time traps: a lens has no clock (std::time), its time is that of the context",
)];

pub(crate) fn suspect(bytes: &[u8]) -> Option<&'static str> {
    let holds = |words: &[u8]| memchr::memmem::find(bytes, words).is_some();
    let mut suspects = SUSPECTS.into_iter();
    suspects
        .find(|(words, _)| holds(words))
        .map(|(_, meaning)| meaning)
}

/// Validates bytes and looks at their imports and exports.
pub(crate) fn admit(
    digest: Digest,
    bytes: &[u8],
    bytes_max: usize,
) -> Result<Admitted, InstallError> {
    let (types, names) = validated(digest, bytes, bytes_max)?;
    let types = types.as_ref();
    let reads_texts = imports(digest, types, &names)?;
    Ok(Admitted {
        world: world(digest, types, &names)?,
        reads_texts,
        suspect: suspect(bytes),
    })
}

/// Types and names of a component that is sound WebAssembly of the features that are switched on.
pub(crate) fn validated(
    digest: Digest,
    bytes: &[u8],
    bytes_max: usize,
) -> Result<(Types, Names), InstallError> {
    if bytes.len() > bytes_max {
        return Err(InstallError::TooLarge {
            bytes: bytes.len(),
            bytes_max,
        });
    }
    let malformed = |detail: String| InstallError::Malformed { digest, detail };
    if !Parser::is_component(bytes) {
        return Err(malformed("it does not begin like a component".to_owned()));
    }
    let types = Validator::new_with_features(features())
        .validate_all(bytes)
        .map_err(|error| malformed(error.to_string()))?;
    let names = Names::read(bytes).map_err(|error| malformed(error.to_string()))?;
    Ok((types, names))
}

/// Whether a component exports a function of this name.
pub(crate) fn exports_function(types: TypesRef<'_>, name: &str) -> bool {
    let entity = types.component_item_for_export(name).map(|item| item.ty);
    matches!(entity, Some(ComponentEntityType::Func(_)))
}

/// The features that the engine has switched on, no others.
fn features() -> WasmFeatures {
    WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::REFERENCE_TYPES
        | WasmFeatures::MULTI_VALUE
        | WasmFeatures::BULK_MEMORY
        | WasmFeatures::SIMD
        | WasmFeatures::TAIL_CALL
        | WasmFeatures::FLOATS
        | WasmFeatures::MULTI_MEMORY
        | WasmFeatures::EXTENDED_CONST
        | WasmFeatures::COMPONENT_MODEL
}

/// Names of the outermost component's imports and exports.
#[derive(Default)]
pub(crate) struct Names {
    pub(crate) imports: Vec<String>,
    exports: Vec<String>,
}

impl Names {
    fn read(bytes: &[u8]) -> wasmparser::Result<Self> {
        let mut names = Self::default();
        let mut depth = 0_u32;
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
                Payload::End(_) => depth = depth.saturating_sub(1),
                Payload::ComponentImportSection(section) if depth == 0 => {
                    for import in section {
                        names.imports.push(import?.name.name.to_owned());
                    }
                }
                Payload::ComponentExportSection(section) if depth == 0 => {
                    for export in section {
                        names.exports.push(export?.name.name.to_owned());
                    }
                }
                _ => {}
            }
        }
        Ok(names)
    }
}

/// Checks every import; the answer is whether `texts` is among them.
fn imports(digest: Digest, types: TypesRef<'_>, names: &Names) -> Result<bool, InstallError> {
    let mut versioned = false;
    let mut reads_texts = false;
    for name in &names.imports {
        if let Some(version) = contract_version(name) {
            versioned = true;
            if !served(version) {
                let found = clip(name);
                return Err(InstallError::WrongVersion {
                    digest,
                    found,
                    supported: abi::SUPPORTED,
                });
            }
        }
        for function in functions_of(
            types,
            name,
            types.component_item_for_import(name).map(|item| item.ty),
        ) {
            let ours = name.starts_with("stemedb:lens/values@")
                && matches!(function.as_str(), "texts" | "broader");
            if !ours {
                let import = format!("{} of {}", clip(&function), clip(name));
                return Err(InstallError::ForeignImport { digest, import });
            }
            reads_texts = true;
        }
    }
    if versioned {
        return Ok(reads_texts);
    }
    let found = format!("no interface of {}", abi::PACKAGE);
    Err(InstallError::WrongVersion {
        digest,
        found,
        supported: abi::SUPPORTED,
    })
}

/// The version in `stemedb:lens/<interface>@<version>`; empty when the name has none.
fn contract_version(name: &str) -> Option<&str> {
    let rest = name.strip_prefix(abi::PACKAGE)?.strip_prefix('/')?;
    Some(rest.split_once('@').map_or("", |(_, version)| version))
}

fn served(version: &str) -> bool {
    crate::description::is_version(version) && version.starts_with("0.1.")
}

/// Names of what an import brings that is not a type: functions above all.
pub(crate) fn functions_of(
    types: TypesRef<'_>,
    name: &str,
    entity: Option<ComponentEntityType>,
) -> Vec<String> {
    match entity {
        Some(ComponentEntityType::Type { .. }) => Vec::new(),
        Some(ComponentEntityType::Instance(id)) => functions_of_instance(types, id),
        _ => vec![name.to_owned()],
    }
}

fn functions_of_instance(types: TypesRef<'_>, id: ComponentInstanceTypeId) -> Vec<String> {
    let exports = types[id].exports.iter();
    exports
        .filter(|(_, item)| !matches!(item.ty, ComponentEntityType::Type { .. }))
        .map(|(name, _)| name.clone())
        .collect()
}

/// The world that the exports implement, if they implement exactly one.
fn world(digest: Digest, types: TypesRef<'_>, names: &Names) -> Result<World, InstallError> {
    let refused = |detail: String| InstallError::NoWorld { digest, detail };
    let mut found = None;
    let mut describes = false;
    for name in &names.exports {
        let entity = types.component_item_for_export(name).map(|item| item.ty);
        let is_function = matches!(entity, Some(ComponentEntityType::Func(_)));
        let is_type = matches!(entity, Some(ComponentEntityType::Type { .. }));
        match World::ALL.into_iter().find(|world| world.export() == name) {
            Some(world) if is_function && found.is_none() => found = Some(world),
            Some(_) => {
                return Err(refused(format!(
                    "the export {name} is no function, or there are two worlds"
                )));
            }
            None if name == "describe" && is_function => describes = true,
            None if is_type || LEFTOVER_EXPORTS.contains(&name.as_str()) => {}
            None => {
                return Err(refused(format!(
                    "the export {} belongs to no world",
                    clip(name)
                )));
            }
        }
    }
    match found {
        Some(world) if describes => Ok(world),
        Some(_) => Err(refused("it does not export describe".to_owned())),
        None => Err(refused(
            "it exports none of weigh, resolve, adjust, estimate".to_owned(),
        )),
    }
}
