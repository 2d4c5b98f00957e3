//! The command palette: pages, namespaces, actions, and things by their name, their id or their address.

mod actions;
mod finder;
mod list;
mod matching;
mod offers;
mod search;
mod things;

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use self::finder::Finder;
use crate::{
    reactive::{press, when},
    text::use_text,
    ui::show_while,
};

/// The palette, shown while `open` holds. What is in it is made anew each time.
#[component]
pub(super) fn Palette(open: RwSignal<bool>) -> impl IntoView {
    let text = use_text();
    let node = NodeRef::<html::Dialog>::new();
    show_while(open, node);
    // At once, and not after the next effect: what is done then may need the focus.
    let close = Callback::new(move |()| {
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
        }
        open.set(false);
    });
    view! {
        <dialog
            class="dialog palette"
            node_ref=node
            aria-label=text.t(|c| c.palette().title)
            on:close=move |_| open.set(false)
            on:click=press(move |click| {
                // What lies around a dialog belongs to it.
                let target = click.target();
                if target.is_some_and(|target| target.dyn_ref::<HtmlDialogElement>().is_some()) {
                    close.run(());
                }
            })
        >
            {when(move || open.get(), move || view! { <Finder on_close=close /> })}
        </dialog>
    }
}
