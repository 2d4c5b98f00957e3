//! What Istio's policies come to: the rules of its reference for `AuthorizationPolicy` and `PeerAuthentication`, as far as
//! they are used here. A field that is not known here is an error and not passed over.

use serde_json::Value;

use crate::caller::{Ask, Labels, Pod};

/// Policies of this namespace are for the whole mesh.
const ROOT: &str = "istio-system";

/// What a sidecar does with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It passes.
    Admitted,
    /// `RBAC: access denied`.
    Denied,
    /// The connection ends: only mutual TLS is spoken.
    NoTls,
}

/// What the sidecar of `to` does with a request of `from`.
pub(crate) fn verdict(objects: &[Value], from: &Pod, to: &Pod, ask: &Ask) -> Verdict {
    if from.principal.is_none() && is_strict(objects, to) {
        return Verdict::NoTls;
    }
    let selected: Vec<&Value> = objects
        .iter()
        .filter(|object| object["kind"] == "AuthorizationPolicy" && selects(object, to))
        .collect();
    let of_action = |action: &str| {
        let of_action = selected.iter().filter(|policy| {
            let found = policy["spec"]["action"].as_str().unwrap_or("ALLOW");
            assert!(["ALLOW", "DENY"].contains(&found), "{policy}");
            found == action
        });
        of_action.copied().collect::<Vec<_>>()
    };
    let matches = |policy: &&Value| rules_match(&policy["spec"]["rules"], from, ask);
    let (deny, allow) = (of_action("DENY"), of_action("ALLOW"));
    if deny.iter().any(matches) || (!allow.is_empty() && !allow.iter().any(matches)) {
        Verdict::Denied
    } else {
        Verdict::Admitted
    }
}

fn is_strict(objects: &[Value], to: &Pod) -> bool {
    objects.iter().any(|object| {
        object["kind"] == "PeerAuthentication"
            && selects(object, to)
            && object["spec"]["mtls"]["mode"] == "STRICT"
    })
}

/// Whether a policy is about this workload.
fn selects(policy: &Value, workload: &Pod) -> bool {
    let namespace = policy["metadata"]["namespace"].as_str().unwrap();
    let in_reach = namespace == workload.namespace || namespace == ROOT;
    let selector = &policy["spec"]["selector"];
    in_reach && (selector.is_null() || has_labels(&selector["matchLabels"], &workload.labels))
}

/// Whether labels are among others.
pub(crate) fn has_labels(wanted: &Value, labels: &Labels) -> bool {
    let wanted = wanted.as_object().unwrap();
    wanted
        .iter()
        .all(|(name, value)| labels.get(name.as_str()).copied() == value.as_str())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn rules_match(rules: &Value, from: &Pod, ask: &Ask) -> bool {
    list(rules).iter().any(|rule| {
        known(rule, &["from", "to", "when"]);
        let any = |field: &str, fits: &dyn Fn(&Value) -> bool| {
            rule[field].is_null() || list(&rule[field]).iter().any(fits)
        };
        any("from", &|one| source_fits(&one["source"], from))
            && any("to", &|one| operation_fits(&one["operation"], ask))
            && list(&rule["when"])
                .iter()
                .all(|one| condition_holds(one, ask))
    })
}

fn source_fits(source: &Value, from: &Pod) -> bool {
    known(source, &["principals", "requestPrincipals"]);
    let principal = from.principal.as_deref();
    // Nobody in these tests carries a token that the mesh has verified.
    source["requestPrincipals"].is_null()
        && (source["principals"].is_null() || one_of(&source["principals"], principal))
}

fn operation_fits(operation: &Value, ask: &Ask) -> bool {
    known(operation, &["ports", "methods"]);
    let port = ask.port.to_string();
    (operation["ports"].is_null() || one_of(&operation["ports"], Some(&port)))
        && (operation["methods"].is_null() || one_of(&operation["methods"], Some(ask.method)))
}

fn condition_holds(condition: &Value, ask: &Ask) -> bool {
    known(condition, &["key", "values", "notValues"]);
    let key = condition["key"].as_str().unwrap();
    let header = key
        .strip_prefix("request.headers[")
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or_else(|| panic!("{key} is not known here"));
    let value = ask.headers.get(header).copied();
    (condition["values"].is_null() || one_of(&condition["values"], value))
        && (condition["notValues"].is_null() || !one_of(&condition["notValues"], value))
}

/// Whether a value is one of those that are listed. A lone star is anything that is there, the empty text included.
fn one_of(listed: &Value, value: Option<&str>) -> bool {
    let Some(value) = value else { return false };
    list(listed).iter().any(|pattern| {
        let pattern = pattern.as_str().unwrap();
        match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
            (Some(""), _) => true,
            (Some(end), _) => value.ends_with(end),
            (None, Some(start)) => value.starts_with(start),
            (None, None) => value == pattern,
        }
    })
}

fn known(object: &Value, fields: &[&str]) {
    let members = object.as_object().unwrap_or_else(|| panic!("{object}"));
    for name in members.keys() {
        assert!(fields.contains(&name.as_str()), "{name} is not known here");
    }
}
