//! Who is asking.
//!
//! A [`UserId`] is made in exactly one place, [`read`], from the header that the gateway writes, and only if the
//! verified peer of the connection is a gateway that the operator named.

mod user;
mod xfcc;

pub(crate) use user::UserId;

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::config::{IdentityConfig, PeerVerification};
use crate::problem::{Failure, ProblemCode};

/// Written by the sidecar for a peer with mutual TLS, removed by it for any other.
const CLIENT_CERTIFICATE: HeaderName = HeaderName::from_static("x-forwarded-client-cert");

/// The user of a request and how far the word of its sender goes.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    /// The user, without the configured prefix.
    pub(crate) user: UserId,
    /// The SPIFFE identity of the gateway; `None` when the operator turned the check off.
    pub(crate) gateway: Option<String>,
}

/// Takes what says who is asking out of the headers, so that nothing behind this can read it, and judges it.
///
/// # Errors
/// A 401 when nobody is named, somebody is named in a way that cannot be used, or the sender is no known gateway.
pub(crate) fn read(headers: &mut HeaderMap, config: &IdentityConfig) -> Result<Identity, Failure> {
    let claims = take_all(headers, &config.userid_header);
    let certificates = take_all(headers, &CLIENT_CERTIFICATE);
    strip_credentials(headers);
    let gateway = match config.peer_verification {
        PeerVerification::Required => Some(verified_gateway(&certificates, config)?),
        PeerVerification::Off => None,
    };
    let user = UserId::from_claims(&claims, &config.userid_prefix)?;
    Ok(Identity { user, gateway })
}

/// What a browser sends of its session belongs to the gateway. The console neither reads it nor passes it on.
pub(crate) fn strip_credentials(headers: &mut HeaderMap) {
    for name in [
        header::AUTHORIZATION,
        header::COOKIE,
        header::PROXY_AUTHORIZATION,
    ] {
        headers.remove(name);
    }
}

fn take_all(headers: &mut HeaderMap, name: &HeaderName) -> Vec<HeaderValue> {
    let values = headers.get_all(name).iter().cloned().collect();
    headers.remove(name);
    values
}

fn verified_gateway(
    certificates: &[HeaderValue],
    config: &IdentityConfig,
) -> Result<String, Failure> {
    let refuse = |detail: &str| Failure::new(ProblemCode::IdentityPeer, detail);
    // Several lines are one list; the sidecar's own element is the last of the last line.
    let line = certificates
        .last()
        .and_then(|value| value.to_str().ok())
        .ok_or_else(|| {
            refuse("The connection has no verified peer: its sender spoke without mutual TLS.")
        })?;
    let uri = xfcc::uri_of_last_element(line)
        .ok_or_else(|| refuse("The certificate of the connection's peer names no identity."))?;
    if config
        .gateway_principals
        .iter()
        .any(|principal| principal.is(uri))
    {
        Ok(uri.to_owned())
    } else {
        Err(refuse(
            "The verified peer of the connection is none of the configured gateways.",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;

    const GATEWAY: &str = "By=spiffe://cluster.local/ns/kubeflow/sa/kfp-console;Hash=0a1b;Subject=\"\";\
        URI=spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account";
    const POD: &str = "By=spiffe://cluster.local/ns/kubeflow/sa/kfp-console;Hash=ff;Subject=\"\";\
        URI=spiffe://cluster.local/ns/team-a/sa/default-editor";

    fn config(flags: &[&str]) -> IdentityConfig {
        Config::from_flags(flags).expect("flags").identity
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(
                *name,
                HeaderValue::from_bytes(value.as_bytes()).expect("a header value"),
            );
        }
        headers
    }

    fn code(pairs: &[(&'static str, &str)]) -> Result<String, ProblemCode> {
        read(&mut headers(pairs), &config(&[]))
            .map(|identity| identity.user.as_str().to_owned())
            .map_err(|failure| failure.code)
    }

    #[test]
    fn believes_the_gateway() {
        let user = code(&[
            ("kubeflow-userid", "a@example.com"),
            ("x-forwarded-client-cert", GATEWAY),
        ]);
        assert_eq!(user, Ok("a@example.com".to_owned()));
    }

    #[test]
    fn believes_nobody_else() {
        let claim = ("kubeflow-userid", "a@example.com");
        assert_eq!(code(&[claim]), Err(ProblemCode::IdentityPeer));
        assert_eq!(
            code(&[claim, ("x-forwarded-client-cert", POD)]),
            Err(ProblemCode::IdentityPeer)
        );
        assert_eq!(
            code(&[claim, ("x-forwarded-client-cert", "")]),
            Err(ProblemCode::IdentityPeer)
        );
    }

    #[test]
    fn forged_first_element_does_not_count() {
        let claim = ("kubeflow-userid", "a@example.com");
        let forged = format!("{GATEWAY},{POD}");
        assert_eq!(
            code(&[claim, ("x-forwarded-client-cert", &forged)]),
            Err(ProblemCode::IdentityPeer)
        );
        let two_lines = [
            claim,
            ("x-forwarded-client-cert", GATEWAY),
            ("x-forwarded-client-cert", POD),
        ];
        assert_eq!(code(&two_lines), Err(ProblemCode::IdentityPeer));
        let behind_a_pod = format!("{POD},{GATEWAY}");
        assert_eq!(
            code(&[claim, ("x-forwarded-client-cert", &behind_a_pod)]),
            Ok("a@example.com".to_owned())
        );
    }

    #[test]
    fn verification_can_be_turned_off() {
        let identity = read(
            &mut headers(&[("kubeflow-userid", "a@example.com")]),
            &config(&["--peer-verification=off"]),
        )
        .expect("anybody is believed");
        assert_eq!(identity.gateway, None);
    }

    #[test]
    fn nothing_of_it_remains_in_the_headers() {
        let mut headers = headers(&[
            ("kubeflow-userid", "a@example.com"),
            ("x-forwarded-client-cert", GATEWAY),
            ("authorization", "Bearer x"),
            ("cookie", "authservice_session=x"),
            ("accept", "application/json"),
        ]);
        assert!(read(&mut headers, &config(&[])).is_ok());
        assert_eq!(
            headers.keys().map(HeaderName::as_str).collect::<Vec<_>>(),
            ["accept"]
        );
    }

    #[test]
    fn nothing_of_it_remains_after_a_refusal_either() {
        let mut headers = headers(&[("kubeflow-userid", ""), ("cookie", "x=y")]);
        assert!(read(&mut headers, &config(&[])).is_err());
        assert!(headers.is_empty());
    }
}
