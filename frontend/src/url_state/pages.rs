//! Which page of a list is open.
//!
//! KFP's lists know no page numbers: a page is found by the token that the page before it gave. So the address keeps
//! the tokens that led here, and going back takes the last one off.

use kfp_core::model::PageToken;

/// Most tokens that an address carries. A token is a few hundred bytes, and a gateway refuses a request whose line
/// and headers are above 60 KiB.
const MOST_TOKENS: usize = 40;
/// Most bytes of tokens that an address carries.
const MOST_BYTES: usize = 24 * 1024;

/// The tokens that led to the open page, oldest first; empty on the first page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct PageStack(Vec<PageToken>);

impl PageStack {
    /// Reads tokens joined by commas; `None` when one of them cannot be a token, or when they are too many.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() > MOST_BYTES {
            return None;
        }
        let tokens: Vec<PageToken> = text
            .split(',')
            .map(PageToken::new)
            .collect::<Result<_, _>>()
            .ok()?;
        (tokens.len() <= MOST_TOKENS).then_some(Self(tokens))
    }

    /// Writes the tokens joined by commas.
    pub(crate) fn write(&self) -> String {
        self.0
            .iter()
            .map(PageToken::as_str)
            .collect::<Vec<_>>()
            .join(",")
    }

    /// The token of the open page; `None` on the first page.
    pub(crate) fn token(&self) -> Option<&PageToken> {
        self.0.last()
    }

    /// Whether the first page is open.
    pub(crate) fn is_first(&self) -> bool {
        self.0.is_empty()
    }

    /// How many pages stand before the open one.
    pub(crate) fn depth(&self) -> usize {
        self.0.len()
    }

    /// The page after this one; `None` when an address cannot carry more.
    pub(crate) fn next(&self, token: PageToken) -> Option<Self> {
        // KFP's tokens are base64, so a comma cannot come from it; one that did would not read back.
        let fits = self.0.len() < MOST_TOKENS
            && self.write().len() + token.as_str().len() < MOST_BYTES
            && !token.as_str().contains(',');
        fits.then(|| {
            let mut tokens = self.0.clone();
            tokens.push(token);
            Self(tokens)
        })
    }

    /// The page before this one; the first page stays.
    pub(crate) fn previous(&self) -> Self {
        let mut tokens = self.0.clone();
        tokens.pop();
        Self(tokens)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn token(text: &str) -> PageToken {
        PageToken::new(text).expect("a token")
    }

    #[test]
    fn going_forth_and_back_ends_where_it_began() {
        let first = PageStack::default();
        let second = first.next(token("a+/=")).expect("room for a token");
        let third = second.next(token("b")).expect("room for a token");
        assert_eq!(third.write(), "a+/=,b");
        assert_eq!(third.previous(), second);
        assert_eq!(second.previous(), first);
        assert_eq!(first.previous(), first);
    }

    #[test]
    fn an_address_does_not_grow_without_end() {
        let mut stack = PageStack::default();
        let mut steps = 0;
        while let Some(next) = stack.next(token(&"x".repeat(300))) {
            stack = next;
            steps += 1;
        }
        assert_eq!(steps, MOST_TOKENS);
        assert!(
            PageStack::default()
                .next(token(&"x".repeat(16_000)))
                .and_then(|stack| stack.next(token(&"x".repeat(16_000))))
                .is_none()
        );
        assert_eq!(PageStack::parse(&"x,".repeat(50)), None);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(tokens in proptest::collection::vec("[A-Za-z0-9+/=]{1,40}", 1..6)) {
            let stack = PageStack(tokens.iter().map(|text| token(text)).collect());
            prop_assert_eq!(PageStack::parse(&stack.write()), Some(stack));
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,60}") {
            let _stack = PageStack::parse(&text);
        }
    }
}
