//! Listens to the keys of the page.

use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{open_namespace::use_open_namespace, overlays::Overlays};
use crate::{
    a11y::{Action, Keys, focus_first, focus_row, opens_palette, press_first, select_row},
    navigation::{History, use_navigation},
    paths::{Route, Section},
    preferences::Preferences,
    reactive::on_window,
};

/// Listens from now on.
pub(super) fn listen() {
    let navigation = use_navigation();
    let preferences = expect_context::<Preferences>();
    let overlays = expect_context::<Overlays>();
    let keys = StoredValue::new(Keys::default());
    let namespace = use_open_namespace();
    let go = move |section: Section| {
        if let Some(namespace) = namespace.get_untracked() {
            navigation.go(&section.route(namespace), History::Push);
        }
    };
    // The link of a page says what the form begins with. A form that is open keeps what stands in it.
    let new_run = move || {
        let is_open = matches!(*navigation.route().read_untracked(), Route::NewRun(_));
        let namespace = namespace.get_untracked().filter(|_| !is_open);
        if !press_first("[data-new-run] a")
            && let Some(namespace) = namespace
        {
            navigation.go(&Route::NewRun(namespace), History::Push);
        }
    };
    on_window("keydown", move |event| {
        let event = event.unchecked_into::<KeyboardEvent>();
        if is_chord(&event) && opens_palette(&event.key(), &event.code()) {
            event.prevent_default();
            overlays.toggle_palette();
            return;
        }
        if !untrack(|| preferences.single_keys()) || !is_shortcut(&event) {
            return;
        }
        let Some(action) = keys
            .try_update_value(|keys| keys.press(&event.key(), &event.code()))
            .flatten()
        else {
            return;
        };
        event.prevent_default();
        match action {
            Action::Palette => overlays.toggle_palette(),
            Action::Filter => drop(focus_first("[data-filter]")),
            Action::NextRow => focus_row(true),
            Action::PreviousRow => focus_row(false),
            Action::Go(section) => go(section),
            Action::Select => select_row(event.shift_key()),
            Action::Clear => {
                press_first(".bulk-bar [data-clear] button");
            }
            Action::Press(key) => {
                press_first(&format!(".bulk-bar [data-key={key}] button"));
            }
            Action::NewRun => new_run(),
            Action::Help => overlays.keys.set(true),
        }
    });
}

/// Whether Control or Command alone is held down.
fn is_chord(event: &KeyboardEvent) -> bool {
    event.ctrl_key() != event.meta_key()
        && !event.alt_key()
        && !event.shift_key()
        && !event.repeat()
        && !event.default_prevented()
}

/// Whether a key was meant for the page: not typed into a field, not a chord, nothing held down.
fn is_shortcut(event: &KeyboardEvent) -> bool {
    if event.ctrl_key()
        || event.meta_key()
        || event.alt_key()
        || event.is_composing()
        || event.default_prevented()
        || event.repeat() && event.key() == "g"
    {
        return false;
    }
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let Some(target) = target else { return true };
    let is_checkbox = target.get_attribute("type").as_deref() == Some("checkbox");
    let typing = matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        && !is_checkbox
        || target
            .dyn_ref::<HtmlElement>()
            .is_some_and(HtmlElement::is_content_editable);
    // An open dialog keeps its keys.
    !typing && target.closest("dialog").ok().flatten().is_none()
}
