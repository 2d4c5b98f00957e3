//! Discovery of everything at once, for clients that ask for it.

use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, CONTENT_TYPE, VARY};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::groups::{groups, resources_of, subresources};
use crate::kubernetes::resources::Resource;

/// The aggregated form of `/api` or `/apis`, if the caller accepts it.
pub(super) fn answer(path: &str, headers: &HeaderMap) -> Option<Response> {
    let version = accepted_version(headers)?;
    let groups: Vec<Value> = if path == "/api" {
        vec![group_document("", &["v1"])]
    } else {
        groups()
            .iter()
            .map(|(group, versions)| group_document(group, versions))
            .collect()
    };
    let body = json!({
        "kind": "APIGroupDiscoveryList",
        "apiVersion": format!("apidiscovery.k8s.io/{version}"),
        "metadata": {},
        "items": groups,
    });
    let media_type =
        format!("application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList");
    let headers = [(CONTENT_TYPE, media_type), (VARY, "Accept".to_owned())];
    Some((StatusCode::OK, headers, body.to_string()).into_response())
}

fn accepted_version(headers: &HeaderMap) -> Option<&'static str> {
    let accept = headers.get(ACCEPT)?.to_str().ok()?;
    accept.split(',').find_map(|entry| {
        let parts: Vec<&str> = entry.split(';').map(str::trim).collect();
        let is_list = parts.contains(&"g=apidiscovery.k8s.io")
            && parts.contains(&"as=APIGroupDiscoveryList")
            && parts.first() == Some(&"application/json");
        ["v2", "v2beta1"]
            .into_iter()
            .find(|version| is_list && parts.contains(&format!("v={version}").as_str()))
    })
}

fn group_document(group: &str, versions: &[&str]) -> Value {
    let versions: Vec<Value> = versions
        .iter()
        .map(|version| {
            let resources: Vec<Value> = resources_of(group, version).map(resource).collect();
            json!({"version": version, "resources": resources, "freshness": "Current"})
        })
        .collect();
    let mut metadata = json!({"creationTimestamp": null});
    if !group.is_empty() {
        metadata["name"] = group.into();
    }
    json!({"metadata": metadata, "versions": versions})
}

fn resource(resource: &'static Resource) -> Value {
    let scope = if resource.is_namespaced {
        "Namespaced"
    } else {
        "Cluster"
    };
    let kind = |group: &str, version: &str, kind: &str| json!({"group": group, "version": version, "kind": kind});
    let mut document = json!({
        "resource": resource.plural,
        "responseKind": kind(resource.group, resource.version, resource.kind),
        "scope": scope,
        "singularResource": resource.singular(),
        "verbs": resource.verbs,
    });
    if !resource.short_names.is_empty() {
        document["shortNames"] = json!(resource.short_names);
    }
    let parts: Vec<Value> = subresources(resource)
        .map(|(_, name, of, verbs)| {
            json!({"subresource": name, "responseKind": kind("", "v1", of), "verbs": verbs})
        })
        .collect();
    if !parts.is_empty() {
        document["subresources"] = parts.into();
    }
    document
}
