//! What roles and their bindings come to.

use serde_json::Value;

/// What somebody wants to do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Want {
    pub(crate) verb: &'static str,
    pub(crate) group: &'static str,
    pub(crate) resource: &'static str,
    /// Where; nowhere in particular means in all namespaces at once.
    pub(crate) namespace: Option<&'static str>,
}

/// Whether a service account, written `namespace/name`, may do it.
pub(crate) fn may(objects: &[Value], account: &str, want: Want) -> bool {
    let (namespace, name) = account.split_once('/').unwrap();
    let bound_to = |subject: &Value| {
        subject["kind"] == "ServiceAccount"
            && subject["name"] == name
            && subject["namespace"] == namespace
    };
    objects.iter().any(|binding| {
        let in_reach = match binding["kind"].as_str().unwrap() {
            "ClusterRoleBinding" => true,
            "RoleBinding" => want
                .namespace
                .is_some_and(|wanted| binding["metadata"]["namespace"] == wanted),
            _ => false,
        };
        in_reach
            && binding["subjects"].as_array().unwrap().iter().any(bound_to)
            && role(objects, &binding["roleRef"])["rules"]
                .as_array()
                .unwrap()
                .iter()
                .any(|rule| grants(rule, want))
    })
}

fn role<'a>(objects: &'a [Value], reference: &Value) -> &'a Value {
    assert_eq!(reference["kind"], "ClusterRole", "{reference}");
    objects
        .iter()
        .find(|object| {
            object["kind"] == reference["kind"] && object["metadata"]["name"] == reference["name"]
        })
        .unwrap_or_else(|| panic!("{reference} is not there"))
}

fn grants(rule: &Value, want: Want) -> bool {
    let names = |field: &str, wanted: &str| {
        let listed = rule[field].as_array().unwrap();
        listed.iter().any(|one| one == wanted || one == "*")
    };
    assert!(rule.get("nonResourceURLs").is_none(), "{rule}");
    names("apiGroups", want.group)
        && names("resources", want.resource)
        && names("verbs", want.verb)
        && rule.get("resourceNames").is_none()
}
