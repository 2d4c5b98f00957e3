//! The table of runs, or what is in its place.

use std::sync::Arc;

use kfp_core::model::{Namespace, Page};
use leptos::prelude::*;

use super::{
    filter::word_of,
    rows::{Around, COLUMNS, COLUMNS_OF_ALL, SORTS, run_rows},
};
use crate::{
    data::{Remote, RunRow, Verb},
    navigation::{History, use_navigation},
    pages::lists::{Bulk, EmptyList, ListCall, ListTable, NoMatch},
    reactive::{Erase, derived},
    text::{Catalogue, use_text},
    ui::Sorting,
    url_state::{Direction, PageStack, RunFilter, RunSort, RunsState},
};

/// What can be done to active runs.
const OF_ACTIVE: &[Verb] = &[Verb::Archive, Verb::Retry, Verb::Terminate, Verb::Delete];
/// What can be done to archived ones.
const OF_ARCHIVE: &[Verb] = &[Verb::Restore, Verb::Delete];

/// The narrowest filter: the typed name, else the states.
fn narrowest(filter: &RunFilter, text: &Catalogue) -> String {
    if filter.name.is_empty() {
        let words: Vec<String> = filter
            .states
            .iter()
            .map(|state| word_of(*state, text))
            .collect();
        (text.states.status_filter)(&words.join(", "))
    } else {
        (text.states.name_filter)(&filter.name)
    }
}

/// The filter without its narrowest part.
fn widened(filter: RunFilter) -> RunFilter {
    if filter.name.is_empty() {
        RunFilter {
            states: Vec::new(),
            ..filter
        }
    } else {
        RunFilter {
            name: String::new(),
            ..filter
        }
    }
}

/// The table.
#[component]
pub(in crate::pages) fn RunTable(
    /// The runs.
    runs: Remote<Page<RunRow>>,
    /// What the list shows.
    state: Memo<RunsState>,
    /// What the table holds.
    #[prop(into)]
    caption: Signal<String>,
    /// Of which namespace they are, for runs of more than one experiment.
    #[prop(optional_no_strip)]
    experiments: Option<Memo<Option<Namespace>>>,
    /// More about the runs, in the footer.
    #[prop(optional, into)]
    note: Signal<String>,
    /// Selects runs.
    bulk: Bulk,
    /// That there are no runs, in a sentence.
    #[prop(into)]
    none_yet: Signal<String>,
    /// The name of the experiment that a first run belongs into; empty leaves it to KFP.
    #[prop(optional, into)]
    experiment: Signal<String>,
) -> impl IntoView {
    let navigation = use_navigation();
    let columns = if experiments.is_some() {
        COLUMNS_OF_ALL
    } else {
        COLUMNS
    };
    // KFP has an index for one column, and the console has all runs of a namespace in an index of its own.
    let sorts = columns.iter().enumerate().filter_map(|(at, column)| {
        let known = SORTS.iter().find(|(place, _)| *place == at);
        let sort = known
            .map(|(_, sort)| *sort)
            .filter(|_| experiments.is_some());
        (column.sorting == Sorting::Offered).then(|| (at, sort.unwrap_or_default()))
    });
    let sorts = StoredValue::new(sorts.collect::<Vec<_>>());
    let sorted = derived(move || {
        let state = state.read();
        let ascending = state.direction == Direction::Ascending;
        let sorts = sorts.read_value();
        let place = sorts.iter().find(|(_, sort)| *sort == state.sort)?;
        Some((place.0, ascending))
    });
    let change = move |state: RunsState| navigation.set_query(state.query(), History::Push);
    let archived = derived(move || state.read().archived);
    let around = Around {
        bulk: Some(bulk),
        experiments,
    };
    let verbs = derived(move || {
        if archived.get() {
            OF_ARCHIVE
        } else {
            OF_ACTIVE
        }
    });
    let empty = move |()| {
        view! {
            <EmptyList
                archived=archived
                title=none_yet
                explains=|text| text.states.empty_runs_text
                experiment=experiment
            />
        }
        .erased()
    };
    view! {
        <ListTable
            list=ListCall::of(runs)
            caption=caption
            columns=columns
            sorted=sorted
            on_sort=move |at: usize| {
                let state = state.get_untracked();
                let place = sorts.read_value().iter().find(|(place, _)| *place == at).copied();
                let sort = place.map_or(state.sort, |(_, sort)| sort);
                let direction = match sort {
                    same if same == state.sort => state.direction.reversed(),
                    RunSort::Name => Direction::Ascending,
                    _ => Direction::Descending,
                };
                change(RunsState { sort, direction, ..state }.restarted());
            }
            note=note
            page=derived(move || state.read().page.clone())
            on_page=move |page: PageStack| change(RunsState { page, ..state.get_untracked() })
            is_filtered=derived(move || !state.read().filter.is_empty())
            bulk=Some((bulk, verbs))
            rows=move |()| run_rows(runs, &around, Arc::new(|_| true), None)
            empty=empty
            no_match=move |()| view! { <NoRun state=state /> }.erased()
        />
    }
}

/// No run matches.
#[component]
fn NoRun(state: Memo<RunsState>) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let refilter = move |filter: RunFilter| {
        let state = RunsState {
            filter,
            ..state.get_untracked()
        };
        navigation.set_query(state.restarted().query(), History::Push);
    };
    let clear = Callback::new(move |()| refilter(RunFilter::default()));
    let both = {
        let filter = &state.read_untracked().filter;
        !filter.name.is_empty() && !filter.states.is_empty()
    };
    view! {
        <NoMatch
            narrowest=derived(move || narrowest(&state.read().filter, text.get()))
            on_drop=move |()| refilter(widened(state.get_untracked().filter))
            on_clear=both.then_some(clear)
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn the_narrowest_filter_is_named_and_dropped_first() {
        let text = Language::English.catalogue();
        let filter = RunFilter::parse("status:failed,running unet");
        assert_eq!(narrowest(&filter, text), "name “unet”");
        let filter = widened(filter);
        assert_eq!(
            narrowest(&filter, text),
            "status Running, Failed or canceled"
        );
        assert!(widened(filter).is_empty());
    }
}
