//! What a path asks for.

use http::Method;
use serde_json::{Map, Value};

use crate::directory::Attributes;

/// A call on a resource, taken apart as the API server does it before it looks whether the resource exists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ResourceRequest {
    pub(super) group: String,
    pub(super) version: String,
    /// Empty at the cluster scope.
    pub(super) namespace: String,
    pub(super) resource: String,
    pub(super) subresource: String,
    pub(super) name: String,
    pub(super) verb: String,
}

impl ResourceRequest {
    /// Reads method, path and query; `None` for a path that names no resource.
    pub(super) fn read(method: &Method, path: &str, query: &str) -> Option<Self> {
        let mut parts = path.split('/').skip(1).filter(|part| !part.is_empty());
        let mut request = Self::default();
        match parts.next()? {
            "api" => {}
            "apis" => parts.next()?.clone_into(&mut request.group),
            _ => return None,
        }
        parts.next()?.clone_into(&mut request.version);
        let mut parts = parts.peekable();
        let first = parts.next()?;
        if first == "namespaces" {
            // A namespace is itself the namespace of a call on it.
            let name = parts.next().unwrap_or_default();
            name.clone_into(&mut request.namespace);
            match parts.next() {
                None => {
                    "namespaces".clone_into(&mut request.resource);
                    name.clone_into(&mut request.name);
                }
                Some(part @ ("status" | "finalize")) if parts.peek().is_none() => {
                    "namespaces".clone_into(&mut request.resource);
                    name.clone_into(&mut request.name);
                    part.clone_into(&mut request.subresource);
                }
                Some(resource) => resource.clone_into(&mut request.resource),
            }
        } else {
            first.clone_into(&mut request.resource);
        }
        if request.name.is_empty() {
            parts
                .next()
                .unwrap_or_default()
                .clone_into(&mut request.name);
            parts
                .next()
                .unwrap_or_default()
                .clone_into(&mut request.subresource);
        }
        request.verb = verb(method, &request.name, query).to_owned();
        Some(request)
    }

    /// `resource.group`, or the resource alone in the core group.
    pub(super) fn qualified_resource(&self) -> String {
        if self.group.is_empty() {
            self.resource.clone()
        } else {
            format!("{}.{}", self.resource, self.group)
        }
    }

    pub(super) fn resource_with_subresource(&self) -> String {
        if self.subresource.is_empty() {
            self.resource.clone()
        } else {
            format!("{}/{}", self.resource, self.subresource)
        }
    }

    /// The object of a `Status`' details.
    pub(super) fn details(&self) -> Value {
        let mut details = Map::new();
        for (key, value) in [
            ("name", &self.name),
            ("group", &self.group),
            ("kind", &self.resource),
        ] {
            if !value.is_empty() {
                details.insert(key.to_owned(), value.as_str().into());
            }
        }
        Value::Object(details)
    }

    /// The right that the call needs.
    pub(super) fn attributes(&self) -> Attributes {
        Attributes {
            namespace: self.namespace.clone(),
            verb: self.verb.clone(),
            group: self.group.clone(),
            resource: self.resource.clone(),
            subresource: self.subresource.clone(),
            name: self.name.clone(),
        }
    }
}

fn verb(method: &Method, name: &str, query: &str) -> &'static str {
    let is_watch = form_urlencoded::parse(query.as_bytes())
        .any(|(key, value)| key == "watch" && matches!(&*value, "true" | "1"));
    match (method.as_str(), name) {
        ("GET" | "HEAD", "") if is_watch => "watch",
        ("GET" | "HEAD", "") => "list",
        ("GET" | "HEAD", _) => "get",
        ("POST", _) => "create",
        ("PUT", _) => "update",
        ("PATCH", _) => "patch",
        ("DELETE", "") => "deletecollection",
        ("DELETE", _) => "delete",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(method: &Method, path: &str) -> ResourceRequest {
        ResourceRequest::read(method, path, "").unwrap()
    }

    #[test]
    fn a_namespace_is_its_own_namespace() {
        let request = read(&Method::GET, "/api/v1/namespaces/team-a");
        assert_eq!(
            (request.resource.as_str(), request.name.as_str()),
            ("namespaces", "team-a")
        );
        assert_eq!(
            (request.namespace.as_str(), request.verb.as_str()),
            ("team-a", "get")
        );
        let list = read(&Method::GET, "/api/v1/namespaces");
        assert_eq!((list.namespace.as_str(), list.verb.as_str()), ("", "list"));
    }

    #[test]
    fn a_subresource_is_told_apart() {
        let request = read(
            &Method::POST,
            "/api/v1/namespaces/team-a/serviceaccounts/default-editor/token",
        );
        assert_eq!(request.resource_with_subresource(), "serviceaccounts/token");
        assert_eq!(
            (request.name.as_str(), request.verb.as_str()),
            ("default-editor", "create")
        );
        let review = read(&Method::POST, "/apis/authentication.k8s.io/v1/tokenreviews");
        assert_eq!(
            review.qualified_resource(),
            "tokenreviews.authentication.k8s.io"
        );
        assert_eq!(ResourceRequest::read(&Method::GET, "/apis/apps", ""), None);
    }
}
