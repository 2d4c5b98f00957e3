//! The browser's side of the protocol.

use js_sys::Reflect;
use kfp_core::model::Namespace;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventInit, MessageEvent, Window};

use super::protocol::{CONNECTED, Message};
use crate::reactive::on_window;

/// Whether the console stands alone or in the dashboard's frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Mode {
    /// In a window of its own.
    Alone,
    /// In the frame of the dashboard.
    Framed,
}

/// The frame around the console, or none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    mode: Mode,
    chosen: RwSignal<Option<Namespace>>,
}

impl Frame {
    /// Finds out where the console stands. A parent of another origin counts as none: it is not our dashboard, and
    /// nothing is said to it or taken from it.
    pub(crate) fn detect() -> Self {
        let mode = if own_parent().is_some() {
            Mode::Framed
        } else {
            Mode::Alone
        };
        if let Some(root) = document().document_element() {
            let name = if mode == Mode::Framed {
                "embedded"
            } else {
                "alone"
            };
            let _written = root.set_attribute("data-mode", name);
        }
        Self {
            mode,
            chosen: RwSignal::new(None),
        }
    }

    /// Where the console stands.
    pub(crate) fn mode(self) -> Mode {
        self.mode
    }

    /// Whether it stands in the frame.
    pub(crate) fn is_framed(self) -> bool {
        self.mode == Mode::Framed
    }

    /// The namespace that the dashboard shows, once it has said so.
    pub(crate) fn chosen(self) -> RwSignal<Option<Namespace>> {
        self.chosen
    }

    /// Begins to listen, then says that we are there. `on_choice` gets every namespace that the dashboard names, and
    /// whether it is the first one.
    pub(crate) fn connect(self, on_choice: impl Fn(&Namespace, bool) + 'static) {
        let Some(parent) = own_parent() else { return };
        let from = parent.clone();
        on_window("message", move |event| {
            let message = event.unchecked_into::<MessageEvent>();
            if let Some(Message::NamespaceSelected(namespace)) = read(&message, &from) {
                let is_first = self.chosen.get_untracked().is_none();
                self.chosen.set(Some(namespace.clone()));
                on_choice(&namespace, is_first);
            }
        });
        let hello = js_sys::Object::new();
        let _set = Reflect::set(&hello, &"type".into(), &CONNECTED.into());
        if let Ok(origin) = window().location().origin() {
            let _sent = parent.post_message(&hello, &origin);
        }
    }

    /// Lets the dashboard copy our address: it does so on a `hashchange` that reaches the document, and on nothing
    /// that a router does by itself.
    pub(crate) fn address_changed(self) {
        if !self.is_framed() {
            return;
        }
        let bubbling = EventInit::new();
        bubbling.set_bubbles(true);
        if let Ok(event) = Event::new_with_event_init_dict("hashchange", &bubbling) {
            let _dispatched = document().dispatch_event(&event);
        }
    }
}

/// The parent window, when there is one and it is of our origin.
fn own_parent() -> Option<Window> {
    let window = window();
    let parent = window.parent().ok().flatten()?;
    if js_sys::Object::is(&parent, &window) {
        return None;
    }
    // Reading the address of a parent of another origin throws.
    let theirs = parent.location().origin().ok()?;
    (theirs == window.location().origin().ok()?).then_some(parent)
}

fn read(message: &MessageEvent, from: &Window) -> Option<Message> {
    let source = message.source()?;
    if !js_sys::Object::is(source.as_ref(), from)
        || Some(message.origin()) != window().location().origin().ok()
    {
        return None;
    }
    let data = message.data();
    let field = |name: &str| -> Option<String> {
        Reflect::get(data.dyn_ref::<js_sys::Object>()?, &JsValue::from_str(name))
            .ok()?
            .as_string()
    };
    Message::read(&field("type")?, field("value").as_deref())
}
