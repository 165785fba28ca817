//! From core module to component, and what the component imports and exports.

use anyhow::{Result, bail, ensure};
use wit_component::{ComponentEncoder, DecodedWasm};
use wit_parser::{Resolve, WorldId, WorldItem};

use super::crates::{Guest, Kind};

/// The judging export of each world.
const WORLDS: [(&str, &str); 4] = [
    ("resolve", "resolver"),
    ("weigh", "row-stage"),
    ("adjust", "answer-stage"),
    ("estimate", "estimator"),
];

/// Prefix of everything that a lens may import.
const OWN_PACKAGE: &str = "stemedb:lens/";

/// A finished component.
pub(crate) struct Component {
    /// Id, with its folder for guests of the tests.
    pub(crate) name: String,
    /// World that it exports.
    pub(crate) world: String,
    /// Version of its crate.
    pub(crate) version: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// Wraps a core module and checks the result. A guest of the tests may import and export what it likes.
pub(crate) fn encode(guest: &Guest, module: &[u8]) -> Result<Component> {
    let bytes = ComponentEncoder::default()
        .validate(true)
        .module(module)?
        .encode()?;
    let DecodedWasm::Component(resolve, world) = wit_component::decode(&bytes)? else {
        bail!("what came out is a WIT package, not a component");
    };
    let exports = exports(&resolve, world);
    let found = WORLDS
        .iter()
        .find(|(export, _)| exports.iter().any(|name| name == export));
    if guest.kind == Kind::Lens {
        check_imports(&resolve, world)?;
        ensure!(
            found.is_some() && exports.len() == 2 && exports.iter().any(|name| name == "describe"),
            "a lens exports `describe` and one of resolve, weigh, adjust, estimate; this one exports {exports:?}"
        );
    }
    Ok(Component {
        name: match guest.kind {
            Kind::Lens => guest.id.clone(),
            Kind::Test => format!("test/{}", guest.id),
        },
        world: found.map_or("-", |(_, world)| world).to_owned(),
        version: guest.version.clone(),
        bytes,
    })
}

fn exports(resolve: &Resolve, world: WorldId) -> Vec<String> {
    let exports = &resolve.worlds[world].exports;
    exports
        .keys()
        .map(|key| resolve.name_world_key(key))
        .collect()
}

fn check_imports(resolve: &Resolve, world: WorldId) -> Result<()> {
    for (key, item) in &resolve.worlds[world].imports {
        // Types alone bring no function in.
        if matches!(item, WorldItem::Type { .. }) {
            continue;
        }
        let name = resolve.name_world_key(key);
        ensure!(
            name.starts_with(OWN_PACKAGE),
            "it imports {name}, which no host gives to a lens"
        );
    }
    Ok(())
}
