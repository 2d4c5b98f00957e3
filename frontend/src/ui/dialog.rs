//! A native dialog: the browser keeps the focus inside, closes on Escape and gives the focus back.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::{html, prelude::*};

use super::{Icon, IconButton};
use crate::{
    reactive::{Slot, effect},
    text::use_text,
};

/// Dialogs are told apart by their place in the order in which they were made.
static MADE: AtomicU32 = AtomicU32::new(0);

/// Shows a dialog while `open` holds. That it was closed, as by Escape, its own event tells.
pub(crate) fn show_while(open: RwSignal<bool>, node: NodeRef<html::Dialog>) {
    effect(move || {
        let (open, Some(dialog)) = (open.get(), node.get()) else {
            return;
        };
        if open && !dialog.open() {
            let _shown = dialog.show_modal();
        } else if !open {
            dialog.close();
        }
    });
}

/// A dialog that is shown while `open` holds.
#[component]
pub(crate) fn Dialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// What it is called.
    #[prop(into)]
    title: Signal<String>,
    /// What is in it.
    children: Slot,
) -> impl IntoView {
    let text = use_text();
    let id = format!("dialog-title-{}", MADE.fetch_add(1, Ordering::Relaxed));
    let labelled_by = id.clone();
    let node = NodeRef::<html::Dialog>::new();
    show_while(open, node);
    view! {
        <dialog class="dialog" node_ref=node aria-labelledby=labelled_by on:close=move |_| open.set(false)>
            <div class="dialog-head">
                <h2 id=id>{title}</h2>
                <IconButton
                    label=text.t(|c| c.shell.close)
                    shows=Signal::stored(Icon::Close)
                    on_press=move |_| open.set(false)
                />
            </div>
            {children.fill()}
        </dialog>
    }
}
