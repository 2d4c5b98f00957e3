//! The anatomy of every dead end: what happened, why, what to do next.

use leptos::prelude::*;

use super::{Icon, icon};
use crate::text::use_text;

/// A panel that says why there is nothing else to see.
#[component]
pub(crate) fn StatePanel(
    /// Its picture.
    shows: Icon,
    /// What happened.
    #[prop(into)]
    title: Signal<String>,
    /// Why, and what to do.
    #[prop(into)]
    explains: Signal<String>,
    /// Read out at once: for something that went wrong while the person was doing something else.
    #[prop(optional)]
    alert: bool,
    /// Stands in a panel that is there already.
    #[prop(optional)]
    inline: bool,
    /// Buttons and links.
    #[prop(optional, into)]
    acts: ViewFnOnce,
    /// What stands below: the server's words, something to copy.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = if inline {
        "state state-inline"
    } else {
        "panel state"
    };
    view! {
        <section class=class role=alert.then_some("alert")>
            <div class="state-body">
                <div class="state-icon">{icon(shows)}</div>
                <h2>{title}</h2>
                <p class="quiet">{explains}</p>
                <div class="state-acts">{acts.run()}</div>
            </div>
            {children.map(|children| view! { <div class="state-foot">{children()}</div> })}
        </section>
    }
}

/// The server's own words, folded away.
#[component]
pub(crate) fn Said(
    /// The words.
    words: String,
    /// The code of the failure.
    code: String,
) -> impl IntoView {
    let text = use_text();
    let has_words = !words.is_empty();
    view! {
        <Show when=move || has_words>
            <details class="said">
                <summary>
                    {icon(Icon::Right)} {move || text.get().states.server_said}
                </summary>
                <code lang="en">{words.clone()}</code>
            </details>
        </Show>
        <p class="sub">{move || (text.get().states.code)(&code)}</p>
    }
}
