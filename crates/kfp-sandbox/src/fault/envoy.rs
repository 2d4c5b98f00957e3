//! The answers of a proxy that has none of its application.

use serde::{Deserialize, Serialize};

use crate::mesh::LocalReply;

/// What an Envoy says by itself, in the words of the recordings and, where those have none, of its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnvoyReply {
    /// 403 `RBAC: access denied`: no policy admits the caller.
    RbacDenied,
    /// 403 without a body: the login service is down, too slow, or answered 5xx.
    LoginServiceFailed,
    /// 503: nothing listens.
    ConnectionRefused,
    /// 503: nothing listens, as an Envoy from 1.39 says it, without the reason.
    ConnectionFailed,
    /// 503: one side speaks TLS, the other does not.
    WrongVersionNumber,
    /// 503: the application runs under another identity than expected.
    CertificateVerifyFailed,
    /// 503: the application does not trust the caller's authority.
    UnknownAuthority,
    /// 503: the connection ended before the answer began.
    ConnectionTermination,
    /// 503: no answer to the attempt to connect.
    ConnectionTimeout,
    /// 503 `no healthy upstream`: no endpoint is ready.
    NoHealthyUpstream,
    /// 503 without a body: the destination is not known.
    NoCluster,
    /// 504 `upstream request timeout`.
    RequestTimeout,
    /// 404 without a body.
    NoRoute,
    /// 431 `Request Header Fields Too Large`.
    HeadTooLarge,
    /// 401 `Jwt is expired`.
    JwtExpired,
    /// 401 `Jwt issuer is not configured`.
    JwtIssuerUnknown,
    /// 401 `Jwt verification fails`.
    JwtVerificationFailed,
    /// 401: the issuer's key set has no such key.
    JwtKeyUnknown,
    /// 401 `Jwt not yet valid`.
    JwtNotYetValid,
    /// 401: no JWT at all.
    JwtMalformed,
    /// 401 `Jwks remote fetch is failed`.
    JwksFetchFailed,
    /// 401 `Jwt is missing`, without `error=` in the challenge.
    JwtMissing,
    /// 403 `Audiences in Jwt are not allowed`.
    JwtAudienceRefused,
}

impl EnvoyReply {
    /// The answer; `realm` is the address of the call, which a refused token's challenge names.
    pub(super) fn reply(self, realm: &str) -> LocalReply {
        let jwt = |reason| LocalReply::jwt_refused(reason, realm);
        match self {
            Self::RbacDenied => LocalReply::rbac_denied(),
            Self::LoginServiceFailed => LocalReply::ext_authz_error(),
            Self::ConnectionRefused => LocalReply::connection_refused(),
            Self::ConnectionFailed => LocalReply::unreachable(
                "upstream connect error or disconnect/reset before headers. retried and the latest reset reason: \
                 remote connection failure",
            ),
            Self::WrongVersionNumber => LocalReply::unreachable(
                "upstream connect error or disconnect/reset before headers. retried and the latest reset reason: \
                 remote connection failure, transport failure reason: TLS_error:|268435703:SSL routines:\
                 OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end",
            ),
            Self::CertificateVerifyFailed => LocalReply::unreachable(
                "upstream connect error or disconnect/reset before headers. retried and the latest reset reason: \
                 remote connection failure, transport failure reason: TLS_error:|268435581:SSL routines:\
                 OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS_error_end",
            ),
            Self::UnknownAuthority => LocalReply::unreachable(
                "upstream connect error or disconnect/reset before headers. retried and the latest reset reason: \
                 remote connection failure, transport failure reason: TLS_error:|268436504:SSL routines:\
                 OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA:TLS_error_end",
            ),
            Self::ConnectionTermination => LocalReply::connection_terminated(),
            Self::ConnectionTimeout => LocalReply::unreachable(
                "upstream connect error or disconnect/reset before headers. retried and the latest reset reason: \
                 connection timeout",
            ),
            Self::NoHealthyUpstream => LocalReply::no_healthy_upstream(),
            Self::NoCluster => LocalReply::unreachable(""),
            Self::RequestTimeout => LocalReply::upstream_timeout(),
            Self::NoRoute => LocalReply::no_route(),
            Self::HeadTooLarge => LocalReply::head_too_large(),
            Self::JwtExpired => jwt("Jwt is expired"),
            Self::JwtIssuerUnknown => jwt("Jwt issuer is not configured"),
            Self::JwtVerificationFailed => jwt("Jwt verification fails"),
            Self::JwtKeyUnknown => jwt("Jwks doesn't have key to match kid or alg from Jwt"),
            Self::JwtNotYetValid => jwt("Jwt not yet valid"),
            Self::JwtMalformed => jwt(
                "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections",
            ),
            Self::JwksFetchFailed => jwt("Jwks remote fetch is failed"),
            Self::JwtMissing => LocalReply::jwt_missing(realm),
            Self::JwtAudienceRefused => LocalReply::jwt_audience(realm),
        }
    }
}
