//! An address that is no page.

use leptos::prelude::*;

use crate::{
    a11y::use_title,
    navigation::RouteLink,
    paths::Route,
    reactive::Erase,
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
            <h1 class="sr-only" tabindex="-1">{text.t(|c| c.states.no_page_title)}</h1>
            <StatePanel
                shows=Icon::Page
                title=text.t(|c| c.states.no_page_title)
                explains=text.t(|c| c.states.no_page_text)
                acts=vec![
                    view! {
                        <RouteLink
                            to=Route::Start
                            class="btn btn-primary"
                            label=text.t(|c| c.states.to_start)
                        />
                    }
                    .erased(),
                ]
            />
        </div>
    }
}
