//! What KFP's database refuses of a text: its length, and characters beyond the Basic Multilingual Plane.

use super::error::ApiError;

/// Longest text in bytes that reaches the database at all (its `max_allowed_packet`).
const MAX_PACKET: usize = 16 * 1024 * 1024;

/// A column of the real server's database, the text on its way there, and the longest it takes in characters.
pub(super) type ColumnText<'a> = (&'static str, &'a str, usize);

/// The database's error for the first text that it would refuse of those for a row of `table`.
pub(super) fn refused(table: &str, columns: &[ColumnText<'_>]) -> Option<String> {
    columns.iter().find_map(|&column| refusal(table, column))
}

fn refusal(table: &str, (column, text, limit): ColumnText<'_>) -> Option<String> {
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
        let refusal = |text: &str| refused("experiments", &[("Name", text, 4)]);
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
