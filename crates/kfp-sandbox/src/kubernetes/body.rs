//! What a call sends: objects in JSON, YAML or protobuf.

use std::fmt::Write;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::protobuf;
use super::resources::Resource;
use super::status::Status;

/// The media types that are read, protobuf for the kinds that kubectl sends so.
const MEDIA_TYPES: &str = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

/// How much of a body that is no JSON a refusal repeats.
const MAX_SHOWN_BYTES: usize = 30;

/// Deepest nesting of a YAML body.
const MAX_YAML_DEPTH: usize = 64;
const MAX_YAML_NODES: usize = 200_000;
const MAX_YAML_TEXT_BYTES: usize = 8 * 1024 * 1024;

/// The texts of a list in a body; what is no list, and no text in it, is passed over.
pub(super) fn texts(list: &Value) -> Vec<String> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// The media type of a body without its parameters, in lower case.
pub(super) fn media_type(headers: &HeaderMap) -> String {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media_type = value.split(';').next().unwrap_or_default();
    media_type.trim().to_ascii_lowercase()
}

/// Reads a sent object of the kind that `resource` holds.
///
/// # Errors
/// 415 for another media type, 400 for what is no such object.
pub(super) fn read(headers: &HeaderMap, body: &[u8], resource: &Resource) -> Result<Value, Status> {
    read_kind(headers, body, resource.kind, &resource.api_version())
}

/// [`read`] by kind and version.
pub(super) fn read_kind(
    headers: &HeaderMap,
    body: &[u8],
    kind: &str,
    api_version: &str,
) -> Result<Value, Status> {
    let object = match media_type(headers).as_str() {
        "" | "application/json" => serde_json::from_slice(body).map_err(|error| {
            Status::bad_request(format!(
                "the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse \
                 error: {} ({})",
                go_json_error(&error, body),
                excerpt(body)
            ))
        })?,
        "application/yaml" => yaml(body).map_err(|()| {
            Status::bad_request(format!(
                "the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; yaml parse \
                 error ({})",
                excerpt(body)
            ))
        })?,
        "application/vnd.kubernetes.protobuf" => protobuf::decode(body).ok_or_else(|| {
            Status::bad_request(format!(
                "the object provided is unrecognized (must be of type {kind}): it is no protobuf that the sandbox reads ({})",
                excerpt(body)
            ))
        })?,
        _ => return Err(Status::unsupported_media_type(MEDIA_TYPES)),
    };
    check_kind(object, kind, api_version)
}

/// Refuses an object of another kind or version; one that does not say is taken as the right one.
pub(super) fn check_kind(object: Value, kind: &str, api_version: &str) -> Result<Value, Status> {
    if !object.is_object() {
        return Err(Status::bad_request(format!(
            "the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse \
             error: json: cannot unmarshal {} into Go value of type struct",
            match &object {
                Value::Array(_) => "array",
                Value::String(_) => "string",
                Value::Number(_) => "number",
                Value::Bool(_) => "bool",
                _ => "null",
            }
        )));
    }
    let sent_kind = object["kind"].as_str().unwrap_or(kind);
    let sent_version = object["apiVersion"].as_str().unwrap_or(api_version);
    if sent_kind == kind && sent_version == api_version {
        return Ok(object);
    }
    let go_name = |version: &str, kind: &str| {
        let version = version.rsplit('/').next().unwrap_or_default();
        format!("{version}.{kind}")
    };
    Err(Status::bad_request(format!(
        "{sent_kind} in version {sent_version:?} cannot be handled as a {kind}: converting ({}) to (core.{kind}): unknown \
         conversion",
        go_name(sent_version, sent_kind)
    )))
}

/// Refuses an object that names another namespace than the call's; one that names none, or an empty one, is of the
/// call's.
pub(super) fn check_namespace(object: &Value, namespace: &str) -> Result<(), Status> {
    let named = object["metadata"]["namespace"].as_str().unwrap_or_default();
    if named.is_empty() || named == namespace {
        return Ok(());
    }
    Err(Status::other_namespace())
}

/// A YAML document; JSON is one too.
pub(super) fn yaml(body: &[u8]) -> Result<Value, ()> {
    let text = str::from_utf8(body).map_err(|_| ())?;
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: MAX_YAML_DEPTH,
            max_nodes: MAX_YAML_NODES,
            max_events: 4 * MAX_YAML_NODES,
            max_total_scalar_bytes: MAX_YAML_TEXT_BYTES,
            max_total_comment_bytes: MAX_YAML_TEXT_BYTES,
        },
        strict_booleans: true,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|_| ())
}

/// The words of Go's JSON reader, as far as they can be told.
pub(super) fn go_json_error(error: &serde_json::Error, body: &[u8]) -> String {
    if error.is_eof() {
        return "unexpected end of JSON input".to_owned();
    }
    let line = body
        .split(|byte| *byte == b'\n')
        .nth(error.line().saturating_sub(1))
        .unwrap_or_default();
    let at = line
        .get(error.column().saturating_sub(1))
        .or_else(|| line.last());
    match at {
        Some(byte) => format!(
            "invalid character {} looking for beginning of value",
            go_quoted(*byte)
        ),
        None => "unexpected end of JSON input".to_owned(),
    }
}

/// A byte as Go's JSON reader quotes it.
pub(super) fn go_quoted(byte: u8) -> String {
    match byte {
        b'\'' => r"'\''".to_owned(),
        b'"' => r#"'"'"#.to_owned(),
        0x20..=0x7e => format!("'{}'", char::from(byte)),
        b'\n' => r"'\n'".to_owned(),
        b'\r' => r"'\r'".to_owned(),
        b'\t' => r"'\t'".to_owned(),
        0x00..=0x1f | 0x7f => format!("'\\x{byte:02x}'"),
        // A byte is taken as the character of that number.
        _ => match char::from(byte) {
            character if character.is_control() => format!("'\\u{byte:04x}'"),
            character => format!("'{character}'"),
        },
    }
}

fn excerpt(body: &[u8]) -> String {
    let shown = &body[..body.len().min(MAX_SHOWN_BYTES)];
    let is_cut = shown.len() < body.len();
    let text = match body.first() {
        None => return "<empty>".to_owned(),
        Some(b'{') => String::from_utf8_lossy(shown).into_owned(),
        Some(_) => shown.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        }),
    };
    if is_cut { format!("{text} ...") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_quoted_as_go_does() {
        assert_eq!(go_quoted(b'a'), "'a'");
        assert_eq!(go_quoted(0x81), r"'\u0081'");
        assert_eq!(go_quoted(0x01), r"'\x01'");
        assert_eq!(go_quoted(b'"'), "'\"'");
    }

    #[test]
    fn an_excerpt_is_short_and_of_text_only_where_it_may_be_json() {
        assert_eq!(excerpt(b""), "<empty>");
        assert_eq!(excerpt(b"{\"a\":"), "{\"a\":");
        assert_eq!(excerpt(b"ab"), "6162");
        assert_eq!(excerpt(&[b'{'; 40]), format!("{} ...", "{".repeat(30)));
    }
}
