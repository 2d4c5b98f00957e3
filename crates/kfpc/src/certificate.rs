//! Who signed the certificate of the other side, asked in a handshake that is never finished.

use std::sync::{Arc, Mutex, PoisonError};

use kfp_core::BaseUrl;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};
use serde::Serialize;

use crate::transport::{Reach, builder};

/// Longest name that is told, in characters.
const LONGEST: usize = 100;

/// Who signed what the other side sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct SignedBy {
    /// Whose signature the last certificate bears: an authority that has to be known here.
    pub(crate) name: String,
    /// Whether that is the certificate's own.
    pub(crate) itself: bool,
}

impl SignedBy {
    /// Asks the other side for its certificate, through a proxy where one is set, and sends nothing.
    pub(crate) async fn of(base: &BaseUrl) -> Option<Self> {
        let origin = base.origin().filter(|origin| origin.is_https())?;
        let seen = Arc::new(Seen {
            host: origin.host().to_owned(),
            schemes: schemes(),
            signed_by: Mutex::default(),
        });
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .ok()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::clone(&seen) as Arc<dyn ServerCertVerifier>)
            .with_no_client_auth();
        let builder = builder(&[], Reach::of(Some(origin))).tls_backend_preconfigured(config);
        // It fails, as nothing is trusted.
        let _ = builder.build().ok()?.get(origin.to_string()).send().await;
        let mut signed_by = seen
            .signed_by
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        signed_by.take()
    }
}

fn schemes() -> Vec<SignatureScheme> {
    let provider = rustls::crypto::ring::default_provider();
    provider
        .signature_verification_algorithms
        .supported_schemes()
}

/// Looks at the certificate and refuses it, whatever it is.
#[derive(Debug)]
struct Seen {
    /// A proxy that speaks TLS itself is another one.
    host: String,
    schemes: Vec<SignatureScheme>,
    signed_by: Mutex<Option<SignedBy>>,
}

impl ServerCertVerifier for Seen {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if server_name.to_str() == self.host.trim_matches(['[', ']']) {
            let last = intermediates.last().unwrap_or(end_entity);
            let mut signed_by = self
                .signed_by
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            *signed_by = signed(last);
        }
        let refused = CertificateError::ApplicationVerificationFailure;
        Err(rustls::Error::InvalidCertificate(refused))
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::HandshakeNotComplete)
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::HandshakeNotComplete)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes.clone()
    }
}

/// From a certificate in DER, as far as it can be read; what is left out are numbers and times.
///
/// # Spec
/// RFC 5280, 4.1.
fn signed(certificate: &[u8]) -> Option<SignedBy> {
    const SEQUENCE: u8 = 0x30;
    const VERSION: u8 = 0xa0;
    let (certificate, _) = element(certificate, SEQUENCE)?;
    let (mut rest, _) = element(certificate, SEQUENCE)?;
    if let Some((_, after)) = element(rest, VERSION) {
        rest = after;
    }
    let mut next = |tag| {
        let (content, after) = element(rest, tag)?;
        rest = after;
        Some(content)
    };
    let (_serial, _algorithm) = (next(0x02)?, next(SEQUENCE)?);
    let issuer = next(SEQUENCE)?;
    let _validity = next(SEQUENCE)?;
    let subject = next(SEQUENCE)?;
    Some(SignedBy {
        name: name(issuer)?,
        itself: issuer == subject,
    })
}

/// The content of an element with a tag, and what follows it.
fn element(input: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&first, rest) = input.split_first()?;
    let (&length, rest) = rest.split_first().filter(|_| first == tag)?;
    let (length, rest) = match length {
        short @ ..=0x7f => (usize::from(short), rest),
        long @ 0x81..=0x84 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(long - 0x80))?;
            let length = bytes
                .iter()
                .fold(0, |sum, &byte| sum << 8 | usize::from(byte));
            (length, rest)
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}

/// The common name, with the organisation where there is one.
fn name(mut parts: &[u8]) -> Option<String> {
    const SET: u8 = 0x31;
    let (mut common, mut organisation) = (None, None);
    while let Some((mut set, after)) = element(parts, SET) {
        parts = after;
        while let Some((pair, after)) = element(set, 0x30) {
            set = after;
            let (kind, value) = element(pair, 0x06)?;
            match kind {
                [0x55, 4, 3] => common = text(value),
                [0x55, 4, 10] => organisation = text(value),
                _ => {}
            }
        }
    }
    match (common, organisation) {
        (Some(common), Some(organisation)) if common != organisation => {
            Some(format!("{common} ({organisation})"))
        }
        (common, organisation) => common.or(organisation),
    }
}

/// A text, as it can stand in a terminal.
fn text(value: &[u8]) -> Option<String> {
    let kind = *value.first()?;
    let (bytes, _) = element(value, kind)?;
    let text = if kind == 0x1e {
        let units = bytes
            .chunks_exact(2)
            .map(|it| u16::from_be_bytes([it[0], it[1]]));
        char::decode_utf16(units)
            .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    };
    let plain = crate::output::plain(&text);
    Some(plain.chars().take(LONGEST).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rcgen::{CertificateParams, DnType, Issuer, KeyPair};

    use super::*;

    fn params(common: &str, organisation: Option<&str>) -> CertificateParams {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, common);
        if let Some(organisation) = organisation {
            params
                .distinguished_name
                .push(DnType::OrganizationName, organisation);
        }
        params
    }

    fn leaf(authority: CertificateParams) -> Vec<u8> {
        let issuer = Issuer::new(authority, KeyPair::generate().unwrap());
        let key = KeyPair::generate().unwrap();
        let leaf = params("kubeflow", None).signed_by(&key, &issuer).unwrap();
        leaf.der().to_vec()
    }

    #[test]
    fn the_signer_is_told_by_name() {
        for (common, organisation, told) in [
            ("Corp Proxy CA", None, "Corp Proxy CA"),
            ("인증 기관", Some("회사"), "인증 기관 (회사)"),
            ("Corp", Some("Corp"), "Corp"),
            ("Corp\u{1b}[2J", None, "Corp\u{fffd}[2J"),
        ] {
            let found = signed(&leaf(params(common, organisation))).unwrap();
            assert_eq!((found.name.as_str(), found.itself), (told, false));
        }
        let key = KeyPair::generate().unwrap();
        let own = params("kubeflow", None).self_signed(&key).unwrap();
        let found = signed(own.der()).unwrap();
        assert_eq!((found.name.as_str(), found.itself), ("kubeflow", true));
    }

    proptest! {
        #[test]
        fn what_is_no_certificate_is_not_told(
            cut in 0_usize..400,
            at in 0_usize..400,
            byte: u8,
        ) {
            let mut damaged = leaf(params("Corp Proxy CA", None));
            damaged.truncate(cut);
            if let Some(place) = damaged.get_mut(at) {
                *place = byte;
            }
            // It does not panic, and what it tells can stand in a terminal.
            if let Some(found) = signed(&damaged) {
                prop_assert!(!found.name.contains(char::is_control));
            }
        }
    }
}
