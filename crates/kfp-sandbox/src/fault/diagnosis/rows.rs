//! The rows.

use super::played::{add_header, of_token, to_console};
use super::{Diagnosis, Play};
use crate::fault::action::Action;
use crate::fault::envoy::EnvoyReply;
use crate::fault::matching::Fault;
use crate::fault::place::Place;
use crate::fault::sign_in::SignInPage;
use crate::fault::switch::Switch;

const fn row(id: &'static str, sign: &'static str, play: Play) -> Diagnosis {
    Diagnosis { id, sign, play }
}

const fn always(id: &'static str, sign: &'static str, ask: &'static str) -> Diagnosis {
    row(id, sign, Play::Always(ask))
}

const fn switch(id: &'static str, sign: &'static str, switch: Switch) -> Diagnosis {
    row(id, sign, Play::Switch(switch))
}

const fn fault(id: &'static str, sign: &'static str, fault: fn() -> Fault) -> Diagnosis {
    row(id, sign, Play::Fault(fault))
}

const fn no_server(id: &'static str, sign: &'static str, why: &'static str) -> Diagnosis {
    row(id, sign, Play::NoServer(why))
}

/// Ordered by their numbers.
pub(super) const ROWS: &[Diagnosis] = &[
    always(
        "D01",
        "403 RBAC from ml-pipeline, not without kubeflow-userid",
        "ml-pipeline with kubeflow-userid",
    ),
    switch(
        "D02",
        "403 RBAC from the console, for all, with service time",
        Switch::ConsoleWithoutPolicy,
    ),
    always(
        "D03",
        "403 RBAC from the gateway, without service time",
        "the gateway with `Authorization: Basic …`",
    ),
    always(
        "D04",
        "403 RBAC from ml-pipeline-ui, to a pod",
        "the ml-pipeline address with the host ml-pipeline-ui.kubeflow and no Authorization",
    ),
    switch(
        "D05",
        "403 RBAC from everything in the mesh",
        Switch::IdentitiesLost,
    ),
    always(
        "D06",
        "403 RBAC from a service of a profile namespace",
        "the ml-pipeline address with the host of a service in a profile namespace",
    ),
    always(
        "D07",
        "x-envoy-decorator-operation, no service time",
        "the ml-pipeline address: its callers have no sidecar",
    ),
    switch(
        "D08",
        "403 RBAC, principals of another trust domain",
        Switch::ForeignTrustDomain,
    ),
    always(
        "D09",
        "403 RBAC from the access management",
        "the gateway's /kfam/ or the ml-pipeline address with the host profiles-kfam.kubeflow",
    ),
    always(
        "D10",
        "403 RBAC from a user's pod",
        "the ml-pipeline address with the host of a pod's service in a profile namespace",
    ),
    switch(
        "D11",
        "403 RBAC from ml-pipeline for any bearer token",
        Switch::SidecarRefusesTokens,
    ),
    always(
        "D12",
        "302 to /dex/auth on an API call",
        "the gateway of authservice without a session",
    ),
    fault("D13", "200 HTML where JSON was expected", || {
        Fault::at(
            Place::Gateway,
            Action::SignIn {
                page: SignInPage::Dex,
            },
        )
        .path("/pipeline/apis/*")
    }),
    switch(
        "D14",
        "401 `Jwt is expired` while the session goes on",
        Switch::SessionTokensExpired,
    ),
    always(
        "D15",
        "401 `Jwt issuer is not configured`",
        "the gateway of oauth2-proxy with a service account's token",
    ),
    always(
        "D16",
        "401 `Jwt verification fails`",
        "the gateway of oauth2-proxy with a token of Dex whose signature was changed",
    ),
    switch(
        "D17",
        "401, no key matches kid or alg",
        Switch::DexKeysRotated,
    ),
    fault("D18", "401 `Jwt not yet valid`", || {
        of_token(EnvoyReply::JwtNotYetValid)
    }),
    always(
        "D19",
        "401, no JWT",
        "the gateway of oauth2-proxy with any text as bearer token",
    ),
    fault("D20", "401 `Jwks remote fetch is failed`", || {
        of_token(EnvoyReply::JwksFetchFailed)
    }),
    fault("D21", "401 `Jwt is missing`", || {
        of_token(EnvoyReply::JwtMissing)
    }),
    fault("D22", "403 `Audiences in Jwt are not allowed`", || {
        of_token(EnvoyReply::JwtAudienceRefused)
    }),
    always(
        "D23",
        "403 HTML `Sign In`",
        "a page of the gateway of oauth2-proxy without a session",
    ),
    always(
        "D24",
        "401 `{}`",
        "an API of the gateway of oauth2-proxy without a session",
    ),
    switch("D25", "403 without a body", Switch::LoginDown),
    always(
        "D26",
        "403 HTML, no valid CSRF token",
        "/oauth2/callback without the cookie of the login's beginning",
    ),
    always(
        "D27",
        "400 CSRF check failed",
        "the callback of authservice with a state that is not the cookie's",
    ),
    always("D28", "431", "the gateway with more than 60 KiB of cookies"),
    always(
        "D29",
        "works for exactly 24 hours",
        "the gateway with a session whose life is over",
    ),
    fault("D30", "503 Connection refused", || {
        to_console(EnvoyReply::ConnectionRefused)
    }),
    fault("D31", "503 WRONG_VERSION_NUMBER", || {
        to_console(EnvoyReply::WrongVersionNumber)
    }),
    fault("D32", "503 CERTIFICATE_VERIFY_FAILED", || {
        to_console(EnvoyReply::CertificateVerifyFailed)
    }),
    fault("D33", "503 TLSV1_ALERT_UNKNOWN_CA", || {
        to_console(EnvoyReply::UnknownAuthority)
    }),
    fault("D34", "503 connection termination", || {
        to_console(EnvoyReply::ConnectionTermination)
    }),
    fault("D35", "503 connection timeout", || {
        to_console(EnvoyReply::ConnectionTimeout)
    }),
    fault("D36", "503 no healthy upstream", || {
        to_console(EnvoyReply::NoHealthyUpstream)
    }),
    fault("D37", "503 without a body", || {
        to_console(EnvoyReply::NoCluster)
    }),
    fault("D38", "504 upstream request timeout", || {
        to_console(EnvoyReply::RequestTimeout)
    }),
    fault("D39", "404 without a body", || {
        Fault::at(
            Place::Gateway,
            Action::Envoy {
                reply: EnvoyReply::NoRoute,
            },
        )
    }),
    fault("D40", "the connection ends without an answer", || {
        Fault::at(Place::MlPipeline, Action::Drop)
    }),
    switch(
        "D41",
        "200, the dashboard in the console's place",
        Switch::ConsoleWithoutRoute,
    ),
    switch("D42", "404 `Cannot POST`", Switch::ConsoleWithoutRoute),
    always(
        "D43",
        "403, no CSRF cookie",
        "a POST to the gateway's /jupyter/api/ without the cookie of its page, which is for https alone",
    ),
    always(
        "D44",
        "the answer of ml-pipeline-ui",
        "the gateway's /pipeline-console/",
    ),
    fault("D45", "the frame stays empty", || {
        add_header("x-frame-options", "DENY")
    }),
    fault("D46", "a blank page: the program is not allowed", || {
        add_header("content-security-policy", "script-src 'self'")
    }),
    switch(
        "D47",
        "env-info `{\"error\":{}}`",
        Switch::AccessManagementDown,
    ),
    switch(
        "D48",
        "500 `Internal error: Unauthenticated`",
        Switch::KfpAlpha,
    ),
    always(
        "D49",
        "401, no user identity header",
        "ml-pipeline without any identity",
    ),
    always(
        "D50",
        "401, another audience",
        "ml-pipeline with a token for the API server",
    ),
    always(
        "D51",
        "401, the token has expired",
        "ml-pipeline with a token whose life is over",
    ),
    no_server(
        "D52",
        "no token file in the pod",
        "the client finds no file and sends nothing",
    ),
    always(
        "D53",
        "403, a service account without a role",
        "ml-pipeline with the token of an account of another namespace",
    ),
    always(
        "D54",
        "403 or 400, no namespace",
        "a list of experiments without a namespace",
    ),
    always(
        "D55",
        "403 for a user with rights by group or in other spelling",
        "KFP as a user whose name is spelled in capitals",
    ),
    switch(
        "D56",
        "401, no user identity header, although it was sent",
        Switch::KfpForeignUserHeader,
    ),
    no_server("D57", "the name does not resolve", "no server is reached"),
    fault("D58", "404 for a deep link", || {
        Fault::at(
            Place::Console,
            Action::answer(404, "text/plain; charset=utf-8", "404 page not found\n"),
        )
        .path("/kfp-console/runs/*")
    }),
    switch(
        "D59",
        "500 on every call, healthz fine",
        Switch::KfpWithoutReviews,
    ),
    switch("D60", "403 with an empty group", Switch::KfpEmptyGroup),
    always(
        "D61",
        "403, not meant for external usage",
        "/pipeline/apis/v1beta1/workflows/x",
    ),
    always(
        "D62",
        "403, VIEWERS",
        "/pipeline/k8s/pod/logs as someone without the right",
    ),
    always(
        "D63",
        "pod refused by its security level",
        "a careless pod in a namespace with the label pod-security.kubernetes.io/enforce=restricted",
    ),
    always(
        "D64",
        "pod refused by its defaults",
        "a pod that is selected by two PodDefaults of its namespace which give a variable two values",
    ),
    fault("D65", "a webhook is not reached", || {
        let body = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\
                    \"Internal error occurred: failed calling webhook \\\"pipelineversions.pipelines.kubeflow.org\\\": \
                    failed to call webhook: context deadline exceeded\",\"reason\":\"InternalError\",\"code\":500}\n";
        Fault::at(
            Place::Kubernetes,
            Action::answer(500, "application/json", body),
        )
        .path("/apis/pipelines.kubeflow.org/*")
    }),
    fault("D66", "gRPC: metadata too large", || {
        let headers = [
            ("content-type", "application/grpc-web+proto"),
            ("grpc-status", "8"),
            (
                "grpc-message",
                "received initial metadata size exceeds limit",
            ),
        ];
        Fault::at(
            Place::Dashboard,
            Action::Answer {
                status: 200,
                headers: headers
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .into(),
                body: String::new(),
            },
        )
        .path("/ml_metadata*")
    }),
    no_server(
        "D67",
        "the kubelet ends the container",
        "the kubelet's probes are its own; a client sees D30 or D36",
    ),
    fault("D68", "302 to a cloud's login", || {
        Fault::at(
            Place::Gateway,
            Action::SignIn {
                page: SignInPage::Cognito,
            },
        )
    }),
    always(
        "D69",
        "301 to almost the same path",
        "the gateway with a doubled slash, with a session",
    ),
    always(
        "D70",
        "the client's constructor gives up after 25 s",
        "healthz of the gateway of oauth2-proxy without a session",
    ),
    always(
        "D71",
        "the dashboard in place of the deep link",
        "a login that returns to a path with two slashes in its query",
    ),
];
