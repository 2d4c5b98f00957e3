//! Schemas, as far as kubectl asks for them: which call takes which parameters. The objects themselves are free.

use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};

use super::groups::{groups, resources_of};
use crate::kubernetes::resources::{Resource, api_version};
use crate::kubernetes::status::object;

const PROTOBUF: &str = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

/// `/openapi/v2`: a document without definitions, from which kubectl takes what it knows itself.
pub(super) fn v2(headers: &HeaderMap) -> Response {
    let wants_protobuf = headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("proto-openapi.spec.v2"));
    if wants_protobuf {
        return (StatusCode::OK, [(CONTENT_TYPE, PROTOBUF)], protobuf()).into_response();
    }
    let body = json!({
        "swagger": "2.0",
        "info": {"title": "kfp-sandbox (simulated)", "version": "v1.36.2"},
        "paths": {},
        "definitions": {},
    });
    object(StatusCode::OK, &body)
}

/// The same document in gnostic's protobuf: `swagger` is field 1, `info` field 2 with `title` and `version`, `paths`
/// field 8.
fn protobuf() -> Vec<u8> {
    let field = |number: u8, content: &[u8]| {
        let length = u8::try_from(content.len()).expect("each part is shorter than 128 bytes");
        [&[number << 3 | 2, length], content].concat()
    };
    let info = [field(1, b"kfp-sandbox (simulated)"), field(2, b"v1.36.2")].concat();
    [field(1, b"2.0"), field(2, &info), field(8, &[])].concat()
}

/// `/openapi/v3`: where each version's document is.
pub(super) fn v3_index() -> Value {
    let mut paths = Map::new();
    let mut add = |path: String| {
        let url = format!("/openapi/v3/{path}?hash=simulated");
        paths.insert(path, json!({"serverRelativeURL": url}));
    };
    add("api/v1".to_owned());
    for (group, versions) in groups() {
        for version in versions {
            add(format!("apis/{group}/{version}"));
        }
    }
    json!({"paths": paths})
}

/// `/openapi/v3/api/v1` and `/openapi/v3/apis/GROUP/VERSION`.
pub(super) fn v3(path: &str) -> Option<Value> {
    let (group, version) = match path.strip_prefix("apis/") {
        Some(rest) => rest.split_once('/')?,
        None => ("", path.strip_prefix("api/")?),
    };
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for resource in resources_of(group, version) {
        let root = match group {
            "" => "/api/v1".to_owned(),
            group => format!("/apis/{group}/{version}"),
        };
        let scope = if resource.is_namespaced {
            "/namespaces/{namespace}"
        } else {
            ""
        };
        let collection = format!("{root}{scope}/{}", resource.plural);
        paths.insert(
            format!("{collection}/{{name}}"),
            operations(
                resource,
                &[
                    ("get", "get"),
                    ("put", "update"),
                    ("patch", "patch"),
                    ("delete", "delete"),
                ],
            ),
        );
        paths.insert(
            collection,
            operations(resource, &[("get", "list"), ("post", "create")]),
        );
        schemas.insert(schema_name(resource), schema(resource));
    }
    if paths.is_empty() {
        return None;
    }
    Some(json!({
        "openapi": "3.0.0",
        "info": {"title": "kfp-sandbox (simulated)", "version": "v1.36.2"},
        "paths": paths,
        "components": {"schemas": schemas},
    }))
}

fn kind_of(resource: &Resource) -> Value {
    json!({"group": resource.group, "version": resource.version, "kind": resource.kind})
}

fn schema_name(resource: &Resource) -> String {
    let group = match resource.group {
        "" => "core",
        group => group,
    };
    format!("{group}.{}.{}", resource.version, resource.kind)
}

fn operations(resource: &Resource, wanted: &[(&str, &str)]) -> Value {
    let mut operations = Map::new();
    for (method, verb) in wanted {
        if !resource.verbs.contains(verb) {
            continue;
        }
        let parameters: Vec<Value> = match *verb {
            "create" | "update" | "patch" => ["dryRun", "fieldManager", "fieldValidation"]
                .map(parameter)
                .into(),
            "delete" => ["dryRun", "propagationPolicy"].map(parameter).into(),
            _ => Vec::new(),
        };
        let mut operation = json!({
            "operationId": format!("{verb}{}{}", resource.version, resource.kind),
            "parameters": parameters,
            "responses": {"200": {"description": "OK"}},
            "x-kubernetes-action": verb,
            "x-kubernetes-group-version-kind": kind_of(resource),
        });
        if *verb == "patch" {
            operation["requestBody"] = json!({"content": {
                "application/json-patch+json": {},
                "application/merge-patch+json": {},
                "application/apply-patch+yaml": {},
            }});
        }
        operations.insert((*method).to_owned(), operation);
    }
    Value::Object(operations)
}

fn parameter(name: &str) -> Value {
    json!({"name": name, "in": "query", "schema": {"type": "string", "uniqueItems": true}})
}

fn schema(resource: &Resource) -> Value {
    let text = json!({"type": "string"});
    json!({
        "type": "object",
        "description": format!("{} {}: not described in the sandbox", api_version(resource.group, resource.version), resource.kind),
        "properties": {
            "apiVersion": text,
            "kind": text,
            "metadata": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
        },
        "x-kubernetes-preserve-unknown-fields": true,
        "x-kubernetes-group-version-kind": [kind_of(resource)],
    })
}
