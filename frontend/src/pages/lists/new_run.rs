//! The ways to the form for a new run or a recurring run.

use kfp_core::model::{Namespace, RunId};
use leptos::prelude::*;

use crate::{
    navigation::{RouteLink, use_navigation},
    paths::Route,
    reactive::{derived, say},
    text::use_text,
    ui::Icon,
    url_state::{Cloned, NewRunState},
};

fn form(namespace: Option<Namespace>) -> Route {
    namespace.map_or(Route::Start, Route::NewRun)
}

/// The link of a page, which `n` follows too.
#[component]
pub(in crate::pages) fn NewRunLink(
    /// The namespace of the run.
    #[prop(into)]
    namespace: Signal<Option<Namespace>>,
    /// What the form begins with.
    #[prop(optional, into)]
    state: Signal<NewRunState>,
) -> impl IntoView {
    let text = use_text();
    view! {
        <span data-new-run="">
            <RouteLink
                to=derived(move || form(namespace.get()))
                query=derived(move || state.read().query())
                class="btn btn-primary"
                before=Icon::Plus
                label=text.t(|c| c.lists.new_run)
            />
        </span>
    }
}

/// The link to the form for a recurring run.
#[component]
pub(in crate::pages) fn NewRecurringRunLink(
    /// The namespace of the recurring run.
    #[prop(into)]
    namespace: Signal<Option<Namespace>>,
    /// What the form begins with.
    #[prop(optional, into)]
    state: Signal<NewRunState>,
    /// Whether it is the first action of the page.
    #[prop(optional)]
    is_primary: bool,
) -> impl IntoView {
    let text = use_text();
    let to = derived(move || namespace.get().map_or(Route::Start, Route::NewRecurringRun));
    view! {
        <RouteLink
            to=to
            query=derived(move || state.read().query())
            class=if is_primary { "btn btn-primary" } else { "btn" }
            before=if is_primary { Icon::Plus } else { Icon::Calendar }
            label=text.t(|c| c.recurring().new)
        />
    }
}

/// The link of a row: the same run once more.
#[component]
pub(in crate::pages) fn CloneLink(id: RunId, name: String) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let state = NewRunState {
        clone: Some(Cloned::Run(id)),
        ..NewRunState::default()
    };
    let label = say(move || (text.get().lists.clone)(&name));
    view! {
        <RouteLink
            to=derived(move || form(navigation.route().read().namespace().cloned()))
            query=Signal::stored(state.query())
            class="btn btn-ghost btn-icon btn-small"
            before=Icon::Clone
        >
            <span class="sr-only">{label}</span>
        </RouteLink>
    }
}
