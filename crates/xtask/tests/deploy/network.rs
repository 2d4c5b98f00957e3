//! What network policies come to: whether a connection of one pod to another is let through.

use serde_json::Value;

use crate::{
    caller::{Labels, Pod},
    mesh::has_labels,
};

/// Whether `from` reaches a port of `to`.
pub(crate) fn reaches(objects: &[Value], from: &Pod, to: &Pod, port: u16) -> bool {
    let mut selected = objects
        .iter()
        .filter(|object| {
            object["kind"] == "NetworkPolicy"
                && object["metadata"]["namespace"] == to.namespace
                && selector_fits(&object["spec"]["podSelector"], &to.labels)
        })
        .peekable();
    // Where no policy is about a pod, everything reaches it.
    selected.peek().is_none() || selected.any(|policy| admits(&policy["spec"], from, to, port))
}

fn admits(spec: &Value, from: &Pod, to: &Pod, port: u16) -> bool {
    assert_eq!(spec["policyTypes"], serde_json::json!(["Ingress"]));
    spec["ingress"].as_array().unwrap().iter().any(|rule| {
        let ports = rule["ports"].as_array();
        let of_port = ports.is_none_or(|ports| ports.iter().any(|one| one["port"] == port));
        let peers = rule["from"].as_array();
        of_port && peers.is_none_or(|peers| peers.iter().any(|peer| peer_fits(peer, from, to)))
    })
}

fn peer_fits(peer: &Value, from: &Pod, to: &Pod) -> bool {
    let namespace = match peer.get("namespaceSelector") {
        Some(selector) => selector_fits(selector, &from.namespace_labels),
        None => from.namespace == to.namespace,
    };
    let pod = peer
        .get("podSelector")
        .is_none_or(|selector| selector_fits(selector, &from.labels));
    namespace && pod
}

fn selector_fits(selector: &Value, labels: &Labels) -> bool {
    let plain = selector
        .get("matchLabels")
        .is_none_or(|wanted| has_labels(wanted, labels));
    let expressions = selector["matchExpressions"].as_array();
    plain
        && expressions.into_iter().flatten().all(|expression| {
            assert_eq!(expression["operator"], "In", "{expression}");
            let value = labels.get(expression["key"].as_str().unwrap());
            let values = expression["values"].as_array().unwrap();
            value.is_some_and(|value| values.iter().any(|one| one == value))
        })
}
