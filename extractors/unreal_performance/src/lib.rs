//! # unreal_performance
//!
//! **What it sees.** In C++ of Unreal Engine: assets that are loaded while the game waits, or in the background
//! (`unreal/asset_loading` `synchronous`), and searches through all actors of a world (`unreal/actor_search`
//! `whole_world`).
//!
//! **Why it matters.** A game that waits for a disk or walks over a world between two pictures stutters, and a server that
//! does so can be made to stop by its players.
//!
//! **Example.** `Mesh.LoadSynchronous()`: `unreal/asset_loading synchronous = true`, 0.9 sure.
//!
//! **When it stays silent.** Assets that a constructor finds with `ConstructorHelpers`, which are loaded with the class;
//! code of the editor (files below a folder `Editor`).
//!
//! **Limits.** Whether a place is reached once at the start or with every picture is not known: 0.9 sure that it loads at
//! once, not that it hurts.
//!
//! **References.** Epic, "Asynchronous Asset Loading"; Epic API reference, `UGameplayStatics::GetAllActorsOfClass`.

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Table};

/// Loading and searching that stops an Unreal game.
pub const TABLE: Table = Table {
    id: "unreal_performance",
    version: env!("CARGO_PKG_VERSION"),
    title: "Loading and searching that stops an Unreal game",
    globs: &[],
    rules: &[RULES],
};

const CPP: &[Language] = Language::C_AND_CPP;

const fn loading(synchronous: bool, confidence: f64) -> Says {
    Says::flag(
        "unreal/asset_loading",
        "synchronous",
        synchronous,
        confidence,
        if synchronous {
            "the game waits until an asset is loaded"
        } else {
            "an asset is loaded in the background"
        },
    )
}

const SEARCH: Says = Says::flag(
    "unreal/actor_search",
    "whole_world",
    true,
    0.9,
    "all actors of a world are looked through",
);

const RULES: &[Rule] = &[
    Rule::code(
        "soft-pointer",
        CPP,
        &["LoadSynchronous("],
        r"(?:\.|->)LoadSynchronous\(\s*\)",
        loading(true, 0.9),
    )
    .judged(of_a_game),
    Rule::code(
        "streamable",
        CPP,
        &["RequestSyncLoad(", "SynchronousLoad(", "FlushAsyncLoading("],
        r"\b(?:RequestSyncLoad|SynchronousLoad|FlushAsyncLoading)\(",
        loading(true, 0.9),
    )
    .judged(of_a_game),
    Rule::code(
        "load-object",
        CPP,
        &["StaticLoadObject(", "StaticLoadClass(", "LoadObject<"],
        r"\b(?:StaticLoadObject|StaticLoadClass)\(|\bLoadObject<[^>\n]+>\(",
        loading(true, 0.8),
    )
    .judged(of_a_game),
    Rule::code(
        "background",
        CPP,
        &["RequestAsyncLoad(", "LoadPackageAsync("],
        r"\b(?:RequestAsyncLoad|LoadPackageAsync)\(",
        loading(false, 0.95),
    )
    .judged(of_a_game),
    Rule::code(
        "all-actors",
        CPP,
        &[
            "GetAllActorsOfClass",
            "GetAllActorsWithTag(",
            "GetAllActorsWithInterface(",
        ],
        r"\bGetAllActors(?:OfClass(?:WithTag)?|WithTag|WithInterface)\(",
        SEARCH,
    )
    .judged(of_a_game),
    Rule::code(
        "actor-iterator",
        CPP,
        &["TActorIterator<AActor>"],
        r"\bTActorIterator<AActor>\s+\w+\(",
        SEARCH,
    )
    .judged(of_a_game),
];

/// Code of the editor may wait, and so may the definition of such a function.
fn of_a_game(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let editor = |part: &str| part.ends_with("Editor") || part == "Tests";
    let line = hit.before().rsplit('\n').next().unwrap_or("");
    let defined = line.trim_end().ends_with("::")
        && line.trim_start().contains([' ', '\t'])
        && !line.contains(['=', '(']);
    let defined = defined && !line.trim_start().starts_with("return");
    if hit.path().split('/').any(editor) || defined {
        Vec::new()
    } else {
        vec![like]
    }
}

aphoria_sdk::table_extractor!(UnrealPerformance, TABLE);
