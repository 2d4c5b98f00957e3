//! Headers of Envoy, of gRPC and of traces, which the `http` crate has no names for.

use http::HeaderName;

/// Envoy's, on what passed a proxy on its way to an application: how long that took, in milliseconds.
pub const UPSTREAM_TIME: HeaderName = HeaderName::from_static("x-envoy-upstream-service-time");
/// The name that the first proxy gives a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// gRPC's, on an answer that is meant for a gRPC client.
pub const GRPC_STATUS: HeaderName = HeaderName::from_static("grpc-status");
/// gRPC's: how long the caller waits. KFP keeps it.
pub const GRPC_TIMEOUT: HeaderName = HeaderName::from_static("grpc-timeout");
/// Where a request stands in a trace (W3C Trace Context).
pub const TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");
/// What the makers of traces add to it.
pub const TRACE_STATE: HeaderName = HeaderName::from_static("tracestate");
