//! Two to five choices of which one holds.

use leptos::{ev::KeyboardEvent, prelude::*};

use crate::reactive::{flag, press, say};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A row of choices.
#[component]
pub(crate) fn Segmented(
    /// What is chosen.
    #[prop(into)]
    label: Signal<String>,
    /// The choices, in their order.
    #[prop(into)]
    choices: Signal<Vec<String>>,
    /// The place of the one that holds.
    #[prop(into)]
    current: Signal<usize>,
    /// Gets the place of the one that is pressed.
    #[prop(into)]
    on_choose: Callback<usize>,
) -> impl IntoView {
    // How many there are does not change, only their words do.
    let places = choices.read_untracked().len();
    view! {
        <div class="seg" role="group" aria-label=label on:keydown=move_focus>
            {
                (0..places)
                    .map(|at| {
                        view! {
                            <button
                                type="button"
                                aria-pressed=flag(move || current.get() == at)
                                on:click=press(move |_| on_choose.run(at))
                            >
                                {say(move || choices.read().get(at).cloned().unwrap_or_default())}
                            </button>
                        }
                    })
                    .collect_view()
            }
        </div>
    }
}

/// ← and → move the focus inside a row of buttons.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape of an event handler"
)]
fn move_focus(event: KeyboardEvent) {
    let Some(focused) = document().active_element() else {
        return;
    };
    let next = match event.key().as_str() {
        "ArrowRight" => focused.next_element_sibling(),
        "ArrowLeft" => focused.previous_element_sibling(),
        _ => return,
    };
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        let _focused = next.focus();
    }
}
