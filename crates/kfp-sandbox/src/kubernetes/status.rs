//! Refusals: the `Status` object.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use serde_json::{Map, Value, json};

use super::request::ResourceRequest;

const NOSNIFF: (HeaderName, &str) = (HeaderName::from_static("x-content-type-options"), "nosniff");

/// Why a call is refused.
#[derive(Debug)]
pub(super) struct Status {
    code: StatusCode,
    reason: &'static str,
    message: String,
    details: Option<Value>,
}

/// What a `Status` says of one wrong field.
#[derive(Debug)]
pub(super) struct InvalidField {
    pub(super) field: &'static str,
    pub(super) message: String,
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

    /// `user` has no right to what `request` asks.
    pub(super) fn forbidden(user: &str, request: &ResourceRequest) -> Self {
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
        let message = format!(
            "{object} is forbidden: User \"{user}\" cannot {} resource \"{}\" in API group \"{group}\" {scope}",
            request.verb,
            request.resource_with_subresource()
        );
        Self::new(
            StatusCode::FORBIDDEN,
            "Forbidden",
            message,
            Some(request.details()),
        )
    }

    /// The object does not exist.
    pub(super) fn not_found(group: &str, resource: &str, name: &str) -> Self {
        let qualified = if group.is_empty() {
            resource.to_owned()
        } else {
            format!("{resource}.{group}")
        };
        let details = details(group, resource, name);
        Self::new(
            StatusCode::NOT_FOUND,
            "NotFound",
            format!("{qualified} \"{name}\" not found"),
            Some(details),
        )
    }

    /// The object exists already.
    pub(super) fn already_exists(group: &str, resource: &str, name: &str) -> Self {
        let qualified = if group.is_empty() {
            resource.to_owned()
        } else {
            format!("{resource}.{group}")
        };
        let message = format!("{qualified} \"{name}\" already exists");
        Self::new(
            StatusCode::CONFLICT,
            "AlreadyExists",
            message,
            Some(details(group, resource, name)),
        )
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message, None)
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

    /// A field of the sent object is wrong. `kind` is empty where the real server leaves it out.
    pub(super) fn invalid(group: &str, kind: &str, name: &str, field: &InvalidField) -> Self {
        let InvalidField { field, message } = field;
        let mut details = Map::new();
        if !name.is_empty() {
            details.insert("name".to_owned(), name.into());
        }
        if !group.is_empty() {
            details.insert("group".to_owned(), group.into());
        }
        if !kind.is_empty() {
            details.insert("kind".to_owned(), kind.into());
        }
        details.insert(
            "causes".to_owned(),
            json!([{"reason": "FieldValueInvalid", "message": message, "field": field}]),
        );
        let kind = if group.is_empty() {
            kind.to_owned()
        } else {
            format!("{kind}.{group}")
        };
        let message = format!("{kind} \"{name}\" is invalid: {field}: {message}");
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Invalid",
            message,
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
        let mut body = json!({
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": self.message,
            "reason": self.reason,
        });
        if let Some(details) = self.details {
            body["details"] = details;
        }
        body["code"] = self.code.as_u16().into();
        let response = object(self.code, &body);
        if self.code == StatusCode::FORBIDDEN {
            ([NOSNIFF], response).into_response()
        } else {
            response
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
