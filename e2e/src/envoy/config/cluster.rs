//! Where requests go on.

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::{address, typed};
use crate::envoy::certificates::Leaf;

/// Plain HTTP to one endpoint.
pub(in crate::envoy) fn plain(name: &str, endpoint: SocketAddr) -> Value {
    cluster(name, &[endpoint])
}

/// A service without a ready endpoint.
pub(in crate::envoy) fn empty(name: &str) -> Value {
    cluster(name, &[])
}

/// How to speak mutual TLS.
#[derive(Clone, Copy, Debug)]
pub(in crate::envoy) struct MutualTls<'a> {
    /// The caller's certificate.
    pub(in crate::envoy) caller: &'a Leaf,
    /// The identity that the other side must have.
    pub(in crate::envoy) server: &'a str,
    /// The authority of the mesh, in PEM.
    pub(in crate::envoy) authority: &'a str,
}

/// Mutual TLS to one endpoint.
pub(in crate::envoy) fn mutual_tls(name: &str, endpoint: SocketAddr, tls: MutualTls<'_>) -> Value {
    let mut cluster = cluster(name, &[endpoint]);
    cluster["transport_socket"] = json!({
        "name": "envoy.transport_sockets.tls",
        "typed_config": typed("envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext", json!({
            "common_tls_context": {
                "alpn_protocols": ["istio"],
                "tls_certificates": [certificate(tls.caller)],
                "validation_context": {
                    "trusted_ca": {"inline_string": tls.authority},
                    "match_typed_subject_alt_names": [
                        {"san_type": "URI", "matcher": {"exact": tls.server}},
                    ],
                },
            },
        })),
    });
    cluster
}

pub(super) fn certificate(leaf: &Leaf) -> Value {
    json!({
        "certificate_chain": {"inline_string": leaf.chain},
        "private_key": {"inline_string": leaf.key},
    })
}

fn cluster(name: &str, endpoints: &[SocketAddr]) -> Value {
    let endpoints: Vec<Value> = endpoints
        .iter()
        .map(|endpoint| json!({"endpoint": {"address": address(*endpoint)}}))
        .collect();
    json!({
        "name": name,
        "type": "STATIC",
        "connect_timeout": "2s",
        "load_assignment": {"cluster_name": name, "endpoints": [{"lb_endpoints": endpoints}]},
    })
}
