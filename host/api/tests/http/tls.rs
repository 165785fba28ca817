//! HTTPS with the certificate beside this file, which is for tests alone and made out to `localhost`.

use std::path::{Path, PathBuf};

use stemedb_api::{Config, Server, TlsFiles};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::client::start_with;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/http/tls")
        .join(name)
}

fn files() -> TlsFiles {
    TlsFiles {
        certificate: file("certificate.pem"),
        key: file("key.pem"),
    }
}

#[test]
fn the_server_speaks_https_alone() {
    let fixture = start_with(|config| config.tls = Some(files()));
    let pem = std::fs::read(file("certificate.pem")).unwrap();
    let roots = RootCerts::new_with_certs(&[Certificate::from_pem(&pem).unwrap()]);
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .tls_config(TlsConfig::builder().root_certs(roots).build())
        .build()
        .into();
    let url = format!(
        "https://localhost:{}/v1/health",
        fixture.server.address().port()
    );
    let mut response = agent.get(&url).call().unwrap();
    assert!(
        response
            .body_mut()
            .read_to_string()
            .unwrap()
            .contains("\"status\":\"ok\"")
    );
    assert!(agent.get(url.replace("https", "http")).call().is_err());
    // Without the root the certificate is nobody's.
    assert!(ureq::get(&url).call().is_err());
}

#[test]
fn files_that_are_no_certificate_or_key_are_named() {
    let folder = tempfile::tempdir().unwrap();
    for (certificate, key, named) in [
        (file("../tls.rs"), file("key.pem"), "tls.rs"),
        (
            file("certificate.pem"),
            file("certificate.pem"),
            "certificate.pem",
        ),
        (file("certificate.pem"), file("nothing.pem"), "nothing.pem"),
    ] {
        let mut config = Config::local(folder.path());
        config.tls = Some(TlsFiles { certificate, key });
        let Err(error) = Server::start(&config) else {
            panic!("{named} was taken");
        };
        assert!(error.to_string().contains(named), "{error}");
    }
}
