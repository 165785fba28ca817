//! The operator's endpoints: the key, installation, activation, rollback, trust, stewards.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use stemedb_wire::{Activation, Capture, InstallTicketView, PluginList, QueryResponse};

use crate::client::{BEARER, Fixture, NOW, component, rate, signer, start, start_with};

const ADMIN: [(&str, &str); 18] = [
    ("POST", "/v1/admin/plugins"),
    ("GET", "/v1/admin/plugins/installs/1"),
    ("POST", "/v1/admin/activations"),
    ("POST", "/v1/admin/activations/rollback"),
    ("GET", "/v1/admin/captures/00000000000000000000000000000000"),
    ("POST", "/v1/admin/trust"),
    ("POST", "/v1/admin/stewards"),
    ("POST", "/v1/admin/views/refresh"),
    ("POST", "/v1/admin/estimates"),
    ("GET", "/v1/admin/estimates/1"),
    ("POST", "/v1/admin/estimates/1/cancel"),
    ("GET", "/v1/admin/trials"),
    ("GET", "/v1/admin/trials/recency"),
    ("POST", "/v1/admin/shadows"),
    ("POST", "/v1/admin/shadows/stop"),
    ("POST", "/v1/admin/canaries"),
    ("POST", "/v1/admin/canaries/promote"),
    ("POST", "/v1/admin/canaries/withdraw"),
];

#[test]
fn every_admin_endpoint_asks_for_the_key() {
    let fixture = start();
    for (method, path) in ADMIN {
        let missing = fixture.send(method, path, &[], b"");
        missing.problem(401, "admin_key_missing");
        assert_eq!(missing.header("www-authenticate"), "Bearer");
        for wrong in ["Bearer nothing", "Bearer 0123456789abcdef-tesT"] {
            let reply = fixture.send(method, path, &[("authorization", wrong)], b"");
            reply.problem(403, "admin_key_wrong");
        }
        let basic = fixture.send(method, path, &[("authorization", "Basic abc")], b"");
        basic.problem(401, "admin_key_missing");
        let right = fixture.send(method, path, &[("authorization", BEARER)], b"");
        assert!(![401, 403].contains(&right.status), "{path}: {right:?}");
    }
}

#[test]
fn without_a_variable_the_key_of_the_folder_holds() {
    let fixture = start_with(|config| config.admin_key = None);
    let file = fixture.folder.path().join("db/admin.key");
    let key = std::fs::read_to_string(file).unwrap();
    let bearer = format!("Bearer {}", key.trim());
    let headers = [
        ("authorization", &*bearer),
        ("content-type", "application/json"),
    ];
    let body = json!({"agent": signer("ann").agent().to_string(), "trust": 0.5}).to_string();
    let reply = fixture.send("POST", "/v1/admin/trust", &headers, body.as_bytes());
    assert_eq!(reply.status, 200, "{reply:?}");
}

fn upload(fixture: &Fixture, bytes: &[u8]) -> InstallTicketView {
    let headers = [
        ("authorization", BEARER),
        ("content-type", "application/wasm"),
    ];
    let reply = fixture.send("POST", "/v1/admin/plugins", &headers, bytes);
    assert_eq!(reply.status, 202, "{reply:?}");
    let address = reply.header("location").to_owned();
    let ticket: InstallTicketView = reply.json();
    assert_eq!(
        address,
        format!("/v1/admin/plugins/installs/{}", ticket.ticket)
    );
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let state: InstallTicketView = fixture
            .send("GET", &address, &[("authorization", BEARER)], b"")
            .good();
        if ["installed", "refused"].contains(&&*state.state) {
            return state;
        }
        assert!(Instant::now() < until, "{state:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn winner(fixture: &Fixture, lens: &str) -> (Value, String) {
    let path = format!("/v1/query?subject=Drug%3AX&predicate=rate&lens={lens}");
    let response: QueryResponse = fixture.get(&path).good();
    let winner = serde_json::to_value(&response.answer.winner).unwrap();
    let digest = response.answer.plugins[0].digest.clone();
    (winner["object"]["value"].clone(), digest)
}

#[test]
fn a_plugin_is_installed_activated_and_rolled_back() {
    let fixture = start_with(|config| config.guests = None);
    for (agent, value, time) in [("a", 1.0, 0), ("b", 1.0, 1), ("c", 2.0, 2)] {
        fixture.claim(&rate(agent, value, NOW + time));
    }
    let path = "/v1/query?subject=Drug%3AX&predicate=rate&lens=recency";
    fixture.get(path).problem(404, "unknown_lens");
    let recency = upload(&fixture, &component("recency")).plugin.unwrap();
    let consensus = upload(&fixture, &component("consensus")).plugin.unwrap();
    fixture.get(path).problem(404, "unknown_lens");

    let activate = |digest: &str| {
        let body = json!({"slots": {"recency": digest}, "by": "test", "reason": "to see"});
        fixture
            .decide("/v1/admin/activations", &body)
            .good::<Activation>()
    };
    assert_eq!(activate(&recency.digest).sequence, 1);
    assert_eq!(
        winner(&fixture, "recency"),
        (json!(2.0), recency.digest.clone())
    );
    activate(&consensus.digest);
    assert_eq!(winner(&fixture, "recency"), (json!(1.0), consensus.digest));
    let back: Activation = fixture
        .decide("/v1/admin/activations/rollback", &json!({}))
        .good();
    assert_eq!((back.action.as_str(), back.restores), ("rollback", Some(1)));
    assert_eq!(
        winner(&fixture, "recency"),
        (json!(2.0), recency.digest.clone())
    );

    let list: PluginList = fixture.get("/v1/plugins").good();
    assert_eq!(list.plugins.len(), 2);
    assert_eq!(list.slots[0].plugin, recency);
    assert_eq!(list.activations.len(), 3);
    let state = |id: &str| {
        let found = list.plugins.iter().find(|view| view.plugin.id == id);
        found.unwrap().state.clone()
    };
    assert_eq!(
        (&*state("recency"), &*state("consensus")),
        ("active", "installed")
    );
}

#[test]
fn a_question_is_captured_with_every_column_for_whoever_has_the_key() {
    let fixture = start();
    for (agent, value, time) in [("a", 1.0, 0), ("b", 2.0, 1), ("c", 2.0, 2)] {
        fixture.claim(&rate(agent, value, NOW + time));
    }
    let path = "/v1/query?subject=Drug%3AX&predicate=rate&lens=epoch-aware%7Cconsensus";
    let asked: QueryResponse = fixture.get(path).good();
    let path = format!("/v1/admin/captures/{}", asked.query_id);
    fixture.get(&path).problem(401, "admin_key_missing");
    let headers = [("authorization", BEARER)];
    let captured: Capture = fixture.send("GET", &path, &headers, b"").good();
    assert!(captured.identical, "the judges saw what they saw before");
    let worlds: Vec<&str> = captured
        .calls
        .iter()
        .map(|call| &*call.plugin.world)
        .collect();
    assert_eq!(worlds, ["row-stage", "resolver"]);
    let group = &captured.calls[1].groups[0];
    assert_eq!(group.columns["value"], [0.0, 0.0, 1.0]);
    assert_eq!(group.columns["valid-time"].len(), 3);
    assert_eq!(group.texts.len(), 2);
    assert!(group.texts[0].starts_with('2'), "{:?}", group.texts);
}

#[test]
fn components_that_misbehave_are_refused_and_the_server_goes_on() {
    let fixture = start();
    let whole = component("recency");
    let refused = upload(&fixture, &whole[..whole.len() / 2]);
    assert_eq!(refused.state, "refused");
    assert!(refused.reason.is_some_and(|reason| reason.len() > 20));
    let headers = [("authorization", BEARER)];
    let empty = fixture.send("POST", "/v1/admin/plugins", &headers, b"");
    empty.problem(400, "invalid_body");
    let path = "/v1/admin/plugins/installs/nothing";
    fixture
        .send("GET", path, &headers, b"")
        .problem(404, "unknown_ticket");
    let (value, _) = winner(&fixture, "recency");
    assert_eq!(value, Value::Null);
}

#[test]
fn a_fault_of_a_plugin_is_its_own_and_is_named() {
    // Without views, so that every query is a call; one call in 256 is repeated and compared.
    let fixture = start_with(|config| config.view_bytes_max = Some(0));
    fixture.claim(&rate("a", 1.0, NOW));
    let installed = upload(&fixture, &component("test/resolver_stateful"));
    let Some(plugin) = installed.plugin else {
        panic!("{installed:?}");
    };
    let lens = format!("{}@{}", plugin.id, plugin.digest);
    let path = format!("/v1/query?subject=Drug%3AX&predicate=rate&lens={lens}");
    let failed = (0..2_000)
        .map(|_| fixture.get(&path))
        .find(|reply| reply.status != 200);
    let Some(failed) = failed else {
        panic!("the fault was not found");
    };
    let detail = failed.problem(502, "plugin_fault");
    assert!(detail.contains(&plugin.digest), "{detail}");
    assert_eq!(winner(&fixture, "recency").0, json!(1.0));
    let list: PluginList = fixture.get("/v1/plugins").good();
    let view = list
        .plugins
        .iter()
        .find(|view| view.plugin == plugin)
        .unwrap();
    assert!(
        view.faults.iter().any(|faults| faults.count > 0),
        "{view:?}"
    );
}

#[test]
fn decisions_that_do_not_fit_change_nothing() {
    let fixture = start();
    let before = fixture.get("/v1/plugins").text;
    let activations = "/v1/admin/activations";
    for (path, body, status, code) in [
        (activations, json!({"slots": {}}), 400, "invalid_activation"),
        (
            activations,
            json!({"slots": {"Not A Slot": "recency@0.1.0"}}),
            400,
            "invalid_activation",
        ),
        (
            activations,
            json!({"slots": {"recency": "nobody@0.1.0"}}),
            404,
            "unknown_plugin",
        ),
        (
            activations,
            json!({"slots": {"recency": "decay@0.1.0"}}),
            409,
            "wrong_world",
        ),
        (
            activations,
            json!({"slots": {"recency": "ab".repeat(32)}}),
            404,
            "unknown_plugin",
        ),
        (activations, json!({"slot": "recency"}), 400, "invalid_body"),
        (
            "/v1/admin/activations/rollback",
            json!({"to": 99}),
            404,
            "unknown_activation",
        ),
        (
            "/v1/admin/trust",
            json!({"agent": "me", "trust": 1}),
            400,
            "invalid_activation",
        ),
        (
            "/v1/admin/trust",
            json!({"agent": "00".repeat(32), "trust": 7}),
            400,
            "invalid_activation",
        ),
        (
            "/v1/admin/stewards",
            json!({"namespace": "", "agent": "00".repeat(32), "granted": true}),
            400,
            "invalid_activation",
        ),
    ] {
        fixture.decide(path, &body).problem(status, code);
    }
    assert_eq!(fixture.get("/v1/plugins").text, before);
}

#[test]
fn trust_and_stewards_are_decided() {
    let fixture = start();
    let agent = signer("ann").agent().to_string();
    let trust = json!({"agent": agent, "trust": 0.9, "by": "test", "reason": "known"});
    let decided: Activation = fixture.decide("/v1/admin/trust", &trust).good();
    assert_eq!(decided.action, "trust");
    let steward = json!({"namespace": "public", "agent": agent, "granted": true});
    let decided: Activation = fixture.decide("/v1/admin/stewards", &steward).good();
    assert_eq!(decided.action, "steward");
    // A steward may correct the claims of others.
    fixture.claim(&rate("bob", 1.0, NOW));
    let corrected = crate::client::rate_with("ann", 2.0, NOW + 1, |claim| {
        claim.parent = Some(rate("bob", 1.0, NOW).id);
    });
    assert_eq!(fixture.record("/v1/supersede", &corrected).status, 201);
    assert_eq!(winner(&fixture, "recency").0, json!(2.0));
}
