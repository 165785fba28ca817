//! JavaScript and TypeScript: fs, Express, Koa, Fastify.

use aphoria_sdk::flow::Called;
use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{PATH, path};

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "js-files",
        Language::SCRIPTS,
        &["readFile", "createReadStream(", "createWriteStream(", "writeFile", "unlink(", "unlinkSync(", "readdir", "rmSync("],
        r"\b(?:readFile|readFileSync|createReadStream|createWriteStream|writeFile|writeFileSync|unlink|unlinkSync|readdir|readdirSync|rmSync)\(",
        PATH,
    )
    .judged(path),
    Rule::code(
        "js-send",
        Language::SCRIPTS,
        &["sendFile(", "res.download("],
        r"\b(?:sendFile|res\.download)\(",
        PATH,
    )
    .judged(sent),
];

/// `sendFile(path, { root })` keeps within the root by itself.
fn sent(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let call = Called::around(source, hit);
    let is_rooted = call.as_ref().is_some_and(|call| {
        let mut rest = call.arguments.iter().skip(1);
        rest.any(|value| value.text.contains("root"))
    });
    if is_rooted {
        return vec![Observation {
            value: aphoria_sdk::Value::Flag(false),
            confidence: 0.9,
            reason: "a path is kept within its root".to_owned(),
            ..said
        }];
    }
    path(hit, source, said)
}
