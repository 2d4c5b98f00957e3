//! The anatomy of every dead end: what happened, why, what to do next.

use leptos::prelude::*;

use super::{Icon, icon};
use crate::{reactive::say, text::use_text};

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
    /// Buttons and links.
    #[prop(optional)]
    acts: Vec<AnyView>,
    /// What stands below: the server's words, something to copy, a remark.
    #[prop(optional_no_strip)]
    foot: Option<AnyView>,
) -> impl IntoView {
    view! {
        <section class="panel state" role=alert.then_some("alert")>
            <div class="state-body">
                <div class="state-icon">{icon(shows)}</div>
                <h2>{title}</h2>
                <p class="quiet">{explains}</p>
                {(!acts.is_empty()).then(|| view! { <div class="state-acts">{acts}</div> })}
            </div>
            {foot.map(|foot| view! { <div class="state-foot">{foot}</div> })}
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
    let words = Some(words).filter(|words| !words.is_empty());
    view! {
        {words.map(|words| view! { <details class="said">
                <summary>
                    {icon(Icon::Right)} {text.t(|c| c.states.server_said)}
                </summary>
                <code lang="en">{words}</code>
            </details> })}
        <p class="sub">{say(move || (text.get().states.code)(&code))}</p>
    }
}
