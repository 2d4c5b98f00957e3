//! Light to dark and back.

use leptos::prelude::*;

use crate::{
    preferences::{Preferences, Theme},
    reactive::derived,
    text::use_text,
    ui::{Icon, IconButton},
};

/// The button that switches the theme.
#[component]
pub(super) fn ThemeButton() -> impl IntoView {
    let text = use_text();
    let preferences = expect_context::<Preferences>();
    let label = move || {
        if preferences.is_dark() {
            text.get().shell.to_light
        } else {
            text.get().shell.to_dark
        }
    };
    let shows = move || {
        if preferences.is_dark() {
            Icon::Moon
        } else {
            Icon::Sun
        }
    };
    view! {
        <IconButton
            label=derived(move || label().to_owned())
            shows=derived(shows)
            on_press=move |_| {
                let dark = untrack(|| preferences.is_dark());
                preferences.set_theme(if dark { Theme::Light } else { Theme::Dark });
            }
        />
    }
}
