//! Swaps under load: no request fails, and no answer names a mixed set.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::json;
use stemedb_wire::{PluginList, QueryResponse};

use crate::client::{NOW, rate, start};

const CLIENTS: usize = 8;
const SWAPS: usize = 40;

/// Two slots are always swapped together; the expression uses both, so a mixed answer would name one of each set.
#[test]
fn no_request_fails_and_no_answer_is_mixed() {
    let fixture = start();
    for (agent, value) in [("a", 1.0), ("b", 1.0), ("c", 2.0)] {
        fixture.claim(&rate(agent, value, NOW + value as u64));
    }
    let list: PluginList = fixture.get("/v1/plugins").good();
    let digest = |id: &str| {
        let found = list.plugins.iter().find(|view| view.plugin.id == id);
        found.unwrap().plugin.digest.clone()
    };
    let (epoch, decay) = (digest("epoch-aware"), digest("decay"));
    let (recency, consensus) = (digest("recency"), digest("consensus"));
    let sets = [[epoch, recency], [decay, consensus]];
    let ended = AtomicBool::new(false);
    let answers = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                while !ended.load(Ordering::Relaxed) {
                    let path = "/v1/query?subject=Drug%3AX&predicate=rate&lens=first%7Csecond";
                    let reply = fixture.get(path);
                    if reply.status == 404 {
                        continue;
                    }
                    let response: QueryResponse = reply.good();
                    let named: Vec<&str> =
                        response.answer.plugins.iter().map(|p| &*p.digest).collect();
                    assert!(sets.iter().any(|set| named == *set), "{named:?}");
                    answers.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for swap in 0..SWAPS {
            let [first, second] = &sets[swap % 2];
            let body = json!({"slots": {"first": first, "second": second}});
            assert_eq!(fixture.decide("/v1/admin/activations", &body).status, 200);
            std::thread::sleep(Duration::from_millis(10));
        }
        ended.store(true, Ordering::Relaxed);
    });
    let answers = answers.into_inner();
    assert!(answers > SWAPS as u64, "only {answers} answers");
}
