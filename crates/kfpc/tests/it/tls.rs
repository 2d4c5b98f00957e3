//! TLS: a private authority is trusted when it is named, and never otherwise.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::program::{OWN, Rig, run_with};

/// A line of TLS before the sandbox; returns its address and the certificate of its authority.
async fn tls_before(to: std::net::SocketAddr) -> (String, String) {
    let authority_key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = params.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(params, authority_key);
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["localhost".to_owned()])
        .unwrap()
        .signed_by(&key, &issuer)
        .unwrap();
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![leaf.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let mut near = acceptor.accept(near).await?;
                let mut far = TcpStream::connect(to).await?;
                copy_bidirectional(&mut near, &mut far).await
            });
        }
    });
    (format!("https://localhost:{port}"), authority.pem())
}

#[tokio::test]
async fn a_private_authority_is_trusted_only_when_it_is_named() {
    let rig = Rig::start().await;
    let (address, authority) = tls_before(rig.sandbox.addresses().console_sidecar).await;
    let (token, ca_file) = (rig.path("token"), rig.path("ca.pem"));
    std::fs::write(&ca_file, authority).unwrap();
    let common = ["--endpoint", &address, "--token-file", &token, "-n", OWN];

    let untrusted = rig
        .bare(&[&common[..], &["runs", "ls", "-o", "json"]].concat())
        .await;
    assert_eq!(
        (untrusted.code, untrusted.out.as_str()),
        (7, ""),
        "{untrusted:?}"
    );

    assert!(untrusted.words.contains("authority"), "{}", untrusted.words);
    let trusted = rig
        .bare(
            &[
                &common[..],
                &["--ca-file", &ca_file, "runs", "ls", "-o", "json"],
            ]
            .concat(),
        )
        .await;
    assert!(trusted.json().is_array());
    // K84: the doctor says which of the authorities it was.
    let with_file = [&common[..], &["--ca-file", &ca_file, "doctor", "--json"]].concat();
    let report = rig.bare(&with_file).await.json();
    assert_eq!(report["way"]["vouched_by"], "ca-file", "{report}");
    let of_system = [&common[..], &["doctor", "--json"]].concat();
    let variables = [("SSL_CERT_FILE", ca_file.as_str())];
    let report = run_with(rig.folder.path(), &variables, &of_system).await;
    assert_eq!(report.json()["way"]["vouched_by"], "system");

    std::fs::write(&ca_file, "no certificate").unwrap();
    let damaged = rig
        .bare(&[&common[..], &["--ca-file", &ca_file, "runs", "ls"]].concat())
        .await;
    assert_eq!(damaged.code, 1, "{damaged:?}");
    assert!(damaged.words.contains("ca.pem"), "{}", damaged.words);
}
