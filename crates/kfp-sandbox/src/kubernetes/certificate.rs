//! The API server's certificate. kubectl sends credentials over TLS only.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, SanType,
};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::error::SandboxError;

/// Names by which the server may be called.
const NAMES: [&str; 3] = ["localhost", "kubernetes", "kubernetes.default.svc"];

/// A certificate for this sandbox alone, made anew at each start, under an authority of its own.
#[derive(Debug)]
pub(crate) struct Certificate {
    /// The authority's certificate in PEM, for a kubeconfig.
    pub(crate) authority: String,
    pub(crate) server: Arc<ServerConfig>,
}

impl Certificate {
    /// Makes both, for loopback and the address that the server listens on.
    ///
    /// # Errors
    /// [`SandboxError::Certificate`].
    pub(crate) fn generate(address: IpAddr) -> Result<Self, SandboxError> {
        let failed = |source: rcgen::Error| SandboxError::Certificate {
            source: Box::new(source),
        };
        let (authority, issuer) = authority().map_err(failed)?;
        let (leaf, key) = leaf(address, &issuer).map_err(failed)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut server = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| {
                builder
                    .with_no_client_auth()
                    .with_single_cert(vec![leaf], key)
            })
            .map_err(|source| SandboxError::Certificate {
                source: Box::new(source),
            })?;
        server.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self {
            authority,
            server: Arc::new(server),
        })
    }
}

type Made<T> = Result<T, rcgen::Error>;

fn authority() -> Made<(String, Issuer<'static, KeyPair>)> {
    let mut params = CertificateParams::default();
    params
        .distinguished_name
        .push(DnType::CommonName, "kfp-sandbox (simulated)");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![
        KeyUsagePurpose::KeyCertSign,
        KeyUsagePurpose::DigitalSignature,
    ];
    let key = KeyPair::generate()?;
    let certificate = params.self_signed(&key)?.pem();
    Ok((certificate, Issuer::new(params, key)))
}

fn leaf(
    address: IpAddr,
    issuer: &Issuer<'static, KeyPair>,
) -> Made<(
    tokio_rustls::rustls::pki_types::CertificateDer<'static>,
    KeyPair,
)> {
    let mut params = CertificateParams::new(NAMES.map(str::to_owned))?;
    let addresses = [
        IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(Ipv6Addr::LOCALHOST),
        address,
    ];
    params
        .subject_alt_names
        .extend(addresses.map(SanType::IpAddress));
    params
        .distinguished_name
        .push(DnType::CommonName, "kube-apiserver (simulated)");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, issuer)?;
    Ok((certificate.der().clone(), key))
}
