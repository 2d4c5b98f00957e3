//! What is asked of the server itself.

use bytes::Bytes;
use http::Request;

use super::build;
use crate::error::Error;
use crate::model::Namespace;
use crate::operation::Operation;

/// `GET /apis/v2beta1/healthz`
pub fn get_healthz() -> Request<Bytes> {
    build::plain(Operation::GetHealthz, &[])
}

/// What is asked about the viewers of a namespace, which stand for logs, artifacts and boards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ViewerVerb {
    /// Looking.
    Get,
    /// Making one.
    Create,
    /// Taking one away.
    Delete,
}

/// `GET /apis/v1beta1/auth`
///
/// # Errors
/// None today: the query is short.
pub fn authorize(namespace: &Namespace, verb: ViewerVerb) -> Result<Request<Bytes>, Error> {
    let verb = match verb {
        ViewerVerb::Get => "GET",
        ViewerVerb::Create => "CREATE",
        ViewerVerb::Delete => "DELETE",
    };
    let query = format!("namespace={namespace}&resources=VIEWERS&verb={verb}");
    build::with_query(Operation::Authorize, &[], &query)
}
