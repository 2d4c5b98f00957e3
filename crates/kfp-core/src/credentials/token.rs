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
    } else if text.bytes().all(|b| b.is_ascii_graphic()) {
        Ok(())
    } else {
        Err(TokenFault::NotAHeaderValue)
    }
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
