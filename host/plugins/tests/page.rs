//! The operators' page says what the code does: limits, faults and metrics.

use std::{fs, path::Path};

use stemedb_plugins::{FaultKind, HostOptions};

fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_page_has_every_limit_with_its_default() {
    let page = file("../../docs/plugins.md");
    let options = HostOptions::default();
    let mib = |bytes: u64| format!("{} MiB", bytes >> 20);
    for (name, default) in [
        ("deadline", format!("{} ms", options.deadline.as_millis())),
        ("memory_bytes_max", mib(options.memory_bytes_max as u64)),
        ("result_bytes_max", mib(options.result_bytes_max as u64)),
        (
            "component_bytes_max",
            mib(options.component_bytes_max as u64),
        ),
        ("instances_max", options.instances_max.to_string()),
        ("wait_max", format!("{} s", options.wait_max.as_secs())),
        ("idle_max", options.idle_max.to_string()),
        ("instance_calls_max", options.instance_calls_max.to_string()),
        ("repeat_every", options.repeat_every.to_string()),
        ("plugins_max", options.plugins_max.to_string()),
        ("installs_max", options.installs_max.to_string()),
        (
            "compile_deadline",
            format!("{} s", options.compile_deadline.as_secs()),
        ),
        ("compile_bytes_max", mib(options.compile_bytes_max)),
    ] {
        let found = page.lines().any(|line| {
            line.starts_with(&format!("| `{name}`")) && line.contains(&format!("| {default} |"))
        });
        assert!(
            found,
            "docs/plugins.md lacks the limit {name} with its default {default}"
        );
    }
}

#[test]
fn the_page_has_every_fault() {
    let page = file("../../docs/plugins.md");
    for kind in FaultKind::ALL {
        assert!(
            page.contains(&format!("| `{kind}` |")),
            "docs/plugins.md lacks the fault {kind}"
        );
    }
}

#[test]
fn the_page_has_every_metric() {
    let page = file("../../docs/plugins.md");
    let sources = ["src/meters.rs", "src/host.rs", "src/cache.rs"]
        .map(file)
        .concat();
    let names = sources
        .split('"')
        .filter(|text| text.starts_with("stemedb_plugin_"));
    let mut count = 0;
    for name in names {
        assert!(
            page.contains(&format!("| `{name}` |")),
            "docs/plugins.md lacks the metric {name}"
        );
        count += 1;
    }
    assert_eq!(
        count, 7,
        "metrics moved to another file, or there are new ones"
    );
}
