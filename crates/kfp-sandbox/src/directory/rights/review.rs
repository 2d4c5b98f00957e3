//! Reviews of access.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::binding::Binding;
use super::rule::PolicyRule;
use crate::directory::objects::{Change, Collection};

/// What someone wants to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    /// Empty at the cluster scope.
    pub(crate) namespace: String,
    pub(crate) verb: String,
    pub(crate) group: String,
    pub(crate) resource: String,
    pub(crate) subresource: String,
    /// Empty where no object is named.
    pub(crate) name: String,
}

/// Who wants to do it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) user: String,
    pub(crate) groups: Vec<String>,
}

/// The answer, with the reason as Kubernetes words it (empty for most refusals).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) allowed: bool,
    pub(crate) reason: String,
}

/// Namespace (empty at the cluster scope) and name.
type Name = (String, String);

/// The roles and bindings of the cluster, read for reviews.
#[derive(Debug, Default)]
pub(crate) struct Rights {
    roles: BTreeMap<Name, Arc<[PolicyRule]>>,
    bindings: BTreeMap<Name, Binding>,
}

/// A binding that holds for a subject.
struct Bound<'a> {
    name: &'a Name,
    binding: &'a Binding,
    /// The subject that it names.
    subject: String,
    /// `None`: there is no such role.
    rules: Option<&'a [PolicyRule]>,
}

#[derive(Deserialize)]
struct Role {
    /// Left out or null where there is none.
    #[serde(default)]
    rules: Option<Vec<PolicyRule>>,
}

impl Rights {
    /// Takes note of a changed object, if it is a role or a binding.
    pub(in crate::directory) fn apply(&mut self, change: &Change) {
        let key = &change.object().key;
        let name = (key.namespace.clone(), key.name.clone());
        let document = change.current.as_ref().map(|object| &object.document);
        match key.collection {
            Collection::ROLES | Collection::CLUSTER_ROLES => {
                let role = document.and_then(|document| Role::deserialize(document).ok());
                match role {
                    Some(role) => self
                        .roles
                        .insert(name, role.rules.unwrap_or_default().into()),
                    None => self.roles.remove(&name),
                };
            }
            Collection::ROLE_BINDINGS | Collection::CLUSTER_ROLE_BINDINGS => {
                let binding = document.and_then(|document| Binding::deserialize(document).ok());
                match binding {
                    Some(binding) => self.bindings.insert(name, binding),
                    None => self.bindings.remove(&name),
                };
            }
            _ => {}
        }
    }

    /// The bindings that hold for `subject`: those of the cluster, then those of the namespace, by name.
    fn bound<'a>(
        &'a self,
        subject: &'a Subject,
        namespace: &'a str,
    ) -> impl Iterator<Item = Bound<'a>> {
        let of = |namespace: &'a str| {
            self.bindings
                .range((namespace.to_owned(), String::new())..)
                .take_while(move |((of, _), _)| of == namespace)
        };
        let in_namespace = (!namespace.is_empty()).then(|| of(namespace));
        of("")
            .chain(in_namespace.into_iter().flatten())
            .filter_map(|(name, binding)| {
                Some(Bound {
                    subject: binding.bound(subject, &name.0)?,
                    name,
                    binding,
                    rules: self.role_rules(&binding.role_ref.kind, &name.0, &binding.role_ref.name),
                })
            })
    }

    /// Decides whether `subject` may do what `attributes` say.
    pub(crate) fn review(&self, subject: &Subject, attributes: &Attributes) -> Decision {
        self.decide(subject, &attributes.namespace, |rule| {
            rule.allows(attributes)
        })
    }

    /// Decides whether `subject` may ask for a path that is no resource.
    pub(crate) fn review_path(&self, subject: &Subject, verb: &str, path: &str) -> Decision {
        self.decide(subject, "", |rule| rule.allows_path(verb, path))
    }

    fn decide(
        &self,
        subject: &Subject,
        namespace: &str,
        allows: impl Fn(&PolicyRule) -> bool,
    ) -> Decision {
        if subject.groups.iter().any(|group| group == "system:masters") {
            return Decision {
                allowed: true,
                reason: String::new(),
            };
        }
        let allowing = self
            .bound(subject, namespace)
            .find(|bound| bound.rules.is_some_and(|rules| rules.iter().any(&allows)));
        if let Some(bound) = allowing {
            return Decision {
                allowed: true,
                reason: bound.reason(),
            };
        }
        let missing = self.missing_roles(subject, namespace);
        let reason = match &missing[..] {
            [] => String::new(),
            [one] => format!("RBAC: {one}"),
            several => format!("RBAC: [{}]", several.join(", ")),
        };
        Decision {
            allowed: false,
            reason,
        }
    }

    /// The roles that are bound to `subject` and do not exist, as Kubernetes says so.
    pub(super) fn missing_roles(&self, subject: &Subject, namespace: &str) -> Vec<String> {
        self.bound(subject, namespace)
            .filter(|bound| bound.rules.is_none())
            .map(|bound| bound.no_role())
            .collect()
    }

    /// The rules of a role, if there is one; `kind` is `Role` or `ClusterRole`.
    pub(crate) fn role_rules(
        &self,
        kind: &str,
        namespace: &str,
        name: &str,
    ) -> Option<&[PolicyRule]> {
        let namespace = if kind == "Role" { namespace } else { "" };
        self.roles
            .get(&(namespace.to_owned(), name.to_owned()))
            .map(AsRef::as_ref)
    }

    /// Every rule that holds for `subject` in `namespace`.
    pub(crate) fn rules_of(&self, subject: &Subject, namespace: &str) -> Vec<PolicyRule> {
        self.bound(subject, namespace)
            .flat_map(|bound| bound.rules.into_iter().flatten())
            .cloned()
            .collect()
    }
}

impl Bound<'_> {
    fn reason(&self) -> String {
        let (namespace, name) = self.name;
        let (kind, full_name) = if namespace.is_empty() {
            ("ClusterRoleBinding", name.clone())
        } else {
            ("RoleBinding", format!("{name}/{namespace}"))
        };
        let role = &self.binding.role_ref;
        format!(
            "RBAC: allowed by {kind} \"{full_name}\" of {} \"{}\" to {}",
            role.kind, role.name, self.subject
        )
    }

    fn no_role(&self) -> String {
        let role = &self.binding.role_ref;
        format!(
            "{}.rbac.authorization.k8s.io \"{}\" not found",
            role.kind.to_lowercase(),
            role.name
        )
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::directory::objects::{Key, Object};

    fn put(rights: &mut Rights, collection: Collection, namespace: &str, document: Value) {
        let name = document["metadata"]["name"].as_str().unwrap().to_owned();
        let key = Key::new(collection, namespace, name);
        rights.apply(&Change {
            revision: 1,
            previous: None,
            current: Some(Arc::new(Object::new(key, 1, document))),
        });
    }

    fn bind(rights: &mut Rights, name: &str, role: &str) {
        let binding = json!({
            "metadata": {"name": name},
            "subjects": [{"kind": "User", "name": "ann"}],
            "roleRef": {"kind": "ClusterRole", "name": role},
        });
        put(rights, Collection::ROLE_BINDINGS, "a", binding);
    }

    fn get_pod() -> Attributes {
        Attributes {
            namespace: "a".to_owned(),
            verb: "get".to_owned(),
            resource: "pods".to_owned(),
            subresource: "log".to_owned(),
            ..Attributes::default()
        }
    }

    #[test]
    fn a_binding_gives_what_its_role_holds_when_it_is_asked() {
        let mut rights = Rights::default();
        let ann = Subject {
            user: "ann".to_owned(),
            groups: Vec::new(),
        };
        bind(&mut rights, "reads", "reader");
        let refusal = rights.review(&ann, &get_pod());
        assert!(!refusal.allowed);
        assert_eq!(
            refusal.reason,
            "RBAC: clusterrole.rbac.authorization.k8s.io \"reader\" not found"
        );

        let role = json!({
            "metadata": {"name": "reader"},
            "rules": [{"verbs": ["get"], "apiGroups": [""], "resources": ["*/log"]}],
        });
        put(&mut rights, Collection::CLUSTER_ROLES, "", role);
        let decision = rights.review(&ann, &get_pod());
        assert!(decision.allowed);
        assert_eq!(
            decision.reason,
            "RBAC: allowed by RoleBinding \"reads/a\" of ClusterRole \"reader\" to User \"ann\""
        );
        let elsewhere = Attributes {
            namespace: "b".to_owned(),
            ..get_pod()
        };
        assert!(!rights.review(&ann, &elsewhere).allowed);
    }

    #[test]
    fn paths_are_given_by_the_cluster_alone() {
        let mut rights = Rights::default();
        let ann = Subject {
            user: "ann".to_owned(),
            groups: Vec::new(),
        };
        let role = json!({
            "metadata": {"name": "reader"},
            "rules": [{"verbs": ["get"], "nonResourceURLs": ["/apis/*", "/version"]}],
        });
        put(&mut rights, Collection::CLUSTER_ROLES, "", role);
        bind(&mut rights, "reads", "reader");
        assert!(!rights.review_path(&ann, "get", "/version").allowed);
        let binding = json!({
            "metadata": {"name": "reads"},
            "subjects": [{"kind": "User", "name": "ann"}],
            "roleRef": {"kind": "ClusterRole", "name": "reader"},
        });
        put(&mut rights, Collection::CLUSTER_ROLE_BINDINGS, "", binding);
        assert!(rights.review_path(&ann, "get", "/version").allowed);
        assert!(rights.review_path(&ann, "get", "/apis/x").allowed);
        assert!(!rights.review_path(&ann, "get", "/versions").allowed);
        assert!(!rights.review_path(&ann, "post", "/version").allowed);
    }
}
