//! YAML as far as packages use it.

use serde_json::Value;

/// Deepest nesting of a package; what is read from it is walked by recursion.
const MAX_DEPTH: usize = 48;
/// Most values in a package. A pipeline of 500 tasks has 40,000.
const MAX_NODES: usize = 1_000_000;
/// Most bytes of text, aliases counted each time.
const MAX_TEXT_BYTES: usize = 64 * 1024 * 1024;

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
        // A hostile package may nest without end, or repeat itself by aliases; an honest one is only large.
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: MAX_NODES,
            max_events: 4 * MAX_NODES,
            max_total_scalar_bytes: MAX_TEXT_BYTES,
            max_total_comment_bytes: MAX_TEXT_BYTES,
        },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_apart_and_empty_ones_left_out() {
        let documents = documents(b"a: 1\n---\n---\nb: yes\nc: 2.1.0\n").unwrap();
        assert_eq!(
            documents,
            [
                serde_json::json!({"a": 1}),
                serde_json::json!({"b": "yes", "c": "2.1.0"})
            ]
        );
    }

    #[test]
    fn hostile_packages_are_refused() {
        let deep = "[".repeat(100_000);
        assert!(documents(deep.as_bytes()).is_err());
        let nested: String = (0..5_000)
            .map(|depth| [&" ".repeat(depth), "a:\n"].concat())
            .collect();
        assert!(documents(nested.as_bytes()).is_err());
        let mut laughs = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let previous = format!("*a{}, ", level - 1).repeat(10);
            laughs += format!("a{level}: &a{level} [{previous}]\n").as_str();
        }
        assert!(documents(laughs.as_bytes()).is_err());
        assert!(documents(b"a: \x00").is_err());
    }
}
