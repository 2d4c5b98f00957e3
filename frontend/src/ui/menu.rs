//! Something that opens under a button: closes on Escape, on a click elsewhere, and when the focus leaves it.

use leptos::{ev, html, prelude::*};

use crate::reactive::{on_window, when};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

/// Whether a menu is open, and where its focus goes back to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MenuState {
    open: RwSignal<bool>,
    anchor: NodeRef<html::Div>,
}

impl MenuState {
    /// A closed menu.
    pub(crate) fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            anchor: NodeRef::new(),
        }
    }

    /// Whether it is open.
    pub(crate) fn is_open(self) -> bool {
        self.open.get()
    }

    /// Opens or closes it.
    pub(crate) fn toggle(self) {
        self.open.update(|open| *open = !*open);
    }

    /// Closes it. Its button gets the focus back.
    pub(crate) fn close(self) {
        self.open.set(false);
        let button = self
            .anchor
            .get_untracked()
            .and_then(|anchor| anchor.query_selector("button").ok().flatten());
        if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
            let _focused = button.focus();
        }
    }
}

/// A button and what opens under it.
#[component]
pub(crate) fn Menu(
    /// Whether it is open.
    state: MenuState,
    /// The style of what opens.
    class: &'static str,
    /// The button.
    #[prop(into)]
    button: ViewFnOnce,
    /// What opens; made anew each time.
    children: ChildrenFn,
) -> impl IntoView {
    on_window("pointerdown", move |event| {
        let inside = state.anchor.get_untracked().is_some_and(|anchor| {
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<Node>().ok());
            anchor.contains(target.as_ref())
        });
        if !inside && state.open.get_untracked() {
            state.open.set(false);
        }
    });
    let leave = move |event: ev::FocusEvent| {
        let next = event
            .related_target()
            .and_then(|target| target.dyn_into::<Node>().ok());
        let inside = state
            .anchor
            .get_untracked()
            .is_some_and(|anchor| anchor.contains(next.as_ref()));
        // Without a next element the window lost its focus, or a click hit nothing: the click decides.
        if next.is_some() && !inside {
            state.open.set(false);
        }
    };
    view! {
        <div
            class="menu-anchor"
            node_ref=state.anchor
            on:focusout=leave
            on:keydown=move |event| {
                if event.key() == "Escape" && state.open.get_untracked() {
                    event.stop_propagation();
                    state.close();
                }
            }
        >
            {button.run()}
            {when(move || state.open.get(), move || view! { <div class=format!("menu {class}")>{children()}</div> })}
        </div>
    }
}
