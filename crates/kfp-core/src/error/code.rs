//! Stable slugs.

use super::{CredentialsError, Error, ProxyReason, StatusCodeName, TransportFault};
use crate::operation::Resource;

macro_rules! api_code {
    ($resource:literal, $code:expr) => {
        match $code {
            StatusCodeName::Cancelled => concat!("kfp.", $resource, ".cancelled"),
            StatusCodeName::InvalidArgument => concat!("kfp.", $resource, ".invalid_argument"),
            StatusCodeName::DeadlineExceeded => concat!("kfp.", $resource, ".deadline_exceeded"),
            StatusCodeName::NotFound => concat!("kfp.", $resource, ".not_found"),
            StatusCodeName::AlreadyExists => concat!("kfp.", $resource, ".already_exists"),
            StatusCodeName::PermissionDenied => concat!("kfp.", $resource, ".permission_denied"),
            StatusCodeName::ResourceExhausted => concat!("kfp.", $resource, ".resource_exhausted"),
            StatusCodeName::FailedPrecondition => {
                concat!("kfp.", $resource, ".failed_precondition")
            }
            StatusCodeName::Aborted => concat!("kfp.", $resource, ".aborted"),
            StatusCodeName::Unimplemented => concat!("kfp.", $resource, ".unimplemented"),
            StatusCodeName::Internal => concat!("kfp.", $resource, ".internal"),
            StatusCodeName::Unavailable => concat!("kfp.", $resource, ".unavailable"),
            StatusCodeName::Unauthenticated => concat!("kfp.", $resource, ".unauthenticated"),
            StatusCodeName::Other => concat!("kfp.", $resource, ".other"),
        }
    };
}

fn api(resource: Resource, code: StatusCodeName) -> &'static str {
    match resource {
        Resource::Healthz => api_code!("healthz", code),
        Resource::Experiment => api_code!("experiment", code),
        Resource::Run => api_code!("run", code),
        Resource::Pipeline => api_code!("pipeline", code),
        Resource::PipelineVersion => api_code!("pipeline_version", code),
        Resource::RecurringRun => api_code!("recurring_run", code),
        Resource::Auth => api_code!("auth", code),
        Resource::Any => api_code!("api", code),
    }
}

impl ProxyReason {
    /// Stable slug, such as `mesh.rbac_denied`.
    pub fn code(self) -> &'static str {
        match self {
            Self::RbacDenied => "mesh.rbac_denied",
            Self::SignedOut { .. } => "gateway.signed_out",
            Self::EmptyUnauthorized => "gateway.empty_unauthorized",
            Self::TokenRefused { .. } => "mesh.token_refused",
            Self::LoginServiceDown => "gateway.login_service_down",
            Self::LoginFailed => "gateway.login_failed",
            Self::NoHealthyUpstream => "mesh.no_healthy_upstream",
            Self::ConnectFailure => "mesh.connect_failure",
            Self::Reset => "mesh.reset",
            Self::Timeout => "mesh.timeout",
            Self::UnknownService => "mesh.unknown_service",
            Self::NoRoute => "mesh.no_route",
            Self::WrongApplication => "gateway.wrong_application",
            Self::PathCleaned => "gateway.path_cleaned",
            Self::HeadersTooLarge => "gateway.headers_too_large",
            Self::BodyTooLarge => "gateway.body_too_large",
            Self::RateLimited => "gateway.rate_limited",
            Self::KubernetesApi => "gateway.kubernetes_api",
            Self::KubernetesProxy => "gateway.kubernetes_proxy",
            Self::NoContent => "gateway.no_content",
            Self::Other => "gateway.unexpected",
        }
    }
}

impl TransportFault {
    /// Stable slug, such as `transport.connection_refused`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NameNotFound => "transport.name_not_found",
            Self::ConnectionRefused => "transport.connection_refused",
            Self::Connect => "transport.connect",
            Self::Closed => "transport.closed",
            Self::NotHttp => "transport.not_http",
            Self::Timeout => "transport.timeout",
            Self::TooLarge => "transport.too_large",
            Self::Cancelled => "transport.cancelled",
            Self::Unsendable => "transport.unsendable",
            Self::Unreadable => "transport.unreadable",
            Self::NoTls => "transport.no_tls",
            Self::ProxyNameNotFound => "transport.proxy_name_not_found",
            Self::ProxyUnreachable => "transport.proxy_unreachable",
            Self::ProxyTls => "transport.proxy_tls",
            Self::ProxyLogin => "transport.proxy_login",
            Self::ProxyLoginRefused => "transport.proxy_login_refused",
            Self::ProxyRefused => "transport.proxy_refused",
            #[cfg(feature = "tls")]
            Self::UnknownIssuer => "transport.unknown_issuer",
            #[cfg(feature = "tls")]
            Self::WrongName => "transport.wrong_name",
            #[cfg(feature = "tls")]
            Self::OutOfDate => "transport.out_of_date",
            #[cfg(feature = "tls")]
            Self::NotTls => "transport.not_tls",
            #[cfg(feature = "tls")]
            Self::Tls => "transport.tls",
            Self::Network => "transport.network",
        }
    }
}

impl CredentialsError {
    /// Stable slug, such as `credentials.token_file`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TokenFile { .. } => "credentials.token_file",
            Self::Bearer { .. } => "credentials.bearer",
            #[cfg(feature = "native")]
            Self::Command { .. } => "credentials.command",
            Self::Cookie => "credentials.cookie",
            Self::Header => "credentials.header",
            Self::OtherOrigin { .. } => "credentials.other_origin",
            Self::PlainHttp { .. } => "credentials.plain_http",
        }
    }
}

impl Error {
    /// Stable slug, such as `kfp.run.not_found` or `mesh.rbac_denied`: for programs, links and statistics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidRequest { .. } => "request.invalid",
            Self::Credentials { source, .. } => source.code(),
            Self::Transport { source, .. } => source.fault().code(),
            Self::Timeout { .. } => TransportFault::Timeout.code(),
            Self::Cancelled { .. } => TransportFault::Cancelled.code(),
            Self::Api {
                operation, error, ..
            } => api(operation.resource(), error.code()),
            Self::Unexpected { reason, .. } => reason.code(),
            Self::Decode { .. } => "answer.undecodable",
            Self::TooLarge { .. } => "answer.too_large",
        }
    }
}
