//! Who takes part in which namespace, as the dashboard tells it.

use serde_json::{Value, json};

use crate::cluster::Cluster;
use crate::directory::Access;

/// The namespaces of a user as `env-info` lists them; without a user all of them, each with its owner.
pub(super) async fn bindings(
    cluster: &Cluster,
    user: Option<&str>,
) -> Result<Vec<Value>, rusqlite::Error> {
    let Some(user) = user else {
        return Ok(profiles(cluster)
            .await?
            .into_iter()
            .map(|(namespace, owner)| json!({"namespace": namespace, "role": "owner", "user": owner}))
            .collect());
    };
    let memberships = cluster.directory().memberships(user).await?;
    Ok(memberships
        .into_iter()
        .map(|membership| {
            let role = match membership.access {
                Access::Owner => "owner",
                Access::Contributor => "contributor",
                Access::Viewer => "viewer",
            };
            json!({"namespace": membership.namespace, "role": role, "user": user})
        })
        .collect())
}

/// Every profile namespace with its owner.
async fn profiles(cluster: &Cluster) -> Result<Vec<(String, String)>, rusqlite::Error> {
    cluster
        .database()
        .read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT name, owner FROM namespaces WHERE owner IS NOT NULL ORDER BY name",
            )?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
        .await
}

/// Every namespace of the cluster, as Kubernetes writes them.
pub(super) async fn namespaces(cluster: &Cluster) -> Result<Vec<Value>, rusqlite::Error> {
    cluster
        .database()
        .read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT name, uid, labels, annotations FROM namespaces ORDER BY name",
            )?;
            let rows = statement.query_map([], |row| {
                let document = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
                Ok(json!({
                    "metadata": {
                        "name": row.get_ref(0)?.as_str()?,
                        "uid": row.get_ref(1)?.as_str()?,
                        "labels": document(row.get_ref(2)?.as_str()?),
                        "annotations": document(row.get_ref(3)?.as_str()?),
                    },
                    "spec": {"finalizers": ["kubernetes"]},
                    "status": {"phase": "Active"},
                }))
            })?;
            rows.collect()
        })
        .await
}
