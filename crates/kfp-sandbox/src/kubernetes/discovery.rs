//! What there is: versions, groups, resources, health.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Value, json};

use super::status::object;

/// A resource: its group, name, kind, whether it lives in namespaces, and its verbs.
struct Resource(
    &'static str,
    &'static str,
    &'static str,
    bool,
    &'static [&'static str],
);

const STORED: &[&str] = &["create", "delete", "get", "list"];

const RESOURCES: &[Resource] = &[
    Resource("", "namespaces", "Namespace", false, STORED),
    Resource("", "serviceaccounts", "ServiceAccount", true, STORED),
    Resource(
        "",
        "serviceaccounts/token",
        "TokenRequest",
        true,
        &["create"],
    ),
    Resource(
        "authentication.k8s.io",
        "selfsubjectreviews",
        "SelfSubjectReview",
        false,
        &["create"],
    ),
    Resource(
        "authentication.k8s.io",
        "tokenreviews",
        "TokenReview",
        false,
        &["create"],
    ),
    Resource(
        "authorization.k8s.io",
        "localsubjectaccessreviews",
        "LocalSubjectAccessReview",
        true,
        &["create"],
    ),
    Resource(
        "authorization.k8s.io",
        "selfsubjectaccessreviews",
        "SelfSubjectAccessReview",
        false,
        &["create"],
    ),
    Resource(
        "authorization.k8s.io",
        "subjectaccessreviews",
        "SubjectAccessReview",
        false,
        &["create"],
    ),
    Resource(
        "rbac.authorization.k8s.io",
        "clusterrolebindings",
        "ClusterRoleBinding",
        false,
        STORED,
    ),
    Resource(
        "rbac.authorization.k8s.io",
        "clusterroles",
        "ClusterRole",
        false,
        STORED,
    ),
    Resource(
        "rbac.authorization.k8s.io",
        "rolebindings",
        "RoleBinding",
        true,
        STORED,
    ),
    Resource("rbac.authorization.k8s.io", "roles", "Role", true, STORED),
];

const GROUPS: [&str; 3] = [
    "authentication.k8s.io",
    "authorization.k8s.io",
    "rbac.authorization.k8s.io",
];

/// What everyone may read.
pub(super) fn public(path: &str) -> Option<Response> {
    match path {
        "/readyz" | "/livez" | "/healthz" => Some(plain_text(StatusCode::OK, "ok")),
        "/version" => Some(object(
            StatusCode::OK,
            &json!({
                "major": "1",
                "minor": "36",
                "gitVersion": "v1.36.2",
                "gitCommit": "",
                "gitTreeState": "",
                "buildDate": "1970-01-01T00:00:00Z",
                "goVersion": "",
                "compiler": "",
                "platform": "kfp-sandbox (simulated)",
            }),
        )),
        _ => None,
    }
}

/// The lists of versions, groups and resources.
pub(super) fn answer(path: &str) -> Response {
    let body = match path.trim_end_matches('/') {
        "/api" => {
            json!({"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []})
        }
        "/apis" => json!({
            "kind": "APIGroupList",
            "apiVersion": "v1",
            "groups": GROUPS.iter().map(|group| group_document(group)).collect::<Vec<_>>(),
        }),
        "/api/v1" => resources("", "v1"),
        path => {
            let mut parts = path.strip_prefix("/apis/").unwrap_or_default().split('/');
            match (parts.next(), parts.next(), parts.next()) {
                (Some(group), None, _) if GROUPS.contains(&group) => {
                    let mut document = group_document(group);
                    document["kind"] = "APIGroup".into();
                    document["apiVersion"] = "v1".into();
                    document
                }
                (Some(group), Some("v1"), None) if GROUPS.contains(&group) => {
                    resources(group, &format!("{group}/v1"))
                }
                _ => return no_such_page(),
            }
        }
    };
    object(StatusCode::OK, &body)
}

fn group_document(group: &str) -> Value {
    let version = json!({"groupVersion": format!("{group}/v1"), "version": "v1"});
    json!({"name": group, "versions": [version], "preferredVersion": version})
}

fn resources(group: &str, group_version: &str) -> Value {
    let resources: Vec<Value> = RESOURCES
        .iter()
        .filter(|Resource(of, ..)| *of == group)
        .map(|Resource(_, name, kind, namespaced, verbs)| {
            let singular = if name.contains('/') {
                String::new()
            } else {
                kind.to_lowercase()
            };
            json!({
                "name": name,
                "singularName": singular,
                "namespaced": namespaced,
                "kind": kind,
                "verbs": verbs,
            })
        })
        .collect();
    json!({
        "kind": "APIResourceList",
        "apiVersion": "v1",
        "groupVersion": group_version,
        "resources": resources,
    })
}

/// Where nothing is.
pub(super) fn no_such_page() -> Response {
    plain_text(StatusCode::NOT_FOUND, "404 page not found\n")
}

fn plain_text(status: StatusCode, text: &'static str) -> Response {
    let headers = [
        ("content-type", "text/plain; charset=utf-8"),
        ("x-content-type-options", "nosniff"),
    ];
    (status, headers, text).into_response()
}
