//! The actions for the selected rows, in the footer of the list.

use console_api::compare::{LEAST_RUNS, MOST_RUNS};
use leptos::prelude::*;

use super::{Bulk, Item};
use crate::{
    data::Verb,
    navigation::{History, use_navigation},
    paths::Route,
    reactive::{Erase, derived, part, say, unless},
    text::use_text,
    ui::{Button, Kind},
    url_state::CompareState,
};

/// The bar. It is there while something is selected or being done.
#[component]
pub(in crate::pages) fn BulkBar(
    /// The selection.
    bulk: Bulk,
    /// What can be done to its rows.
    #[prop(into)]
    verbs: Signal<&'static [Verb]>,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let count = derived(move || bulk.selected().len());
    let action = move |verb: Verb| {
        let fitting = derived(move || {
            let items = bulk.selected().into_iter();
            items.filter(|item| item.why_not(verb).is_none()).count()
        });
        let label = say(move || {
            let actions = &text.get().actions;
            let word = (actions.verb)(verb);
            match (fitting.get(), count.get()) {
                (fitting, count) if fitting == count || fitting == 0 => word.to_owned(),
                (fitting, count) => (actions.some)(word, fitting, count),
            }
        });
        let why_not = say(move || match bulk.forbidden.get() {
            forbidden if !forbidden.is_empty() => forbidden,
            _ if fitting.get() == 0 => text.get().actions.none_fits.to_owned(),
            _ => String::new(),
        });
        let key = matches!(verb, Verb::Archive | Verb::Restore).then_some("e");
        view! {
            <span data-key=key>
                <Button
                    kind=Kind::Ghost
                    label=label
                    why_not=why_not
                    on_press=move |()| bulk.ask(verb, untrack(|| bulk.selected()))
                />
            </span>
        }
        .erased()
    };
    let to_compare = derived(move || {
        let items = bulk.selected().into_iter();
        items.filter_map(Item::run).collect::<Vec<_>>()
    });
    let compare_why_not = say(move || {
        if (LEAST_RUNS..=MOST_RUNS).contains(&to_compare.read().len()) {
            String::new()
        } else {
            text.get().actions.compare_some.to_owned()
        }
    });
    let compare = move |()| {
        let namespace = navigation.route().read_untracked().namespace().cloned();
        if let Some(namespace) = namespace {
            let state = CompareState::of(untrack(|| to_compare.get()));
            navigation.go_with(&Route::Compare(namespace), state.query(), History::Push);
        }
    };
    let progress = say(move || {
        let text = text.get();
        bulk.job.with(|job| {
            job.as_ref().map_or_else(String::new, |job| {
                (text.actions.progress)(job.ended(), job.steps.len())
            })
        })
    });
    let is_shown = move || count.get() > 0 || bulk.goes_on();
    view! {
        <div
            class="bulk-bar"
            role="toolbar"
            aria-label=text.t(|c| c.actions.toolbar)
            hidden=unless(is_shown)
        >
            <span class="bulk-count" hidden=unless(move || count.get() > 0)>
                {say(move || (text.get().actions.selected)(count.get()))}
            </span>
            <span data-key="c" hidden=unless(move || !to_compare.read().is_empty())>
                <Button
                    kind=Kind::Ghost
                    label=text.t(|c| c.actions.compare)
                    why_not=compare_why_not
                    on_press=compare
                />
            </span>
            {part(move || verbs.get().iter().map(|verb| action(*verb)).collect_view())}
            <span data-clear="" hidden=unless(move || count.get() > 0)>
                <Button
                    kind=Kind::Ghost
                    label=text.t(|c| c.actions.clear)
                    on_press=move |()| bulk.clear()
                />
            </span>
            <span hidden=unless(move || bulk.goes_on())>
                <Button kind=Kind::Ghost label=progress on_press=move |()| bulk.open.set(true) />
            </span>
        </div>
    }
}
