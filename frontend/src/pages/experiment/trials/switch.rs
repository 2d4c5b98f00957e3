//! Opens what the runs were started with, or the list again.

use leptos::prelude::*;

use crate::{
    navigation::History,
    reactive::say,
    text::use_text,
    ui::{Button, Icon},
    url_state::TrialsState,
};

/// The button.
#[component]
pub(in super::super) fn TrialsSwitch(
    state: Memo<TrialsState>,
    change: Callback<(TrialsState, History)>,
) -> impl IntoView {
    let text = use_text();
    let label = say(move || {
        let words = text.get().trials();
        let is_open = state.read().is_open;
        if is_open { words.hide } else { words.show }.to_owned()
    });
    let turn = move |()| {
        let is_open = !state.read_untracked().is_open;
        let state = TrialsState {
            is_open,
            ..TrialsState::default()
        };
        change.run((state, History::Push));
    };
    view! { <Button label=label before=Icon::Spec on_press=turn /> }
}
