//! Refusals: the `Status` object.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use serde_json::{Map, Value, json};

pub(super) use super::invalid_field::InvalidField;
use super::managed_fields::Conflict;
use super::request::ResourceRequest;
use crate::directory::Key;

const NOSNIFF: (HeaderName, &str) = (HeaderName::from_static("x-content-type-options"), "nosniff");

/// Why a call is refused.
#[derive(Debug)]
pub(super) struct Status {
    code: StatusCode,
    reason: &'static str,
    message: String,
    details: Option<Value>,
}

impl Status {
    fn new(
        code: StatusCode,
        reason: &'static str,
        message: impl Into<String>,
        details: Option<Value>,
    ) -> Self {
        Self {
            code,
            reason,
            message: message.into(),
            details,
        }
    }

    /// No valid token, or one for another audience.
    pub(super) fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "Unauthorized",
            "Unauthorized",
            None,
        )
    }

    /// `user` has no right to what `request` asks; `why` is empty where the authorizer gives no reason.
    pub(super) fn forbidden(user: &str, request: &ResourceRequest, why: &str) -> Self {
        let ResourceRequest {
            group,
            namespace,
            name,
            ..
        } = request;
        let object = match name.as_str() {
            "" => request.qualified_resource(),
            name => format!("{} \"{name}\"", request.qualified_resource()),
        };
        let scope = match namespace.as_str() {
            "" => "at the cluster scope".to_owned(),
            namespace => format!("in the namespace \"{namespace}\""),
        };
        let mut message = format!(
            "{object} is forbidden: User \"{user}\" cannot {} resource \"{}\" in API group \"{group}\" {scope}",
            request.verb,
            request.resource_with_subresource()
        );
        if !why.is_empty() {
            message = format!("{message}: {why}");
        }
        Self::new(
            StatusCode::FORBIDDEN,
            "Forbidden",
            message,
            Some(request.details()),
        )
    }

    /// What the caller may do elsewhere is denied for this object (no name: one that is not made yet).
    pub(super) fn denied(group: &str, resource: &str, name: &str, why: &str) -> Self {
        let object = match name {
            "" => qualified(group, resource),
            name => format!("{} \"{name}\"", qualified(group, resource)),
        };
        Self::new(
            StatusCode::FORBIDDEN,
            "Forbidden",
            format!("{object} is forbidden: {why}"),
            Some(details(group, resource, name)),
        )
    }

    /// An admission webhook denies an object. It gives no reason beside its words.
    pub(super) fn denied_by_webhook(webhook: &str, why: &str) -> Self {
        let message = format!("admission webhook \"{webhook}\" denied the request: {why}");
        Self::new(StatusCode::BAD_REQUEST, "", message, None)
    }

    /// An object is sent to a namespace which is not its own.
    pub(super) fn other_namespace() -> Self {
        Self::bad_request(
            "the namespace of the provided object does not match the namespace sent on the request",
        )
    }

    /// `user` may not ask for a path that is no resource.
    pub(super) fn forbidden_path(user: &str, verb: &str, path: &str) -> Self {
        let message = format!("forbidden: User \"{user}\" cannot {verb} path \"{path}\"");
        Self::new(StatusCode::FORBIDDEN, "Forbidden", message, Some(json!({})))
    }

    /// The object does not exist.
    pub(super) fn not_found(group: &str, resource: &str, name: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "NotFound",
            format!("{} \"{name}\" not found", qualified(group, resource)),
            Some(details(group, resource, name)),
        )
    }

    /// The object exists already.
    pub(super) fn already_exists(group: &str, resource: &str, name: &str) -> Self {
        let message = format!("{} \"{name}\" already exists", qualified(group, resource));
        Self::new(
            StatusCode::CONFLICT,
            "AlreadyExists",
            message,
            Some(details(group, resource, name)),
        )
    }

    /// The object is not as the caller expects it.
    pub(super) fn conflict(key: &Key, why: &str) -> Self {
        let collection = key.collection.name();
        let (resource, group) = collection.split_once('.').unwrap_or((collection, ""));
        let message = format!(
            "Operation cannot be fulfilled on {collection} \"{}\": {why}",
            key.name
        );
        Self::new(
            StatusCode::CONFLICT,
            "Conflict",
            message,
            Some(details(group, resource, &key.name)),
        )
    }

    /// Somebody else changed the object first.
    pub(super) fn modified(key: &Key) -> Self {
        Self::conflict(
            key,
            "the object has been modified; please apply your changes to the latest version and try again",
        )
    }

    /// Server-side apply would take fields from others.
    pub(super) fn apply_conflict(conflicts: &[Conflict]) -> Self {
        let message = match conflicts {
            [one] => format!(
                "Apply failed with 1 conflict: conflict with {}: {}",
                one.manager, one.field
            ),
            several => {
                let mut lines = Vec::new();
                for of_one in several.chunk_by(|a, b| a.manager == b.manager) {
                    lines.extend(
                        of_one
                            .first()
                            .map(|first| format!("conflicts with {}:", first.manager)),
                    );
                    lines.extend(
                        of_one
                            .iter()
                            .map(|conflict| format!("- {}", conflict.field)),
                    );
                }
                format!(
                    "Apply failed with {} conflicts: {}",
                    several.len(),
                    lines.join("\n")
                )
            }
        };
        let causes: Vec<Value> = conflicts
            .iter()
            .map(|conflict| {
                json!({
                    "reason": "FieldManagerConflict",
                    "message": format!("conflict with {}", conflict.manager),
                    "field": conflict.field,
                })
            })
            .collect();
        let details = json!({"causes": causes});
        Self::new(StatusCode::CONFLICT, "Conflict", message, Some(details))
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message, None)
    }

    /// The body has a media type that is not read.
    pub(super) fn unsupported_media_type(accepted: &str) -> Self {
        let message = format!(
            "the body of the request was in an unknown format - accepted media types include: {accepted}"
        );
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UnsupportedMediaType",
            message,
            None,
        )
    }

    /// The body, or the object that would be kept, is larger than `limit` bytes.
    pub(super) fn too_large(limit: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "RequestEntityTooLarge",
            format!("Request entity too large: limit is {limit}"),
            Some(json!({})),
        )
    }

    /// No media type that the caller accepts is written.
    pub(super) fn not_acceptable() -> Self {
        Self::new(
            StatusCode::NOT_ACCEPTABLE,
            "NotAcceptable",
            "only the following media types are accepted: application/json",
            None,
        )
    }

    /// A revision is asked for that is not remembered.
    pub(super) fn expired(message: impl Into<String>) -> Self {
        Self::new(StatusCode::GONE, "Expired", message, None)
    }

    /// Nothing more is taken on at the moment.
    pub(super) fn too_many_requests() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "TooManyRequests",
            "too many requests, please try again later.",
            Some(json!({"retryAfterSeconds": 1})),
        )
    }

    /// Known resource, but not this way.
    pub(super) fn method_not_allowed() -> Self {
        let message = "the server does not allow this method on the requested resource";
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "MethodNotAllowed",
            message,
            Some(json!({})),
        )
    }

    /// A patch cannot be applied to the object.
    pub(super) fn unprocessable(message: impl Into<String>) -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Invalid",
            message,
            Some(json!({})),
        )
    }

    /// Fields of the sent object are wrong. `kind` is empty where the real server leaves it out.
    pub(super) fn invalid(group: &str, kind: &str, name: &str, fields: &[InvalidField]) -> Self {
        let mut details = Map::new();
        for (key, value) in [("name", name), ("group", group), ("kind", kind)] {
            if !value.is_empty() {
                details.insert(key.to_owned(), value.into());
            }
        }
        let causes: Vec<Value> = fields
            .iter()
            .map(|cause| {
                json!({"reason": cause.reason, "message": cause.message, "field": cause.field})
            })
            .collect();
        details.insert("causes".to_owned(), causes.into());
        let texts: Vec<String> = fields
            .iter()
            .map(|cause| format!("{}: {}", cause.field, cause.message))
            .collect();
        let why = match &texts[..] {
            [one] => one.clone(),
            several => format!("[{}]", several.join(", ")),
        };
        let kind = qualified(group, kind);
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Invalid",
            format!("{kind} \"{name}\" is invalid: {why}"),
            Some(Value::Object(details)),
        )
    }

    /// The sandbox itself failed.
    pub(super) fn internal(error: &rusqlite::Error) -> Self {
        tracing::error!(%error, "the sandbox's store failed");
        let message = "Internal error occurred: the sandbox's store failed";
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "InternalError",
            message,
            None,
        )
    }

    /// The object as it is sent.
    pub(super) fn to_json(&self) -> Value {
        let mut body = json!({
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": self.message,
        });
        if !self.reason.is_empty() {
            body["reason"] = self.reason.into();
        }
        if let Some(details) = &self.details {
            body["details"] = details.clone();
        }
        body["code"] = self.code.as_u16().into();
        body
    }
}

fn qualified(group: &str, resource: &str) -> String {
    if group.is_empty() {
        resource.to_owned()
    } else {
        format!("{resource}.{group}")
    }
}

fn details(group: &str, resource: &str, name: &str) -> Value {
    let mut details = Map::new();
    for (key, value) in [("name", name), ("group", group), ("kind", resource)] {
        if !value.is_empty() {
            details.insert(key.to_owned(), value.into());
        }
    }
    Value::Object(details)
}

impl From<rusqlite::Error> for Status {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(&error)
    }
}

impl IntoResponse for Status {
    fn into_response(self) -> Response {
        let response = object(self.code, &self.to_json());
        match self.code {
            StatusCode::FORBIDDEN => ([NOSNIFF], response).into_response(),
            StatusCode::TOO_MANY_REQUESTS => ([("retry-after", "1")], response).into_response(),
            _ => response,
        }
    }
}

/// An answer with an object.
pub(super) fn object(code: StatusCode, body: &Value) -> Response {
    let headers = [
        (CACHE_CONTROL, "no-cache, private"),
        (CONTENT_TYPE, "application/json"),
    ];
    (code, headers, body.to_string()).into_response()
}
