//! The query of a request, read once and written anew.
//!
//! KFP's parser and ours could read an odd query differently (both spellings of a parameter, a parameter that comes
//! twice, a semicolon). So the query that is passed on is written from what was read here: what was judged is what KFP
//! gets.

use super::page_token;
use super::seal::{Binding, Seal};
use super::table::Row;
use crate::problem::{Failure, ProblemCode};

/// The parameters that the row knows, each at most once, in the order they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query(Vec<(&'static str, String)>);

impl Query {
    /// Reads the query of a request for a row. Parameters that the row does not know are dropped, as KFP ignores them.
    ///
    /// # Errors
    /// A 400 for a parameter that comes twice, in whichever spelling, and for bytes that are no text.
    pub(crate) fn read(row: &'static Row, query: Option<&str>) -> Result<Self, Failure> {
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        let query = query.unwrap_or_default();
        // The parser would put U+FFFD in place of it, and KFP would get another text than the one that was sent.
        if percent_encoding::percent_decode_str(query)
            .decode_utf8()
            .is_err()
        {
            let detail = "The query holds bytes that are no UTF-8.";
            return Err(Failure::new(ProblemCode::Invalid, detail));
        }
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let Some(name) = row
                .query
                .iter()
                .copied()
                .find(|name| is_spelling_of(name, &key))
            else {
                continue;
            };
            if pairs.iter().any(|(known, _)| *known == name) {
                let detail = format!("too many values for field \"{name}\"");
                return Err(Failure::new(ProblemCode::Invalid, detail));
            }
            pairs.push((name, value.into_owned()));
        }
        Ok(Self(pairs))
    }

    /// Takes the page token back to what KFP made, if there is one.
    ///
    /// # Errors
    /// A 400 for a token that this console did not hand out for this, as far as it can tell, and for one that KFP did not
    /// make.
    pub(crate) fn open_page_token(
        &mut self,
        row: &Row,
        seal: &Seal,
        binding: &Binding,
    ) -> Result<(), Failure> {
        for (name, value) in &mut self.0 {
            if *name == "page_token" && !value.is_empty() {
                let inner = seal.open(binding, value).ok_or_else(page_token::refuse)?;
                *value = page_token::check(inner, row.operation)?;
            }
        }
        Ok(())
    }

    /// The value of a parameter; `None` if it is absent or empty, which KFP does not tell apart.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, value)| *known == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// The query to send to KFP, without the `?`; empty if there is nothing to say.
    pub(crate) fn upstream(&self) -> String {
        let mut writer = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.0 {
            writer.append_pair(name, value);
        }
        writer.finish()
    }
}

/// Whether a key is a parameter's snake case or camel case name; KFP takes both.
fn is_spelling_of(name: &str, key: &str) -> bool {
    name == key || {
        let mut camel = String::with_capacity(name.len());
        let mut upper = false;
        for c in name.chars() {
            if c == '_' {
                upper = true;
            } else {
                camel.push(if upper { c.to_ascii_uppercase() } else { c });
                upper = false;
            }
        }
        camel == key
    }
}

#[cfg(test)]
mod tests {
    use super::super::path::find;
    use super::*;

    fn read(query: &str) -> Result<Query, ProblemCode> {
        let row = find("GET", "/apis/v2beta1/runs").expect("a row").row;
        Query::read(row, Some(query)).map_err(|failure| failure.code)
    }

    #[test]
    fn what_was_read_is_what_is_sent() {
        let query =
            read("page_token=&page_size=10&sort_by=created_at+desc&experimentId=e%20x&unknown=1")
                .expect("fine");
        assert_eq!(query.get("experiment_id"), Some("e x"));
        assert_eq!(query.get("page_token"), None);
        assert_eq!(
            query.upstream(),
            "page_token=&page_size=10&sort_by=created_at+desc&experiment_id=e+x"
        );
    }

    #[test]
    fn twice_is_refused_in_every_spelling() {
        for twice in [
            "namespace=a&namespace=b",
            "namespace=a&namespace=a",
            "experiment_id=a&experimentId=b",
            "namespace=&namespace=b",
        ] {
            assert_eq!(read(twice), Err(ProblemCode::Invalid), "{twice}");
        }
    }

    #[test]
    fn doubly_encoded_filter_stays_doubly_encoded() {
        let query = read("filter=%257B%2522predicates%2522%253A%255B%255D%257D").expect("fine");
        assert_eq!(query.get("filter"), Some("%7B%22predicates%22%3A%5B%5D%7D"));
        assert_eq!(
            query.upstream(),
            "filter=%257B%2522predicates%2522%253A%255B%255D%257D"
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        for bad in ["namespace=%ff", "filter=%ED%A0%80", "%C3=1"] {
            assert_eq!(read(bad), Err(ProblemCode::Invalid), "{bad}");
        }
        assert!(read("namespace=%ED%95%99").is_ok());
    }

    #[test]
    fn semicolon_separates_nothing() {
        let query = read("namespace=mine;namespace=theirs").expect("fine");
        assert_eq!(query.get("namespace"), Some("mine;namespace=theirs"));
        assert_eq!(query.upstream(), "namespace=mine%3Bnamespace%3Dtheirs");
    }

    #[test]
    fn forged_page_token_is_refused() {
        let found = find("GET", "/apis/v2beta1/runs").expect("a row");
        let mut query = read("page_token=garbage").expect("it can be read");
        let user = crate::identity::UserId::for_test("a");
        let binding = Binding::of(&user, &found, &query);
        let seal = Seal::of_this_process();
        let refused = query.open_page_token(found.row, &seal, &binding);
        assert_eq!(
            refused.map_err(|failure| failure.code),
            Err(ProblemCode::PageToken)
        );
    }
}
