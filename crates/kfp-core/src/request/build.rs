//! How a request is put together.

use bytes::Bytes;
use http::{HeaderValue, Method, Request, header};
use http_body::Body as _;
use serde::Serialize;

use super::path;
use super::rules::Broken;
use super::upload::Upload;
use crate::error::Error;
use crate::operation::Operation;
use crate::query::InvalidQuery;
use crate::transport::Body;

/// Longest address that is sent. The gateway takes 60 KiB of headers in all, and counts an address twice.
const MAX_ADDRESS_BYTES: usize = 24 * 1024;

/// A call without a body whose path has these ids.
pub(super) fn plain(operation: Operation, ids: &[&str]) -> Request<Bytes> {
    let address = path::fill(operation.template(), ids);
    build(operation, &address, Bytes::new())
}

/// A call without a body with a query.
pub(super) fn with_query(
    operation: Operation,
    ids: &[&str],
    query: &str,
) -> Result<Request<Bytes>, Error> {
    let address = address(operation, ids, query)?;
    Ok(build(operation, &address, Bytes::new()))
}

/// A list.
pub(super) fn list(
    operation: Operation,
    ids: &[&str],
    query: Result<String, InvalidQuery>,
) -> Result<Request<Bytes>, Error> {
    let query = query.map_err(|error| Error::invalid_query(operation, &error))?;
    with_query(operation, ids, &query)
}

/// A call with a JSON body that has passed its rules.
pub(super) fn with_json(
    operation: Operation,
    ids: &[&str],
    checked: Result<(), Broken>,
    body: &impl Serialize,
) -> Result<Request<Bytes>, Error> {
    checked.map_err(|broken| invalid(operation, broken))?;
    let body = serde_json::to_vec(body)
        .map_err(|_| invalid(operation, ("a time", "is outside the years 0 to 9999")))?;
    let mut request = build(
        operation,
        &path::fill(operation.template(), ids),
        body.into(),
    );
    request.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    Ok(request)
}

/// An upload.
pub(super) fn upload(operation: Operation, upload: &Upload<'_>) -> Result<Request<Bytes>, Error> {
    upload
        .check()
        .map_err(|broken| invalid(operation, broken))?;
    let address = address(operation, &[], &upload.to_query_string())?;
    let (content_type, body) = upload.to_multipart();
    let content_type = HeaderValue::try_from(content_type);
    let content_type =
        content_type.map_err(|_| invalid(operation, ("the package", "has no boundary")))?;
    let mut request = build(operation, &address, body);
    request
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    Ok(request)
}

/// An upload whose content goes out as it is read.
pub(super) async fn streamed(
    operation: Operation,
    upload: &Upload<'_>,
    mut content: Body,
) -> Result<Request<Body>, Error> {
    let length = content.size_hint().exact();
    let unread = |source| Error::Transport { operation, source };
    let first = content.next().await.transpose().map_err(unread)?;
    let first = first.unwrap_or_default();
    upload
        .check_streamed(&first, length)
        .map_err(|broken| invalid(operation, broken))?;
    let address = address(operation, &[], &upload.to_query_string())?;
    let (content_type, body) = upload.to_streamed(first, content);
    let content_type = HeaderValue::try_from(content_type);
    let content_type =
        content_type.map_err(|_| invalid(operation, ("the package", "has no boundary")))?;
    let mut request = build(operation, &address, Bytes::new()).map(|_| body);
    request
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    Ok(request)
}

pub(super) fn invalid(operation: Operation, (field, problem): Broken) -> Error {
    Error::InvalidRequest {
        operation,
        field,
        problem: problem.into(),
    }
}

fn address(operation: Operation, ids: &[&str], query: &str) -> Result<String, Error> {
    let mut address = path::fill(operation.template(), ids);
    if !query.is_empty() {
        address = address + "?" + query;
    }
    if address.len() > MAX_ADDRESS_BYTES {
        return Err(invalid(
            operation,
            ("the address", "is longer than gateways take"),
        ));
    }
    Ok(address)
}

/// An address is percent-encoded, and bounded by [`MAX_ADDRESS_BYTES`] or by the length of an id.
fn build(operation: Operation, address: &str, body: Bytes) -> Request<Bytes> {
    let mut request = Request::new(body);
    *request.method_mut() = operation.method().unwrap_or(Method::GET);
    *request.uri_mut() = address
        .parse()
        .expect("a percent-encoded, bounded path and query");
    request
        .headers_mut()
        .insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    request
}
