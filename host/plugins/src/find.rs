//! From an id and a pin to one installed plugin.
//!
//! Not the choice of a slot: an operator or an expression wrote the pin.
//!
//! Invariant: a pin that fits two plugins names neither.

use std::sync::Arc;

use crate::{description::is_version, identity::PluginRef, judge::Judge};

/// Fewest hexadecimal digits of a digest that pin a plugin.
const PIN_DIGITS_MIN: usize = 8;

/// Why a pin names no plugin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// The pin is neither a version nor the beginning of a digest.
    #[error(
        "{pin:?} is no pin for {id:?}: give a version such as 1.2.3, or at least 8 hexadecimal digits of a digest."
    )]
    Malformed {
        /// The id that was asked for.
        id: String,
        /// The pin.
        pin: String,
    },
    /// Nothing installed fits.
    #[error("No plugin {id:?} fits the pin {pin:?}; {}.", listed("installed under this id", .candidates))]
    Unknown {
        /// The id that was asked for.
        id: String,
        /// The pin.
        pin: String,
        /// What is installed under the id.
        candidates: Vec<PluginRef>,
    },
    /// More than one fits.
    #[error("The pin {pin:?} of {id:?} is ambiguous; {}. Give more digits.", listed("it fits", .candidates))]
    Ambiguous {
        /// The id that was asked for.
        id: String,
        /// The pin.
        pin: String,
        /// What it fits.
        candidates: Vec<PluginRef>,
    },
}

/// Most plugins that an error text lists.
const CANDIDATES_SHOWN_MAX: usize = 8;

fn listed(what: &str, plugins: &[PluginRef]) -> String {
    if plugins.is_empty() {
        return format!("{what}: none");
    }
    let shown: Vec<String> = plugins
        .iter()
        .take(CANDIDATES_SHOWN_MAX)
        .map(ToString::to_string)
        .collect();
    let more = plugins.len() - shown.len();
    let rest = if more == 0 {
        String::new()
    } else {
        format!(" and {more} more")
    };
    format!("{what}: {}{rest}", shown.join(", "))
}

/// The one plugin that fits.
pub(crate) fn pick<J: Judge>(
    mut installed: Vec<Arc<J>>,
    id: &str,
    pin: &str,
) -> Result<Arc<J>, FindError> {
    let digits = pin.len() >= PIN_DIGITS_MIN && pin.bytes().all(|b| b.is_ascii_hexdigit());
    if !digits && !is_version(pin) {
        return Err(FindError::Malformed {
            id: id.to_owned(),
            pin: pin.to_owned(),
        });
    }
    let prefix = pin.to_ascii_lowercase();
    let fits = |plugin: &PluginRef| {
        plugin.version == pin || digits && plugin.digest.to_string().starts_with(&prefix)
    };
    installed.retain(|plugin| plugin.reference().id == id);
    let mut fitting = installed.clone();
    fitting.retain(|plugin| fits(plugin.reference()));
    let named = |plugins: &[Arc<J>]| {
        let references = plugins.iter().map(|plugin| plugin.reference().clone());
        references.collect::<Vec<_>>()
    };
    match fitting.as_slice() {
        [one] => Ok(Arc::clone(one)),
        [] => Err(FindError::Unknown {
            id: id.to_owned(),
            pin: pin.to_owned(),
            candidates: named(&installed),
        }),
        several => Err(FindError::Ambiguous {
            id: id.to_owned(),
            pin: pin.to_owned(),
            candidates: named(several),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Description, Digest, World};

    struct Named(PluginRef);

    impl Judge for Named {
        fn reference(&self) -> &PluginRef {
            &self.0
        }

        fn description(&self) -> &Description {
            unreachable!("finding asks for no description")
        }
    }

    fn installed() -> Vec<Arc<Named>> {
        let plugin = |id: &str, version: &str, last: u8| {
            let mut digest = [0xab; 32];
            digest[4] = last;
            Arc::new(Named(PluginRef {
                id: id.to_owned(),
                version: version.to_owned(),
                world: World::Resolver,
                digest: Digest(digest),
            }))
        };
        vec![
            plugin("recency", "1.0.0", 1),
            plugin("recency", "1.1.0", 2),
            plugin("consensus", "1.0.0", 3),
        ]
    }

    #[test]
    fn a_version_or_enough_of_a_digest_pins() {
        let found = |id, pin| pick(installed(), id, pin).map(|named| named.0.version.clone());
        assert_eq!(found("recency", "1.1.0"), Ok("1.1.0".to_owned()));
        assert_eq!(found("recency", "abababab01"), Ok("1.0.0".to_owned()));
        assert_eq!(found("recency", "ABABABAB02"), Ok("1.1.0".to_owned()));
        assert_eq!(found("consensus", "abababab"), Ok("1.0.0".to_owned()));
    }

    #[test]
    fn everything_else_is_an_error_that_names_candidates() {
        let told = |id, pin| {
            pick(installed(), id, pin)
                .err()
                .map(|error| error.to_string())
        };
        let of = |text: Option<String>| text.unwrap_or_default();
        let ambiguous = of(told("recency", "abababab"));
        assert!(ambiguous.contains("ambiguous"), "{ambiguous}");
        assert!(ambiguous.contains("recency 1.0.0 (abababab01") && ambiguous.contains("1.1.0"));
        let unknown = of(told("recency", "2.0.0"));
        assert!(unknown.contains("recency 1.1.0"), "{unknown}");
        assert!(of(told("median", "1.0.0")).contains("none"));
        for pin in ["", "abababa", "latest", "abababab0g", "1.0"] {
            assert!(of(told("recency", pin)).contains("no pin"), "{pin}");
        }
    }
}
