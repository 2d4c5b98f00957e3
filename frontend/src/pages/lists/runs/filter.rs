//! The filter of the runs: text, terms that were not understood, and one toggle per state.

use leptos::prelude::*;

use super::super::LiveNote;
use crate::{
    data::LiveRuns,
    navigation::{History, use_navigation},
    reactive::{derived, part, say},
    status::Status,
    text::{Catalogue, number, use_text},
    ui::{Facet, FilterField, Token},
    url_state::{RunFilter, RunStateFilter, RunsState},
};

/// The status whose glyph and word stand for a filter.
fn status_of(state: RunStateFilter) -> Status {
    match state {
        RunStateFilter::Running => Status::Running,
        RunStateFilter::Pending => Status::Pending,
        RunStateFilter::Failed => Status::Failed,
        RunStateFilter::Succeeded => Status::Succeeded,
        RunStateFilter::Canceling => Status::Canceling,
    }
}

/// What a filter is called. Canceled runs end as failed in KFP, so its list cannot tell the two apart.
pub(super) fn word_of(state: RunStateFilter, text: &Catalogue) -> String {
    match state {
        RunStateFilter::Failed => text.lists.failed_or_canceled.to_owned(),
        other => (text.status)(&status_of(other)),
    }
}

/// The filter bar, and under it the facets and how the list hears of changes.
#[component]
pub(in crate::pages) fn RunFilterBar(
    /// What the list is narrowed to.
    state: Memo<RunsState>,
    /// The list.
    live: LiveRuns,
    /// Whether it is of all runs of the namespace, so that it can be said how many there are.
    #[prop(optional)]
    counted: bool,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    // Typing changes the address in place; what is chosen is a step that Back takes back.
    let apply = move |filter: RunFilter, history: History| {
        let state = RunsState {
            filter,
            ..state.get_untracked()
        };
        navigation.set_query(state.restarted().query(), history);
    };
    let unknown = move || state.read().filter.unknown.clone();
    let token = move |term: String| {
        let removed = term.clone();
        let remove = move |()| {
            let mut filter = state.get_untracked().filter;
            filter.unknown.retain(|term| *term != removed);
            apply(filter, History::Push);
        };
        view! {
            <Token
                term=term
                explains=text.t(|c| c.lists.unknown_term)
                on_remove=remove
            />
        }
    };
    // By state and archive alone: how many of them have a name is not known.
    let count = move |of: Option<RunStateFilter>| {
        say(move || {
            let state = state.read();
            let is_known = counted && state.filter.name.is_empty();
            let of = of.map(RunStateFilter::state);
            let count = live.count(state.archived, of.as_ref()).filter(|_| is_known);
            count.map_or_else(String::new, number)
        })
    };
    let facet = move |filter: RunStateFilter| {
        view! {
            <Facet
                label=derived(move || word_of(filter, text.get()))
                pressed=derived(move || state.read().filter.states.contains(&filter))
                status=status_of(filter)
                count=count(Some(filter))
                on_press=move |()| apply(state.get_untracked().filter.toggled(filter), History::Push)
            />
        }
    };
    view! {
        <div class="filter-bar">
            <FilterField
                label=text.t(|c| c.lists.filter_runs)
                value=derived(move || state.read().filter.name.clone())
                unfinished=RunFilter::is_unfinished
                on_change=move |typed: String| {
                    apply(state.get_untracked().filter.with_text(&typed), History::Replace);
                }
            >
                {part(move || unknown().into_iter().map(token).collect_view())}
            </FilterField>
        </div>
        <div class="facets-and-live">
            <div class="facets" role="group" aria-label=text.t(|c| c.lists.by_status)>
                <Facet
                    label=text.t(|c| c.lists.all)
                    pressed=derived(move || state.read().filter.states.is_empty())
                    count=count(None)
                    on_press=move |()| {
                        let all = RunFilter { states: Vec::new(), ..state.get_untracked().filter };
                        apply(all, History::Push);
                    }
                />
                {RunStateFilter::ALL.map(facet).collect_view()}
            </div>
            <LiveNote runs=live />
        </div>
    }
}
