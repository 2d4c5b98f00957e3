//! YAML as far as packages use it.

use serde_json::Value;

/// The documents of a package; those that are empty are left out.
///
/// # Errors
/// What is wrong, in the words of Go's YAML library where they are known.
pub(super) fn documents(text: &[u8]) -> Result<Vec<Value>, String> {
    let text =
        str::from_utf8(text).map_err(|_| "yaml: control characters are not allowed".to_owned())?;
    // Go's library takes a mark at the start; what is no text is refused before it is parsed.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.chars().any(is_forbidden) {
        return Err("yaml: control characters are not allowed".to_owned());
    }
    let options = serde_saphyr::options! {
        // The size of an upload is bounded already, and real packages exceed the default bounds.
        budget: None,
        // `yes` and `on` stay text in a document without types.
        strict_booleans: true,
        with_snippet: false,
    };
    serde_saphyr::from_multiple_with_options(text, options).map_err(|error| {
        let text = error.to_string();
        format!("yaml: {}", text.lines().next().unwrap_or_default())
    })
}

fn is_forbidden(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{85}')
}
