//! Who calls whom, and with what.

use std::collections::BTreeMap;

/// Labels of a pod or of a namespace.
pub(crate) type Labels = BTreeMap<&'static str, &'static str>;

/// A pod, as policies see it.
#[derive(Debug, Clone)]
pub(crate) struct Pod {
    pub(crate) name: &'static str,
    pub(crate) namespace: &'static str,
    pub(crate) namespace_labels: Labels,
    pub(crate) labels: Labels,
    /// The identity that its certificate proves to others; a pod without a sidecar has none.
    pub(crate) principal: Option<String>,
}

/// A request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ask {
    pub(crate) port: u16,
    pub(crate) method: &'static str,
    pub(crate) headers: BTreeMap<&'static str, &'static str>,
}

impl Pod {
    /// A pod with a sidecar that runs as this account.
    pub(crate) fn new(
        name: &'static str,
        namespace: &'static str,
        account: &str,
        label: &'static str,
    ) -> Self {
        let mut namespace_labels = Labels::from([("kubernetes.io/metadata.name", namespace)]);
        if namespace.starts_with("team-") {
            namespace_labels.insert("app.kubernetes.io/part-of", "kubeflow-profile");
        }
        Self {
            name,
            namespace,
            namespace_labels,
            labels: Labels::from([("app", label)]),
            principal: Some(format!("cluster.local/ns/{namespace}/sa/{account}")),
        }
    }

    pub(crate) fn without_sidecar(mut self) -> Self {
        self.principal = None;
        self
    }
}

impl Ask {
    pub(crate) fn get(port: u16) -> Self {
        Self {
            port,
            method: "GET",
            headers: BTreeMap::new(),
        }
    }

    pub(crate) fn method(mut self, method: &'static str) -> Self {
        self.method = method;
        self
    }

    /// As this user: the header that the gateway writes, and that everybody else may only forge.
    pub(crate) fn named(mut self, user: &'static str) -> Self {
        self.headers.insert("kubeflow-userid", user);
        self
    }
}
