//! The list of pipelines: `q`, `sort`, `scope`, `page`.

use super::{
    Direction, PageStack, Parsed, Query,
    list::{parse_sort, read_page, write_sort},
};

/// What pipelines can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum PipelineSort {
    /// By name.
    Name,
    /// By the time of creation.
    #[default]
    Created,
}

impl PipelineSort {
    const ALL: [(Self, &'static str); 2] = [(Self::Name, "name"), (Self::Created, "created_at")];

    fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Created => "created_at",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find(|(_, known)| *known == key).map(|(sort, _)| *sort)
    }
}

/// What the list of pipelines shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct PipelinesState {
    /// Part of the name; empty shows all.
    pub(crate) name: String,
    /// The sorted column.
    pub(crate) sort: PipelineSort,
    /// Its direction.
    pub(crate) direction: Direction,
    /// Whether those of all namespaces are shown instead of the namespace's own.
    pub(crate) shared: bool,
    /// The open page.
    pub(crate) page: PageStack,
}

impl PipelinesState {
    /// Reads a query string.
    pub(crate) fn parse(query: &str) -> Parsed<Self> {
        let query = Query::parse(query);
        let mut state = Self {
            name: query.get("q").unwrap_or_default().trim().to_owned(),
            ..Self::default()
        };
        let mut dropped = Vec::new();
        if let Some(text) = query.get("sort") {
            match parse_sort(text, PipelineSort::from_key) {
                Some((sort, direction)) => (state.sort, state.direction) = (sort, direction),
                None => dropped.push("sort"),
            }
        }
        match query.get("scope") {
            None | Some("ns") => {}
            Some("shared") => state.shared = true,
            Some(_) => dropped.push("scope"),
        }
        read_page(&query, &mut state.page, &mut dropped);
        Parsed { state, dropped }
    }

    /// Writes the query string, canonically.
    pub(crate) fn query(&self) -> Query {
        let mut query = Query::default();
        if !self.name.is_empty() {
            query.set("q", self.name.as_str());
        }
        if (self.sort, self.direction) != <(PipelineSort, Direction)>::default() {
            query.set("sort", write_sort(self.sort.key(), self.direction));
        }
        if self.shared {
            query.set("scope", "shared");
        }
        if !self.page.is_first() {
            query.set("page", self.page.write());
        }
        query
    }

    /// The same list after the header of a column was pressed: descending, ascending, default.
    pub(crate) fn sorted_by(self, sort: PipelineSort) -> Self {
        let (sort, direction) = match (self.sort == sort, self.direction) {
            (false, _) => (sort, Direction::Descending),
            (true, Direction::Descending) => (sort, Direction::Ascending),
            (true, Direction::Ascending) => Default::default(),
        };
        Self {
            sort,
            direction,
            ..self
        }
    }

    /// The same list with another filter or order, which begins at its first page.
    pub(crate) fn restarted(self) -> Self {
        Self {
            page: PageStack::default(),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cannot_be_read_falls_back_and_is_named() {
        let parsed = PipelinesState::parse("sort=-runs&scope=mine&page=a%20b&q=+train+");
        assert_eq!(parsed.dropped, ["sort", "scope", "page"]);
        assert_eq!(parsed.state.query().write(), "q=train");
    }

    #[test]
    fn a_header_sorts_descending_then_ascending_then_not_at_all() {
        let once = PipelinesState::default().sorted_by(PipelineSort::Name);
        assert_eq!(once.query().write(), "sort=-name");
        let twice = once.sorted_by(PipelineSort::Name);
        assert_eq!(twice.query().write(), "sort=name");
        let thrice = twice.sorted_by(PipelineSort::Name);
        assert_eq!(thrice, PipelinesState::default());
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(name in "\\PC{0,20}", by_name in any::<bool>(), up in any::<bool>(), shared in any::<bool>(), page in "([A-Za-z0-9+/=]{1,20}(,[A-Za-z0-9+/=]{1,20}){0,3})?") {
            let state = PipelinesState {
                name: name.trim().to_owned(),
                sort: if by_name { PipelineSort::Name } else { PipelineSort::Created },
                direction: if up { Direction::Ascending } else { Direction::Descending },
                shared,
                page: PageStack::parse(&page).unwrap_or_default(),
            };
            let parsed = PipelinesState::parse(&state.query().write());
            prop_assert!(parsed.dropped.is_empty());
            prop_assert_eq!(parsed.state, state);
        }
    }
}
