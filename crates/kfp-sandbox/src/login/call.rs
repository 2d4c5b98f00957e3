//! A request as a login service sees it.

use axum::body::Bytes;
use http::{HeaderMap, HeaderName, Method};

/// One request to a login service: the gateway's question whether another request may pass, or a page of the
/// service itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call<'a> {
    pub(crate) method: &'a Method,
    /// Path and query as they came.
    pub(crate) target: &'a str,
    pub(crate) headers: &'a HeaderMap,
    /// Empty when the gateway only asks.
    pub(crate) body: &'a Bytes,
}

impl<'a> Call<'a> {
    pub(crate) fn path(&self) -> &'a str {
        super::paths::split(self.target).0
    }

    /// The first query parameter of that name, decoded.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let query = super::paths::split(self.target).1?;
        form_urlencoded::parse(query.as_bytes())
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.into_owned())
    }

    /// A header's first value as text.
    pub(crate) fn header(&self, name: impl Into<HeaderName>) -> Option<&'a str> {
        self.headers
            .get(name.into())
            .and_then(|value| value.to_str().ok())
    }
}
