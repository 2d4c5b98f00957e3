//! Writing answers.

use std::fmt::Write;

use serde_json::Value;
use time::OffsetDateTime;

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
    let needs_no_escape = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
    if value.bytes().all(needs_no_escape) {
        text.push('"');
        text.push_str(value);
        text.push('"');
    } else {
        text.push_str(&Value::from(value).to_string());
    }
}

/// Unix seconds as the API prints a time. Every row of a list has half a dozen of them.
pub(crate) fn format_seconds(seconds: i64) -> String {
    let time = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (hour, minute, second) = time.to_hms();
    let (year, month, day) = time.to_calendar_date();
    format!(
        "{year:04}-{:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z",
        u8::from(month)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_members_are_left_out() {
        let json = ObjectWriter::new()
            .text("name", "a \"quoted\" ünit\n")
            .text("description", "")
            .number("total", 0)
            .list("items", &[])
            .seconds("created_at", 0)
            .raw("spec", "{}")
            .finish();
        let value: Value = serde_json::from_str(&json).unwrap();
        let expected = serde_json::json!({
            "name": "a \"quoted\" ünit\n", "created_at": "1970-01-01T00:00:00Z", "spec": {},
        });
        assert_eq!(value, expected);
        assert_eq!(ObjectWriter::new().finish(), "{}");
    }

    #[test]
    fn times_are_in_utc_and_whole_seconds() {
        assert_eq!(format_seconds(1_795_645_425), "2026-11-25T22:23:45Z");
    }
}
