//! Errors that KFP wrote, in any of its shapes.

use http::StatusCode;
use serde::Deserialize;

use crate::error::ApiError;
use crate::model::{Status, StatusDetail};

/// A few upload checks answer in plain text that begins so.
const PLAIN_TEXT: &str = "Invalid input error: ";

/// Longest text of an error that is kept. KFP's chains hold stack traces and SQL.
const MAX_TEXT_BYTES: usize = 16 * 1024;

/// All shapes in one: the gateway's, the upload handlers', and the old servers' `error`. `kind` tells Kubernetes apart,
/// whose errors have `code` and `message` too.
#[derive(Deserialize)]
struct Shapes {
    code: Option<i32>,
    #[serde(default)]
    message: String,
    #[serde(default)]
    details: Vec<StatusDetail>,
    #[serde(default)]
    error: String,
    #[serde(default)]
    error_message: String,
    kind: Option<serde::de::IgnoredAny>,
}

/// The error, if KFP wrote it. The content type does not matter: KFP labels some of its JSON as plain text.
pub(crate) fn read(http_status: StatusCode, body: &[u8]) -> Option<ApiError> {
    let number = http_status.as_u16();
    if !body.trim_ascii_start().starts_with(b"{") {
        let text = std::str::from_utf8(body).ok()?;
        let message = text.strip_prefix(PLAIN_TEXT)?.lines().next()?;
        return Some(ApiError::from_message(
            number,
            shortened(message.to_owned()),
        ));
    }
    let shapes: Shapes = serde_json::from_slice(body).ok()?;
    if shapes.kind.is_some() {
        return None;
    }
    if !shapes.error_message.is_empty() {
        return Some(ApiError::from_message(
            number,
            shortened(shapes.error_message),
        ));
    }
    let message = if shapes.message.is_empty() {
        shapes.error
    } else {
        shapes.message
    };
    match shapes.code {
        Some(code) if !message.is_empty() || !shapes.details.is_empty() => {
            let details = shapes.details.into_iter().take(4);
            let details = details
                .map(|detail| StatusDetail {
                    message: shortened(detail.message),
                    reason: shortened(detail.reason),
                    ..detail
                })
                .collect();
            Some(ApiError::from_status(Status {
                code,
                message: shortened(message),
                details,
            }))
        }
        None if !message.is_empty() => Some(ApiError::from_message(number, shortened(message))),
        _ => None,
    }
}

fn shortened(mut text: String) -> String {
    if text.len() > MAX_TEXT_BYTES {
        let end = (0..=MAX_TEXT_BYTES)
            .rev()
            .find(|end| text.is_char_boundary(*end))
            .unwrap_or(0);
        text.truncate(end);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::StatusCodeName;

    fn of(status: u16, body: &str) -> Option<(StatusCodeName, String)> {
        let error = read(StatusCode::from_u16(status).unwrap(), body.as_bytes())?;
        Some((error.code(), error.summary().to_owned()))
    }

    #[test]
    fn every_shape_is_read() {
        let named = |code, text: &str| Some((code, text.to_owned()));
        assert_eq!(
            of(
                404,
                r#"{"code":5,"message":"a: b","details":[{"@type":"x","code":5,"message":"Run x not found"}]}"#
            ),
            named(StatusCodeName::NotFound, "Run x not found")
        );
        assert_eq!(
            of(404, r#" {"code":5, "message":"Not Found"}"#),
            named(StatusCodeName::NotFound, "Not Found")
        );
        assert_eq!(
            of(
                409,
                r#"{"error_message":"taken","error_details":"taken\nstack"}"#
            ),
            named(StatusCodeName::AlreadyExists, "taken")
        );
        assert_eq!(
            of(400, r#"{"error":"old","code":3}"#),
            named(StatusCodeName::InvalidArgument, "old")
        );
        assert_eq!(
            of(
                400,
                "Invalid input error: Pipeline.Name length cannot exceed 128\n"
            ),
            named(
                StatusCodeName::InvalidArgument,
                "Pipeline.Name length cannot exceed 128"
            )
        );
    }

    #[test]
    fn the_reason_that_a_proxy_adds_is_kept_and_kfp_adds_none() {
        let forbidden = |body: &str| read(StatusCode::FORBIDDEN, body.as_bytes()).unwrap();
        let body = r#"{"code":7,"message":"no","details":[
            {"@type":"type.googleapis.com/google.rpc.Status","code":7,"message":"no"},
            {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"kfp.rbac_denied","domain":"x","metadata":{}}]}"#;
        assert_eq!(forbidden(body).reason(), Some("kfp.rbac_denied"));
        assert_eq!(forbidden(body).summary(), "no");
        assert_eq!(forbidden(r#"{"code":7,"message":"no"}"#).reason(), None);
    }

    #[test]
    fn what_others_write_is_not_kfps() {
        for body in [
            "",
            "{}",
            "[]",
            "RBAC: access denied",
            r#"{"code":403}"#,
            r#"{"app":"other"}"#,
            r#"{"kind":"Status","apiVersion":"v1","status":"Failure","message":"forbidden","code":403}"#,
        ] {
            assert_eq!(of(403, body), None, "{body}");
        }
    }

    #[test]
    fn a_long_text_is_cut_at_a_character() {
        let body = format!(
            r#"{{"code":13,"message":"{}"}}"#,
            "ä".repeat(MAX_TEXT_BYTES)
        );
        let error = read(StatusCode::INTERNAL_SERVER_ERROR, body.as_bytes()).unwrap();
        assert!(error.chain().len() <= MAX_TEXT_BYTES);
    }
}
