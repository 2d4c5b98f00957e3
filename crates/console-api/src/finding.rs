//! Every finding that a connection report can hold.

use crate::Hop;

/// Declares the findings so that each has everything and all of them can be listed.
macro_rules! finding_codes {
    ($(#[doc = $meaning:literal] $name:ident = $slug:literal, $hop:ident;)*) => {
        /// What was found at a hop, as a stable word.
        ///
        /// The one list of them: whoever finds something takes its code from here, and whoever has words for findings
        /// is tested against [`FindingCode::ALL`]. On the wire it is its [`slug`](Self::slug).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum FindingCode { $(#[doc = $meaning] $name,)* }

        impl FindingCode {
            /// Every finding, in the order of the way.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable slug that programs branch on, such as `sidecar.missing`.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)* }
            }

            /// What it means, in one sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning.trim_ascii(),)* }
            }

            /// The hop at which it is usually found.
            pub const fn hop(self) -> Hop {
                match self { $(Self::$name => Hop::$hop,)* }
            }
        }
    };
}

finding_codes! {
    /// The page runs.
    BrowserOk = "browser.ok", Browser;
    /// The session at the gateway is over.
    SignedOut = "browser.signed_out", Browser;
    /// Cookies of earlier logins make the request too large.
    CookiesPiledUp = "browser.headers_too_large", Browser;
    /// No answer came to the browser.
    NoAnswer = "browser.no_answer", Browser;

    /// A gateway passed the answer on.
    GatewayOk = "gateway.ok", Gateway;
    /// No proxy named itself in the answer.
    GatewayNotSeen = "gateway.not_seen", Gateway;
    /// The login service does not answer the gateway.
    LoginService = "gateway.login_service", Gateway;
    /// The mesh did not take the token of the session.
    GatewayTokenRefused = "gateway.token_refused", Gateway;
    /// The path does not lead to the console.
    NoRouteToConsole = "gateway.no_route", Gateway;
    /// A policy of the mesh does not let the gateway reach the console.
    ConsoleRefusesGateway = "gateway.rbac_denied", Gateway;

    /// Identity and token of the console are in order.
    ConsoleOk = "console.ok", Console;
    /// The gateway does not reach the console.
    ConsoleUnreachable = "console.unreachable", Console;
    /// The console answered with an error of its own.
    ConsoleFailed = "console.failed", Console;
    /// Something answered that is not this console.
    ConsoleNotUnderstood = "console.not_understood", Console;
    /// The operator turned off the check of who names the user.
    PeerNotVerified = "console.peer_not_verified", Console;
    /// There is no usable token for KFP.
    TokenFile = "console.token_file", Console;
    /// The token is for somebody else than KFP.
    TokenAudience = "console.token_audience", Console;
    /// The token has expired.
    TokenExpired = "console.token_expired", Console;

    /// The console's own proxy passed the answer on.
    SidecarOk = "sidecar.ok", Sidecar;
    /// The answer bears the mark of the far side's proxy alone.
    SidecarMissing = "sidecar.missing", Sidecar;
    /// No proxy left its mark, or there is no answer to leave it on.
    SidecarNotSeen = "sidecar.not_seen", Sidecar;

    /// KFP answers and tells users apart.
    KfpOk = "kfp.ok", MlPipeline;
    /// There is no such host.
    NameNotFound = "transport.name_not_found", MlPipeline;
    /// Nothing listens there.
    ConnectionRefused = "transport.connection_refused", MlPipeline;
    /// No connection came about.
    NoConnection = "transport.connect", MlPipeline;
    /// The connection ended before an answer.
    ConnectionClosed = "transport.closed", MlPipeline;
    /// The other side does not speak HTTP there.
    NotHttp = "transport.not_http", MlPipeline;
    /// The address wants TLS, which the console leaves to its sidecar.
    NoTls = "transport.no_tls", MlPipeline;
    /// No answer came in time.
    Timeout = "transport.timeout", MlPipeline;
    /// A policy of the mesh refused the console.
    MeshDenied = "mesh.rbac_denied", MlPipeline;
    /// The mesh did not take the console's token.
    MeshTokenRefused = "mesh.token_refused", MlPipeline;
    /// No pod of KFP is ready.
    NoHealthyUpstream = "mesh.no_healthy_upstream", MlPipeline;
    /// A proxy could not connect to KFP.
    ConnectFailure = "mesh.connect_failure", MlPipeline;
    /// KFP, or the proxy before it, closed the connection.
    Reset = "mesh.reset", MlPipeline;
    /// A proxy gave up waiting for KFP.
    MeshTimeout = "mesh.timeout", MlPipeline;
    /// The mesh does not know the service.
    UnknownService = "mesh.unknown_service", MlPipeline;
    /// Nothing is served at this path.
    NoRouteToKfp = "mesh.no_route", MlPipeline;
    /// The address leads to a login, so to the gateway and not to KFP.
    LeadsToLogin = "gateway.signed_out", MlPipeline;
    /// Another application answered.
    WrongApplication = "gateway.wrong_application", MlPipeline;
    /// The API server of Kubernetes answered.
    KubernetesApi = "gateway.kubernetes_api", MlPipeline;
    /// An answer that cannot be read.
    AnswerNotUnderstood = "kfp.answer_not_understood", MlPipeline;
    /// KFP answered with an error of its own.
    KfpFailed = "kfp.failed", MlPipeline;
    /// KFP's user interface answered in place of an API server that is not ready.
    ApiServerNotReady = "kfp.api_server_not_ready", MlPipeline;
    /// KFP runs in single-user mode.
    SingleUser = "kfp.single_user", MlPipeline;

    /// Kubernetes allows the user, and KFP the console.
    AuthorizationOk = "authorization.ok", KfpAuthorization;
    /// No namespace was named.
    NoNamespace = "authorization.no_namespace", KfpAuthorization;
    /// An earlier hop fails.
    AuthorizationNotReached = "authorization.not_reached", KfpAuthorization;
    /// Kubernetes does not allow the user.
    AccessDenied = "access.denied", KfpAuthorization;
    /// Kubernetes did not answer.
    ReviewUnavailable = "access.review_unavailable", KfpAuthorization;
    /// KFP does not allow the console's own account.
    ConsoleForbidden = "kfp.console_forbidden", KfpAuthorization;
    /// KFP does not accept the console's own token.
    ConsoleRefused = "kfp.refused_console", KfpAuthorization;
    /// KFP answered its health and then nothing more.
    KfpUnavailable = "kfp.unavailable", KfpAuthorization;
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn slugs_are_unique_and_lie_along_the_way() {
        let slugs: HashSet<_> = FindingCode::ALL.iter().map(|code| code.slug()).collect();
        assert_eq!(slugs.len(), FindingCode::ALL.len());
        assert!(FindingCode::ALL.is_sorted_by_key(|code| code.hop()));
        for slug in slugs {
            let (area, name) = slug.split_once('.').expect("an area and a name");
            assert!(
                [area, name].iter().all(|part| {
                    !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                }),
                "{slug}"
            );
        }
    }
}
