//! The keys of the page, and the list of them.

use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::open_namespace::use_open_namespace;
use crate::{
    a11y::{Action, Keys, focus_first, focus_row, press_first, select_row},
    data::Verb,
    navigation::{History, use_navigation},
    paths::Section,
    preferences::Preferences,
    reactive::{on_window, part},
    text::{Catalogue, use_text},
    ui::Dialog,
};

/// Keys, and the words for what they do.
type Shortcut = (Vec<&'static str>, String);

/// The keys in the list, and what they do.
fn list(text: &Catalogue) -> Vec<Shortcut> {
    let settings = &text.settings;
    let go = Section::TABS.iter().map(|section| {
        let label = (settings.key_go)(text.shell.section(*section));
        (vec!["g", section.letter()], label)
    });
    let first = [
        (vec!["/"], settings.key_filter.to_owned()),
        (vec!["j", "k"], settings.key_rows.to_owned()),
    ];
    let actions = &text.actions;
    let archive = format!(
        "{} / {}",
        (actions.verb)(Verb::Archive),
        (actions.verb)(Verb::Restore)
    );
    let last = [
        (vec!["n"], text.lists.new_run.to_owned()),
        (vec!["x"], actions.key_select.to_owned()),
        (vec!["e"], archive),
        (vec!["Esc"], actions.key_clear.to_owned()),
        (vec!["?"], settings.key_help.to_owned()),
    ];
    first.into_iter().chain(go).chain(last).collect()
}

/// Listens to the keys, and shows the list.
#[component]
pub(super) fn Shortcuts() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let preferences = expect_context::<Preferences>();
    let open = RwSignal::new(false);
    let keys = StoredValue::new(Keys::default());
    let namespace = use_open_namespace();
    let go = move |section: Section| {
        if let Some(namespace) = namespace.get_untracked() {
            navigation.go(&section.route(namespace), History::Push);
        }
    };
    on_window("keydown", move |event| {
        let event = event.unchecked_into::<KeyboardEvent>();
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
            Action::Filter => drop(focus_first("[data-filter]")),
            Action::NextRow => focus_row(true),
            Action::PreviousRow => focus_row(false),
            Action::Go(section) => go(section),
            Action::Select => select_row(event.shift_key()),
            Action::Clear => press_first(".bulk-bar [data-clear] button"),
            Action::Press(key) => press_first(&format!(".bulk-bar [data-key={key}] button")),
            Action::NewRun => press_first("[data-new-run] a"),
            Action::Help => open.set(true),
        }
    });
    let row = |(keys, does): Shortcut| {
        let keys = keys
            .into_iter()
            .map(|key| view! { <kbd class="kbd">{key}</kbd> });
        view! {
            <dt>{keys.collect_view()}</dt>
            <dd>{does}</dd>
        }
    };
    view! {
        <Dialog open=open title=text.t(|c| c.settings.keys)>
            <dl class="keys">
                {part(move || list(text.get()).into_iter().map(row).collect_view())}
            </dl>
        </Dialog>
    }
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
