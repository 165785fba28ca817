//! HTTPS with the certificate beside this file, which is for tests alone and made out to `localhost`.

use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use stemedb_api::{Config, Server, TlsFiles};
use stemedb_wire::Health;

use crate::client::{Reply, start_with};
use crate::speak::exchange;

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

/// Asks over TLS, trusting the given certificates alone.
fn ask(address: SocketAddr, roots: RootCertStore) -> std::io::Result<Reply> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let stream = StreamOwned::new(connection, stream);
    exchange(stream, "GET", "/v1/health", &[], b"")
}

#[test]
fn the_server_speaks_https_alone() {
    let fixture = start_with(|config| config.tls = Some(files()));
    let address = fixture.server.address();
    let mut roots = RootCertStore::empty();
    let certificate = CertificateDer::from_pem_file(file("certificate.pem")).unwrap();
    roots.add(certificate).unwrap();
    assert_eq!(ask(address, roots).unwrap().good::<Health>().status, "ok");
    let refused = ask(address, RootCertStore::empty()).unwrap_err();
    assert!(refused.to_string().contains("UnknownIssuer"), "{refused}");
    let plain = TcpStream::connect(address).unwrap();
    plain
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    assert!(exchange(plain, "GET", "/v1/health", &[], b"").is_err());
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
