//! Pages of lists.

use std::fmt;

use super::InvalidId;

/// One page of a list.
///
/// Elements are decoded one by one: what cannot be read is told in [`undecodable`](Self::undecodable) and does not
/// take the rest with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What could be read, in the server's order.
    pub items: Vec<T>,
    /// What could not be read.
    pub undecodable: Vec<Undecodable>,
    /// How many there are on all pages.
    pub total_size: u64,
    /// Where the next page begins; `None` on the last one.
    pub next_page_token: Option<PageToken>,
}

impl<T> Page<T> {
    /// Whether this is the last page.
    pub fn is_last(&self) -> bool {
        self.next_page_token.is_none()
    }
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            undecodable: Vec::new(),
            total_size: 0,
            next_page_token: None,
        }
    }
}

/// An element of a list that this version cannot read. Holds nothing of its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecodable {
    /// Its place on the page, from 0.
    pub index: usize,
    /// The path of the field that could not be read, as far as it is known; else where in the text.
    pub at: Box<str>,
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "element {} cannot be read at {}", self.index, self.at)
    }
}

/// Where a page begins. Opaque, and valid only with the scope it came from.
///
/// Does not print its text, since that holds the filter and a value of the first row.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PageToken(Box<str>);

/// Longest token that is taken. It holds the filter, so it may be long; the address as a whole has to stay under the
/// 60 KiB that the gateway allows.
const MAX_TOKEN_BYTES: usize = 16 * 1024;

impl PageToken {
    /// Takes the token of an earlier page.
    ///
    /// # Errors
    /// When it is empty, longer than 16 KiB, or holds other than printable ASCII.
    pub fn new(text: impl Into<Box<str>>) -> Result<Self, InvalidId> {
        let text = text.into();
        if text.is_empty() {
            Err(InvalidId::Empty)
        } else if text.len() > MAX_TOKEN_BYTES {
            Err(InvalidId::TooLong {
                limit: MAX_TOKEN_BYTES,
            })
        } else if text.bytes().all(|b| b.is_ascii_graphic()) {
            Ok(Self(text))
        } else {
            Err(InvalidId::NotAToken)
        }
    }

    /// The token as it goes into the query, before percent-encoding.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PageToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PageToken({} bytes)", self.0.len())
    }
}

impl std::str::FromStr for PageToken {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_printable_and_is_not_printed() {
        let token = PageToken::new("eyJmIjoic2VjcmV0In0+/=").unwrap();
        assert_eq!(format!("{token:?}"), "PageToken(22 bytes)");
        for text in ["", "a b", "a\n", "ä"] {
            assert!(PageToken::new(text).is_err(), "{text:?}");
        }
        assert!(PageToken::new("a".repeat(MAX_TOKEN_BYTES + 1)).is_err());
    }
}
