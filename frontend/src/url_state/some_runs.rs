//! The runs of a recurring run or a pipeline, which are picked out of a list of more: `page`.

use super::{PageStack, Parsed, Query, list::read_page};

/// What such a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct SomeRunsState {
    /// The open page of the list that they are picked out of.
    pub(crate) page: PageStack,
}

impl SomeRunsState {
    /// Reads a query string.
    pub(crate) fn parse(query: &str) -> Parsed<Self> {
        let query = Query::parse(query);
        let mut state = Self::default();
        let mut dropped = Vec::new();
        read_page(&query, &mut state.page, &mut dropped);
        Parsed { state, dropped }
    }

    /// Writes the query string, canonically.
    pub(crate) fn query(&self) -> Query {
        let mut query = Query::default();
        if !self.page.is_first() {
            query.set("page", self.page.write());
        }
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_kept_and_what_is_none_is_named() {
        assert_eq!(SomeRunsState::default().query().write(), "");
        let parsed = SomeRunsState::parse("page=abc,def&sort=name");
        assert_eq!(parsed.state.page.depth(), 2);
        assert_eq!(parsed.state.query().write(), "page=abc%2Cdef");
        assert_eq!(SomeRunsState::parse("page=a%20b").dropped, ["page"]);
    }
}
