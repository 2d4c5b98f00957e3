//! Envoy's configuration, as Istio writes it.

mod cluster;
mod filters;
mod gateway;
mod listener;
mod policy;
mod sidecar;

use std::net::SocketAddr;

use serde_json::{Value, json};

pub(super) use cluster::{Endpoint, MutualTls, empty, mutual_tls, plain};
pub(super) use gateway::gateway;
pub(super) use policy::authorization;
pub(super) use sidecar::{Inbound, inbound, outbound};

/// The whole configuration. The admin port says when Envoy is ready; Envoy takes a free one.
pub(super) fn bootstrap(listeners: &[Value], clusters: &[Value]) -> Value {
    json!({
        "admin": {"address": address(SocketAddr::from(([127, 0, 0, 1], 0)))},
        "static_resources": {"listeners": listeners, "clusters": clusters},
        // Istio up to 1.29 says why a connection failed; the Envoy of today keeps it to itself unless told so.
        "layered_runtime": {"layers": [{
            "name": "istio",
            "static_layer": {
                "envoy.reloadable_features.hide_transport_failure_reason_in_response_body": false,
            },
        }]},
    })
}

fn address(address: SocketAddr) -> Value {
    json!({"socket_address": {"address": address.ip().to_string(), "port_value": address.port()}})
}

/// The `typed_config` of an extension.
fn typed(kind: &str, fields: Value) -> Value {
    let mut config = json!({"@type": format!("type.googleapis.com/{kind}")});
    if let (Some(config), Value::Object(fields)) = (config.as_object_mut(), fields) {
        config.extend(fields);
    }
    config
}
