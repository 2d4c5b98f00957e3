//! What opens over every page: the command palette and the list of shortcuts.

use leptos::prelude::*;

use super::overlay_part::{Overlay, fetch};
use crate::{
    a11y::is_mac,
    navigation::{RouteLink, use_navigation},
    pages::ShortcutList,
    paths::Route,
    reactive::{effect, press, spawn, when},
    text::use_text,
    ui::{Dialog, Icon, Toasts, icon},
};

/// Which of them are open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overlays {
    /// The command palette.
    pub(super) palette: RwSignal<bool>,
    /// The list of shortcuts.
    pub(super) keys: RwSignal<bool>,
}

impl Overlays {
    /// Both are closed.
    pub(super) fn new() -> Self {
        Self {
            palette: RwSignal::new(false),
            keys: RwSignal::new(false),
        }
    }

    /// Opens the palette, unless something else is open that has to be answered; closes it when it is open.
    pub(super) fn toggle_palette(self) {
        let is_open = self.palette.get_untracked();
        let other = matches!(document().query_selector("dialog[open]"), Ok(Some(_)));
        if is_open || !other {
            self.palette.set(!is_open);
        }
    }
}

/// Draws something from its first opening on, once its part of the program is here. What cannot be fetched says so and is
/// closed again.
fn from_first_opening(overlay: Overlay, open: RwSignal<bool>) -> impl IntoView {
    let text = use_text();
    let toasts = expect_context::<Toasts>();
    let is_here = RwSignal::new(false);
    effect(move || {
        if !open.get() || is_here.get_untracked() {
            return;
        }
        spawn(async move {
            if fetch().await {
                is_here.set(true);
            } else {
                open.set(false);
                toasts.error(text.now().states.part_missing_title);
            }
        });
    });
    when(move || is_here.get(), move || overlay.draw(open))
}

/// The place of both.
#[component]
pub(super) fn OverlayList() -> impl IntoView {
    let Overlays { palette, keys } = expect_context::<Overlays>();
    view! {
        {from_first_opening(Overlay::Palette, palette)}
        {from_first_opening(Overlay::Keys, keys)}
    }
}

/// The list of shortcuts over the page.
#[component]
pub(super) fn Sheet(open: RwSignal<bool>) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    Effect::new(move |before: Option<()>| {
        navigation.route().track();
        if before.is_some() {
            open.set(false);
        }
    });
    view! {
        <Dialog open=open title=text.t(|c| c.settings.keys)>
            <ShortcutList />
            <p>
                <RouteLink to=Route::Shortcuts class="link" label=text.t(|c| c.palette().keys_page) />
            </p>
        </Dialog>
    }
}

/// The button that opens the palette.
#[component]
pub(super) fn SearchButton() -> impl IntoView {
    let text = use_text();
    let overlays = expect_context::<Overlays>();
    let chord = if is_mac() { "⌘K" } else { "Ctrl K" };
    view! {
        <button
            type="button"
            class="search-button"
            aria-haspopup="dialog"
            aria-keyshortcuts="Meta+K Control+K"
            on:click=press(move |_| overlays.palette.set(true))
        >
            {icon(Icon::Search)}
            <span>{text.t(|c| c.shell.find)}</span>
            <kbd class="kbd" aria-hidden="true">{chord}</kbd>
        </button>
    }
}
