//! Credentials at the Kubernetes API, for tests and for kubectl.

use std::net::SocketAddr;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use uuid::Uuid;

use crate::cluster::Cluster;
use crate::directory::StaticToken;
use crate::sandbox::mint;
use crate::tokens::TokenRequest;

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

/// Makes credentials at the Kubernetes API of one sandbox.
#[derive(Clone, Debug)]
pub(crate) struct Credentials {
    pub(crate) cluster: Cluster,
    /// Where the Kubernetes API listens.
    pub(crate) address: SocketAddr,
    /// The certificate of its authority, in PEM.
    pub(crate) authority: String,
}

impl Credentials {
    /// A token: of a service account, living a day, or one of a person, which is good until the sandbox stops.
    pub(crate) fn token(&self, who: &KubernetesUser) -> String {
        match who {
            KubernetesUser::ServiceAccount { namespace, name } => {
                let request = TokenRequest {
                    namespace: namespace.clone(),
                    service_account: name.clone(),
                    audiences: Vec::new(),
                    expires_in: Duration::from_hours(24),
                };
                mint(&self.cluster, &request)
            }
            KubernetesUser::User { name, uid, groups } => {
                let token = Uuid::new_v4().to_string();
                let user = StaticToken {
                    user: name.clone(),
                    uid: uid.clone(),
                    groups: groups.clone(),
                };
                self.cluster
                    .directory()
                    .add_static_token(token.clone(), user);
                token
            }
        }
    }

    /// A kubeconfig as JSON, which is YAML too.
    pub(crate) fn kubeconfig(&self, who: &KubernetesUser, namespace: &str) -> String {
        let name = "kfp-sandbox";
        let config = json!({
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": name, "cluster": {
                "server": format!("https://{}", self.address),
                "certificate-authority-data": STANDARD.encode(&self.authority),
            }}],
            "users": [{"name": name, "user": {"token": self.token(who)}}],
            "contexts": [{"name": name, "context": {"cluster": name, "user": name, "namespace": namespace}}],
            "current-context": name,
        });
        format!("{config:#}\n")
    }
}
