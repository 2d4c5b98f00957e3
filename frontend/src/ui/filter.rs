//! The filter above a list: a field, terms that were not understood, and one toggle per state.

use std::time::Duration;

use leptos::{html, leptos_dom::helpers::TimeoutHandle, prelude::*};

use super::{Icon, icon, status::status_glyph};
use crate::{
    reactive::{effect, flag, press, say},
    status::Status,
    text::use_text,
};

/// How long typing has to rest before it takes effect.
const REST: Duration = Duration::from_millis(250);

/// The field. What is typed takes effect when typing rests, and not while a syllable is being composed.
#[component]
pub(crate) fn FilterField(
    /// What it is for; its placeholder too.
    #[prop(into)]
    label: Signal<String>,
    /// What holds.
    #[prop(into)]
    value: Signal<String>,
    /// Gets what was typed.
    #[prop(into)]
    on_change: Callback<String>,
    /// Tells a text that would mean something else before it is typed to its end; it takes effect with Enter.
    #[prop(optional)]
    unfinished: Option<fn(&str) -> bool>,
    /// Tokens before the text.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let waiting = StoredValue::new_local(None::<TimeoutHandle>);
    let composing = StoredValue::new(false);
    let apply = move |at_rest: bool| {
        waiting.set_value(None);
        let Some(field) = node.get_untracked() else {
            return;
        };
        let typed = field.value();
        let is_unfinished = at_rest && unfinished.is_some_and(|unfinished| unfinished(&typed));
        if !is_unfinished && typed.trim() != value.get_untracked() {
            on_change.run(typed);
        }
    };
    let cancel = move || {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    let soon = move || {
        cancel();
        waiting.set_value(set_timeout_with_handle(move || apply(true), REST).ok());
    };
    on_cleanup(cancel);
    // The address is the state: Back, a link and Clear change the field, but never under somebody's hands.
    effect(move || {
        let value = value.get();
        if let Some(field) = node.get()
            && field.value().trim() != value
            && waiting.with_value(Option::is_none)
        {
            field.set_value(&value);
        }
    });
    view! {
        <div class="filter" role="search">
            {icon(Icon::Search)}
            {children.map(|children| children())}
            <input
                type="search"
                data-filter=""
                autocomplete="off"
                spellcheck="false"
                node_ref=node
                aria-label=label
                placeholder=label
                on:compositionstart=move |_| composing.set_value(true)
                on:compositionend=move |_| {
                    composing.set_value(false);
                    soon();
                }
                on:input=move |_| {
                    if !composing.get_value() {
                        soon();
                    }
                }
                on:keydown=move |event| {
                    if event.key() == "Enter" && !event.is_composing() {
                        cancel();
                        apply(false);
                    }
                }
            />
            <span class="kbd" aria-hidden="true">"/"</span>
        </div>
    }
}

/// A term of the filter with a button that removes it.
#[component]
pub(crate) fn Token(
    /// The term.
    term: String,
    /// Says more about it.
    #[prop(into)]
    explains: Signal<String>,
    /// Removes it.
    #[prop(into)]
    on_remove: Callback<()>,
) -> impl IntoView {
    let text = use_text();
    let name = term.clone();
    view! {
        <span class="token" title=explains>
            <span>{term} " ?"</span>
            <span class="sr-only">{explains}</span>
            <button
                type="button"
                aria-label=say(move || (text.get().lists.remove_filter)(&name))
                on:click=press(move |_| on_remove.run(()))
            >
                {icon(Icon::Close)}
            </button>
        </span>
    }
}

/// A toggle that narrows a list to a state.
#[component]
pub(crate) fn Facet(
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it holds.
    #[prop(into)]
    pressed: Signal<bool>,
    /// Its glyph.
    #[prop(optional)]
    status: Option<Status>,
    /// Turns it on or off.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="facet"
            aria-pressed=flag(move || pressed.get())
            on:click=press(move |_| on_press.run(()))
        >
            {status.map(|status| status_glyph(&status))}
            {label}
        </button>
    }
}
