//! What a token must look like before it is sent.

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::error::TokenFault;

/// Longest token that is sent. Service-account tokens have 1 to 2 kB.
pub(super) const MAX_BYTES: usize = 16 * 1024;

/// Whether a text can stand in a header as one word.
pub(super) fn check_header_text(text: &str) -> Result<(), TokenFault> {
    if text.is_empty() {
        Err(TokenFault::Empty)
    } else if text.len() > MAX_BYTES {
        Err(TokenFault::TooLong)
    } else if let Some((index, foreign)) = text.chars().enumerate().find(|(_, c)| !c.is_ascii()) {
        Err(TokenFault::Foreign {
            code: foreign.into(),
            at: index + 1,
        })
    } else if text.bytes().all(|b| b.is_ascii_graphic()) {
        Ok(())
    } else {
        Err(TokenFault::NotAHeaderValue)
    }
}

/// Without what is copied along with a token: blanks, seen and unseen, quotes, and `Bearer`, as often as it stands there.
pub(super) fn tidy(text: &str) -> &str {
    let is_around = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
            || matches!(c, '"' | '\'' | '\u{2018}'..='\u{201f}')
    };
    let mut text = text.trim_matches(is_around);
    while let Some(rest) = text.strip_prefix("Bearer") {
        if !rest.is_empty() && !rest.starts_with(is_around) {
            break;
        }
        text = rest.trim_start_matches(is_around);
    }
    text
}

/// Whether a text has the form of a service-account token. Neither signature nor claims are looked at.
#[cfg(any(feature = "native", test))]
pub(super) fn check_jwt(text: &str) -> Result<(), TokenFault> {
    check_header_text(text)?;
    let is_section = |section: &str| {
        !section.is_empty()
            && section
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if text.split('.').count() == 3 && text.split('.').all(is_section) {
        Ok(())
    } else {
        Err(TokenFault::NotAJwt)
    }
}

pub(super) fn bearer(token: &SecretString) -> Result<HeaderValue, TokenFault> {
    sensitive(&format!("Bearer {}", token.expose_secret()))
}

/// A header value that prints as `Sensitive`.
pub(super) fn sensitive(text: &str) -> Result<HeaderValue, TokenFault> {
    let mut value = HeaderValue::from_str(text).map_err(|_| TokenFault::NotAHeaderValue)?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As reported: with an unseen blank in it, and others around it.
    #[test]
    fn what_is_copied_along_is_taken_off_and_what_is_inside_is_told() {
        for text in [
            "a.b.c",
            " a.b.c\n",
            "\u{feff}a.b.c\u{a0}\r\n",
            "\u{201c}a.b.c\u{201d}",
            "'a.b.c'",
            "Bearer a.b.c",
            "Bearer Bearer  \"a.b.c\"",
        ] {
            assert_eq!(tidy(text), "a.b.c", "{text:?}");
        }
        assert_eq!(tidy("Bearer"), "");
        assert_eq!(tidy("Bearers.b.c"), "Bearers.b.c");
        let text = format!("{}\u{200b}b.c", "a".repeat(40));
        let fault = check_header_text(&text).unwrap_err();
        assert_eq!(
            fault,
            TokenFault::Foreign {
                code: 0x200b,
                at: 41
            }
        );
        assert!(
            fault.to_string().contains("U+200B, the 41. of it"),
            "{fault}"
        );
    }

    #[test]
    fn a_token_has_three_sections() {
        assert_eq!(check_jwt("aA0-_.b.c"), Ok(()));
        for text in ["a.b", "a.b.c.d", "a..c", "a.b.", "a.b.c=", "hello"] {
            assert_eq!(check_jwt(text), Err(TokenFault::NotAJwt), "{text}");
        }
        assert_eq!(
            check_jwt(&"a".repeat(MAX_BYTES + 1)),
            Err(TokenFault::TooLong)
        );
    }
}
