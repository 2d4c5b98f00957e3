//! Query strings: reading with the first occurrence winning, writing in the order of the keys.

/// The keys and values behind the question mark, each key once, in the order of the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query(Vec<(String, String)>);

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
        let mut query = Self::default();
        for (key, value) in form_urlencoded::parse(text.as_bytes()) {
            // The dashboard appends the keys its own page was loaded with, so keys can come twice.
            if let Err(place) = query.place(&key) {
                query
                    .0
                    .insert(place, (key.into_owned(), value.into_owned()));
            }
        }
        query
    }

    /// Where a key stands, or would stand.
    fn place(&self, key: &str) -> Result<usize, usize> {
        self.0
            .binary_search_by(|(known, _)| known.as_str().cmp(key))
    }

    /// The value of a key; an empty one counts as absent.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        let (_, value) = self.0.get(self.place(key).ok()?)?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }

    /// Whether the value of a key is the other one of two, and not the usual one. One that is neither is named.
    pub(crate) fn either(
        &self,
        key: &'static str,
        [usual, other]: [&str; 2],
        dropped: &mut Vec<&'static str>,
    ) -> bool {
        let word = self.get(key).unwrap_or(usual);
        if word != usual && word != other {
            dropped.push(key);
        }
        word == other
    }

    /// Whether the key stands there, even without a value.
    pub(crate) fn contains(&self, key: &str) -> bool {
        self.place(key).is_ok()
    }

    /// The keys, sorted.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    /// Sets a key.
    pub(crate) fn set(&mut self, key: &str, value: impl Into<String>) {
        let value = value.into();
        match self.place(key) {
            Ok(place) => {
                if let Some(pair) = self.0.get_mut(place) {
                    pair.1 = value;
                }
            }
            Err(place) => self.0.insert(place, (key.to_owned(), value)),
        }
    }

    /// The same without a key.
    pub(crate) fn without(mut self, key: &str) -> Self {
        self.0.retain(|(known, _)| known != key);
        self
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
    fn a_key_that_is_set_again_has_the_later_value() {
        let mut query = Query::parse("b=1&a=2");
        query.set("b", "3");
        query.set("c", "4");
        assert_eq!(query.write(), "a=2&b=3&c=4");
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
            let query = Query(pairs.into_iter().collect());
            prop_assert_eq!(Query::parse(&query.write()), query);
        }
    }
}
