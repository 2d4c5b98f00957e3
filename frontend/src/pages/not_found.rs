//! An address that is no page.

use leptos::prelude::*;

use crate::{
    a11y::use_title,
    navigation::RouteLink,
    paths::Route,
    text::use_text,
    ui::{Icon, StatePanel},
};

/// Says that there is no such page.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    let text = use_text();
    use_title(move || vec![text.get().states.no_page_title.to_owned()]);
    view! {
        <div class="page">
            <h1 class="sr-only" tabindex="-1">{move || text.get().states.no_page_title}</h1>
            <StatePanel
                shows=Icon::Page
                title=Signal::derive(move || text.get().states.no_page_title.to_owned())
                explains=Signal::derive(move || text.get().states.no_page_text.to_owned())
                acts=move || {
                    view! {
                        <RouteLink to=Route::Start class="btn btn-primary">
                            {move || text.get().states.to_start}
                        </RouteLink>
                    }
                }
            />
        </div>
    }
}
