//! Reading a message out of JSON, by the rules and in the words of `protojson`.

use std::fmt;

use serde_json::{Map, Number, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::descriptor::{Cardinality, Enumeration, Field, Kind, Message};
use super::json::{JsonError, Key, Node, NodeValue, parse_body, parse_tree};

/// Which spelling of the field names the decoded message carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// As in the protobuf source: what the API answers with.
    Snake,
    /// As in JSON: what a pipeline spec is stored with.
    Camel,
}

/// Why a text is not the message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum DecodeError {
    /// Refused at a place: the words of `protojson`.
    At(String),
    /// Nested deeper than any message.
    TooDeep,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(text) => write!(formatter, "proto: {text}"),
            Self::TooDeep => formatter.write_str("proto: exceeded max recursion depth"),
        }
    }
}

/// Reads `text`, a JSON value that [`parse_body`] has accepted, as `message`.
///
/// The result holds what is set: zero values, empty lists and nulls are gone, enumerations are names, 64-bit
/// integers are text, as the server would print the message.
pub(crate) fn decode(
    text: &[u8],
    message: &Message,
    names: Names,
) -> Result<Map<String, Value>, DecodeError> {
    let decoder = Decoder { text, names };
    match parse_tree(text) {
        Ok(tree) => decoder.message(&tree, message),
        Err(JsonError::Utf8 { start }) => {
            Err(decoder.refuse(start, "syntax error ", ": invalid UTF-8 in string"))
        }
        Err(JsonError::TooDeep) => Err(DecodeError::TooDeep),
        Err(JsonError::Eof) => Err(DecodeError::At("unexpected EOF".to_owned())),
        Err(JsonError::Syntax(text)) => Err(DecodeError::At(format!("syntax error: {text}"))),
    }
}

/// Reads a text that came as such (a filter): there `protojson` alone judges.
pub(crate) fn decode_text(
    text: &str,
    message: &Message,
) -> Result<Map<String, Value>, DecodeError> {
    match parse_body(text.as_bytes()) {
        Ok(None) | Err(JsonError::Eof) => Err(DecodeError::At("unexpected EOF".to_owned())),
        Ok(Some(value)) => {
            let before = text.len() - text.trim_start().len();
            let after = text
                .get(before + value.len()..)
                .unwrap_or_default()
                .trim_start();
            if after.is_empty() {
                decode(text.as_bytes(), message, Names::Snake)
            } else {
                let decoder = Decoder {
                    text: text.as_bytes(),
                    names: Names::Snake,
                };
                let token = first_token(after);
                Err(decoder.refuse(
                    text.len() - after.len(),
                    "syntax error ",
                    &format!(": unexpected token {token}"),
                ))
            }
        }
        Err(_) => {
            let decoder = Decoder {
                text: text.as_bytes(),
                names: Names::Snake,
            };
            let start = text.trim_start();
            let token = first_token(start);
            Err(decoder.refuse(
                text.len() - start.len(),
                "syntax error ",
                &format!(": invalid value {token}"),
            ))
        }
    }
}

/// The run of letters at the start of `text`, or its first character: what `protojson` shows of a bad token.
fn first_token(text: &str) -> &str {
    let word = text
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(text.len());
    let end = if word > 0 {
        word
    } else {
        text.chars().next().map_or(0, char::len_utf8)
    };
    &text[..end]
}

struct Decoder<'a> {
    text: &'a [u8],
    names: Names,
}

impl Decoder<'_> {
    fn refuse(&self, at: usize, before: &str, after: &str) -> DecodeError {
        let head = &self.text[..at.min(self.text.len())];
        let line = head.split(|byte| *byte == b'\n').count();
        let since = head
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(head, |newline| &head[newline + 1..]);
        let column = String::from_utf8_lossy(since).chars().count() + 1;
        DecodeError::At(format!("{before}(line {line}:{column}){after}"))
    }

    fn raw(&self, start: usize, end: usize) -> String {
        String::from_utf8_lossy(self.text.get(start..end).unwrap_or_default()).into_owned()
    }

    /// The token that starts `node`, as `protojson` shows it.
    fn token(&self, node: &Node<'_>) -> String {
        match node.value {
            NodeValue::Object(_) => "{".to_owned(),
            NodeValue::Array(_) => "[".to_owned(),
            _ => self.raw(node.start, node.end),
        }
    }

    fn unexpected(&self, node: &Node<'_>) -> DecodeError {
        self.refuse(
            node.start,
            "syntax error ",
            &format!(": unexpected token {}", self.token(node)),
        )
    }

    fn message(
        &self,
        node: &Node<'_>,
        message: &Message,
    ) -> Result<Map<String, Value>, DecodeError> {
        let NodeValue::Object(entries) = &node.value else {
            return Err(self.unexpected(node));
        };
        let mut decoded = Map::new();
        let mut seen: Vec<&str> = Vec::new();
        let mut oneofs: Vec<&str> = Vec::new();
        for (key, value) in entries {
            let Some(field) = message
                .fields
                .iter()
                .find(|field| field.is_named(&key.text))
            else {
                return Err(self.at_key(key, "unknown field"));
            };
            if seen.contains(&field.name) {
                return Err(self.at_key(key, "duplicate field"));
            }
            seen.push(field.name);
            if matches!(value.value, NodeValue::Null) && !matches!(field.kind, Kind::Value) {
                continue;
            }
            if let Some(oneof) = field.oneof {
                if oneofs.contains(&oneof) {
                    let raw = self.raw(key.start, key.end);
                    let text = format!(
                        ": error parsing {raw}, oneof {}.{oneof} is already set",
                        message.name
                    );
                    return Err(self.refuse(key.start, "", &text));
                }
                oneofs.push(oneof);
            }
            if let Some(value) = self.field(value, field)? {
                let name = match self.names {
                    Names::Snake => field.name.to_owned(),
                    Names::Camel => field.json_name(),
                };
                decoded.insert(name, value);
            }
        }
        Ok(decoded)
    }

    fn at_key(&self, key: &Key, what: &str) -> DecodeError {
        self.refuse(
            key.start,
            "",
            &format!(": {what} {}", self.raw(key.start, key.end)),
        )
    }

    /// The field's value, or `None` for a zero that is the same as absence.
    fn field(&self, node: &Node<'_>, field: &Field) -> Result<Option<Value>, DecodeError> {
        match field.cardinality {
            Cardinality::Repeated => {
                let NodeValue::Array(items) = &node.value else {
                    return Err(self.unexpected(node));
                };
                let items: Vec<Value> = items
                    .iter()
                    .map(|item| self.value(item, field))
                    .collect::<Result<_, _>>()?;
                Ok((!items.is_empty()).then_some(Value::Array(items)))
            }
            Cardinality::Map => {
                let NodeValue::Object(entries) = &node.value else {
                    return Err(self.unexpected(node));
                };
                let mut map = Map::new();
                for (key, value) in entries {
                    map.insert(key.text.clone(), self.value(value, field)?);
                }
                Ok((!map.is_empty()).then_some(Value::Object(map)))
            }
            Cardinality::Single if field.oneof.is_none() => {
                let value = self.value(node, field)?;
                Ok((!is_zero(&value, field.kind)).then_some(value))
            }
            Cardinality::Single | Cardinality::Optional => self.value(node, field).map(Some),
        }
    }

    fn value(&self, node: &Node<'_>, field: &Field) -> Result<Value, DecodeError> {
        let invalid = |kind: &str| {
            let text = format!(
                ": invalid value for {kind} field {}: {}",
                field.json_name(),
                self.token(node)
            );
            self.refuse(node.start, "", &text)
        };
        match (field.kind, &node.value) {
            (Kind::Message(message), _) => Ok(Value::Object(self.message(node, message)?)),
            (Kind::Struct, NodeValue::Object(_)) | (Kind::Value, _) => Ok(plain(node)),
            (Kind::String, NodeValue::String(text)) => Ok(Value::String(text.clone())),
            (Kind::String, _) => Err(invalid("string")),
            (Kind::Bool, NodeValue::Bool(value)) => Ok(Value::Bool(*value)),
            (Kind::Bool, _) => Err(invalid("bool")),
            (Kind::Int32, NodeValue::Number(text)) => integer(text)
                .and_then(|number| i32::try_from(number).ok())
                .map(Value::from)
                .ok_or_else(|| invalid("int32")),
            (Kind::Int32, NodeValue::String(text)) => integer(text)
                .and_then(|number| i32::try_from(number).ok())
                .map(Value::from)
                .ok_or_else(|| invalid("int32")),
            (Kind::Int32, _) => Err(invalid("int32")),
            (Kind::Int64, NodeValue::Number(text)) => integer(text)
                .map(|number| Value::String(number.to_string()))
                .ok_or_else(|| invalid("int64")),
            (Kind::Int64, NodeValue::String(text)) => integer(text)
                .map(|number| Value::String(number.to_string()))
                .ok_or_else(|| invalid("int64")),
            (Kind::Int64, _) => Err(invalid("int64")),
            (Kind::Double, NodeValue::Number(text)) => Ok(number(text)),
            (Kind::Double, NodeValue::String(text)) if text.parse::<f64>().is_ok() => {
                Ok(number(text))
            }
            (Kind::Double, _) => Err(invalid("double")),
            (Kind::Enum(values), value) => {
                enumeration(values, value).ok_or_else(|| invalid("enum"))
            }
            (Kind::Timestamp, NodeValue::String(text)) => {
                canonical_time(text).map(Value::String).ok_or_else(|| {
                    let raw = self.raw(node.start, node.end);
                    self.refuse(
                        node.start,
                        "",
                        &format!(": invalid google.protobuf.Timestamp value {raw}"),
                    )
                })
            }
            (Kind::Duration, NodeValue::String(text)) => {
                canonical_duration(text).map(Value::String).ok_or_else(|| {
                    let raw = self.raw(node.start, node.end);
                    self.refuse(
                        node.start,
                        "",
                        &format!(": invalid google.protobuf.Duration value {raw}"),
                    )
                })
            }
            (Kind::Struct | Kind::Timestamp | Kind::Duration, _) => Err(self.unexpected(node)),
        }
    }
}

fn is_zero(value: &Value, kind: Kind) -> bool {
    match kind {
        Kind::Message(_) | Kind::Struct | Kind::Value | Kind::Timestamp | Kind::Duration => false,
        Kind::Enum(values) => values
            .values
            .iter()
            .any(|(name, number)| *number == 0 && value == name),
        Kind::Int64 => value == "0",
        _ => match value {
            Value::String(text) => text.is_empty(),
            Value::Bool(value) => !value,
            Value::Number(number) => number.as_f64() == Some(0.0),
            _ => false,
        },
    }
}

fn enumeration(values: &Enumeration, node: &NodeValue<'_>) -> Option<Value> {
    match node {
        NodeValue::String(text) => values
            .values
            .iter()
            .find(|(name, _)| name == text)
            .map(|(name, _)| (*name).into()),
        NodeValue::Number(text) => {
            let number = i32::try_from(integer(text)?).ok()?;
            // An unknown number is kept as it is.
            let known = values.values.iter().find(|(_, value)| *value == number);
            Some(known.map_or_else(|| number.into(), |(name, _)| (*name).into()))
        }
        _ => None,
    }
}

/// An integer in any of JSON's spellings (`1`, `1.0`, `1e2`).
fn integer(text: &str) -> Option<i64> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let number: f64 = text.parse().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked to be integral and within 2^53"
    )]
    (number.fract() == 0.0 && number.abs() < 9.0e15).then_some(number as i64)
}

/// A number as a double is printed: without a fraction where it has none.
fn number(text: &str) -> Value {
    let number: f64 = text.parse().unwrap_or_default();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked to be integral and within 2^63"
    )]
    if number.fract() == 0.0 && number.abs() < 9.2e18 {
        Value::from(number as i64)
    } else {
        Number::from_f64(number).map_or(Value::Null, Value::Number)
    }
}

fn plain(node: &Node<'_>) -> Value {
    match &node.value {
        NodeValue::Null => Value::Null,
        NodeValue::Bool(value) => Value::Bool(*value),
        NodeValue::Number(text) => number(text),
        NodeValue::String(text) => Value::String(text.clone()),
        NodeValue::Array(items) => items.iter().map(plain).collect(),
        NodeValue::Object(entries) => Value::Object(
            entries
                .iter()
                .map(|(key, value)| (key.text.clone(), plain(value)))
                .collect(),
        ),
    }
}

/// A time in UTC, whole seconds where it has no fraction.
fn canonical_time(text: &str) -> Option<String> {
    let time = OffsetDateTime::parse(text, &Rfc3339)
        .ok()?
        .to_offset(time::UtcOffset::UTC);
    time.format(&Rfc3339).ok()
}

fn canonical_duration(text: &str) -> Option<String> {
    let seconds = text.strip_suffix('s')?;
    let valid = !seconds.is_empty() && seconds.parse::<f64>().is_ok();
    valid.then(|| text.to_owned())
}
