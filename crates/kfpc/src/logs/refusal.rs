//! An error in the place of a log: the API server has sent its status before it looks.

use serde::Deserialize;

/// How such an error begins.
pub(crate) const BEGIN: &[u8] = b"{\"error_message\":";

#[derive(Deserialize)]
struct Refusal {
    error_message: String,
}

/// Whether a log begins as an error does.
pub(crate) fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(BEGIN)
}

/// What a refusal says: its innermost reason, as far as one reads.
pub(crate) fn words(bytes: &[u8]) -> String {
    let text = match serde_json::from_slice::<Refusal>(bytes) {
        Ok(refusal) => refusal.error_message,
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    };
    let line = text.lines().next().unwrap_or_default();
    line.chars().take(300).collect()
}
