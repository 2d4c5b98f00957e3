//! The filter above a list: a field, terms that were not understood, and one toggle per state.

use std::time::Duration;

use leptos::{html, leptos_dom::helpers::TimeoutHandle, prelude::*};

use super::{Icon, icon, status::status_glyph};
use crate::{
    a11y::focus_first,
    reactive::{Slot, effect, flag, press, say},
    status::Status,
    text::use_text,
};

/// How long typing has to rest before it takes effect.
const REST: Duration = Duration::from_millis(250);

/// What happens between the field and the address.
#[derive(Clone, Copy)]
struct Typing {
    field: NodeRef<html::Input>,
    waiting: StoredValue<Option<TimeoutHandle>, LocalStorage>,
    composing: StoredValue<bool>,
    value: Signal<String>,
    unfinished: Option<fn(&str) -> bool>,
    on_change: Callback<String>,
}

impl Typing {
    fn apply(self, at_rest: bool) {
        self.waiting.set_value(None);
        let Some(field) = self.field.get_untracked() else {
            return;
        };
        let typed = field.value();
        let is_unfinished = at_rest && self.unfinished.is_some_and(|unfinished| unfinished(&typed));
        if !is_unfinished && typed.trim() != self.value.get_untracked() {
            self.on_change.run(typed);
        }
    }

    fn cancel(self) {
        if let Some(handle) = self.waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    }

    /// What was typed takes effect when nothing more is typed for a while.
    fn rest(self) {
        self.cancel();
        self.waiting
            .set_value(set_timeout_with_handle(move || self.apply(true), REST).ok());
    }

    /// The address is the state: Back, a link and Clear change the field, but never under somebody's hands.
    fn follow_value(self) {
        effect(move || {
            let value = self.value.get();
            if let Some(field) = self.field.get()
                && field.value().trim() != value
                && self.waiting.with_value(Option::is_none)
            {
                field.set_value(&value);
            }
        });
        on_cleanup(move || self.cancel());
    }
}

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
    children: Option<Slot>,
) -> impl IntoView {
    let typing = Typing {
        field: NodeRef::new(),
        waiting: StoredValue::new_local(None),
        composing: StoredValue::new(false),
        value,
        unfinished,
        on_change,
    };
    typing.follow_value();
    view! {
        <div class="filter" role="search">
            {icon(Icon::Search)}
            {children.map(Slot::fill)}
            <input
                type="search"
                data-filter=""
                autocomplete="off"
                spellcheck="false"
                node_ref=typing.field
                aria-label=label
                placeholder=label
                on:compositionstart=move |_| typing.composing.set_value(true)
                on:compositionend=move |_| {
                    typing.composing.set_value(false);
                    typing.rest();
                }
                on:input=move |_| {
                    if !typing.composing.get_value() {
                        typing.rest();
                    }
                }
                on:keydown=move |event| {
                    if event.key() == "Enter" && !event.is_composing() {
                        typing.cancel();
                        typing.apply(false);
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
                on:click=press(move |_| {
                    on_remove.run(());
                    focus_first("[data-filter]");
                })
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
    /// How many there are; empty where that is not known.
    #[prop(into)]
    count: Signal<String>,
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
            <span class="n">{count}</span>
        </button>
    }
}
