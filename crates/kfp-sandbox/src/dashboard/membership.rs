//! Who takes part in which namespace, as the dashboard tells it.

use serde_json::{Value, json};

use crate::cluster::Cluster;
use crate::directory::{Access, Collection};

/// The namespaces of a user as `env-info` lists them; without a user all of them, each with its owner.
pub(super) fn bindings(cluster: &Cluster, user: Option<&str>) -> Vec<Value> {
    let Some(user) = user else {
        let owners = cluster.directory().owners().into_iter();
        return owners
            .map(|(namespace, owner)| json!({"namespace": namespace, "role": "owner", "user": owner}))
            .collect();
    };
    let memberships = cluster.directory().memberships(user).into_iter();
    memberships
        .map(|membership| {
            let role = match membership.access {
                Access::Owner => "owner",
                Access::Contributor => "contributor",
                Access::Viewer => "viewer",
            };
            json!({"namespace": membership.namespace, "role": role, "user": user})
        })
        .collect()
}

/// Every namespace of the cluster, as Kubernetes writes them.
pub(super) fn namespaces(cluster: &Cluster) -> Vec<Value> {
    let (_, namespaces) = cluster
        .directory()
        .objects()
        .list(Collection::NAMESPACES, "");
    namespaces
        .iter()
        .map(|namespace| namespace.document.clone())
        .collect()
}
