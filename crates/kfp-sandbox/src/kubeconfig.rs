//! Credentials at the Kubernetes API, for tests and for kubectl.

use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

/// Somebody at the Kubernetes API.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KubernetesUser {
    /// A service account.
    ServiceAccount {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
    },
    /// A person or a program outside the cluster.
    User {
        /// The name that bindings go by.
        name: String,
        /// Its uid; empty for none.
        uid: String,
        /// Its groups, beside `system:authenticated`.
        groups: Vec<String>,
    },
}

impl KubernetesUser {
    /// Somebody who may do everything.
    pub fn administrator() -> Self {
        Self::User {
            name: "sandbox-admin".to_owned(),
            uid: String::new(),
            groups: vec!["system:masters".to_owned()],
        }
    }

    /// A person, by the name that the gateway puts into `kubeflow-userid`.
    pub fn person(name: impl Into<String>) -> Self {
        Self::User {
            name: name.into(),
            uid: String::new(),
            groups: Vec::new(),
        }
    }

    /// A service account.
    pub fn service_account(namespace: impl Into<String>, name: impl Into<String>) -> Self {
        Self::ServiceAccount {
            namespace: namespace.into(),
            name: name.into(),
        }
    }
}

/// A kubeconfig as JSON, which is YAML too.
pub(crate) fn write(address: SocketAddr, authority: &str, token: &str, namespace: &str) -> String {
    let name = "kfp-sandbox";
    let config = json!({
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": name, "cluster": {
            "server": format!("https://{address}"),
            "certificate-authority-data": STANDARD.encode(authority),
        }}],
        "users": [{"name": name, "user": {"token": token}}],
        "contexts": [{"name": name, "context": {"cluster": name, "user": name, "namespace": namespace}}],
        "current-context": name,
    });
    format!("{config:#}\n")
}
