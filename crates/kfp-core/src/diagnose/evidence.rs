//! What is told of what was seen: never more than can be pasted into an issue.

use http::response::Parts;
use http::{HeaderValue, header};

use crate::error::Error;
use crate::response::api_error;

/// Longest text of others that is told, in characters.
const LONGEST_WORDS: usize = 100;
/// Longest release; `2.17.0-rc.1+build` and the like.
const LONGEST_RELEASE: usize = 32;

/// Other people's words, as they can stand in a terminal.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_WORDS)
        .collect()
}

/// A release if it looks like one: what a server says of itself is anybody's text, and could be a token.
pub(super) fn release(tag: &str) -> Option<&str> {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b".+-".contains(&b);
    let mut parts = tag.strip_prefix('v').unwrap_or(tag).split(['.', '-', '+']);
    let mut is_number_next = || {
        let part = parts.next().unwrap_or_default();
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
    };
    let is_release = tag.len() <= LONGEST_RELEASE
        && tag.bytes().all(is_plain)
        && is_number_next()
        && is_number_next();
    is_release.then_some(tag)
}

/// Status and media type: all of an answer that is told.
pub(super) fn seen(parts: &Parts) -> String {
    let kind = match parts
        .headers
        .get(header::CONTENT_TYPE)
        .map(HeaderValue::as_bytes)
    {
        None => "no media type",
        Some(value) if value.starts_with(b"application/json") => "JSON",
        Some(value) if value.starts_with(b"text/html") => "a page",
        Some(value) if value.starts_with(b"text/plain") => "plain text",
        Some(_) => "something else",
    };
    format!("answered {} with {kind}", parts.status.as_u16())
}

/// Longest name of a caller; Kubernetes' service accounts are the longest that are met.
const LONGEST_NAME: usize = 160;

/// For whom KFP takes the caller, where it says so: at least it is none of what was sent as a credential.
pub(super) fn taken_for(
    parts: &Parts,
    body: &[u8],
    credential: Option<&HeaderValue>,
) -> Option<String> {
    let error = api_error::read(parts.status, body)?;
    let name = error.denied_access()?.user.to_owned();
    let is_plain = |c: char| c.is_alphanumeric() || "@.:_+-".contains(c);
    let is_name = (1..=LONGEST_NAME).contains(&name.len()) && name.chars().all(is_plain);
    let credential = credential.map(HeaderValue::as_bytes).unwrap_or_default();
    let is_sent = credential
        .windows(name.len().max(1))
        .any(|part| part == name.as_bytes());
    (is_name && !is_sent).then_some(name)
}

pub(super) fn told(error: &Error) -> String {
    let source = std::error::Error::source(error);
    source.map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_release_is_told() {
        for tag in ["2.17.0", "v1.8", "2.0.0-alpha.7", "2.5.0+company-1"] {
            assert_eq!(release(tag), Some(tag));
        }
        for tag in [
            "",
            "unknown",
            "eyJhbGciOi.eyJzdWIi.c2ln",
            "2",
            "2.x",
            "2.0 \u{1b}[31m",
            &"1.0".repeat(11),
        ] {
            assert_eq!(release(tag), None, "{tag}");
        }
    }
}
