//! The table of runs, or what is in its place.

use std::sync::Arc;

use kfp_core::model::Page;
use leptos::prelude::*;

use super::{
    filter::word_of,
    rows::{Around, COLUMNS, COLUMNS_OF_ALL, Experiments, run_rows},
};
use crate::{
    data::{Remote, RunRow, Verb},
    navigation::{History, use_navigation},
    pages::lists::{Bulk, EmptyList, ListCall, ListTable, NoMatch},
    reactive::{Erase, derived},
    text::{Catalogue, use_text},
    ui::Sorting,
    url_state::{Direction, PageStack, RunFilter, RunsState},
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
    /// Where the names of the experiments are, for runs of more than one.
    #[prop(optional_no_strip)]
    experiments: Option<Experiments>,
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
    // Only one column has an index to sort by.
    let sorted_at = columns
        .iter()
        .position(|column| column.sorting == Sorting::Offered);
    let sorted = derived(move || {
        let ascending = state.read().direction == Direction::Ascending;
        sorted_at.map(|at| (at, ascending))
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
            on_sort=move |_| {
                let state = state.get_untracked();
                let direction = state.direction.reversed();
                change(RunsState { direction, ..state }.restarted());
            }
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
