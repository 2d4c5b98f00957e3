//! Bars, page, notices, and the one heading that takes the focus after a navigation.

use leptos::prelude::*;

use super::{
    bars::Bars,
    dashboard_strip::DashboardStrip,
    overlays::{OverlayList, Overlays},
    shortcuts,
};
use crate::{
    a11y::{LiveRegion, focus_first, focus_heading},
    data::use_api,
    navigation::use_navigation,
    preferences,
    reactive::{Slot, effect, part, press, say, unless},
    states::SessionEnded,
    text::use_text,
    ui::ToastList,
};

/// The frame of every page.
#[component]
pub(crate) fn Layout(
    /// The page.
    children: Slot,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let guard = use_api().guard();
    provide_context(Overlays::new());
    shortcuts::listen();
    // Not on the first page, and not while the person is elsewhere: a namespace chosen in the dashboard's own bar moves
    // the page, and the focus has to stay in that bar.
    Effect::new(move |before: Option<()>| {
        navigation.route().track();
        if before.is_some() && document().has_focus().unwrap_or(false) {
            focus_heading();
        }
    });
    effect(move || {
        if let Some(namespace) = navigation.route().read().namespace() {
            preferences::remember_namespace(namespace.as_str());
        }
    });
    // With a base address a bare `#main` would lead to another page.
    let skip = say(move || format!("{}#main", navigation.full_path().get()));
    view! {
        <a
            class="skip"
            href=skip
            on:click=press(move |click| {
                click.prevent_default();
                focus_first("#main");
            })
        >
            {text.t(|c| c.shell.skip)}
        </a>
        <Bars />
        <main id="main" tabindex="-1">
            <DashboardStrip />
            {part(move || {
                guard.ended().map(|by| view! { <div class="page page-ended"><SessionEnded by=by /></div> })
            })}
            <p class="strip" role="status" hidden=unless(move || !guard.is_online())>
                {text.t(|c| c.states.offline)}
            </p>
            {children.fill()}
        </main>
        <ToastList />
        <LiveRegion />
        <OverlayList />
    }
}
