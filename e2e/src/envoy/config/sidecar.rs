//! Sidecars: a workload's way in and its way out.

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::listener::{self, ClientCert, Manager, route};
use super::{address, cluster, typed};
use crate::envoy::certificates::Leaf;

/// A workload's way in.
#[derive(Debug)]
pub(in crate::envoy) struct Inbound<'a> {
    pub(in crate::envoy) workload: &'a str,
    pub(in crate::envoy) at: SocketAddr,
    pub(in crate::envoy) own: &'a Leaf,
    /// The authority of the mesh, in PEM.
    pub(in crate::envoy) authority: &'a str,
    /// Who may call it: what [`super::authorization`] makes of its policies.
    pub(in crate::envoy) filters: Vec<Value>,
    /// Whether mutual TLS is all that is spoken; the mesh's default lets plain text in too.
    pub(in crate::envoy) strict: bool,
    /// The cluster of the workload itself.
    pub(in crate::envoy) application: &'a str,
}

/// The listener of a way in.
pub(in crate::envoy) fn inbound(inbound: &Inbound<'_>) -> Value {
    let name = format!("inbound-{}", inbound.workload);
    let manager = || {
        listener::connection_manager(Manager {
            name: &name,
            server: "istio-envoy",
            edge: false,
            client_cert: ClientCert::AppendForward,
            filters: inbound.filters.clone(),
            routes: vec![route("/", inbound.application)],
        })
    };
    let tls = json!({
        "name": "envoy.transport_sockets.tls",
        "typed_config": typed("envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext", json!({
            "require_client_certificate": true,
            "common_tls_context": {
                "alpn_protocols": ["istio", "h2", "http/1.1"],
                "tls_certificates": [cluster::certificate(inbound.own)],
                "validation_context": {"trusted_ca": {"inline_string": inbound.authority}},
            },
        })),
    });
    let mut chains = vec![json!({
        "filter_chain_match": {"transport_protocol": "tls"},
        "transport_socket": tls,
        "filters": [manager()],
    })];
    if !inbound.strict {
        let plain = json!({"transport_protocol": "raw_buffer"});
        chains.push(json!({"filter_chain_match": plain, "filters": [manager()]}));
    }
    json!({
        "name": name,
        "address": address(inbound.at),
        "listener_filters": [{
            "name": "envoy.filters.listener.tls_inspector",
            "typed_config": typed("envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector", json!({})),
        }],
        "filter_chains": chains,
    })
}

/// The way out of one workload: who comes here goes on with that workload's certificate. A `hostile` workload passes
/// forged headers on, as a program does that speaks mutual TLS itself.
pub(in crate::envoy) fn outbound(
    name: &str,
    at: SocketAddr,
    cluster: &str,
    hostile: bool,
) -> Value {
    listener::plain(
        at,
        Manager {
            name,
            server: "envoy",
            edge: false,
            client_cert: if hostile {
                ClientCert::AlwaysForwardOnly
            } else {
                ClientCert::SanitizeSet
            },
            filters: Vec::new(),
            routes: vec![route("/", cluster)],
        },
    )
}
