//! Nothing matches: which filter is the narrowest, and how to drop it.

use leptos::prelude::*;

use crate::{
    text::use_text,
    ui::{Button, Icon, Kind, StatePanel},
};

/// Says that nothing matches.
#[component]
pub(in crate::pages) fn NoMatch(
    /// The narrowest filter, in words.
    #[prop(into)]
    narrowest: Signal<String>,
    /// Drops it.
    #[prop(into)]
    on_drop: Callback<()>,
    /// Drops all; `None` when there is only one.
    #[prop(optional_no_strip)]
    on_clear: Option<Callback<()>>,
) -> impl IntoView {
    let text = use_text();
    let acts = move || {
        let clear = on_clear.map(|on_clear| {
            view! { <Button label=Signal::derive(move || text.get().states.clear_all.to_owned()) on_press=on_clear /> }
        });
        view! {
            <Button
                kind=Kind::Primary
                label=Signal::derive(move || (text.get().states.drop_filter)(&narrowest.get()))
                on_press=on_drop
            />
            {clear}
        }
    };
    view! {
        <StatePanel
            shows=Icon::Filter
            title=Signal::derive(move || text.get().states.no_match.to_owned())
            explains=Signal::derive(move || (text.get().states.no_match_narrowest)(&narrowest.get()))
            acts=acts
        />
    }
}
