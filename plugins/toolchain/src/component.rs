//! From core module to component, and what the component imports and exports.

use wit_component::{ComponentEncoder, DecodedWasm};
use wit_parser::{Resolve, WorldId, WorldItem};

use crate::ToolchainError;

/// The judging export of each world.
const WORLDS: [(&str, &str); 4] = [
    ("resolve", "resolver"),
    ("weigh", "row-stage"),
    ("adjust", "answer-stage"),
    ("estimate", "estimator"),
];

/// Prefix of everything that a lens may import.
const OWN_PACKAGE: &str = "stemedb:lens/";

/// What toolchains that snapshot an interpreter leave behind. Nobody calls it.
const LEFTOVERS: [&str; 2] = ["init", "exports"];

/// How a component begins, after the four bytes that modules have too.
const COMPONENT_LAYER: [u8; 4] = [0x0d, 0, 1, 0];

/// A finished component.
#[derive(Debug)]
pub struct Component {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// World that it exports; `None` if it exports none.
    pub world: Option<&'static str>,
    exports: Vec<String>,
    foreign: Vec<String>,
}

impl Component {
    /// Whether it can be a lens: it imports nothing but the contract, and exports `describe` and one world.
    ///
    /// # Errors
    /// What is missing or too much.
    pub fn check_lens(&self) -> Result<(), ToolchainError> {
        if !self.foreign.is_empty() {
            return Err(ToolchainError::NoLens(format!(
                "it imports {}, which no host gives to a lens",
                self.foreign.join(", ")
            )));
        }
        let own = |name: &&String| !LEFTOVERS.contains(&name.as_str());
        let exports: Vec<&String> = self.exports.iter().filter(own).collect();
        let complete = exports.len() == 2 && exports.iter().any(|name| *name == "describe");
        if self.world.is_some() && complete {
            return Ok(());
        }
        Err(ToolchainError::NoLens(format!(
            "a lens exports `describe` and one of resolve, weigh, adjust, estimate; this one exports {exports:?}"
        )))
    }
}

/// Wraps a core module. What is a component already, as `cargo component` leaves it, stays as it is.
///
/// # Errors
/// [`ToolchainError::Encoding`].
pub fn encode(module: &[u8]) -> Result<Component, ToolchainError> {
    if is_component(module) {
        return inspect(module.to_vec());
    }
    let encoded = ComponentEncoder::default()
        .validate(true)
        .module(module)
        .and_then(|mut encoder| encoder.encode());
    inspect(encoded.map_err(|error| ToolchainError::Encoding(format!("{error:#}")))?)
}

/// Looks at what a component imports and exports.
///
/// # Errors
/// [`ToolchainError::Encoding`] if the bytes are no component.
pub fn inspect(bytes: Vec<u8>) -> Result<Component, ToolchainError> {
    let decoded = wit_component::decode(&bytes)
        .map_err(|error| ToolchainError::Encoding(format!("{error:#}")))?;
    let DecodedWasm::Component(resolve, world) = decoded else {
        let told = "what came out is a WIT package, not a component";
        return Err(ToolchainError::Encoding(told.to_owned()));
    };
    let exports = exports(&resolve, world);
    let found = WORLDS
        .iter()
        .find(|(export, _)| exports.iter().any(|name| name == export));
    Ok(Component {
        world: found.map(|(_, world)| *world),
        foreign: foreign(&resolve, world),
        exports,
        bytes,
    })
}

fn is_component(bytes: &[u8]) -> bool {
    bytes.get(..4) == Some(b"\0asm") && bytes.get(4..8) == Some(&COMPONENT_LAYER)
}

fn exports(resolve: &Resolve, world: WorldId) -> Vec<String> {
    let exports = &resolve.worlds[world].exports;
    exports
        .keys()
        .map(|key| resolve.name_world_key(key))
        .collect()
}

fn foreign(resolve: &Resolve, world: WorldId) -> Vec<String> {
    let imports = resolve.worlds[world].imports.iter();
    imports
        // Types alone bring no function in.
        .filter(|(_, item)| !matches!(item, WorldItem::Type { .. }))
        .map(|(key, _)| resolve.name_world_key(key))
        .filter(|name| !name.starts_with(OWN_PACKAGE))
        .collect()
}
