//! What KFP's database refuses of a text: its length, and characters beyond the Basic Multilingual Plane.

use super::error::ApiError;

/// Longest text in bytes that reaches the database at all (its `max_allowed_packet`).
const MAX_PACKET: usize = 16 * 1024 * 1024;

/// A text on its way into a column of the real server's database.
#[derive(Clone, Copy, Debug)]
pub(super) struct ColumnText<'a> {
    pub(super) table: &'static str,
    pub(super) column: &'static str,
    pub(super) text: &'a str,
    /// Longest text in characters.
    pub(super) limit: usize,
}

impl ColumnText<'_> {
    /// The database's error, if it would refuse the text.
    pub(super) fn refusal(self) -> Option<String> {
        let Self {
            table,
            column,
            text,
            limit,
        } = self;
        if text.len() > MAX_PACKET {
            return Some(
                "Error 1105 (HY000): Parameter of prepared statement which is set through mysql_send_long_data() is \
                 longer than 'max_allowed_packet' bytes"
                    .to_owned(),
            );
        }
        if let Some(bytes) = beyond_plane(text) {
            return Some(format!(
                "Error 1366 (22007): Incorrect string value: '{bytes}' for column `mlpipeline`.`{table}`.`{column}` \
                 at row 1"
            ));
        }
        (text.chars().count() > limit)
            .then(|| format!("Error 1406 (22001): Data too long for column '{column}' at row 1"))
    }
}

/// The bytes from the first character above U+FFFF on, as MariaDB shows them.
fn beyond_plane(text: &str) -> Option<String> {
    use std::fmt::Write;

    let start = text
        .char_indices()
        .find(|(_, character)| *character > '\u{ffff}')?
        .0;
    let bytes = &text.as_bytes()[start..];
    let mut shown = String::new();
    for &byte in bytes.iter().take(6) {
        if byte.is_ascii_graphic() || byte == b' ' {
            shown.push(char::from(byte));
        } else {
            let _ = write!(shown, "\\x{byte:02X}");
        }
    }
    if bytes.len() > 6 {
        shown.push_str("...");
    }
    Some(shown)
}

/// An internal error in the words of a failed insert.
pub(super) fn insert_failed(what: &str, error: &str) -> ApiError {
    ApiError::internal(format!("{what}: {error}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_takes_neither_long_text_nor_emoji() {
        let refusal = |text: &str| {
            ColumnText {
                table: "experiments",
                column: "Name",
                text,
                limit: 4,
            }
            .refusal()
        };
        assert_eq!(refusal("학습"), None);
        assert_eq!(
            refusal("12345").as_deref(),
            Some("Error 1406 (22001): Data too long for column 'Name' at row 1")
        );
        assert_eq!(
            refusal("a 🚀").as_deref(),
            Some(
                "Error 1366 (22007): Incorrect string value: '\\xF0\\x9F\\x9A\\x80' for column \
                 `mlpipeline`.`experiments`.`Name` at row 1"
            )
        );
    }
}
