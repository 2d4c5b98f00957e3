//! What the palette shows under its field.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::offers::{Offer, Picture};
use crate::{
    reactive::{Erase, flag, part, press, say, unless},
    text::use_text,
    ui::{icon, status_glyph},
};

/// The words that tell that more can be done, for the field that points to them.
pub(super) const MORE: &str = "palette-more";

/// The entry at a place, for the field that points to it.
pub(super) fn id_of(at: usize) -> String {
    format!("palette-{at}")
}

/// Where a list is to begin so that an entry is in sight, and no farther from where it begins now than it has to be. Each is
/// a start and a height.
fn scrolled(list: (i32, i32), entry: (i32, i32)) -> i32 {
    list.0.min(entry.0).max(entry.0 + entry.1 - list.1)
}

/// Scrolls the list so far that an entry is in sight.
pub(super) fn bring_into_sight(at: usize) {
    // Once it is marked, which is drawn with an outline.
    request_animation_frame(move || {
        let entry = document().get_element_by_id(&id_of(at));
        let Some(entry) = entry.and_then(|entry| entry.dyn_into::<HtmlElement>().ok()) else {
            return;
        };
        if let Ok(Some(list)) = entry.closest(".palette-list") {
            // Above the first one stands what its group is called.
            let start = if at == 0 { 0 } else { entry.offset_top() };
            let seen = (list.scroll_top(), list.client_height());
            list.set_scroll_top(scrolled(seen, (start, entry.offset_height())));
        }
    });
}

/// The offers in their groups.
#[component]
pub(super) fn List(
    offers: Memo<Vec<Offer>>,
    at: Memo<usize>,
    on_take: Callback<usize>,
) -> impl IntoView {
    let text = use_text();
    let groups = move || {
        let offers = offers.get();
        let mut first = 0;
        let groups = offers.chunk_by(|one, other| one.group == other.group);
        groups
            .map(|group| {
                let begin = first;
                first += group.len();
                group_view(begin, group.to_vec(), at, on_take)
            })
            .collect_view()
    };
    view! {
        <div
            id="palette-list"
            class="palette-list"
            role="listbox"
            aria-label=text.t(|c| c.palette().results)
            hidden=unless(move || !offers.read().is_empty())
        >
            {part(groups)}
        </div>
    }
}

fn group_view(
    first: usize,
    offers: Vec<Offer>,
    at: Memo<usize>,
    on_take: Callback<usize>,
) -> AnyView {
    let text = use_text();
    let Some(group) = offers.first().map(|offer| offer.group) else {
        return ().erased();
    };
    let id = format!("palette-group-{first}");
    let labelled_by = id.clone();
    let entries = offers
        .into_iter()
        .enumerate()
        .map(|(place, offer)| entry(first + place, offer, at, on_take))
        .collect_view();
    view! {
        <div role="group" aria-labelledby=labelled_by>
            <div class="group" role="presentation" id=id>
                {say(move || group.words(text.get()).to_owned())}
            </div>
            {entries}
        </div>
    }
    .erased()
}

fn entry(place: usize, offer: Offer, at: Memo<usize>, on_take: Callback<usize>) -> AnyView {
    let text = use_text();
    let picture = match &offer.picture {
        Picture::Icon(shows) => icon(*shows).erased(),
        Picture::Status(status) => {
            let word = (text.now().status)(status);
            view! { {status_glyph(status)} <span class="sr-only">{word}", "</span> }.erased()
        }
    };
    let keys = offer
        .keys
        .into_iter()
        .map(|key| view! { <kbd class="kbd">{key}</kbd> })
        .collect_view();
    view! {
        <div
            role="option"
            id=id_of(place)
            class="option"
            aria-selected=flag(move || at.get() == place)
            // The field keeps the focus.
            on:mousedown=press(|event| event.prevent_default())
            on:click=press(move |_| on_take.run(place))
        >
            {picture}
            <span class="ellipsis">{offer.words}</span>
            <span class="sub ellipsis">{offer.remark}</span>
            <span class="end" aria-hidden="true">{keys}</span>
        </div>
    }
    .erased()
}

/// How many there are, and the keys; that of more actions only while there are some.
#[component]
pub(super) fn Foot(standing: Signal<String>, has_more: Signal<bool>) -> impl IntoView {
    let text = use_text();
    let key = move |key: &'static str, does: Signal<String>| {
        view! { <span><kbd class="kbd">{key}</kbd> " " {does}</span> }
    };
    view! {
        <div class="palette-foot">
            <p role="status">{standing}</p>
            <p class="palette-keys" aria-hidden="true">
                {key("↑↓", text.t(|c| c.palette().key_move))}
                {key("↵", text.t(|c| c.palette().key_open))}
                <span id=MORE hidden=unless(move || has_more.get())>
                    <kbd class="kbd">"Tab"</kbd> " " {text.t(|c| c.palette().key_more)}
                </span>
                {key("Esc", text.t(|c| c.palette().key_close))}
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_moves_no_farther_than_it_has_to() {
        assert_eq!(scrolled((100, 300), (150, 32)), 100);
        assert_eq!(scrolled((100, 300), (40, 32)), 40);
        assert_eq!(scrolled((100, 300), (380, 32)), 112);
    }
}
