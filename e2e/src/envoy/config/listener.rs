//! Listeners and their connection managers.

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::{address, typed};

/// What a connection manager does to `x-forwarded-client-cert`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClientCert {
    /// Replaces it: the gateway.
    SanitizeSet,
    /// Adds the peer at the end: a sidecar on the way in.
    AppendForward,
    /// Passes it as it is: a caller that speaks mutual TLS itself and lies.
    AlwaysForwardOnly,
}

impl ClientCert {
    fn name(self) -> &'static str {
        match self {
            Self::SanitizeSet => "SANITIZE_SET",
            Self::AppendForward => "APPEND_FORWARD",
            Self::AlwaysForwardOnly => "ALWAYS_FORWARD_ONLY",
        }
    }
}

/// What differs between connection managers.
#[derive(Debug)]
pub(super) struct Manager<'a> {
    pub(super) name: &'a str,
    pub(super) server: &'a str,
    /// Whether callers are outside the mesh.
    pub(super) edge: bool,
    pub(super) client_cert: ClientCert,
    pub(super) filters: Vec<Value>,
    pub(super) routes: Vec<Value>,
}

/// The network filter with Istio's settings.
pub(super) fn connection_manager(manager: Manager<'_>) -> Value {
    let Manager {
        name,
        server,
        edge,
        client_cert,
        mut filters,
        routes,
    } = manager;
    filters.push(json!({
        "name": "envoy.filters.http.router",
        "typed_config": typed("envoy.extensions.filters.http.router.v3.Router", json!({})),
    }));
    json!({
        "name": "envoy.filters.network.http_connection_manager",
        "typed_config": typed(
            "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
            json!({
                "stat_prefix": name,
                "server_name": server,
                "normalize_path": true,
                "generate_request_id": true,
                "use_remote_address": edge,
                "forward_client_cert_details": client_cert.name(),
                "set_current_client_cert_details": {"subject": true, "dns": true, "uri": true},
                "upgrade_configs": [{"upgrade_type": "websocket"}],
                "stream_idle_timeout": "0s",
                "route_config": {
                    "name": name,
                    "validate_clusters": false,
                    "virtual_hosts": [{"name": name, "domains": ["*"], "routes": routes}],
                },
                "http_filters": filters,
            }),
        ),
    })
}

/// A listener for plain HTTP.
pub(super) fn plain(at: SocketAddr, manager: Manager<'_>) -> Value {
    let name = manager.name.to_owned();
    json!({"name": name, "address": address(at), "filter_chains": [{"filters": [connection_manager(manager)]}]})
}

/// A route to a cluster, without a limit on time, with the retries that Istio gives every route.
pub(super) fn route(prefix: &str, cluster: &str) -> Value {
    json!({
        "match": {"prefix": prefix},
        "route": {
            "cluster": cluster,
            "timeout": "0s",
            "retry_policy": {
                "retry_on": "connect-failure,refused-stream,unavailable,cancelled",
                "num_retries": 2,
            },
        },
    })
}
