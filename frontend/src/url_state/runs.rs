//! A list of runs, of a namespace or of one experiment: `q`, `sort`, `archived`, `page`.

use super::{
    Direction, PageStack, Parsed, Query, RunFilter,
    list::{parse_sort, read_archived, read_page, write_archived_and_page, write_sort},
};

/// What runs can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum RunSort {
    /// By the time of creation. KFP has no index for anything else, and a sort without one reads every run of the namespace:
    /// those are found in the console's index of runs.
    #[default]
    Created,
    /// By name.
    Name,
    /// By state.
    Status,
    /// By how long they took.
    Duration,
}

impl RunSort {
    /// In the address, and as the index of runs names it.
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Created, SORT_KEY, ""),
        (Self::Name, "name", "name"),
        (Self::Status, "status", "state"),
        (Self::Duration, "duration", "duration"),
    ];

    /// As the index of runs names it.
    pub(crate) fn by(self) -> &'static str {
        Self::ALL[self as usize].2
    }

    fn from_key(key: &str) -> Option<Self> {
        let known = Self::ALL.iter().find(|(_, known, _)| *known == key)?;
        Some(known.0)
    }
}

/// What a list of runs shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct RunsState {
    /// What the runs are narrowed to.
    pub(crate) filter: RunFilter,
    /// The sorted column.
    pub(crate) sort: RunSort,
    /// Newest or oldest first, longest or shortest.
    pub(crate) direction: Direction,
    /// Whether archived runs are shown instead of the active ones.
    pub(crate) archived: bool,
    /// The open page.
    pub(crate) page: PageStack,
    /// What the address says of what stands beside the list, as it is written there: a step in the list leaves it alone.
    pub(crate) beside: Vec<(&'static str, String)>,
}

/// Keys of what stands beside a list of runs: the parameters of an experiment's runs, columns, and a kept view.
const BESIDE: [&str; 6] = ["axes", "best", "brush", "cols", "metric", "view"];

/// The one key that runs are sorted by.
pub(crate) const SORT_KEY: &str = "created_at";

impl RunsState {
    /// Reads a query string.
    pub(crate) fn parse(query: &str) -> Parsed<Self> {
        let query = Query::parse(query);
        let mut state = Self {
            filter: RunFilter::parse(query.get("q").unwrap_or_default()),
            beside: BESIDE
                .into_iter()
                .filter_map(|key| Some((key, query.get(key)?.to_owned())))
                .collect(),
            ..Self::default()
        };
        let mut dropped = Vec::new();
        if let Some(text) = query.get("sort") {
            match parse_sort(text, RunSort::from_key) {
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
        let text = self.filter.write();
        if !text.is_empty() {
            query.set("q", text);
        }
        if (self.sort, self.direction) != Default::default() {
            let (_, key, _) = RunSort::ALL[self.sort as usize];
            query.set("sort", write_sort(key, self.direction));
        }
        write_archived_and_page(&mut query, self.archived, &self.page);
        for (key, value) in &self.beside {
            query.set(key, value.as_str());
        }
        query
    }

    /// The list by itself, without what stands beside it.
    pub(crate) fn alone(self) -> Self {
        Self {
            beside: Vec::new(),
            ..self
        }
    }

    /// What a selection of rows belongs to: another filter, page or archive begins a new one, another order does not.
    pub(crate) fn selection_scope(&self) -> String {
        let state = Self {
            sort: RunSort::default(),
            direction: Direction::default(),
            ..self.clone().alone()
        };
        state.query().write()
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
    fn a_view_is_written_in_one_way() {
        let parsed =
            RunsState::parse("?sort=created_at&q=unet+status%3Arunning%2Cfailed&archived=0");
        assert!(parsed.dropped.is_empty());
        assert_eq!(
            parsed.state.query().write(),
            "q=status%3Arunning%2Cfailed+unet&sort=created_at"
        );
    }

    #[test]
    fn a_step_in_the_list_leaves_alone_what_stands_beside_it() {
        let state = RunsState::parse("brush=lr%3A1..2&metric=duration&q=a").state;
        let query = state.restarted().query().write();
        assert_eq!(query, "brush=lr%3A1..2&metric=duration&q=a");
        let alone = RunsState::parse(&query).state.alone();
        assert_eq!(alone, RunsState::parse("q=a").state);
    }

    #[test]
    fn a_sort_without_an_index_is_refused_and_named() {
        let parsed = RunsState::parse("sort=-finished_at");
        assert_eq!(parsed.dropped, ["sort"]);
        assert_eq!(parsed.state, RunsState::default());
    }

    #[test]
    fn a_selection_outlives_another_order_and_nothing_else() {
        let scope = |query: &str| RunsState::parse(query).state.selection_scope();
        assert_eq!(scope("q=unet&sort=created_at"), scope("q=unet"));
        assert_eq!(scope("q=unet&sort=-duration"), scope("q=unet"));
        for other in ["q=other", "q=unet&archived=1", "q=unet&page=abc"] {
            assert_ne!(scope(other), scope("q=unet"), "{other}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(sort in 0_usize..4, q in "(status:(failed|running|pending)|[a-z]{1,6}|[a-z]{1,4}:x| ){0,4}", up in any::<bool>(), archived in any::<bool>(), page in "([A-Za-z0-9+/=]{1,20}(,[A-Za-z0-9+/=]{1,20}){0,3})?") {
            let state = RunsState {
                filter: RunFilter::parse(&q),
                sort: RunSort::ALL[sort].0,
                direction: if up { Direction::Ascending } else { Direction::Descending },
                archived,
                page: PageStack::parse(&page).unwrap_or_default(),
                beside: Vec::new(),
            };
            let parsed = RunsState::parse(&state.query().write());
            prop_assert!(parsed.dropped.is_empty());
            prop_assert_eq!(parsed.state, state);
        }
    }
}
