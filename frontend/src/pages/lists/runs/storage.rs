//! The active runs or the archive.

use leptos::prelude::*;

use crate::{
    data::LiveRuns,
    navigation::{History, use_navigation},
    pages::lists::StorageChoice,
    reactive::derived,
    url_state::RunsState,
};

/// The choice.
#[component]
pub(in crate::pages) fn RunStorage(
    /// What the list shows.
    state: Memo<RunsState>,
    /// The list, where it is of all runs of a namespace: it knows how many there are.
    #[prop(optional)]
    live: Option<LiveRuns>,
) -> impl IntoView {
    let navigation = use_navigation();
    view! {
        <StorageChoice
            archived=derived(move || state.read().archived)
            count=Callback::new(move |archived| live?.count(archived, None))
            on_choose=move |archived: bool| {
                let state = RunsState { archived, ..state.get_untracked() };
                navigation.set_query(state.restarted().query(), History::Push);
            }
        />
    }
}
