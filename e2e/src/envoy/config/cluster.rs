//! Where requests go on.

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::{address, typed};
use crate::envoy::certificates::Leaf;

/// How often an endpoint is asked whether it is ready: a cluster's probes, as fast as a test can bear.
const PROBE_EVERY: &str = "0.1s";

/// Where a cluster leads.
#[derive(Clone, Copy, Debug)]
pub(in crate::envoy) struct Endpoint {
    pub(in crate::envoy) address: SocketAddr,
    /// Where it says in plain HTTP whether it is ready; without this it always is.
    pub(in crate::envoy) readiness: Option<SocketAddr>,
}

impl Endpoint {
    pub(in crate::envoy) fn of(address: SocketAddr) -> Self {
        Self {
            address,
            readiness: None,
        }
    }
}

/// Plain HTTP to one endpoint.
pub(in crate::envoy) fn plain(name: &str, endpoint: SocketAddr) -> Value {
    cluster(name, &[Endpoint::of(endpoint)])
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

/// Mutual TLS to the endpoints that are ready.
pub(in crate::envoy) fn mutual_tls(
    name: &str,
    endpoints: &[Endpoint],
    tls: &MutualTls<'_>,
) -> Value {
    let mut cluster = cluster(name, endpoints);
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
    if endpoints
        .iter()
        .any(|endpoint| endpoint.readiness.is_some())
    {
        probe(&mut cluster);
    }
    cluster
}

/// Takes endpoints out while they are not ready, as Kubernetes and istiod do together.
fn probe(cluster: &mut Value) {
    let of_probes = json!({"probe": true});
    cluster["health_checks"] = json!([{
        // A machine that is busy is no reason to think that a replica is gone.
        "timeout": "10s",
        "interval": PROBE_EVERY,
        "no_traffic_interval": PROBE_EVERY,
        "unhealthy_threshold": 1,
        "healthy_threshold": 1,
        "http_health_check": {"path": "/readyz"},
        "transport_socket_match_criteria": of_probes,
    }]);
    cluster["transport_socket_matches"] = json!([{
        "name": "probe",
        "match": of_probes,
        "transport_socket": {
            "name": "envoy.transport_sockets.raw_buffer",
            "typed_config": typed("envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer", json!({})),
        },
    }]);
    // Without any that is ready nobody is asked: an address that is not in the service is unknown.
    cluster["common_lb_config"] = json!({"healthy_panic_threshold": {"value": 0.0}});
}

pub(super) fn certificate(leaf: &Leaf) -> Value {
    json!({
        "certificate_chain": {"inline_string": leaf.chain},
        "private_key": {"inline_string": leaf.key},
    })
}

fn cluster(name: &str, endpoints: &[Endpoint]) -> Value {
    let endpoints: Vec<Value> = endpoints
        .iter()
        .map(|endpoint| {
            let mut of_endpoint = json!({"address": address(endpoint.address)});
            if let Some(readiness) = endpoint.readiness {
                of_endpoint["health_check_config"] = json!({"address": address(readiness)});
            }
            json!({"endpoint": of_endpoint})
        })
        .collect();
    json!({
        "name": name,
        "type": "STATIC",
        "connect_timeout": "2s",
        "load_assignment": {"cluster_name": name, "endpoints": [{"lb_endpoints": endpoints}]},
    })
}
