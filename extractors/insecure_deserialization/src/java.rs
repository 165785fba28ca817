//! Java: java.io, Jackson, XStream, SnakeYAML, XMLDecoder, Kryo, Fastjson.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source, flow};

use crate::{data, types};

const JAVA: &[Language] = &[Language::Java];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "java-stream",
        JAVA,
        &["new ObjectInputStream("],
        r"\bnew ObjectInputStream\(",
        types(false, 0.95),
    )
    .judged(stream),
    Rule::code(
        "java-filter",
        JAVA,
        &[
            "setObjectInputFilter(",
            "setSerialFilter(",
            "new ValidatingObjectInputStream(",
        ],
        r"(?:\.set(?:ObjectInput|Serial)Filter|\bnew ValidatingObjectInputStream)\(",
        types(true, 0.9),
    ),
    Rule::code(
        "java-jackson",
        JAVA,
        &["enableDefaultTyping("],
        r"\.enableDefaultTyping\(",
        types(false, 0.95),
    ),
    Rule::code(
        "java-jackson-any",
        JAVA,
        &["LaissezFaireSubTypeValidator"],
        r"\bactivateDefaultTyping\([^;\n]*LaissezFaireSubTypeValidator\b",
        types(false, 0.95),
    ),
    Rule::code(
        "java-jackson-checked",
        JAVA,
        &["BasicPolymorphicTypeValidator.builder("],
        r"\bBasicPolymorphicTypeValidator\.builder\(",
        types(true, 0.8),
    ),
    Rule::code(
        "java-jackson-class",
        JAVA,
        &["JsonTypeInfo"],
        r"@JsonTypeInfo\([^)\n]*\bId\.(?:MINIMAL_)?CLASS\b",
        types(false, 0.8),
    ),
    Rule::code(
        "java-jackson-name",
        JAVA,
        &["JsonTypeInfo"],
        r"@JsonTypeInfo\([^)\n]*\bId\.NAME\b",
        types(true, 0.9),
    ),
    Rule::code(
        "java-xstream-any",
        JAVA,
        &["AnyTypePermission.ANY"],
        r"\baddPermission\(\s*AnyTypePermission\.ANY\b",
        types(false, 0.95),
    ),
    Rule::code(
        "java-xstream-types",
        JAVA,
        &[".allowTypes"],
        r"\.allowTypes(?:ByWildcard|ByRegExp)?\(",
        types(true, 0.9),
    ),
    Rule::code(
        "java-yaml-safe",
        JAVA,
        &["new SafeConstructor("],
        r"\bnew Yaml\(\s*new SafeConstructor\(",
        types(true, 0.95),
    ),
    Rule::code(
        "java-yaml",
        JAVA,
        &["new Yaml("],
        r"\bnew Yaml\(\s*(?:\)|new Constructor\()",
        types(false, 0.6),
    ),
    Rule::code(
        "java-xml-decoder",
        JAVA,
        &["new XMLDecoder("],
        r"\bnew XMLDecoder\(",
        types(false, 0.9),
    ),
    Rule::code(
        "java-kryo-any",
        JAVA,
        &["setRegistrationRequired("],
        r"\.setRegistrationRequired\(\s*false\s*\)",
        types(false, 0.9),
    ),
    Rule::code(
        "java-kryo",
        JAVA,
        &["setRegistrationRequired("],
        r"\.setRegistrationRequired\(\s*true\s*\)",
        types(true, 0.95),
    ),
    Rule::code(
        "java-fastjson",
        JAVA,
        &["setAutoTypeSupport("],
        r"\.setAutoTypeSupport\(\s*true\s*\)",
        types(false, 0.95),
    ),
];

/// A filter in the same function restricts the types.
fn stream(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if flow::is_guarded(source, hit, &["setObjectInputFilter", "resolveClass"]) {
        return Vec::new();
    }
    data(hit, source, said)
}
