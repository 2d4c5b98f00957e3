//! The field of the palette and what is offered for what stands in it.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::{
    actions::{deeds, doer},
    offers::{self, Does, Offer, Picture},
    search::Search,
};
use crate::{
    classic::{Classic, Shows},
    data::{use_account, use_api},
    navigation::{History, Pasted, use_navigation},
    reactive::{Erase, effect, flag, part, press, say, unless},
    shell::open_namespace::use_open_namespace,
    text::use_text,
    ui::{Icon, icon, status_glyph},
};

/// The entry at a place, for the field that points to it.
fn id_of(at: usize) -> String {
    format!("palette-{at}")
}

/// What is offered for what is typed.
fn offered(typed: RwSignal<String>, search: &Search) -> Memo<Vec<Offer>> {
    let search = *search;
    let text = use_text();
    let navigation = use_navigation();
    let account = use_account();
    let namespace = use_open_namespace();
    let deeds = deeds();
    Memo::new(move |_| {
        let words = text.get();
        let typed = typed.read();
        let namespace = namespace.get();
        if let Some(pasted) = navigation.pasted(&typed) {
            let known = namespace.and_then(|namespace| offers::pasted(&pasted, &namespace, words));
            return known.or_else(|| search.found(words)).into_iter().collect();
        }
        let mut all = offers::pages(&typed, namespace.as_ref(), words);
        let places = account.offered().read();
        all.extend(offers::namespaces(
            &typed,
            places.list(),
            &navigation.route().read(),
            namespace.as_ref(),
        ));
        all.extend(offers::actions(&typed, deeds()));
        all.extend(search.named(&typed));
        all
    })
}

/// What is said under the list.
fn standing(typed: RwSignal<String>, offers: Memo<Vec<Offer>>, search: &Search) -> Signal<String> {
    let search = *search;
    let text = use_text();
    let navigation = use_navigation();
    say(move || {
        let words = text.get().palette();
        let count = offers.read().len();
        let is_nowhere = matches!(
            navigation.pasted(&typed.read()),
            Some(Pasted::Classic(Classic {
                shows: Shows::Nothing,
                ..
            }))
        );
        if is_nowhere {
            words.no_such_page.to_owned()
        } else if search.is_busy() {
            words.searching.to_owned()
        } else if search.has_failed() {
            words.search_failed.to_owned()
        } else if search.knows_no_such_id() {
            words.no_such_id.to_owned()
        } else if count == 0 {
            format!("{} {}", words.nothing, words.hint)
        } else {
            (words.count)(count)
        }
    })
}

/// Where the mark goes for a key.
fn moved(key: &str, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowDown" => Some(if at >= last { 0 } else { at + 1 }),
        "ArrowUp" => Some(if at == 0 { last } else { at - 1 }),
        _ => None,
    }
}

/// Where a list is to begin so that an entry is in sight, and no farther from where it begins now than it has to be. Each is
/// a start and a height.
fn scrolled(list: (i32, i32), entry: (i32, i32)) -> i32 {
    list.0.min(entry.0).max(entry.0 + entry.1 - list.1)
}

fn bring_into_sight(at: usize) {
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

/// What is in the palette.
#[component]
pub(super) fn Finder(
    /// Closes the palette.
    on_close: Callback<()>,
) -> impl IntoView {
    let navigation = use_navigation();
    let guard = use_api().guard();
    let search = Search::new();
    let typed = RwSignal::new(String::new());
    let offers = offered(typed, &search);
    let standing = standing(typed, offers, &search);
    // What was marked by hand stays marked where it then stands; otherwise it is the first.
    let chosen = RwSignal::new(None::<Does>);
    let at = Memo::new(move |_| {
        let chosen = chosen.read();
        let place = offers
            .read()
            .iter()
            .position(|offer| Some(&offer.does) == chosen.as_ref());
        place.unwrap_or(0)
    });
    let run = doer();
    let take = Callback::new(move |at: usize| {
        let does = offers.with_untracked(|offers| offers.get(at).map(|offer| offer.does.clone()));
        let Some(does) = does else { return };
        on_close.run(());
        match does {
            Does::Go((route, query)) => navigation.go_with(&route, query, History::Push),
            Does::Do(deed) => run(deed),
        }
    });
    let key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let marked = at.get_untracked();
        let count = offers.with_untracked(Vec::len);
        if event.key() == "Enter" {
            event.prevent_default();
            take.run(marked);
        } else if let Some(to) = moved(&event.key(), marked, count) {
            event.prevent_default();
            chosen.set(offers.with_untracked(|offers| Some(offers.get(to)?.does.clone())));
            bring_into_sight(to);
        }
    };
    // The way back into the session stands on the page.
    effect(move || {
        if guard.ended().is_some() {
            on_close.run(());
        }
    });
    view! {
        <Field typed=typed search=search offers=offers at=at on_key=Callback::new(key) on_type=Callback::new(move |()| chosen.set(None)) />
        <List offers=offers at=at on_take=take />
        <Foot standing=standing />
    }
}

#[component]
fn Field(
    typed: RwSignal<String>,
    search: Search,
    offers: Memo<Vec<Offer>>,
    at: Memo<usize>,
    on_key: Callback<KeyboardEvent>,
    on_type: Callback<()>,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let composing = StoredValue::new(false);
    let node = NodeRef::<html::Input>::new();
    effect(move || {
        if let Some(field) = node.get() {
            let _focused = field.focus();
        }
    });
    let changed = move || {
        let Some(field) = node.get_untracked() else {
            return;
        };
        let value = field.value();
        if !composing.get_value() {
            search.ask_for(&value, navigation.pasted(&value).as_ref());
        }
        typed.set(value);
        on_type.run(());
    };
    let has_any = move || !offers.read().is_empty();
    view! {
        <div class="palette-field">
            {icon(Icon::Search)}
            <input
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                node_ref=node
                aria-label=text.t(|c| c.shell.find)
                placeholder=text.t(|c| c.shell.find)
                aria-expanded=flag(has_any)
                aria-autocomplete="list"
                aria-controls="palette-list"
                aria-activedescendant=say(move || if has_any() { id_of(at.get()) } else { String::new() })
                on:compositionstart=move |_| composing.set_value(true)
                on:compositionend=move |_| {
                    composing.set_value(false);
                    changed();
                }
                on:input=move |_| changed()
                on:keydown=move |event| on_key.run(event)
            />
            <kbd class="kbd" aria-hidden="true">"Esc"</kbd>
        </div>
    }
}

#[component]
fn List(offers: Memo<Vec<Offer>>, at: Memo<usize>, on_take: Callback<usize>) -> impl IntoView {
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

#[component]
fn Foot(standing: Signal<String>) -> impl IntoView {
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
                {key("Esc", text.t(|c| c.palette().key_close))}
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_goes_around() {
        assert_eq!(moved("ArrowDown", 0, 3), Some(1));
        assert_eq!(moved("ArrowDown", 2, 3), Some(0));
        assert_eq!(moved("ArrowUp", 0, 3), Some(2));
        assert_eq!(moved("ArrowUp", 0, 0), None);
        assert_eq!(moved("Home", 1, 3), None);
    }

    #[test]
    fn the_list_moves_no_farther_than_it_has_to() {
        assert_eq!(scrolled((100, 300), (150, 32)), 100);
        assert_eq!(scrolled((100, 300), (40, 32)), 40);
        assert_eq!(scrolled((100, 300), (380, 32)), 112);
    }
}
