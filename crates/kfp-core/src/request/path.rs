//! Paths from templates.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What no decoder touches. `:` is encoded as well, after which KFP looks for an action, and `+`, which it reads as a space.
pub(crate) const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A text as one element of a path, whatever is in it.
pub fn element(text: &str) -> impl fmt::Display {
    utf8_percent_encode(text, UNRESERVED)
}

/// Puts each text in the place of a placeholder, in order. Without enough texts a placeholder stays.
pub(super) fn fill(template: &str, texts: &[&str]) -> String {
    let mut path = String::with_capacity(template.len() + 64);
    let mut rest = template;
    for text in texts {
        let Some((start, end)) = rest.find('{').zip(rest.find('}')) else {
            break;
        };
        path.push_str(&rest[..start]);
        path.extend(utf8_percent_encode(text, UNRESERVED));
        rest = &rest[end + 1..];
    }
    path + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_placeholder_takes_one_text() {
        assert_eq!(
            fill("/a/{x}/b/{y}:read", &["1:2", "ä"]),
            "/a/1%3A2/b/%C3%A4:read"
        );
        assert_eq!(fill("/a", &["1"]), "/a");
    }
}
