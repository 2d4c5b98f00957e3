//! What is compared, and what can be done with the whole of it.

use console_api::compare::MOST_RUNS;
use leptos::prelude::*;

use super::Page;
use crate::{
    navigation::RouteLink,
    paths::Route,
    reactive::{derived, flag, press, say, unless},
    text::use_text,
    ui::{Button, CopyButton, Icon, IconButton},
    url_state::CompareState,
};

/// The head of the page.
#[component]
pub(super) fn Head(page: Page) -> impl IntoView {
    let text = use_text();
    let list = derived(move || page.namespace.get().map_or(Route::Start, Route::Runs));
    let count = derived(move || page.state.read().runs.len());
    let title = say(move || match count.get() {
        0 => text.get().compare().page.to_owned(),
        count => (text.get().compare().title)(count),
    });
    let why_not = say(move || {
        if count.get() >= MOST_RUNS {
            text.get().compare().full.to_owned()
        } else {
            String::new()
        }
    });
    let is_compared = move || page.matrix.read().base.is_some();
    let switch = move |_| {
        let state = page.state.get_untracked();
        let state = CompareState {
            shows_equal: !state.shows_equal,
            ..state
        };
        page.show(&state);
    };
    view! {
        <div class="page-head">
            <nav class="crumbs" aria-label=text.t(|c| c.shell.breadcrumb)>
                <RouteLink to=list class="crumb" label=text.t(|c| c.shell.runs) />
                <span class="crumb-sep" aria-hidden="true">"/"</span>
            </nav>
            <h1 tabindex="-1">{title}</h1>
            <div class="page-head-end">
                <button
                    type="button"
                    class="switch switch-worded"
                    role="switch"
                    aria-checked=flag(move || !page.state.read().shows_equal)
                    hidden=unless(is_compared)
                    on:click=press(switch)
                >
                    <span></span>
                    {text.t(|c| c.compare().only)}
                </button>
                <Button
                    before=Icon::Plus
                    label=text.t(|c| c.compare().add)
                    why_not=why_not
                    on_press=move |()| page.choosing.set(true)
                />
                <span hidden=unless(is_compared)>
                    <CopyButton
                        label=text.t(|c| c.compare().copy_link)
                        text=move |()| window().location().href().unwrap_or_default()
                    />
                </span>
                <span hidden=unless(is_compared)>
                    <IconButton
                        label=text.t(|c| c.shell.refresh)
                        shows=Signal::stored(Icon::Retry)
                        on_press=move |_| page.answer.reload()
                    />
                </span>
            </div>
        </div>
    }
}
