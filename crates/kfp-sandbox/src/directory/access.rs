//! Role-based access control, decided from the rows.

use rusqlite::Connection;
use serde::Deserialize;

use super::Directory;

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

/// The answer, with the reason as Kubernetes words it (empty for a refusal).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) allowed: bool,
    pub(crate) reason: String,
}

/// One rule of a role.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PolicyRule {
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    api_groups: Vec<String>,
    #[serde(default)]
    resources: Vec<String>,
    #[serde(default)]
    resource_names: Vec<String>,
}

impl Directory {
    /// Decides whether `subject` may do what `attributes` say.
    pub(crate) async fn review(
        &self,
        subject: Subject,
        attributes: Attributes,
    ) -> Result<Decision, rusqlite::Error> {
        self.database
            .read(move |connection| review(connection, &subject, &attributes))
            .await
    }
}

/// Cluster-wide bindings come first, then those of the namespace: the order in which Kubernetes looks.
const BINDINGS: &str = "
    SELECT b.namespace, b.name, b.role_kind, b.role_name, b.subject_kind, b.subject_namespace, b.subject_name, r.rules
    FROM bindings b
    JOIN roles r ON r.name = b.role_name
                AND r.namespace = CASE b.role_kind WHEN 'Role' THEN b.namespace ELSE '' END
    WHERE b.subject_kind = ?1 AND b.subject_name = ?2 AND b.subject_namespace = ?3 AND b.namespace IN ('', ?4)
    ORDER BY b.namespace, b.name";

fn review(
    connection: &Connection,
    subject: &Subject,
    attributes: &Attributes,
) -> Result<Decision, rusqlite::Error> {
    if subject.groups.iter().any(|group| group == "system:masters") {
        return Ok(Decision {
            allowed: true,
            reason: String::new(),
        });
    }
    let mut subjects = vec![("User", subject.user.as_str(), "")];
    if let Some((namespace, name)) = subject
        .user
        .strip_prefix("system:serviceaccount:")
        .and_then(|account| account.split_once(':'))
    {
        subjects.push(("ServiceAccount", name, namespace));
    }
    subjects.extend(
        subject
            .groups
            .iter()
            .map(|group| ("Group", group.as_str(), "")),
    );

    let mut statement = connection.prepare_cached(BINDINGS)?;
    for (kind, name, namespace) in subjects {
        let mut rows = statement.query((kind, name, namespace, &attributes.namespace))?;
        while let Some(row) = rows.next()? {
            let rules: Vec<PolicyRule> =
                serde_json::from_str(row.get_ref(7)?.as_str()?).unwrap_or_default();
            if rules.iter().any(|rule| rule.allows(attributes)) {
                let binding = Binding {
                    namespace: row.get(0)?,
                    name: row.get(1)?,
                    role_kind: row.get(2)?,
                    role_name: row.get(3)?,
                };
                return Ok(Decision {
                    allowed: true,
                    reason: binding.reason(kind, name, namespace),
                });
            }
        }
    }
    Ok(Decision::default())
}

struct Binding {
    namespace: String,
    name: String,
    role_kind: String,
    role_name: String,
}

impl Binding {
    fn reason(&self, kind: &str, name: &str, namespace: &str) -> String {
        let (binding, full_name) = if self.namespace.is_empty() {
            ("ClusterRoleBinding", self.name.clone())
        } else {
            ("RoleBinding", format!("{}/{}", self.name, self.namespace))
        };
        let subject = if namespace.is_empty() {
            name.to_owned()
        } else {
            format!("{name}/{namespace}")
        };
        format!(
            "RBAC: allowed by {binding} \"{full_name}\" of {} \"{}\" to {kind} \"{subject}\"",
            self.role_kind, self.role_name
        )
    }
}

impl PolicyRule {
    fn allows(&self, attributes: &Attributes) -> bool {
        let resource = if attributes.subresource.is_empty() {
            attributes.resource.clone()
        } else {
            format!("{}/{}", attributes.resource, attributes.subresource)
        };
        holds(&self.verbs, &attributes.verb)
            && holds(&self.api_groups, &attributes.group)
            && (holds(&self.resources, &resource)
                || (!attributes.subresource.is_empty()
                    && self
                        .resources
                        .iter()
                        .any(|rule| *rule == format!("*/{}", attributes.subresource))))
            && (self.resource_names.is_empty() || self.resource_names.contains(&attributes.name))
    }
}

fn holds(list: &[String], wanted: &str) -> bool {
    list.iter().any(|entry| entry == "*" || entry == wanted)
}
