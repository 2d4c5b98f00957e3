//! How the user of a request is known.

use std::fmt;
use std::str::FromStr;

use http::HeaderName;

use super::env;

/// The default principal: the ingress gateway of Kubeflow's own manifests.
const KUBEFLOW_GATEWAY: &str =
    "cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account";

/// Whom the console believes when it names a user.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Identity of the user")]
pub struct IdentityConfig {
    /// Header in which the gateway names the user
    #[arg(long, env = env::USERID_HEADER, value_name = "HEADER", default_value = "kubeflow-userid", value_parser = identity_header)]
    pub userid_header: HeaderName,

    /// Text before the user's name in that header; a value without it is refused
    #[arg(long, env = env::USERID_PREFIX, value_name = "TEXT", default_value = "")]
    pub userid_prefix: String,

    /// SPIFFE identity of a gateway whose header is believed; repeatable
    #[arg(
        long = "gateway-principal",
        env = env::GATEWAY_PRINCIPALS,
        value_name = "PRINCIPAL",
        value_delimiter = ',',
        default_value = KUBEFLOW_GATEWAY
    )]
    pub gateway_principals: Vec<Principal>,

    /// Whether the header is believed only from such a gateway
    ///
    /// `required` reads the last element of x-forwarded-client-cert, which the sidecar writes for a peer with mutual
    /// TLS. `off` is for a mesh without mutual TLS: whoever reaches the port can then claim to be anybody.
    #[arg(long, env = env::PEER_VERIFICATION, value_enum, default_value_t)]
    pub peer_verification: PeerVerification,
}

/// Whether the peer of a request must be a known gateway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum PeerVerification {
    /// The identity header counts only from a verified gateway.
    #[default]
    Required,
    /// The identity header counts from anybody.
    Off,
}

/// A SPIFFE identity without its scheme, such as
/// `cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal(String);

impl Principal {
    /// Whether a URI of a peer's certificate names this principal.
    pub(crate) fn is(&self, uri: &str) -> bool {
        uri.strip_prefix("spiffe://") == Some(self.0.as_str())
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Principal {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let text = text.strip_prefix("spiffe://").unwrap_or(text);
        let parts: Vec<&str> = text.split('/').collect();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        match parts.as_slice() {
            [domain, "ns", namespace, "sa", account]
                if [domain, namespace, account]
                    .iter()
                    .all(|p| !p.is_empty() && p.chars().all(plain)) =>
            {
                Ok(Self(text.to_owned()))
            }
            _ => Err(
                "a principal has the form TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT".to_owned(),
            ),
        }
    }
}

fn identity_header(text: &str) -> Result<HeaderName, String> {
    let name: HeaderName = text
        .parse()
        .map_err(|_| format!("`{text}` is no header name"))?;
    let taken = [
        "authorization",
        "cookie",
        "host",
        "origin",
        "x-forwarded-client-cert",
        "content-type",
        "content-length",
    ];
    if taken.contains(&name.as_str()) {
        return Err(format!("`{name}` has another meaning"));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn principal_is_the_same_with_and_without_scheme() {
        let bare: Principal = KUBEFLOW_GATEWAY.parse().expect("the default");
        let uri: Principal = format!("spiffe://{KUBEFLOW_GATEWAY}")
            .parse()
            .expect("as a URI");
        assert_eq!(bare, uri);
        assert!(bare.is(&format!("spiffe://{KUBEFLOW_GATEWAY}")));
        assert!(!bare.is(KUBEFLOW_GATEWAY));
        assert!(!bare.is(&format!("spiffe://{KUBEFLOW_GATEWAY}-2")));
    }

    #[test]
    fn principal_of_another_form_is_refused() {
        for bad in [
            "",
            "*",
            "cluster.local",
            "cluster.local/ns//sa/x",
            "cluster.local/ns/*/sa/x",
            "a/ns/b/sa/c/d",
        ] {
            assert!(bad.parse::<Principal>().is_err(), "{bad}");
        }
    }

    #[test]
    fn header_with_another_meaning_is_refused() {
        assert!(identity_header("kubeflow-userid").is_ok());
        assert!(identity_header("Authorization").is_err());
        assert!(identity_header("with space").is_err());
    }
}
