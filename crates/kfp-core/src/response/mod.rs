//! Answers, read without any IO. The only place that tells KFP's answers from those of others.

pub(crate) mod api_error;
pub(crate) mod html;
mod list;
pub(crate) mod proxy;
mod read;

use http::header;
use http::response::Parts;

pub use list::read_list;
#[cfg(feature = "native")]
pub(crate) use read::decode;
pub use read::{read, read_data, read_nothing};

use crate::error::{Error, ProxyReason};
use crate::operation::Operation;

/// Stands in [`Parts::extensions`] when a browser saw a redirect and does not show where to; the status is then 302.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpaqueRedirect;

/// Says whether an answer is a success of KFP's.
///
/// # Errors
/// [`Error::Api`] for an error that KFP wrote, [`Error::Unexpected`] for anything that KFP did not write.
pub fn check(operation: Operation, parts: &Parts, body: &[u8]) -> Result<(), Error> {
    let api_error = if parts.status.is_success() {
        None
    } else {
        api_error::read(parts.status, body)
    };
    if let Some(error) = api_error {
        return Err(Error::Api {
            operation,
            status: parts.status,
            error: Box::new(error),
        });
    }
    match classify(parts, body) {
        None => Ok(()),
        Some(reason) => Err(Error::Unexpected {
            operation,
            status: parts.status,
            content_type: content_type(parts),
            reason,
            hop: proxy::hop(&parts.headers),
        }),
    }
}

/// Says who answered in the application's place; `None` when the answer is a success that may be the application's.
///
/// For answers of other applications behind the same gateway. An error in KFP's own words is not recognised here:
/// [`check`] does that first.
pub fn classify(parts: &Parts, body: &[u8]) -> Option<ProxyReason> {
    if parts.extensions.get::<OpaqueRedirect>().is_some() {
        return Some(ProxyReason::SignedOut {
            by: crate::error::SignedOut::OpaqueRedirect,
        });
    }
    proxy::of_answer(parts.status, &parts.headers, body)
}

/// The media type without parameters, in lower case.
fn content_type(parts: &Parts) -> Option<Box<str>> {
    let value = parts.headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let media_type = value
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    // A hostile server must not write into our logs through this.
    let plain = media_type
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"/.+-".contains(&b));
    (plain && !media_type.is_empty() && media_type.len() <= 64).then(|| media_type.into())
}
