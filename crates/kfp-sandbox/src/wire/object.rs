//! Writing answers.

use std::fmt::Write;

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Writes one JSON object, leaving out what protobuf leaves out: empty text, zero, false.
///
/// Stored documents (specs, histories, tasks) go in as the text they are kept as, which spares reading and
/// printing them for every row of a list.
#[derive(Debug)]
pub(crate) struct ObjectWriter {
    text: String,
}

impl ObjectWriter {
    pub(crate) fn new() -> Self {
        Self {
            text: String::from("{"),
        }
    }

    fn key(&mut self, key: &str) -> &mut String {
        if self.text.len() > 1 {
            self.text.push(',');
        }
        push_quoted(&mut self.text, key);
        self.text.push(':');
        &mut self.text
    }

    /// Text, unless it is empty.
    pub(crate) fn text(&mut self, key: &str, value: &str) -> &mut Self {
        if !value.is_empty() {
            push_quoted(self.key(key), value);
        }
        self
    }

    /// A number, unless it is 0.
    pub(crate) fn number(&mut self, key: &str, value: i64) -> &mut Self {
        if value != 0 {
            let _ = write!(self.key(key), "{value}");
        }
        self
    }

    /// A time of unix seconds; 0 is a time too.
    pub(crate) fn seconds(&mut self, key: &str, value: i64) -> &mut Self {
        self.text(key, &format_seconds(value))
    }

    /// A JSON text as it is, unless it is empty.
    pub(crate) fn raw(&mut self, key: &str, json: &str) -> &mut Self {
        if !json.is_empty() {
            self.key(key).push_str(json);
        }
        self
    }

    /// A list of JSON texts, unless it has none.
    pub(crate) fn list(&mut self, key: &str, items: &[String]) -> &mut Self {
        if items.is_empty() {
            return self;
        }
        let text = self.key(key);
        text.push('[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            text.push_str(item);
        }
        text.push(']');
        self
    }

    /// The object's text.
    pub(crate) fn finish(&mut self) -> String {
        let mut text = std::mem::take(&mut self.text);
        text.push('}');
        text
    }
}

fn push_quoted(text: &mut String, value: &str) {
    text.push_str(&Value::from(value).to_string());
}

/// Unix seconds as the API prints a time.
pub(crate) fn format_seconds(seconds: i64) -> String {
    let time = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    time.format(&Rfc3339).unwrap_or_default()
}
