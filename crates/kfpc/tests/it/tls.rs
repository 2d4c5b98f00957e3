//! TLS: a private authority is trusted when it is named, and never otherwise.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::program::{OWN, Rig, run_with};

fn authority(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

/// A line of TLS before the sandbox; returns its address and the certificate of its authority.
pub(crate) async fn tls_before(to: std::net::SocketAddr) -> (String, String) {
    let authority_key = KeyPair::generate().unwrap();
    let params = authority("Corp Proxy CA");
    let authority = params.self_signed(&authority_key).unwrap();
    let address = tls_of(to, Issuer::new(params, authority_key)).await;
    (address, authority.pem())
}

/// The same with a certificate that this one signed and nobody else's beside it.
async fn tls_of(to: std::net::SocketAddr, issuer: Issuer<'static, KeyPair>) -> String {
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
    format!("https://localhost:{port}")
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
    assert_eq!(report["way"]["signed_by"]["name"], "Corp Proxy CA");
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

/// K84: a network that opens TLS, whose authority nobody named; and a server that keeps back who stands between.
#[tokio::test]
async fn an_authority_that_is_not_trusted_is_told_by_its_name() {
    let rig = Rig::start().await;
    let to = rig.sandbox.addresses().console_sidecar;
    let (opened, _) = tls_before(to).await;
    let root = Issuer::new(authority("Corp Root"), KeyPair::generate().unwrap());
    let between_key = KeyPair::generate().unwrap();
    let between = authority("Corp Between");
    let signed = between.signed_by(&between_key, &root).unwrap();
    assert!(!signed.der().is_empty());
    let kept_back = tls_of(to, Issuer::new(between, between_key)).await;
    let token = rig.path("token");
    for (address, name) in [(&opened, "Corp Proxy CA"), (&kept_back, "Corp Between")] {
        let doctor = ["--endpoint", address, "--token-file", &token, "doctor"];
        let told = rig.bare(&doctor).await;
        assert_eq!(told.code, 7, "{told:?}");
        for words in [
            &format!("the certificate is signed by {name}"),
            "the network opens TLS",
            "--ca-file",
        ] {
            assert!(told.out.contains(words), "{words}: {}", told.out);
        }
        let as_data = [&doctor[..], &["--json"]].concat();
        let report = rig.bare(&as_data).await;
        let report: serde_json::Value = serde_json::from_str(&report.out).unwrap();
        assert_eq!(report["way"]["signed_by"]["name"], name, "{report}");
        let cause = &report["checks"][0]["causes"][0];
        assert_eq!(cause["finding"], "untrusted-authority", "{report}");
        let korean = run_with(rig.folder.path(), &[("LANG", "ko_KR.UTF-8")], &doctor).await;
        let words = format!("인증서에 서명한 곳: {name}");
        assert!(korean.out.contains(&words), "{}", korean.out);
    }
}
