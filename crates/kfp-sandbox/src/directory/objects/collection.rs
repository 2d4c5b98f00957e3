//! The kinds of objects that are kept.

use std::fmt;

/// A kind of object, by its resource and group: `rolebindings.rbac.authorization.k8s.io`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Collection(&'static str);

impl Collection {
    pub(crate) const AUTHORIZATION_POLICIES: Self = Self("authorizationpolicies.security.istio.io");
    pub(crate) const CLUSTER_ROLE_BINDINGS: Self =
        Self("clusterrolebindings.rbac.authorization.k8s.io");
    pub(crate) const CLUSTER_ROLES: Self = Self("clusterroles.rbac.authorization.k8s.io");
    pub(crate) const CONFIG_MAPS: Self = Self("configmaps");
    pub(crate) const EVENTS: Self = Self("events");
    pub(crate) const NAMESPACES: Self = Self("namespaces");
    pub(crate) const POD_DEFAULTS: Self = Self("poddefaults.kubeflow.org");
    pub(crate) const PODS: Self = Self("pods");
    pub(crate) const PROFILES: Self = Self("profiles.kubeflow.org");
    pub(crate) const ROLE_BINDINGS: Self = Self("rolebindings.rbac.authorization.k8s.io");
    pub(crate) const ROLES: Self = Self("roles.rbac.authorization.k8s.io");
    pub(crate) const SERVICE_ACCOUNTS: Self = Self("serviceaccounts");
    pub(crate) const WORKFLOWS: Self = Self("workflows.argoproj.io");

    /// What goes with its namespace.
    pub(crate) const IN_NAMESPACES: [Self; 9] = [
        Self::AUTHORIZATION_POLICIES,
        Self::CONFIG_MAPS,
        Self::EVENTS,
        Self::POD_DEFAULTS,
        Self::PODS,
        Self::ROLE_BINDINGS,
        Self::ROLES,
        Self::SERVICE_ACCOUNTS,
        Self::WORKFLOWS,
    ];

    const ALL: [Self; 13] = [
        Self::AUTHORIZATION_POLICIES,
        Self::CLUSTER_ROLE_BINDINGS,
        Self::CLUSTER_ROLES,
        Self::CONFIG_MAPS,
        Self::EVENTS,
        Self::NAMESPACES,
        Self::POD_DEFAULTS,
        Self::PODS,
        Self::PROFILES,
        Self::ROLE_BINDINGS,
        Self::ROLES,
        Self::SERVICE_ACCOUNTS,
        Self::WORKFLOWS,
    ];

    /// The collection of that name, if this sandbox keeps it.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|collection| collection.0 == name)
    }

    pub(crate) fn name(self) -> &'static str {
        self.0
    }

    /// Whether the store's file keeps its objects. Those of the engine are made anew from its runs, and events pass.
    pub(super) fn is_durable(self) -> bool {
        ![Self::EVENTS, Self::PODS, Self::WORKFLOWS].contains(&self)
    }
}

impl fmt::Display for Collection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}
