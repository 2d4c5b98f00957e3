//! Who else may answer on the way to KFP.

use std::fmt;

/// How the end of the session showed. Which of them comes depends on the release of Kubeflow and on the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignedOut {
    /// A redirect to a login page: authservice, or oauth2-proxy in Kubeflow 1.9.0.
    Redirect,
    /// A redirect that the browser does not show.
    OpaqueRedirect,
    /// A sign-in page in place of data.
    SignInPage,
    /// 401 with `{}`: oauth2-proxy from Kubeflow 1.9.1, on paths with `/api/` or `/apis/`.
    EmptyObject,
    /// `Jwt is expired`: the cookie outlived the token in it.
    ExpiredToken,
}

/// Why the mesh did not take a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenRefusal {
    /// `Jwt issuer is not configured`: a service-account token at a gateway that knows only Dex.
    Issuer,
    /// `Audiences in Jwt are not allowed`.
    Audience,
    /// The signature is wrong, or no key matches.
    Signature,
    /// It begins in the future: clocks differ.
    NotYetValid,
    /// It is not a token at all.
    Malformed,
    /// A token is required and none came.
    Missing,
    /// The proxy could not fetch the issuer's keys.
    KeysUnavailable,
    /// Another reason.
    Other,
}

/// Who answered in KFP's place, and why.
///
/// # Spec
/// The texts are Envoy's and Istio's: <https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/rbac_filter>,
/// <https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/jwt_authn_filter>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProxyReason {
    /// `RBAC: access denied`: no `AuthorizationPolicy` admits this caller, or one forbids it.
    RbacDenied,
    /// The session at the gateway is gone.
    SignedOut {
        /// How it showed.
        by: SignedOut,
    },
    /// 401 without a body: nobody says why.
    EmptyUnauthorized,
    /// The mesh did not take the token.
    TokenRefused {
        /// Why.
        refusal: TokenRefusal,
    },
    /// 403 without a body: the login service is down, too slow, or failed.
    LoginServiceDown,
    /// A login that could not be finished, such as `CSRF check failed`.
    LoginFailed,
    /// `no healthy upstream`: no pod of the service is ready.
    NoHealthyUpstream,
    /// The proxy could not connect to the service.
    ConnectFailure,
    /// The service, or its proxy, closed the connection.
    Reset,
    /// `upstream request timeout`: the route's time is up.
    Timeout,
    /// 503 without a body: the route names a service that the mesh does not know.
    UnknownService,
    /// 404 without a body, or in a router's words: nothing is served at this path.
    NoRoute,
    /// HTML of another application, such as the dashboard: the path does not lead to KFP.
    WrongApplication,
    /// 301 to another spelling of the path: it holds `//` or a dot segment, or lacks the slash at the end of a prefix.
    PathCleaned,
    /// 431, or 400 in the same words: cookies and headers are too large together.
    HeadersTooLarge,
    /// The request's body is too large for a proxy.
    BodyTooLarge,
    /// A proxy limits the rate.
    RateLimited,
    /// An answer of the Kubernetes API server: the address is that of a service proxy, or the cluster's.
    KubernetesApi,
    /// The service proxy of Kubernetes' API server could not pass the call on.
    KubernetesProxy,
    /// A success without content where data was asked for.
    NoContent,
    /// Not recognised.
    Other,
}

impl ProxyReason {
    /// Whether it may be gone at the next attempt.
    pub fn is_transient(self) -> bool {
        matches!(
            self,
            Self::LoginServiceDown
                | Self::NoHealthyUpstream
                | Self::ConnectFailure
                | Self::Reset
                | Self::Timeout
                | Self::RateLimited
        )
    }

    /// Whether the request cannot have reached the application.
    pub(crate) fn is_before_the_application(self) -> bool {
        matches!(
            self,
            Self::LoginServiceDown
                | Self::NoHealthyUpstream
                | Self::ConnectFailure
                | Self::RateLimited
        )
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::RbacDenied => "the mesh refused the caller",
            Self::SignedOut { .. } => "the session is gone",
            Self::EmptyUnauthorized => "401 without a reason",
            Self::TokenRefused { refusal } => refusal.sentence(),
            Self::LoginServiceDown => "the login service does not answer",
            Self::LoginFailed => "a login could not be finished",
            Self::NoHealthyUpstream => "no pod of the service is ready",
            Self::ConnectFailure => "the proxy could not connect to the service",
            Self::Reset => "the service closed the connection",
            Self::Timeout => "the route's time was up",
            Self::UnknownService => "the route leads to a service that the mesh does not know",
            Self::NoRoute => "nothing is served at this path",
            Self::WrongApplication => "another application answered",
            Self::PathCleaned => "the path is redirected to another spelling of it",
            Self::HeadersTooLarge => "the headers are too large",
            Self::BodyTooLarge => "the body is too large",
            Self::RateLimited => "the rate is limited",
            Self::KubernetesApi => "the Kubernetes API server answered",
            Self::KubernetesProxy => "the service proxy of Kubernetes answered, and not KFP",
            Self::NoContent => "the answer is empty",
            Self::Other => "the answer is not one that is known",
        }
    }
}

impl TokenRefusal {
    fn sentence(self) -> &'static str {
        match self {
            Self::Issuer => "the mesh does not know the issuer of the token",
            Self::Audience => "the mesh does not allow the audience of the token",
            Self::Signature => "the mesh could not verify the token",
            Self::NotYetValid => "the token is not yet valid",
            Self::Malformed => "what was sent as a token is none",
            Self::Missing => "the mesh wants a token and none came",
            Self::KeysUnavailable => "the mesh could not fetch the keys of the issuer",
            Self::Other => "the mesh refused the token",
        }
    }
}

impl fmt::Display for ProxyReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}

/// Which proxy on the way answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hop {
    /// The first proxy that saw the request: Envoy's `server` header, and no time of an upstream.
    FirstProxy,
    /// A proxy further on, or an application: there is the time of an upstream. In the authservice era an answer of
    /// the login service has it too.
    Further,
    /// The headers do not say.
    Unknown,
}
