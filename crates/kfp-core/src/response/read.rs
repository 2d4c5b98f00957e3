//! Reading one object.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::response::Parts;
use serde::de::DeserializeOwned;

use super::{check, content_type};
use crate::error::Error;
use crate::operation::Operation;

/// Reads an answer that is one object.
///
/// # Errors
/// [`Error::Api`] and [`Error::Unexpected`] as [`check`] says; [`Error::Decode`] for a success that cannot be read.
pub fn read<T: DeserializeOwned>(
    operation: Operation,
    parts: &Parts,
    body: &[u8],
) -> Result<T, Error> {
    check(operation, parts, body)?;
    decode(body).map_err(|at| undecodable(operation, parts, body, at))
}

/// Reads an answer that says no more than that it is done: `{}`.
///
/// # Errors
/// [`Error::Api`] and [`Error::Unexpected`] as [`check`] says; [`Error::Decode`] for any other success, which is another
/// application's.
pub fn read_nothing(operation: Operation, parts: &Parts, body: &[u8]) -> Result<(), Error> {
    check(operation, parts, body)?;
    let inside = body.trim_ascii().strip_prefix(b"{");
    if inside.map(<[u8]>::trim_ascii) == Some(b"}") {
        return Ok(());
    }
    let at = "its start, which is not an empty object".into();
    Err(undecodable(operation, parts, body, at))
}

/// Reads an answer that holds bytes: `{"data":"<base64>"}`, without `data` when there are none.
///
/// # Errors
/// As [`read`]; [`Error::Decode`] as well for text that is not base64.
pub fn read_data(operation: Operation, parts: &Parts, body: &[u8]) -> Result<bytes::Bytes, Error> {
    #[derive(serde::Deserialize)]
    struct Data<'a> {
        #[serde(borrow, default)]
        data: std::borrow::Cow<'a, str>,
    }
    check(operation, parts, body)?;
    let fail = |at: Box<str>| undecodable(operation, parts, body, at);
    let answer: Data<'_> = decode(body).map_err(fail)?;
    let bytes = STANDARD.decode(answer.data.as_bytes());
    bytes.map(Into::into).map_err(|_| fail("`data`".into()))
}

pub(super) fn undecodable(operation: Operation, parts: &Parts, body: &[u8], at: Box<str>) -> Error {
    Error::Decode {
        operation,
        at,
        content_type: content_type(parts),
        length: body.len(),
    }
}

/// Reads JSON; the error is where it failed, with nothing of the text.
///
/// The path is found by reading a second time, so that success costs nothing, and not in the browser, where the second
/// reader would be most of the program's size.
pub(crate) fn decode<'a, T: serde::Deserialize<'a>>(body: &'a [u8]) -> Result<T, Box<str>> {
    serde_json::from_slice(body).map_err(|error| {
        let place = position(&error);
        #[cfg(feature = "native")]
        if let Some(path) = locate::<T>(body) {
            return format!("`{path}` ({place})").into();
        }
        place.into()
    })
}

#[cfg(feature = "native")]
fn locate<'a, T: serde::Deserialize<'a>>(body: &'a [u8]) -> Option<String> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let error = serde_path_to_error::deserialize::<_, T>(&mut reader).err()?;
    let path = error.path().to_string();
    // Keys of maps are a user's text; those of objects are ours.
    let ours = path.len() <= 120
        && path
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._[]?".contains(&b));
    // Neither names a field: the whole, and what serde does not know.
    (ours && path != "." && path != "?").then_some(path)
}

/// serde's own message may quote the text, so only the place is taken.
fn position(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Eof => "its end, which comes too early".to_owned(),
        _ => format!("line {} column {}", error.line(), error.column()),
    }
}
