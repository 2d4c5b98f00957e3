//! What to do about it.

use std::borrow::Cow;
use std::fmt;

use super::{
    CredentialsError, Error, ProxyReason, StatusCodeName, TokenFault, TokenRefusal, TransportFault,
};

/// One sentence that can be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint(Cow<'static, str>);

impl Hint {
    pub(crate) fn fixed(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// The sentence.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

const PIPELINES_TOKEN: &str = "Mount a projected service-account token with audience `pipelines.kubeflow.org`; in a \
    notebook select the PodDefault that does so.";

/// What etcd keeps of one object, unless its operator set another limit.
const TOO_LARGE: &str = "The cluster keeps at most 1.5 MiB of one workflow, and this pipeline makes a larger one. Make it smaller: \
    put code that many tasks share into an image, use fewer tasks or a loop, and pass large values as artifacts.";

/// In etcd's words, the Kubernetes API's, or Argo's; KFP passes them on within an internal error.
fn is_too_large(error: &super::ApiError) -> bool {
    let said = error.chain();
    [
        "etcdserver: request is too large",
        "Request entity too large",
        "exceeded its maximum size",
    ]
    .iter()
    .any(|words| said.contains(words))
}

const UNKNOWN_TEMPLATE: &str = "The server does not know the form of this pipeline, which was found to be sound here: it may be older than the \
    compiler that wrote it. `kfpc doctor` tells its release, the field `sdkVersion` of the package that of the compiler.";

/// In KFP's words for whatever it cannot read.
fn is_unknown_template(error: &super::ApiError) -> bool {
    let said = error.chain();
    ["unknown template format", "invalid v2 pipeline spec"]
        .iter()
        .any(|words| said.contains(words))
}

impl Error {
    /// What to do about it, when that is known.
    pub fn hint(&self) -> Option<Hint> {
        match self {
            Self::Credentials { source, .. } => Some(source.hint()),
            Self::Transport { source, .. } => source.fault().hint(),
            Self::Timeout { .. } => TransportFault::Timeout.hint(),
            Self::Api { error, .. } => match error.code() {
                StatusCodeName::PermissionDenied => Some(denied(error)),
                StatusCodeName::Unauthenticated => Some(Hint::fixed(PIPELINES_TOKEN)),
                StatusCodeName::Unavailable => Some(Hint::fixed("Try again in a moment.")),
                _ if is_too_large(error) => Some(Hint::fixed(TOO_LARGE)),
                _ if is_unknown_template(error) => Some(Hint::fixed(UNKNOWN_TEMPLATE)),
                _ => None,
            },
            Self::Unexpected { reason, .. } => reason.hint(),
            Self::Decode { .. } => Some(Hint::fixed(
                "Check that the address leads to KFP and that its release is one this version knows.",
            )),
            Self::TooLarge { .. } => Some(Hint::fixed("Ask for a smaller page.")),
            Self::InvalidRequest { .. } | Self::Cancelled { .. } => None,
        }
    }
}

/// Verbs of the role `kubeflow-pipelines-view`; all others need `-edit`.
const VIEW_VERBS: [&str; 3] = ["get", "list", "readArtifact"];

fn denied(error: &super::ApiError) -> Hint {
    match error.denied_access() {
        Some(access) if access.namespace.is_empty() => {
            Hint::fixed("Name a namespace: on a multi-user Kubeflow every call belongs to one.")
        }
        Some(access) => {
            let role = if VIEW_VERBS.contains(&access.verb) {
                "kubeflow-view"
            } else {
                "kubeflow-edit"
            };
            let namespace = access.namespace;
            Hint(
                format!(
                    "Ask an owner of `{namespace}` to make `{}` a contributor ({role}).",
                    access.user
                )
                .into(),
            )
        }
        None => Hint::fixed("Ask an owner of the namespace to make you a contributor."),
    }
}

impl TransportFault {
    /// What to do about it, when that is known.
    pub fn hint(self) -> Option<Hint> {
        let text = match self {
            Self::NameNotFound => {
                "Check the spelling of the host, and the VPN; inside the cluster the service is `ml-pipeline` in the namespace where \
                 KFP is installed, usually `kubeflow`."
            }
            Self::ConnectionRefused => {
                "Check host and port, and that the service or the port-forward runs."
            }
            Self::Connect | Self::Timeout => {
                "Check the address, and that network policies let this client through; then try again."
            }
            Self::Closed => {
                "Try again; if it stays, the other side may insist on mutual TLS (run in the mesh) or on TLS (use https)."
            }
            Self::NotHttp => {
                "Check scheme and port: the other side does not speak plain HTTP there."
            }
            #[cfg(feature = "tls")]
            Self::UnknownIssuer => {
                "Have your company's or cluster's certificate authority put among the system's, or give its file (`--ca-file` of kfpc), \
                 which is trusted beside them."
            }
            #[cfg(feature = "tls")]
            Self::WrongName => {
                "Use the name that the certificate is for, not an address or another name."
            }
            #[cfg(feature = "tls")]
            Self::OutOfDate => "Have the certificate renewed; check the clock of this machine.",
            #[cfg(feature = "tls")]
            Self::NotTls => {
                "Use http:// instead of https://: the port speaks plain HTTP, as a port-forward does."
            }
            #[cfg(feature = "tls")]
            Self::Tls => {
                "Check that the port speaks TLS 1.2 or 1.3 and asks for no client certificate."
            }
            Self::Network => "Check the connection to the server and reload the page.",
            Self::ProxyNameNotFound => {
                "Check the spelling of the proxy in HTTPS_PROXY or ALL_PROXY, and the VPN: outside of the company's network its name may \
                 not be known. Where no proxy is needed, unset the variable or name the host in NO_PROXY."
            }
            Self::ProxyTls => {
                "Most proxies are reached in plain HTTP: write http:// in their variable, also in HTTPS_PROXY. Where the proxy itself speaks \
                 TLS, its authority has to be trusted."
            }
            Self::ProxyLoginRefused => {
                "Check name and password in the variable of the proxy. In them, write `@` as %40, `:` as %3A and `/` as %2F."
            }
            Self::ProxyUnreachable => {
                "Check the address of the proxy in HTTPS_PROXY or ALL_PROXY, and the VPN; name the host in NO_PROXY where none is needed."
            }
            Self::ProxyLogin => {
                "Write name and password into the variable of the proxy, as http://NAME:PASSWORD@HOST:PORT."
            }
            Self::ProxyRefused => {
                "Ask whether the proxy lets this host through, or name the host in NO_PROXY. In a pod, a sidecar takes the call to \
                 the proxy for ordinary HTTP (status 426): exclude the proxy's port with \
                 `traffic.sidecar.istio.io/excludeOutboundPorts`."
            }
            Self::NoTls => "Use the plain http address of `ml-pipeline` inside the cluster.",
            Self::TooLarge | Self::Cancelled | Self::Unsendable | Self::Unreadable => {
                return None;
            }
        };
        Some(Hint::fixed(text))
    }
}

impl CredentialsError {
    /// What to do about it.
    pub fn hint(&self) -> Hint {
        Hint::fixed(match self {
            Self::TokenFile {
                fault: TokenFault::Missing,
                ..
            } => PIPELINES_TOKEN,
            Self::TokenFile {
                fault: TokenFault::NotReadable,
                ..
            } => "Let the process read the token file: set `fsGroup` or the user of the pod.",
            Self::TokenFile { .. } => {
                "Check what is mounted at this path: it must hold one service-account token."
            }
            Self::Bearer { .. } => "Give one token, without `Bearer` and without line breaks.",
            #[cfg(feature = "native")]
            Self::Command { .. } => {
                "Run the command by hand: it must print one token and nothing else, and end without an error."
            }
            Self::Cookie => "Give the cookie as `name=value`.",
            Self::Header => "Give the user's name as the gateway writes it.",
            Self::OtherOrigin { .. } => "Make credentials for the address that is called.",
            Self::PlainHttp { .. } => "Use https, or the name of the service inside the cluster.",
        })
    }
}

impl ProxyReason {
    /// What to do about it, when that is known.
    pub fn hint(self) -> Option<Hint> {
        let text = match self {
            Self::RbacDenied => {
                "Call `ml-pipeline` with a token and without the identity header, or have the mesh admit this caller."
            }
            Self::SignedOut { .. } => "Sign in again.",
            Self::EmptyUnauthorized => "Sign in again, or check the token.",
            Self::TokenRefused {
                refusal: TokenRefusal::Issuer,
            } => {
                "Send service-account tokens to `ml-pipeline` inside the cluster and not through the gateway."
            }
            Self::TokenRefused {
                refusal: TokenRefusal::Malformed | TokenRefusal::Missing,
            } => "Send a token as the bearer, and a session cookie as a cookie.",
            Self::TokenRefused {
                refusal: TokenRefusal::NotYetValid,
            } => "Set the clocks.",
            Self::TokenRefused { .. } => "Get a new token for the audience that is asked for.",
            Self::LoginServiceDown => {
                "Ask an administrator to look at the login service; try again in a moment."
            }
            Self::LoginFailed => "Close other tabs that sign in and start from the first page.",
            Self::NoHealthyUpstream | Self::ConnectFailure | Self::Reset => {
                "Ask an administrator to look at the pods of `ml-pipeline`; try again in a moment."
            }
            Self::Timeout => "Try again with a smaller page.",
            Self::UnknownService | Self::NoRoute | Self::WrongApplication => {
                "Check the base address: through the gateway of a full Kubeflow it ends in `/pipeline`."
            }
            Self::PathCleaned => {
                "Remove doubled slashes and dot segments from the address, and end a prefix with a slash."
            }
            Self::HeadersTooLarge => "Delete the cookies of this site and sign in again.",
            Self::BodyTooLarge => "Send a smaller file.",
            Self::RateLimited => "Try again later.",
            Self::KubernetesApi => {
                "Use the address of `ml-pipeline`, not that of the Kubernetes API server."
            }
            Self::KubernetesProxy => {
                "It says so of calls too that the server lacks. Run `kubectl port-forward --namespace kubeflow service/ml-pipeline \
                 8888` and use http://localhost:8888."
            }
            Self::NoContent | Self::Other => return None,
        };
        Some(Hint::fixed(text))
    }
}
