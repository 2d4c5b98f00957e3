//! Buttons. One that cannot work stays where it is, can be reached, and says why.

use leptos::{ev::MouseEvent, prelude::*};

use crate::reactive::{press, while_holds};

use super::{Icon, icon, icon::changing_icon};

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The one action of the page or panel.
    Primary,
    /// Any other.
    #[default]
    Default,
    /// One that stands back.
    Ghost,
    /// One that cannot be taken back.
    Danger,
}

impl Kind {
    /// The name of its style.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn btn-primary",
            Self::Default => "btn",
            Self::Ghost => "btn btn-ghost",
            Self::Danger => "btn btn-danger",
        }
    }
}

/// A button with a word on it.
#[component]
pub(crate) fn Button(
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// How much it asks to be pressed.
    #[prop(optional)]
    kind: Kind,
    /// A picture before the word.
    #[prop(optional)]
    before: Option<Icon>,
    /// A picture after the word.
    #[prop(optional)]
    after: Option<Icon>,
    /// Why it cannot work at the moment; an empty reason means it can.
    #[prop(optional, into)]
    why_not: Signal<String>,
) -> impl IntoView {
    let off = move || !why_not.read().is_empty();
    view! {
        <button
            type="button"
            class=kind.class()
            aria-disabled=while_holds("true", off)
            title=why_not
            on:click=press(move |_| {
                if why_not.read_untracked().is_empty() {
                    on_press.run(());
                }
            })
        >
            {before.map(icon)}
            <span>{label}</span>
            {after.map(icon)}
        </button>
    }
}

/// A button with a picture on it. Its name is its tooltip too.
#[component]
pub(crate) fn IconButton(
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// What it shows.
    #[prop(into)]
    shows: Signal<Icon>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<MouseEvent>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="btn btn-ghost btn-icon"
            aria-label=label
            title=label
            on:click=press(move |click| on_press.run(click))
        >
            {changing_icon(move || Some(shows.get()))}
        </button>
    }
}
