//! What every Kubeflow has: its own namespaces and accounts, its roles.

use rusqlite::Transaction;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::cluster::stable_id;
use crate::directory::{Collection, Key, insert};
use crate::wire::format_seconds;

const RBAC: &str = "rbac.authorization.k8s.io";

/// The cluster roles, with the rights that the manifests of Kubeflow give them.
const ROLES: &str = include_str!("../../data/roles.json");

const NAMESPACES: [&str; 6] = [
    "default",
    "istio-system",
    "kube-public",
    "kube-system",
    "kubeflow",
    "auth",
];

/// Accounts of the system: namespace and name.
const ACCOUNTS: [(&str, &str); 7] = [
    ("kubeflow", "kfp-console"),
    ("kubeflow", "ml-pipeline"),
    ("kubeflow", "ml-pipeline-persistenceagent"),
    ("kubeflow", "ml-pipeline-scheduledworkflow"),
    ("kubeflow", "ml-pipeline-ui"),
    ("istio-system", "istio-ingressgateway-service-account"),
    ("kube-system", "sandbox-admin"),
];

/// Bindings over the whole cluster: name, role, kind, namespace and name of the subject.
const BINDINGS: [(&str, &str, &str, &str, &str); 9] = [
    (
        "kfp-console",
        "kfp-console",
        "ServiceAccount",
        "kubeflow",
        "kfp-console",
    ),
    (
        "kfp-console-pipelines",
        "kubeflow-pipelines-edit",
        "ServiceAccount",
        "kubeflow",
        "kfp-console",
    ),
    (
        "ml-pipeline",
        "ml-pipeline",
        "ServiceAccount",
        "kubeflow",
        "ml-pipeline",
    ),
    (
        "ml-pipeline-persistenceagent",
        "ml-pipeline-persistenceagent",
        "ServiceAccount",
        "kubeflow",
        "ml-pipeline-persistenceagent",
    ),
    (
        "sandbox-admin",
        "cluster-admin",
        "ServiceAccount",
        "kube-system",
        "sandbox-admin",
    ),
    (
        "system:basic-user",
        "system:basic-user",
        "Group",
        "",
        "system:authenticated",
    ),
    (
        "system:discovery",
        "system:discovery",
        "Group",
        "",
        "system:authenticated",
    ),
    (
        "system:service-account-issuer-discovery",
        "system:service-account-issuer-discovery",
        "Group",
        "",
        "system:serviceaccounts",
    ),
    (
        "cluster-admin",
        "cluster-admin",
        "Group",
        "",
        "system:masters",
    ),
];

pub(super) fn fill(transaction: &Transaction<'_>, created: i64) -> Result<(), rusqlite::Error> {
    for name in NAMESPACES {
        insert_namespace(transaction, name, created, None)?;
    }
    for (namespace, name) in ACCOUNTS {
        insert_account(transaction, namespace, name, created)?;
    }
    let roles: Map<String, Value> =
        serde_json::from_str(ROLES).expect("the crate's own data is JSON");
    for (name, rules) in roles {
        let uid = stable_id(&["clusterrole", &name]);
        let key = Key::new(Collection::CLUSTER_ROLES, "", &*name);
        let document = json!({"metadata": metadata(&key, uid, created), "rules": rules});
        insert(transaction, &key, &document)?;
    }
    for (name, role, kind, namespace, subject) in BINDINGS {
        let binding = Binding {
            namespace: "",
            name,
            role,
            kind,
            subject_namespace: namespace,
            subject,
            member: None,
        };
        binding.insert(transaction, created)?;
    }
    insert_public_info_viewer(transaction, created)
}

/// Version and health are for everyone: the only binding to more than one subject.
fn insert_public_info_viewer(
    transaction: &Transaction<'_>,
    created: i64,
) -> Result<(), rusqlite::Error> {
    let name = "system:public-info-viewer";
    let key = Key::new(Collection::CLUSTER_ROLE_BINDINGS, "", name);
    let subjects = ["system:authenticated", "system:unauthenticated"]
        .map(|group| json!({"kind": "Group", "apiGroup": RBAC, "name": group}));
    let document = json!({
        "metadata": metadata(&key, stable_id(&["binding", "", name]), created),
        "subjects": subjects,
        "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": name},
    });
    insert(transaction, &key, &document)
}

fn metadata(key: &Key, uid: Uuid, created: i64) -> Value {
    let mut metadata = json!({"name": key.name});
    if !key.namespace.is_empty() {
        metadata["namespace"] = key.namespace.as_str().into();
    }
    metadata["uid"] = uid.to_string().into();
    metadata["resourceVersion"] = Value::Null;
    metadata["creationTimestamp"] = format_seconds(created).into();
    metadata
}

/// A binding of a cluster role to one subject.
#[derive(Clone, Copy, Debug)]
pub(super) struct Binding<'a> {
    /// Empty: over the whole cluster.
    pub(super) namespace: &'a str,
    pub(super) name: &'a str,
    pub(super) role: &'a str,
    pub(super) kind: &'a str,
    pub(super) subject_namespace: &'a str,
    pub(super) subject: &'a str,
    /// The role by which the dashboard knows the subject as a member (`admin`, `edit`, `view`).
    pub(super) member: Option<&'a str>,
}

impl Binding<'_> {
    pub(super) fn insert(
        self,
        transaction: &Transaction<'_>,
        created: i64,
    ) -> Result<(), rusqlite::Error> {
        let collection = if self.namespace.is_empty() {
            Collection::CLUSTER_ROLE_BINDINGS
        } else {
            Collection::ROLE_BINDINGS
        };
        let key = Key::new(collection, self.namespace, self.name);
        let uid = stable_id(&["binding", self.namespace, self.name]);
        let mut metadata = metadata(&key, uid, created);
        if let Some(role) = self.member {
            metadata["annotations"] = json!({"role": role, "user": self.subject});
        }
        let mut subject = json!({"kind": self.kind, "name": self.subject});
        if self.kind == "ServiceAccount" {
            subject["namespace"] = self.subject_namespace.into();
        } else {
            subject["apiGroup"] = RBAC.into();
        }
        let document = json!({
            "metadata": metadata,
            "subjects": [subject],
            "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": self.role},
        });
        insert(transaction, &key, &document)
    }
}

/// A namespace; with an owner it is a profile's.
pub(super) fn insert_namespace(
    transaction: &Transaction<'_>,
    name: &str,
    created: i64,
    owner: Option<&str>,
) -> Result<(), rusqlite::Error> {
    let key = Key::new(Collection::NAMESPACES, "", name);
    let mut metadata = metadata(&key, stable_id(&["namespace", name]), created);
    metadata["labels"] = json!({"kubernetes.io/metadata.name": name});
    if let Some(owner) = owner {
        metadata["labels"]["app.kubernetes.io/part-of"] = "kubeflow-profile".into();
        metadata["labels"]["istio-injection"] = "enabled".into();
        metadata["annotations"] = json!({"owner": owner});
    }
    let document = json!({
        "metadata": metadata,
        "spec": {"finalizers": ["kubernetes"]},
        "status": {"phase": "Active"},
    });
    insert(transaction, &key, &document)?;
    // For pods that name none.
    insert_account(transaction, name, "default", created)
}

/// The profile that a namespace belongs to.
pub(super) fn insert_profile(
    transaction: &Transaction<'_>,
    name: &str,
    owner: &str,
    created: i64,
) -> Result<(), rusqlite::Error> {
    let key = Key::new(Collection::PROFILES, "", name);
    let document = json!({
        "metadata": metadata(&key, stable_id(&["profile", name]), created),
        "spec": {"owner": {"kind": "User", "name": owner}},
        "status": {"conditions": []},
    });
    insert(transaction, &key, &document)
}

pub(super) fn insert_account(
    transaction: &Transaction<'_>,
    namespace: &str,
    name: &str,
    created: i64,
) -> Result<(), rusqlite::Error> {
    let key = Key::new(Collection::SERVICE_ACCOUNTS, namespace, name);
    let uid = stable_id(&["serviceaccount", namespace, name]);
    insert(
        transaction,
        &key,
        &json!({"metadata": metadata(&key, uid, created)}),
    )
}
