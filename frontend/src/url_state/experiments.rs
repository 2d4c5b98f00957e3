//! The list of experiments: `q`, `sort`, `archived`, `page`.

use super::{
    Direction, PageStack, Parsed, Query,
    list::{parse_sort, read_archived, read_page, write_archived_and_page, write_sort},
};

/// What experiments can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum ExperimentSort {
    /// By name.
    Name,
    /// By the time of creation.
    #[default]
    Created,
    /// By the time at which the last run was made.
    LastRun,
}

impl ExperimentSort {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Name, "name"),
        (Self::Created, "created_at"),
        (Self::LastRun, "last_run_created_at"),
    ];

    /// The key in KFP's `sort_by` and in the address.
    pub(crate) fn key(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(sort, _)| *sort == self)
            .map_or("created_at", |(_, key)| key)
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == key)
            .map(|(sort, _)| *sort)
    }
}

/// What the list of experiments shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct ExperimentsState {
    /// Part of the name; empty shows all.
    pub(crate) name: String,
    /// The sorted column.
    pub(crate) sort: ExperimentSort,
    /// Its direction.
    pub(crate) direction: Direction,
    /// Whether the archive is shown instead of the active ones.
    pub(crate) archived: bool,
    /// The open page.
    pub(crate) page: PageStack,
}

impl ExperimentsState {
    /// Reads a query string.
    pub(crate) fn parse(query: &str) -> Parsed<Self> {
        let query = Query::parse(query);
        let mut state = Self {
            name: query.get("q").unwrap_or_default().trim().to_owned(),
            ..Self::default()
        };
        let mut dropped = Vec::new();
        if let Some(text) = query.get("sort") {
            match parse_sort(text, ExperimentSort::from_key) {
                Some((sort, direction)) => (state.sort, state.direction) = (sort, direction),
                None => dropped.push("sort"),
            }
        }
        read_archived(&query, &mut state.archived, &mut dropped);
        read_page(&query, &mut state.page, &mut dropped);
        Parsed { state, dropped }
    }

    /// Writes the query string, canonically.
    pub(crate) fn query(&self) -> Query {
        let mut query = Query::default();
        if !self.name.is_empty() {
            query.set("q", self.name.as_str());
        }
        if (self.sort, self.direction) != <(ExperimentSort, Direction)>::default() {
            query.set("sort", write_sort(self.sort.key(), self.direction));
        }
        write_archived_and_page(&mut query, self.archived, &self.page);
        query
    }

    /// The same list after the header of a column was pressed: descending, ascending, default.
    pub(crate) fn sorted_by(self, sort: ExperimentSort) -> Self {
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
    fn the_default_view_has_no_query() {
        assert_eq!(ExperimentsState::default().query().write(), "");
    }

    #[test]
    fn what_cannot_be_read_falls_back_and_is_named() {
        let parsed = ExperimentsState::parse("sort=-size&archived=yes&page=a%20b&x=1&q=unet");
        assert_eq!(parsed.dropped, ["sort", "archived", "page"]);
        assert_eq!(
            parsed.state,
            ExperimentsState {
                name: "unet".to_owned(),
                ..ExperimentsState::default()
            }
        );
    }

    #[test]
    fn keys_are_sorted() {
        let state = ExperimentsState {
            name: "a b".to_owned(),
            sort: ExperimentSort::Name,
            direction: Direction::Ascending,
            archived: true,
            page: PageStack::default(),
        };
        assert_eq!(state.query().write(), "archived=1&q=a+b&sort=name");
    }

    #[test]
    fn a_header_sorts_descending_then_ascending_then_not_at_all() {
        let once = ExperimentsState::default().sorted_by(ExperimentSort::Name);
        assert_eq!(
            (once.sort, once.direction),
            (ExperimentSort::Name, Direction::Descending)
        );
        let twice = once.sorted_by(ExperimentSort::Name);
        assert_eq!(
            (twice.sort, twice.direction),
            (ExperimentSort::Name, Direction::Ascending)
        );
        assert_eq!(
            twice.sorted_by(ExperimentSort::Name),
            ExperimentsState::default()
        );
    }

    fn states() -> impl Strategy<Value = ExperimentsState> {
        let sorts = prop_oneof![
            Just(ExperimentSort::Name),
            Just(ExperimentSort::Created),
            Just(ExperimentSort::LastRun)
        ];
        (
            "\\PC{0,20}",
            sorts,
            any::<bool>(),
            any::<bool>(),
            "([A-Za-z0-9+/=]{1,20}(,[A-Za-z0-9+/=]{1,20}){0,3})?",
        )
            .prop_map(|(name, sort, up, archived, page)| ExperimentsState {
                name: name.trim().to_owned(),
                sort,
                direction: if up {
                    Direction::Ascending
                } else {
                    Direction::Descending
                },
                archived,
                page: PageStack::parse(&page).unwrap_or_default(),
            })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(state in states()) {
            let parsed = ExperimentsState::parse(&state.query().write());
            prop_assert!(parsed.dropped.is_empty());
            prop_assert_eq!(parsed.state, state);
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,80}") {
            let once = ExperimentsState::parse(&text).state;
            prop_assert_eq!(ExperimentsState::parse(&once.query().write()).state, once);
        }
    }
}
