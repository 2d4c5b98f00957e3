//! The table of runs, or what is in its place.

use kfp_core::model::Page;
use leptos::prelude::*;

use super::{
    filter::word_of,
    rows::{COLUMNS, RunRows, SORTED},
};
use crate::{
    data::{Remote, RunRow},
    navigation::{History, use_navigation},
    pages::lists::{EmptyList, ListCall, ListFailure, ListFoot, NoMatch, Shown, shown},
    reactive::{Erase, derived, either, part, say},
    text::{Catalogue, use_text},
    ui::{SkeletonRows, TableFrame},
    url_state::{Direction, ExperimentState, PageStack, RunFilter},
};

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
pub(super) fn RunTable(
    runs: Remote<Page<RunRow>>,
    state: Memo<ExperimentState>,
    name: Memo<String>,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let restart = move |state: ExperimentState| {
        navigation.set_query(state.restarted().query(), History::Push);
    };
    let refilter = move |filter: RunFilter| {
        restart(ExperimentState {
            filter,
            ..state.get_untracked()
        });
    };
    let clear = Callback::new(move |()| refilter(RunFilter::default()));
    let is_first = move || state.read().page.is_first();
    let archived = derived(move || state.read().archived);
    let what = shown(
        ListCall::of(runs),
        move || !state.read().filter.is_empty(),
        is_first,
    );
    part(move || match what.get() {
        Shown::Rows => view! { <Rows runs=runs state=state name=name /> }.erased(),
        Shown::Nothing => ().erased(),
        Shown::Empty => view! {
            <EmptyList
                archived=archived
                title=text.t(|c| c.states.empty_runs)
                explains=|text| text.states.empty_runs_text
                experiment=name
            />
        }
        .erased(),
        Shown::NoMatch => {
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
            .erased()
        }
        Shown::Failure => view! {
            <ListFailure
                call=runs.call()
                is_first=derived(is_first)
                on_first=move |()| restart(state.get_untracked())
            />
        }
        .erased(),
    })
}

/// The rows in their frame.
#[component]
fn Rows(
    runs: Remote<Page<RunRow>>,
    state: Memo<ExperimentState>,
    name: Memo<String>,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let around = ListCall::of(runs);
    let change =
        move |state: ExperimentState, history| navigation.set_query(state.query(), history);
    view! {
        <TableFrame
            caption=say(move || (text.get().lists.runs_caption)(&name.read()))
            columns=COLUMNS
            sorted=derived(move || Some((SORTED, state.read().direction == Direction::Ascending)))
            on_sort=move |_| {
                let state = state.get_untracked();
                change(ExperimentState { direction: state.direction.reversed(), ..state }.restarted(), History::Push);
            }
            busy=derived(move || around.is_refreshing())
            stale=derived(move || around.is_stale())
            foot=move || {
                view! {
                    <ListFoot
                        list=around
                        page=derived(move || state.read().page.clone())
                        on_page=move |page: PageStack| {
                            change(ExperimentState { page, ..state.get_untracked() }, History::Push);
                        }
                    />
                }
            }
        >
            {either(move || around.has_rows(), move || view! { <RunRows runs=runs /> }, || view! { <SkeletonRows columns=COLUMNS.len() /> })}
        </TableFrame>
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
