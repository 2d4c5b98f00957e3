//! One call of an API operation.

use std::fmt::Write;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::{Map, Value};

use super::error::{ApiError, Code};
use crate::cluster::Cluster;
use crate::wire::{DecodeError, JsonError, Message, Names, decode, parse_body, spells};

/// A call that was routed: everything its operation may look at.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) cluster: Cluster,
    pub(super) headers: HeaderMap,
    /// Values of the path's variables, in order.
    pub(super) path: Vec<String>,
    pub(super) query: Query,
    pub(super) body: Bytes,
}

impl Call {
    /// The path's variable number `index`.
    pub(super) fn variable(&self, index: usize) -> &str {
        self.path.get(index).map_or("", String::as_str)
    }

    pub(super) fn multi_user(&self) -> bool {
        self.cluster.multi_user()
    }

    /// The time in unix seconds.
    pub(super) fn now(&self) -> i64 {
        self.cluster.clock().now().unix_timestamp()
    }

    /// The body as `message`; an empty body is an empty message.
    pub(super) fn message(&self, message: &Message) -> Result<Map<String, Value>, ApiError> {
        let refuse = |text: String| ApiError::gateway(Code::InvalidArgument, text);
        let value = match parse_body(&self.body) {
            Ok(Some(value)) => value,
            Ok(None) => return Ok(Map::new()),
            Err(JsonError::Syntax(text)) => return Err(refuse(text)),
            Err(_) => return Err(refuse("unexpected EOF".to_owned())),
        };
        decode(value, message, Names::Snake).map_err(|error| match error {
            DecodeError::At(_) => refuse(error.to_string()),
            DecodeError::TooDeep => ApiError::gateway(
                Code::Internal,
                "grpc: error unmarshalling request: proto: exceeded maximum recursion depth",
            ),
        })
    }
}

/// Text of a decoded message's field; absent is empty.
pub(super) fn text<'a>(message: &'a Map<String, Value>, key: &str) -> &'a str {
    message.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The query, decoded.
#[derive(Clone, Debug, Default)]
pub(super) struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    /// Reads a query as Go does.
    pub(super) fn parse(raw: &str) -> Result<Self, ApiError> {
        let mut pairs = Vec::new();
        for part in raw.split('&').filter(|part| !part.is_empty()) {
            if part.contains(';') {
                return Err(ApiError::gateway(
                    Code::InvalidArgument,
                    "invalid semicolon separator in query",
                ));
            }
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let decode = |text: &str| {
                unescape(text).map_err(|escape| {
                    ApiError::gateway(
                        Code::InvalidArgument,
                        format!("invalid URL escape \"{escape}\""),
                    )
                })
            };
            pairs.push((decode(key)?, decode(value)?));
        }
        Ok(Self { pairs })
    }

    /// A query of pairs that are decoded already.
    pub(super) fn of(pairs: Vec<(String, String)>) -> Self {
        Self { pairs }
    }

    /// This query with the pairs of `other` behind its own.
    pub(super) fn with(mut self, other: Self) -> Self {
        self.pairs.extend(other.pairs);
        self
    }

    /// The first value of `key`, as the upload handlers read it.
    pub(super) fn first(&self, key: &str) -> &str {
        self.pairs
            .iter()
            .find(|(name, _)| name == key)
            .map_or("", |(_, value)| value)
    }

    fn values(&self, key: &str) -> Vec<&str> {
        let is_key = |name: &str| spells(name, key);
        self.pairs
            .iter()
            .filter(|(name, _)| is_key(name))
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// The one value of a text field in either spelling; absent is empty.
    pub(super) fn text(&self, key: &str) -> Result<&str, ApiError> {
        let values = self.values(key);
        if values.len() > 1 {
            let text = format!("too many values for field \"{key}\": {}", values.join(", "));
            return Err(ApiError::gateway(Code::InvalidArgument, text));
        }
        Ok(values.first().copied().unwrap_or_default())
    }

    /// The one value of a 32-bit integer field; absent is 0.
    pub(super) fn integer(&self, key: &str) -> Result<i32, ApiError> {
        let absent = self.values(key).is_empty();
        let text = self.text(key)?;
        if absent {
            return Ok(0);
        }
        parse_integer(text).map_err(|why| {
            let text = format!(
                "parsing field \"{key}\": strconv.ParseInt: parsing {}: {why}",
                go_quote(text)
            );
            ApiError::gateway(Code::InvalidArgument, text)
        })
    }

    /// The one value of a true-or-false field; absent is false.
    pub(super) fn boolean(&self, key: &str) -> Result<bool, ApiError> {
        let absent = self.values(key).is_empty();
        match self.text(key)? {
            "" if absent => Ok(false),
            "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(true),
            "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(false),
            other => {
                let text = format!(
                    "parsing field \"{key}\": strconv.ParseBool: parsing {}: invalid syntax",
                    go_quote(other)
                );
                Err(ApiError::gateway(Code::InvalidArgument, text))
            }
        }
    }

    /// The one value of an enumeration, checked against its `values`; absent is the first of them.
    pub(super) fn enumeration<'a>(
        &self,
        key: &str,
        values: &[&'a str],
    ) -> Result<&'a str, ApiError> {
        let absent = self.values(key).is_empty();
        let text = self.text(key)?;
        let first = values.first().copied().unwrap_or_default();
        if absent {
            return Ok(first);
        }
        let by_number = text
            .parse::<usize>()
            .ok()
            .and_then(|number| values.get(number));
        let known = values.iter().find(|value| **value == text).or(by_number);
        known.copied().ok_or_else(|| {
            let text = format!(
                "parsing field \"{key}\": {} is not a valid value",
                go_quote(text)
            );
            ApiError::gateway(Code::InvalidArgument, text)
        })
    }
}

fn parse_integer(text: &str) -> Result<i32, &'static str> {
    match text.parse::<i64>() {
        Ok(number) => i32::try_from(number).map_err(|_| "value out of range"),
        Err(error) => match error.kind() {
            std::num::IntErrorKind::PosOverflow | std::num::IntErrorKind::NegOverflow => {
                Err("value out of range")
            }
            _ => Err("invalid syntax"),
        },
    }
}

/// Text in Go's quotes, near enough for what stands in a query.
pub(super) fn go_quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\0'..' ' | '\u{7f}' => {
                let _ = write!(quoted, "\\x{:02x}", u32::from(character));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// Undoes the escapes of a query component; the error is the escape that is none.
pub(super) fn unescape(text: &str) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        match byte {
            b'+' => {
                bytes.push(b' ');
                rest = after;
            }
            b'%' => {
                let escape = &rest[..rest.len().min(3)];
                let digits = str::from_utf8(&escape[1..]).ok().filter(|digits| {
                    digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
                });
                let Some(value) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok())
                else {
                    return Err(String::from_utf8_lossy(escape).into_owned());
                };
                bytes.push(value);
                rest = &rest[3..];
            }
            other => {
                bytes.push(other);
                rest = after;
            }
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_counts_in_both_spellings() {
        let query = Query::parse("pageSize=3&namespace=a&unknown=x").unwrap();
        assert_eq!(query.integer("page_size").unwrap(), 3);
        assert_eq!(query.text("namespace").unwrap(), "a");
        assert_eq!(query.text("filter").unwrap(), "");
        let twice = Query::parse("page_size=1&pageSize=2").unwrap();
        let refused = twice.integer("page_size").unwrap_err();
        assert_eq!(
            refused.message(),
            "too many values for field \"page_size\": 1, 2"
        );
    }

    #[test]
    fn broken_escapes_are_named() {
        assert_eq!(unescape("50%+1"), Err("%+1".to_owned()));
        assert_eq!(unescape("100%"), Err("%".to_owned()));
        assert_eq!(unescape("a+b%2Bc"), Ok("a b+c".to_owned()));
        let refused = Query::parse("filter=%zz").unwrap_err();
        assert_eq!(refused.message(), "invalid URL escape \"%zz\"");
    }
}
