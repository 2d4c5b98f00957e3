//! Calls too long for an address: a form that is posted stands for a query.

use http::{HeaderMap, Method, header};

use super::operation::{Found, find};

const OVERRIDE: &str = "x-http-method-override";

/// A form that was posted.
#[derive(Debug)]
pub(super) struct Form {
    /// As in a query.
    pub(super) pairs: String,
    /// The method that it asks for.
    asked: Option<Method>,
}

/// The form of a call, if it posts one.
pub(super) fn of(method: &Method, headers: &HeaderMap, body: &[u8]) -> Option<Form> {
    let is_form = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value == "application/x-www-form-urlencoded");
    if method != Method::POST || !is_form {
        return None;
    }
    let asked = headers
        .get(OVERRIDE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| Method::from_bytes(value.to_uppercase().as_bytes()).ok());
    Some(Form {
        pairs: String::from_utf8_lossy(body).into_owned(),
        asked,
    })
}

impl Form {
    /// The method that is meant: the one asked for, else GET where nothing can be posted.
    pub(super) fn method<'a>(&'a self, method: &'a Method, path: &str) -> &'a Method {
        match &self.asked {
            Some(asked) => asked,
            None if find(method, path) == Found::OtherMethod => &Method::GET,
            None => method,
        }
    }
}
