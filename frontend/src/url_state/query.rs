//! Query strings: reading with the first occurrence winning, writing in the order of the keys.

use std::collections::BTreeMap;

/// The keys and values behind the question mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query(BTreeMap<String, String>);

/// What was read, and which keys held something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parsed<T> {
    /// The state, with defaults for what could not be read.
    pub(crate) state: T,
    /// The keys whose value was not understood; the page says so once.
    pub(crate) dropped: Vec<&'static str>,
}

impl Query {
    /// Reads a query string, with or without its question mark.
    pub(crate) fn parse(text: &str) -> Self {
        let text = text.strip_prefix('?').unwrap_or(text);
        let mut pairs = BTreeMap::new();
        for (key, value) in form_urlencoded::parse(text.as_bytes()) {
            // The dashboard appends the keys its own page was loaded with, so keys can come twice.
            pairs
                .entry(key.into_owned())
                .or_insert_with(|| value.into_owned());
        }
        Self(pairs)
    }

    /// The value of a key; an empty one counts as absent.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.0
            .get(key)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// Whether the key stands there, even without a value.
    pub(crate) fn contains(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// The keys, sorted.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Sets a key.
    pub(crate) fn set(&mut self, key: &str, value: impl Into<String>) {
        self.0.insert(key.to_owned(), value.into());
    }

    /// Writes the query string without its question mark; empty when there are no keys.
    pub(crate) fn write(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        for (key, value) in &self.0 {
            out.append_pair(key, value);
        }
        out.finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_occurrence_of_a_key_wins() {
        let query = Query::parse("?q=a&q=b&sort=");
        assert_eq!(query.get("q"), Some("a"));
        assert_eq!(query.get("sort"), None);
        assert!(query.contains("sort"));
    }

    #[test]
    fn a_slash_is_escaped_because_login_services_refuse_to_return_to_a_doubled_one() {
        let mut query = Query::default();
        query.set("q", "a//b/../c");
        assert_eq!(query.write(), "q=a%2F%2Fb%2F..%2Fc");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(pairs in proptest::collection::btree_map("\\PC{1,8}", "\\PC{0,12}", 0..5)) {
            let query = Query(pairs);
            prop_assert_eq!(Query::parse(&query.write()), query);
        }
    }
}
