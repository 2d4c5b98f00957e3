//! People, namespaces and rights.

use rusqlite::{Transaction, params};
use serde_json::json;
use time::OffsetDateTime;

use crate::cluster::stable_id;
use crate::directory::Person;

/// Profile namespaces and their owners.
const PROFILES: [(&str, &str); 4] = [
    ("kubeflow-jbpark8", "jbpark8@example.com"),
    ("team-vision", "vision-lead@example.com"),
    ("team-nlp", "nlp-lead@example.com"),
    ("team-audio", "audio-lead@example.com"),
];

/// Who can sign in.
pub(crate) fn people() -> Vec<Person> {
    [
        ("jbpark8@example.com", "owner of kubeflow-jbpark8"),
        ("viewer@example.com", "may read team-vision"),
        ("newcomer@example.com", "has no namespace yet"),
    ]
    .map(|(user, what)| Person {
        user: user.to_owned(),
        password: user.split('@').next().unwrap_or_default().to_owned(),
        what: what.to_owned(),
    })
    .into()
}

pub(super) fn fill(
    transaction: &Transaction<'_>,
    now: OffsetDateTime,
) -> Result<(), rusqlite::Error> {
    let created = (now - time::Duration::days(400)).unix_timestamp();
    for (namespace, owner) in PROFILES {
        transaction.execute(
            "INSERT OR IGNORE INTO namespaces (name, uid, created_at, owner, labels, annotations)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                namespace,
                stable_id(&["namespace", namespace]).to_string(),
                created,
                owner,
                json!({"app.kubernetes.io/part-of": "kubeflow-profile", "kubernetes.io/metadata.name": namespace})
                    .to_string(),
                json!({"owner": owner}).to_string(),
            ],
        )?;
    }
    transaction.execute(
        "INSERT OR IGNORE INTO bindings
         VALUES ('team-vision', 'user-viewer-example-com-clusterrole-view', ?1, 'ClusterRole', 'kubeflow-view',
                 'User', '', 'viewer@example.com', 'viewer@example.com', 'view')",
        [stable_id(&["binding", "viewer"]).to_string()],
    )?;
    Ok(())
}
