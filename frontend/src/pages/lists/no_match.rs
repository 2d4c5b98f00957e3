//! Nothing matches: which filter is the narrowest, and how to drop it.

use leptos::prelude::*;

use crate::{
    a11y::focus_first,
    reactive::{Erase, say},
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
    let drop_label = say(move || (text.get().states.drop_filter)(&narrowest.get()));
    // The button goes with what it was pressed for; the filter stays.
    let and_go_on = |act: Callback<()>| {
        move |()| {
            act.run(());
            focus_first("[data-filter]");
        }
    };
    let drop = view! { <Button kind=Kind::Primary label=drop_label on_press=and_go_on(on_drop) /> }
        .erased();
    let clear = on_clear.map(|on_clear| {
        view! { <Button label=text.t(|c| c.states.clear_all) on_press=and_go_on(on_clear) /> }
            .erased()
    });
    let acts = [Some(drop), clear]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>();
    view! {
        <StatePanel
            shows=Icon::Filter
            title=text.t(|c| c.states.no_match)
            explains=say(move || (text.get().states.no_match_narrowest)(&narrowest.get()))
            acts=acts
        />
    }
}
