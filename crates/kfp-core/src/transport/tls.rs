//! TLS: whom to trust, and what a failed handshake says.

use std::error::Error as StdError;
use std::fmt;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{CertificateError, ClientConfig, RootCertStore};

use crate::error::{Hint, TransportFault};

/// Most of a file of certificates. All public authorities together take a quarter of a MiB.
const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// Whose certificates are trusted: the system's, and those of files beside them.
#[derive(Clone)]
pub struct Trust {
    config: Arc<ClientConfig>,
}

/// Why a file of certificates cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the certificates in {} cannot be used: {fault}", path.display())]
pub struct TrustError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub fault: TrustFault,
}

/// What is wrong with a file of certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TrustFault {
    /// There is no such file, or it may not be read.
    #[error("the file cannot be read")]
    NotReadable,
    /// There is no certificate in it.
    #[error("there is no PEM certificate in it")]
    NoCertificate,
    /// It is larger than any file of certificates.
    #[error("the file is larger than any file of certificates")]
    TooLarge,
    /// A certificate in it is broken.
    #[error("a certificate in it is broken")]
    Broken,
}

impl TrustError {
    /// What to do about it.
    pub fn hint(&self) -> Hint {
        Hint::fixed(
            "Give a PEM file that begins with `-----BEGIN CERTIFICATE-----`: that of the authority, not of a key.",
        )
    }
}

impl Trust {
    /// Trust in the system's authorities.
    pub fn of_system() -> Self {
        Self::with_roots(system_roots())
    }

    /// Trust in the system's authorities and in those of a PEM file.
    ///
    /// # Errors
    /// [`TrustError`] names the file and what is wrong with it.
    pub fn with_file(path: &Path) -> Result<Self, TrustError> {
        let fail = |fault| TrustError {
            path: path.to_owned(),
            fault,
        };
        let mut text = Vec::new();
        // What is named may be a device that never ends.
        std::fs::File::open(path)
            .and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut text))
            .map_err(|_| fail(TrustFault::NotReadable))?;
        if text.len() as u64 > MAX_FILE_BYTES {
            return Err(fail(TrustFault::TooLarge));
        }
        let mut roots = system_roots();
        let mut count = 0;
        for certificate in CertificateDer::pem_slice_iter(&text) {
            let certificate = certificate.map_err(|_| fail(TrustFault::Broken))?;
            roots
                .add(certificate)
                .map_err(|_| fail(TrustFault::Broken))?;
            count += 1;
        }
        if count == 0 {
            return Err(fail(TrustFault::NoCertificate));
        }
        Ok(Self::with_roots(roots))
    }

    fn with_roots(roots: RootCertStore) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("the provider knows the versions of TLS that are safe")
            .with_root_certificates(roots)
            .with_no_client_auth();
        Self {
            config: Arc::new(config),
        }
    }

    pub(super) fn connector(&self, mut http: HttpConnector) -> HttpsConnector<HttpConnector> {
        http.enforce_http(false);
        HttpsConnectorBuilder::new()
            .with_tls_config((*self.config).clone())
            .https_only()
            .enable_http1()
            .wrap_connector(http)
    }
}

/// A machine without any has none to trust; then only a file helps, and a handshake says so.
fn system_roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}

impl fmt::Debug for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Trust(…)")
    }
}

/// What a failed connection says about the certificate or the protocol; `None` when it was not about TLS.
pub(super) fn handshake_fault<'a>(
    causes: impl Iterator<Item = &'a (dyn StdError + 'static)>,
) -> Option<TransportFault> {
    causes.filter_map(rustls_error).map(of_rustls).next()
}

/// rustls' error lies inside of IO errors that do not show it as their source.
fn rustls_error<'a>(cause: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    if let Some(error) = cause.downcast_ref::<rustls::Error>() {
        return Some(error);
    }
    let inside = cause.downcast_ref::<io::Error>()?.get_ref()?;
    rustls_error(inside)
}

fn of_rustls(error: &rustls::Error) -> TransportFault {
    match error {
        rustls::Error::InvalidCertificate(reason) => match reason {
            CertificateError::UnknownIssuer => TransportFault::UnknownIssuer,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                TransportFault::WrongName
            }
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => TransportFault::OutOfDate,
            _ => TransportFault::Tls,
        },
        rustls::Error::InvalidMessage(_) => TransportFault::NotTls,
        _ => TransportFault::Tls,
    }
}
