//! A call to KFP that went wrong.

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderMap, Response};
use kfp_core::diagnose::Sent;
use kfp_core::error::Error;
use kfp_core::operation::Operation;
use kfp_core::response;

use crate::known::Known;

/// Why there is no answer of KFP's, and what is known of it. Boxed where it is an error: it is larger than what it stands
/// beside.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) error: Error,
    /// The failure that it is, if it is known.
    pub(crate) known: Option<Known>,
    /// The headers of what came in place of KFP's answer; empty if nothing did.
    pub(crate) headers: HeaderMap,
}

impl Broken {
    /// The answer was not KFP's, or KFP refused.
    pub(super) fn answered(error: Error, sent: Sent, parts: &Parts, body: &[u8]) -> Box<Self> {
        Box::new(Self {
            known: Known::of_answer(sent, parts.status, &parts.headers, body),
            headers: parts.headers.clone(),
            error,
        })
    }

    /// No answer came.
    pub(super) fn silent(error: Error, sent: Sent) -> Box<Self> {
        Box::new(Self {
            known: Known::of_silence(sent, &error),
            headers: HeaderMap::new(),
            error,
        })
    }
}

/// Lets through what KFP wrote, an error of its own included.
///
/// # Errors
/// For what somebody else wrote.
pub(super) fn of_kfp(
    operation: Operation,
    sent: Sent,
    answer: Response<Bytes>,
) -> Result<Response<Bytes>, Box<Broken>> {
    let (parts, body) = answer.into_parts();
    match response::check(operation, &parts, &body) {
        Ok(()) | Err(Error::Api { .. }) => Ok(Response::from_parts(parts, body)),
        Err(error) => Err(Broken::answered(error, sent, &parts, &body)),
    }
}
