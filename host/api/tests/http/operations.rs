//! What the page on operations promises of folders and backups.

use std::fs;
use std::path::Path;

use serde_json::json;
use stemedb_wire::{PluginList, QueryResponse, ReplayResponse};

use crate::client::{Fixture, NOW, rate, start};

const QUERY: &str = "/v1/query?subject=Drug%3AX&predicate=rate&lens=recency";

fn filled() -> Fixture {
    let fixture = start();
    for number in 0..30 {
        fixture.claim(&rate("ann", f64::from(number), NOW + number as u64));
    }
    let body = json!({"slots": {"recency": "consensus@0.1.0"}});
    assert_eq!(fixture.decide("/v1/admin/activations", &body).status, 200);
    fixture
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
        return;
    }
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}

#[test]
fn a_copy_made_while_the_server_runs_is_a_whole_database() {
    let fixture = filled();
    let restored = tempfile::tempdir().unwrap();
    for part in [
        "wal",
        "db/operator.key",
        "db/node.id",
        "db/plugins/components",
    ] {
        copy(
            &fixture.folder.path().join(part),
            &restored.path().join(part),
        );
    }
    let restored = Fixture::over(restored);
    assert_eq!(restored.records(), fixture.records());
    let slots = |fixture: &Fixture| fixture.get("/v1/plugins").good::<PluginList>().slots;
    assert_eq!(slots(&restored), slots(&fixture));
    let answer = |fixture: &Fixture| fixture.get(QUERY).good::<QueryResponse>().answer;
    assert_eq!(answer(&restored).winner, answer(&fixture).winner);
}

#[test]
fn an_index_that_is_lost_is_made_again_from_the_log() {
    let fixture = filled();
    let before = fixture.records();
    let asked: QueryResponse = fixture.get(QUERY).good();
    let Fixture { server, folder, .. } = fixture;
    server.stop();
    fs::remove_file(folder.path().join("db/index.redb")).unwrap();
    let fixture = Fixture::over(folder);
    assert_eq!(fixture.records(), before);
    let path = format!("/v1/replay/{}", asked.query_id);
    let replay: ReplayResponse = fixture.send("POST", &path, &[], b"").good();
    assert!(replay.identical);
}
