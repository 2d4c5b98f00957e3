//! Roles and bindings.

use serde_json::{Value, json};

use crate::directory::Collection;
use crate::kubernetes::resources::RBAC;
use crate::kubernetes::status::InvalidField;

pub(super) fn default_role(role: &mut Value) {
    if role["aggregationRule"].is_null() && role.get("rules").is_none() {
        role["rules"] = Value::Null;
    }
}

pub(super) fn default_binding(binding: &mut Value) {
    let namespace = binding["metadata"]["namespace"].clone();
    let subjects = binding.get_mut("subjects").and_then(Value::as_array_mut);
    for subject in subjects.into_iter().flatten() {
        let is_account = subject["kind"] == "ServiceAccount";
        let Some(members) = subject.as_object_mut() else {
            continue;
        };
        if is_account {
            if members.get("apiGroup").is_some_and(|group| group == "") {
                members.remove("apiGroup");
            }
            // kubectl and most manifests name it; the real server takes the binding's own.
            if !namespace.is_null() && !members.contains_key("namespace") {
                members.insert("namespace".to_owned(), namespace.clone());
            }
        } else {
            members.entry("apiGroup").or_insert_with(|| RBAC.into());
        }
    }
    let role = binding.get_mut("roleRef").and_then(Value::as_object_mut);
    if let Some(role) = role {
        role.entry("apiGroup").or_insert_with(|| RBAC.into());
    }
}

pub(super) fn check_role(role: &Value) -> Vec<InvalidField> {
    let mut wrong = Vec::new();
    let is_of_cluster = role["metadata"]["namespace"].is_null();
    for (index, rule) in role["rules"].as_array().into_iter().flatten().enumerate() {
        let has = |key: &str| rule[key].as_array().is_some_and(|list| !list.is_empty());
        let mut refuse = |key: &str, why: &str| {
            wrong.push(InvalidField::required(format!("rules[{index}].{key}"), why));
        };
        if !has("verbs") {
            refuse("verbs", "verbs must contain at least one value");
        }
        if has("nonResourceURLs") {
            if !is_of_cluster {
                wrong.push(InvalidField::invalid(
                    format!("rules[{index}].nonResourceURLs"),
                    &rule["nonResourceURLs"].to_string(),
                    "namespaced rules cannot apply to non-resource URLs",
                ));
            }
            continue;
        }
        if !has("apiGroups") {
            refuse(
                "apiGroups",
                "resource rules must supply at least one api group",
            );
        }
        if !has("resources") {
            refuse(
                "resources",
                "resource rules must supply at least one resource",
            );
        }
    }
    wrong
}

pub(super) fn check_binding(
    collection: Collection,
    binding: &Value,
    old: Option<&Value>,
) -> Vec<InvalidField> {
    let mut wrong = Vec::new();
    let role = &binding["roleRef"];
    if let Some(old) = old
        && old["roleRef"] != *role
    {
        let shown =
            json!({"apiGroup": role["apiGroup"], "kind": role["kind"], "name": role["name"]});
        let why = "cannot change roleRef";
        wrong.push(InvalidField::invalid("roleRef", &shown.to_string(), why));
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if role["apiGroup"] != RBAC {
        let group = text(&role["apiGroup"]);
        wrong.push(InvalidField::unsupported(
            "roleRef.apiGroup",
            &group,
            &[RBAC],
        ));
    }
    let kinds: &[&str] = match collection {
        Collection::ROLE_BINDINGS => &["Role", "ClusterRole"],
        _ => &["ClusterRole"],
    };
    let kind = text(&role["kind"]);
    if !kinds.contains(&kind.as_str()) {
        wrong.push(InvalidField::unsupported("roleRef.kind", &kind, kinds));
    }
    if text(&role["name"]).is_empty() {
        wrong.push(InvalidField::required("roleRef.name", ""));
    }
    for (index, subject) in binding["subjects"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        wrong.extend(check_subject(&format!("subjects[{index}]"), subject));
    }
    wrong
}

fn check_subject(at: &str, subject: &Value) -> Vec<InvalidField> {
    let text = |key: &str| subject[key].as_str().unwrap_or_default();
    let mut wrong = Vec::new();
    if text("name").is_empty() {
        wrong.push(InvalidField::required(format!("{at}.name"), ""));
    }
    match text("kind") {
        "ServiceAccount" if text("namespace").is_empty() => {
            wrong.push(InvalidField::required(format!("{at}.namespace"), ""));
        }
        "ServiceAccount" | "User" | "Group" => {}
        other => wrong.push(InvalidField::unsupported(
            format!("{at}.kind"),
            other,
            &["ServiceAccount", "User", "Group"],
        )),
    }
    wrong
}
