//! Roles and bindings give only what their writer holds, unless the writer may give more.

use serde::Deserialize;
use serde_json::Value;

use crate::directory::{Attributes, Collection, Directory, PolicyRule, Subject};
use crate::kubernetes::resources::{RBAC, Resource};
use crate::kubernetes::status::Status;

/// Metadata by which an object is kept or goes; who may change nothing else gives no rights by it.
const OF_GARBAGE_COLLECTION: [&str; 3] = ["ownerReferences", "finalizers", "managedFields"];

/// Who writes a role or a binding, and where.
pub(in crate::kubernetes) struct Giver<'a> {
    pub(in crate::kubernetes) directory: &'a Directory,
    pub(in crate::kubernetes) subject: &'a Subject,
    /// Empty at the cluster scope.
    pub(in crate::kubernetes) namespace: &'a str,
    /// The name in the call's path; empty where something is made.
    pub(in crate::kubernetes) name: &'a str,
}

impl Giver<'_> {
    /// Refuses a role or a binding that gives what its writer does not hold.
    ///
    /// # Errors
    /// 403 with what is missing, 404 for a role that is to be bound and is not there.
    pub(in crate::kubernetes) fn check(
        &self,
        resource: &Resource,
        collection: Collection,
        document: &Value,
        old: Option<&Value>,
    ) -> Result<(), Status> {
        let is_role = [Collection::ROLES, Collection::CLUSTER_ROLES].contains(&collection);
        let is_binding =
            [Collection::ROLE_BINDINGS, Collection::CLUSTER_ROLE_BINDINGS].contains(&collection);
        if !(is_role || is_binding) || old.is_some_and(|old| gives_nothing(document, old)) {
            return Ok(());
        }
        let why = if is_role {
            if self.may("escalate", resource.plural, self.name) {
                return Ok(());
            }
            self.role_gives_more(document)
        } else {
            let role = &document["roleRef"];
            let text = |key: &str| role[key].as_str().unwrap_or_default();
            let of_roles = match text("kind") {
                "Role" if collection == Collection::ROLE_BINDINGS => "roles",
                "ClusterRole" => "clusterroles",
                // There is no such role, as will be said of the field.
                _ => return Ok(()),
            };
            if self.may("bind", of_roles, text("name")) {
                return Ok(());
            }
            let rules = self
                .directory
                .role_rules(text("kind"), self.namespace, text("name"));
            let rules = rules.ok_or_else(|| {
                Status::not_found(RBAC, &text("kind").to_lowercase(), text("name"))
            })?;
            self.directory
                .escalation(self.subject, self.namespace, &rules)
        };
        let name = document["metadata"]["name"].as_str().unwrap_or_default();
        why.map_or(Ok(()), |why| {
            Err(Status::denied(RBAC, resource.plural, name, &why))
        })
    }

    fn may(&self, verb: &str, resource: &str, name: &str) -> bool {
        let attributes = Attributes {
            namespace: self.namespace.to_owned(),
            verb: verb.to_owned(),
            group: RBAC.to_owned(),
            resource: resource.to_owned(),
            name: name.to_owned(),
            ..Attributes::default()
        };
        self.directory.review(self.subject, &attributes).allowed
    }

    fn role_gives_more(&self, role: &Value) -> Option<String> {
        // Rules that cannot be read give nothing.
        let rules = Vec::<PolicyRule>::deserialize(&role["rules"]).unwrap_or_default();
        let escalation = |rules: &[PolicyRule]| {
            self.directory
                .escalation(self.subject, self.namespace, rules)
        };
        escalation(&rules).or_else(|| {
            // What is aggregated may come to be anything.
            role["aggregationRule"].is_object().then_some(())?;
            escalation(&PolicyRule::everything())?;
            Some("must have cluster-admin privileges to use the aggregationRule".to_owned())
        })
    }
}

fn gives_nothing(document: &Value, old: &Value) -> bool {
    let rest = |document: &Value| {
        let mut rest = document.clone();
        if let Some(metadata) = rest.get_mut("metadata").and_then(Value::as_object_mut) {
            metadata.retain(|key, _| !OF_GARBAGE_COLLECTION.contains(&key.as_str()));
        }
        rest
    };
    rest(document) == rest(old)
}
