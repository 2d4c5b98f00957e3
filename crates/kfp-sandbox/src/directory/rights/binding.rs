//! Bindings of roles to subjects.

use serde::Deserialize;

use super::Subject;
use crate::directory::account_of;

/// A binding, of a namespace or of the cluster.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Binding {
    #[serde(default)]
    subjects: Vec<BoundSubject>,
    pub(super) role_ref: RoleRef,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct RoleRef {
    /// `Role` or `ClusterRole`.
    pub(super) kind: String,
    pub(super) name: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct BoundSubject {
    /// `User`, `Group` or `ServiceAccount`.
    kind: String,
    name: String,
    #[serde(default)]
    namespace: String,
}

impl Binding {
    /// The first of its subjects that `subject` is, as Kubernetes prints it: `User "alice"`.
    pub(super) fn bound(&self, subject: &Subject, namespace: &str) -> Option<String> {
        self.subjects.iter().find_map(|bound| {
            let namespace = match bound.namespace.as_str() {
                "" => namespace,
                own => own,
            };
            bound.is(subject, namespace).then(|| bound.text(namespace))
        })
    }
}

impl BoundSubject {
    fn is(&self, subject: &Subject, namespace: &str) -> bool {
        match self.kind.as_str() {
            "User" => subject.user == self.name,
            "Group" => subject.groups.contains(&self.name),
            "ServiceAccount" => account_of(&subject.user) == Some((namespace, &self.name)),
            _ => false,
        }
    }

    fn text(&self, namespace: &str) -> String {
        if self.kind == "ServiceAccount" {
            format!("{} \"{}/{namespace}\"", self.kind, self.name)
        } else {
            format!("{} \"{}\"", self.kind, self.name)
        }
    }
}
