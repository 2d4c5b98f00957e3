//! An `AuthorizationPolicy` as Envoy's filter, as istiod writes it.
//!
//! Ports are left out: those of the tests are others than those of a cluster.

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value, json};

use super::filters;

/// The filters of a workload with these policies: what is denied, then what is allowed.
///
/// # Errors
/// When a policy says something that is not known here.
pub(in crate::envoy) fn authorization(policies: &[&Value]) -> Result<Vec<Value>> {
    let (mut deny, mut allow) = (Map::new(), Map::new());
    let mut is_anything_allowed = false;
    for policy in policies {
        let rules = match policy["spec"]["action"].as_str().unwrap_or("ALLOW") {
            "ALLOW" => {
                is_anything_allowed = true;
                &mut allow
            }
            "DENY" => &mut deny,
            other => bail!("the action {other} is not known here"),
        };
        let name = policy["metadata"]["name"].as_str().context("no name")?;
        let listed = policy["spec"]["rules"].as_array();
        for (number, rule) in listed.into_iter().flatten().enumerate() {
            let name = format!("ns[kubeflow]-policy[{name}]-rule[{number}]");
            rules.insert(name, translate(rule)?);
        }
    }
    let mut chain = Vec::new();
    if !deny.is_empty() {
        chain.push(filters::deny(&Value::Object(deny)));
    }
    // A policy that allows and has no rule allows nothing, and with it nothing else is allowed by itself.
    if is_anything_allowed {
        chain.push(filters::allow(&Value::Object(allow)));
    }
    Ok(chain)
}

fn translate(rule: &Value) -> Result<Value> {
    known(rule, &["from", "to", "when"])?;
    let mut permissions = vec![json!({"any": true})];
    let mut principals = vec![json!({"any": true})];
    if let Some(sources) = rule["from"].as_array() {
        let mut any = Vec::new();
        for source in sources {
            any.extend(principals_of(&source["source"])?);
        }
        principals.push(json!({"or_ids": {"ids": any}}));
    }
    if let Some(operations) = rule["to"].as_array() {
        let mut any = Vec::new();
        for operation in operations {
            any.push(permission_of(&operation["operation"])?);
        }
        permissions.push(json!({"or_rules": {"rules": any}}));
    }
    for condition in rule["when"].as_array().into_iter().flatten() {
        principals.push(absence(condition)?);
    }
    Ok(json!({
        "permissions": [{"and_rules": {"rules": permissions}}],
        "principals": [{"and_ids": {"ids": principals}}],
    }))
}

fn principals_of(source: &Value) -> Result<Vec<Value>> {
    known(source, &["principals"])?;
    let principals = source["principals"].as_array().context("no principals")?;
    principals
        .iter()
        .map(|principal| {
            let name = principal.as_str().context("no text")?;
            let exact = json!({"exact": format!("spiffe://{name}")});
            Ok(json!({"authenticated": {"principal_name": exact}}))
        })
        .collect()
}

fn permission_of(operation: &Value) -> Result<Value> {
    known(operation, &["ports", "methods"])?;
    let Some(methods) = operation["methods"].as_array() else {
        return Ok(json!({"any": true}));
    };
    let methods = methods
        .iter()
        .map(|method| json!({"header": {"name": ":method", "string_match": {"exact": method}}}));
    Ok(json!({"or_rules": {"rules": methods.collect::<Vec<_>>()}}))
}

/// The one condition that is used: a header that is not there.
fn absence(condition: &Value) -> Result<Value> {
    known(condition, &["key", "notValues"])?;
    if condition["notValues"] != json!(["*"]) {
        bail!("{condition} is not known here");
    }
    let name = condition["key"]
        .as_str()
        .and_then(|key| key.strip_prefix("request.headers[")?.strip_suffix(']'))
        .with_context(|| format!("{condition} is not known here"))?;
    Ok(json!({"not_id": {"header": {"name": name, "present_match": true}}}))
}

fn known(object: &Value, fields: &[&str]) -> Result<()> {
    let unknown = object
        .as_object()
        .and_then(|object| object.keys().find(|name| !fields.contains(&name.as_str())));
    match unknown {
        Some(name) => bail!("{name} is not known here"),
        None => Ok(()),
    }
}
