//! Java: JAXP, StAX, dom4j, JDOM.

use aphoria_sdk::{Contexts, Hit, Language, Observation, Rule, Source, flow};

use crate::entities;

const JAVA: &[Language] = &[Language::Java];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "java-doctype-off",
        JAVA,
        &["disallow-doctype-decl"],
        r#""http://apache\.org/xml/features/disallow-doctype-decl"\s*,\s*true\b"#,
        entities(false, 0.95),
    )
    .standing(Contexts::CODE_AND_STRING),
    Rule::code(
        "java-doctype-on",
        JAVA,
        &["disallow-doctype-decl"],
        r#""http://apache\.org/xml/features/disallow-doctype-decl"\s*,\s*false\b"#,
        entities(true, 0.7),
    )
    .standing(Contexts::CODE_AND_STRING),
    Rule::code(
        "java-entities-off",
        JAVA,
        &["external-general-entities"],
        r#""http://xml\.org/sax/features/external-general-entities"\s*,\s*false\b"#,
        entities(false, 0.95),
    )
    .standing(Contexts::CODE_AND_STRING),
    Rule::code(
        "java-entities-on",
        JAVA,
        &["external-general-entities"],
        r#""http://xml\.org/sax/features/external-general-entities"\s*,\s*true\b"#,
        entities(true, 0.95),
    )
    .standing(Contexts::CODE_AND_STRING),
    Rule::code(
        "java-stax-off",
        JAVA,
        &["SUPPORT_DTD", "IS_SUPPORTING_EXTERNAL_ENTITIES", "javax.xml.stream.isSupportingExternalEntities"],
        r#"(?:\bXMLInputFactory\.(?:SUPPORT_DTD|IS_SUPPORTING_EXTERNAL_ENTITIES)|"javax\.xml\.stream\.isSupportingExternalEntities")\s*,\s*(?:false|Boolean\.FALSE)\b"#,
        entities(false, 0.95),
    )
    .standing(Contexts::CODE_AND_STRING),
    Rule::code(
        "java-stax-on",
        JAVA,
        &["IS_SUPPORTING_EXTERNAL_ENTITIES"],
        r"\bXMLInputFactory\.IS_SUPPORTING_EXTERNAL_ENTITIES\s*,\s*(?:true|Boolean\.TRUE)\b",
        entities(true, 0.95),
    ),
    Rule::code(
        "java-access",
        JAVA,
        &["ACCESS_EXTERNAL_DTD"],
        r#"\bXMLConstants\.ACCESS_EXTERNAL_DTD\s*,\s*"""#,
        entities(false, 0.9),
    ),
    Rule::code(
        "java-factory",
        JAVA,
        &["DocumentBuilderFactory.new", "SAXParserFactory.new", "XMLInputFactory.new", "new SAXBuilder(", "new SAXReader("],
        r"(?:\b(?:DocumentBuilderFactory|SAXParserFactory|XMLInputFactory)\.new(?:Instance|DefaultInstance|Factory|DefaultFactory)|\bnew (?:SAXBuilder|SAXReader))\(",
        entities(true, 0.7),
    )
    .judged(unrestricted),
];

/// A factory that its function restricts is seen where it does so.
fn unrestricted(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    const RESTRICTIONS: &[&str] = &[
        "setFeature(",
        "ACCESS_EXTERNAL_DTD",
        "SUPPORT_DTD",
        "SupportingExternalEntities",
        "SUPPORTING_EXTERNAL_ENTITIES",
        "setEntityResolver(",
        "setXMLResolver(",
        "XMLReaders.NONVALIDATING",
        "secure",
        "Secure",
    ];
    if flow::is_guarded(source, hit, RESTRICTIONS) {
        Vec::new()
    } else {
        vec![said]
    }
}
