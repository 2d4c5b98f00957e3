//! Profiles: the sandbox plays their controller, which makes a namespace with accounts and rights.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::lifecycle::add_default_account;
use super::metadata::made_here;
use crate::directory::{Batch, Collection, Key, Object};
use crate::kubernetes::resources::RBAC;
use crate::kubernetes::status::InvalidField;

pub(super) fn check(profile: &Value) -> Vec<InvalidField> {
    let owner = &profile["spec"]["owner"];
    ["kind", "name"]
        .into_iter()
        .filter(|key| owner[key].as_str().unwrap_or_default().is_empty())
        .map(|key| InvalidField::required(format!("spec.owner.{key}"), ""))
        .collect()
}

/// Makes what belongs to a profile. A namespace of that name which is no profile's is left alone.
pub(super) fn settle(batch: &mut Batch<'_>, profile: &Object, now: OffsetDateTime) {
    let name = profile.key.name.as_str();
    let namespace = Key::new(Collection::NAMESPACES, "", name);
    if batch.get(&namespace).is_some() {
        return;
    }
    let owner = &profile.document["spec"]["owner"];
    let mut metadata = made_here(&namespace, now);
    metadata["labels"] = json!({
        "app.kubernetes.io/part-of": "kubeflow-profile",
        "istio-injection": "enabled",
        "kubernetes.io/metadata.name": name,
    });
    metadata["annotations"] = json!({"owner": owner["name"]});
    let document = json!({
        "metadata": metadata,
        "spec": {"finalizers": ["kubernetes"]},
        "status": {"phase": "Active"},
    });
    batch.put(namespace, document);
    add_default_account(batch, name, now);
    for (account, role) in [
        ("default-editor", "kubeflow-edit"),
        ("default-viewer", "kubeflow-view"),
    ] {
        let key = Key::new(Collection::SERVICE_ACCOUNTS, name, account);
        let metadata = made_here(&key, now);
        batch.put(key, json!({"metadata": metadata}));
        let subject = json!({"kind": "ServiceAccount", "name": account, "namespace": name});
        bind(batch, (name, account, role), &subject, None, now);
    }
    let subject = json!({"kind": owner["kind"], "apiGroup": RBAC, "name": owner["name"]});
    let annotations = json!({"role": "admin", "user": owner["name"]});
    bind(
        batch,
        (name, "namespaceAdmin", "kubeflow-admin"),
        &subject,
        Some(annotations),
        now,
    );
}

fn bind(
    batch: &mut Batch<'_>,
    (namespace, name, role): (&str, &str, &str),
    subject: &Value,
    annotations: Option<Value>,
    now: OffsetDateTime,
) {
    let key = Key::new(Collection::ROLE_BINDINGS, namespace, name);
    let mut metadata = made_here(&key, now);
    if let Some(annotations) = annotations {
        metadata["annotations"] = annotations;
    }
    let document = json!({
        "metadata": metadata,
        "subjects": [subject],
        "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": role},
    });
    batch.put(key, document);
}
