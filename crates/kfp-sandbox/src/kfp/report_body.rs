//! Bodies of reports: a JSON text that holds a Kubernetes object as JSON.

use serde_json::Value;

use super::call::Call;
use super::error::{ApiError, Code};
use crate::wire::{JsonError, parse_body};

/// The text that a report carries; empty for an empty body.
///
/// # Errors
/// 400 for a body that is no JSON text.
pub(super) fn text(call: &Call) -> Result<String, ApiError> {
    let refuse = |text: String| ApiError::gateway(Code::InvalidArgument, text);
    let value = match parse_body(&call.body) {
        Ok(Some(value)) => value,
        Ok(None) => return Ok(String::new()),
        Err(error) => return Err(refuse(words(error))),
    };
    serde_json::from_slice(value)
        .map_err(|_| refuse("json: cannot unmarshal value into Go value of type string".to_owned()))
}

/// The object in a report's text, or why it is none, in the words of Go.
pub(super) fn object(text: &str) -> Result<Value, String> {
    const CUT: &str = "unexpected end of JSON input";
    match parse_body(text.as_bytes()) {
        Ok(Some(value)) => serde_json::from_slice(value).map_err(|_| CUT.to_owned()),
        Ok(None) => Err(CUT.to_owned()),
        Err(error) => Err(words(error)),
    }
}

fn words(error: JsonError) -> String {
    match error {
        JsonError::Syntax(text) => text,
        _ => "unexpected EOF".to_owned(),
    }
}
