//! The connect kit: what a pod of a namespace needs to reach KFP, as it can be applied and pasted.
//!
//! A pod reaches KFP with a token of its own service account whose audience is KFP's, and without the identity header of
//! the gateway. Three things make that so, and the kit writes each for one namespace and one service account:
//!
//! - [`Kit::pod_default`] mounts the token in notebooks that select it, [`Kit::volume`] in a Deployment of one's own;
//! - [`Kit::role_binding`] lets the account do in one namespace what the chosen [`Access`] allows, and nothing elsewhere;
//! - [`Kit::mesh_policy`] admits the account at `ml-pipeline`, where the site's policies do not already. It admits it
//!   **only without** the identity header: an account that may send the header may speak for any user.
//!
//! ```
//! use kfp_core::kit::{Access, Kit};
//!
//! let kit = Kit::for_namespace("team-vision".parse()?).access(Access::View);
//! assert!(kit.pod_default().contains("audience: pipelines.kubeflow.org"));
//! assert!(kit.role_binding().contains("name: kubeflow-view"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod manifest;
mod names;
mod platform;
mod snippet;

pub use names::{Audience, InvalidName, ServiceAccount};

use crate::model::Namespace;

/// Where the token is mounted. The Python client looks there by itself.
pub(crate) const TOKEN_FOLDER: &str = "/var/run/secrets/kubeflow/pipelines";

/// What the account may do in its namespace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Read everything.
    View,
    /// Read everything, start and change it.
    #[default]
    Edit,
}

/// Everything for one service account in one namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kit {
    namespace: Namespace,
    account: ServiceAccount,
    audience: Audience,
    install_namespace: Namespace,
    access: Access,
    works_in: Option<Namespace>,
}

impl Kit {
    /// For `default-editor`, the account of a profile's notebooks, with Kubeflow installed in `kubeflow`.
    pub fn for_namespace(namespace: Namespace) -> Self {
        Self {
            namespace,
            account: ServiceAccount::default_editor(),
            audience: Audience::pipelines(),
            install_namespace: names::kubeflow(),
            access: Access::default(),
            works_in: None,
        }
    }

    /// For another account.
    #[must_use]
    pub fn service_account(mut self, account: ServiceAccount) -> Self {
        self.account = account;
        self
    }

    /// For a KFP that wants another audience than `pipelines.kubeflow.org`.
    #[must_use]
    pub fn audience(mut self, audience: Audience) -> Self {
        self.audience = audience;
        self
    }

    /// For a Kubeflow that is installed elsewhere.
    #[must_use]
    pub fn installed_in(mut self, namespace: Namespace) -> Self {
        self.install_namespace = namespace;
        self
    }

    /// For an account that works in another namespace than its own: the role is bound there, and programs name that one.
    #[must_use]
    pub fn working_in(mut self, namespace: Namespace) -> Self {
        self.works_in = Some(namespace).filter(|namespace| *namespace != self.namespace);
        self
    }

    /// Where the account works.
    fn workplace(&self) -> &Namespace {
        self.works_in.as_ref().unwrap_or(&self.namespace)
    }

    /// With other rights than [`Access::Edit`].
    #[must_use]
    pub fn access(mut self, access: Access) -> Self {
        self.access = access;
        self
    }
}

#[cfg(test)]
mod tests;
