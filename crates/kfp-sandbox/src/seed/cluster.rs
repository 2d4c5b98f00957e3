//! What every Kubeflow has: its own namespaces and accounts, its roles.

use rusqlite::{Transaction, params};
use serde_json::{Map, Value, json};

use crate::cluster::stable_id;

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
const BINDINGS: [(&str, &str, &str, &str, &str); 6] = [
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
        transaction.execute(
            "INSERT OR IGNORE INTO roles (namespace, name, uid, rules) VALUES ('', ?1, ?2, ?3)",
            params![
                name,
                stable_id(&["clusterrole", &name]).to_string(),
                rules.to_string()
            ],
        )?;
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
        binding.insert(transaction)?;
    }
    Ok(())
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
    pub(super) fn insert(self, transaction: &Transaction<'_>) -> Result<(), rusqlite::Error> {
        transaction.execute(
            "INSERT OR IGNORE INTO bindings
             (namespace, name, uid, role_kind, role_name, subject_kind, subject_namespace, subject_name,
              annotation_user, annotation_role)
             VALUES (?1, ?2, ?3, 'ClusterRole', ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                self.namespace,
                self.name,
                stable_id(&["binding", self.namespace, self.name]).to_string(),
                self.role,
                self.kind,
                self.subject_namespace,
                self.subject,
                self.member.map(|_| self.subject),
                self.member
            ],
        )?;
        Ok(())
    }
}

/// A namespace; with an owner it is a profile's.
pub(super) fn insert_namespace(
    transaction: &Transaction<'_>,
    name: &str,
    created: i64,
    owner: Option<&str>,
) -> Result<(), rusqlite::Error> {
    let mut labels = json!({"kubernetes.io/metadata.name": name});
    let mut annotations = json!({});
    if let Some(owner) = owner {
        labels["app.kubernetes.io/part-of"] = "kubeflow-profile".into();
        labels["istio-injection"] = "enabled".into();
        annotations["owner"] = owner.into();
    }
    transaction.execute(
        "INSERT OR IGNORE INTO namespaces (name, uid, created_at, owner, labels, annotations)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            name,
            stable_id(&["namespace", name]).to_string(),
            created,
            owner,
            labels.to_string(),
            annotations.to_string()
        ],
    )?;
    Ok(())
}

pub(super) fn insert_account(
    transaction: &Transaction<'_>,
    namespace: &str,
    name: &str,
    created: i64,
) -> Result<(), rusqlite::Error> {
    transaction.execute(
        "INSERT OR IGNORE INTO service_accounts (namespace, name, uid, created_at) VALUES (?1, ?2, ?3, ?4)",
        params![namespace, name, stable_id(&["serviceaccount", namespace, name]).to_string(), created],
    )?;
    Ok(())
}
