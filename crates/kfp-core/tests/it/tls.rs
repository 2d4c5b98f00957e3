//! https: whom to trust, and what a failed handshake says.

use std::path::PathBuf;
use std::sync::Arc;

use kfp_core::Client;
use kfp_core::connect::{ConnectError, Settings, Surroundings};
use kfp_core::credentials::Credentials;
use kfp_core::transport::native::NativeTransport;
use kfp_core::transport::tls::{Trust, TrustFault};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer};

/// A server with a certificate of its own for one name; gives the port and the certificate as PEM.
async fn server(name: &str) -> (u16, String) {
    let signed = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signed.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![signed.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that does not trust us goes away.
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let body = r#"{"multi_user":true}"#;
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (port, signed.cert.pem())
}

fn file(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

async fn code(base: &str, trust: &Trust) -> &'static str {
    let transport = NativeTransport::new().trusting(trust);
    let client = Client::new(base.parse().unwrap(), transport, Credentials::none());
    client
        .healthz()
        .await
        .map_or_else(|error| error.code(), |_| "healthy")
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_beside_the_systems() {
    let (port, pem) = server("localhost").await;
    let (_folder, path) = file(&pem);
    let trust = Trust::with_file(&path).unwrap();
    let base = format!("https://localhost:{port}");
    assert_eq!(code(&base, &trust).await, "healthy");
    assert_eq!(
        code(&base, &Trust::of_system()).await,
        "transport.unknown_issuer"
    );
}

#[tokio::test]
async fn a_certificate_for_another_name_is_told() {
    let (port, pem) = server("kubeflow.example.com").await;
    let (_folder, path) = file(&pem);
    let trust = Trust::with_file(&path).unwrap();
    assert_eq!(
        code(&format!("https://localhost:{port}"), &trust).await,
        "transport.wrong_name"
    );
}

#[tokio::test]
async fn a_port_without_tls_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        // As a plain server answers to a greeting that is no HTTP.
        assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
        let answer = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        stream.write_all(answer).await.unwrap();
    });
    assert_eq!(code(&base, &Trust::of_system()).await, "transport.not_tls");
}

#[tokio::test]
async fn settings_lead_to_a_client_that_speaks_https() {
    let (port, pem) = server("localhost").await;
    let (_folder, path) = file(&pem);
    let settings = || {
        let nothing = Surroundings::new(|_| None, "/nowhere");
        Settings::in_surroundings(nothing).endpoint(format!("https://localhost:{port}/pipeline/"))
    };
    let connection = settings().ca_file(&path).bearer("abc").resolve().unwrap();
    connection.connect().unwrap().healthz().await.unwrap();
    let untrusted = settings().resolve().unwrap().connect().unwrap();
    let error = untrusted.healthz().await.unwrap_err();
    assert_eq!(error.code(), "transport.unknown_issuer");
    assert!(!error.is_retryable());
    let plain = settings().resolve().unwrap().client();
    assert_eq!(
        plain.healthz().await.unwrap_err().code(),
        "transport.no_tls"
    );
}

#[test]
fn a_file_without_a_certificate_is_named() {
    for (text, fault) in [
        ("", TrustFault::NoCertificate),
        ("not a certificate", TrustFault::NoCertificate),
        (
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            TrustFault::Broken,
        ),
    ] {
        let (_folder, path) = file(text);
        let error = Trust::with_file(&path).unwrap_err();
        assert_eq!((&error.path, error.fault), (&path, fault), "{text}");
    }
    #[cfg(unix)]
    {
        let endless = Trust::with_file("/dev/zero".as_ref()).unwrap_err();
        assert_eq!(endless.fault, TrustFault::TooLarge);
    }
    let missing = Settings::in_surroundings(Surroundings::new(|_| None, "/nowhere"))
        .endpoint("https://h.example.com")
        .ca_file("/no/such/file.pem");
    let error = missing.resolve().unwrap().connect().unwrap_err();
    assert!(
        matches!(&error, ConnectError::Trust { source } if source.fault == TrustFault::NotReadable),
        "{error:?}"
    );
    assert_eq!(error.code(), "connect.trust");
}
