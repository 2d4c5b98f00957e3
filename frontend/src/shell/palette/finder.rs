//! The field of the palette and what is offered for what stands in it.

use kfp_core::model::Namespace;
use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::{
    actions::{deeds, doer},
    list::{Foot, List, MORE, bring_into_sight, id_of},
    offers::{self, Does, Offer},
    search::Search,
    things,
};
use crate::{
    classic::{Classic, Shows},
    data::{Found, use_account, use_api},
    navigation::{History, Pasted, use_navigation},
    reactive::{derived, effect, flag, say, while_holds},
    recent::{self, recent},
    shell::open_namespace::use_open_namespace,
    text::use_text,
    ui::{Icon, icon},
};

/// What stands in the palette.
#[derive(Clone, Copy)]
struct Standing {
    /// What is typed.
    typed: RwSignal<String>,
    /// What opens the thing of which it is shown what can be done with it.
    of: RwSignal<Option<Offer>>,
    /// What was marked by hand; it stays marked wherever it then stands.
    chosen: RwSignal<Option<Does>>,
    /// What was opened last when the palette was.
    recent: StoredValue<Vec<Found>>,
}

/// What is offered for what is typed.
fn offered(standing: Standing, search: &Search) -> Memo<Vec<Offer>> {
    let search = *search;
    let text = use_text();
    let navigation = use_navigation();
    let account = use_account();
    let namespace = use_open_namespace();
    let deeds = deeds();
    Memo::new(move |_| {
        let words = text.get();
        let typed = standing.typed.read();
        let namespace = namespace.get();
        if let Some(found) = standing
            .of
            .read()
            .as_ref()
            .and_then(|offer| offer.of.as_ref())
        {
            let fallback = namespace.as_ref().or(found.namespace.as_ref());
            return fallback
                .map_or_else(Vec::new, |fallback| things::verbs(found, fallback, words));
        }
        if let Some(pasted) = navigation.pasted(&typed) {
            let known = namespace.and_then(|namespace| offers::pasted(&pasted, &namespace, words));
            return known.or_else(|| search.found(words)).into_iter().collect();
        }
        let open = navigation.route().read();
        let places = account.offered().read();
        let may_open = |one: &Namespace| {
            let mut offered = places.list().iter();
            Some(one) == namespace.as_ref() || offered.any(|place| place.name == one.as_str())
        };
        let recent = standing
            .recent
            .with_value(|kept| things::recent(&typed, kept, may_open, &open, words));
        let mut all = offers::pages(&typed, namespace.as_ref(), words);
        // A name that is typed may be that of a page; nothing typed is not.
        let place = if typed.trim().is_empty() {
            0
        } else {
            all.len()
        };
        all.splice(place..place, recent);
        all.extend(offers::namespaces(
            &typed,
            places.list(),
            &open,
            namespace.as_ref(),
        ));
        all.extend(offers::actions(&typed, deeds()));
        let mut named = search.named(&typed);
        named.retain(|offer| all.iter().all(|known| known.does != offer.does));
        all.extend(named);
        all
    })
}

/// What is said under the list.
fn said(typed: RwSignal<String>, offers: Memo<Vec<Offer>>, search: &Search) -> Signal<String> {
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

/// What is in the palette.
#[component]
pub(super) fn Finder(
    /// Closes the palette.
    on_close: Callback<()>,
) -> impl IntoView {
    let guard = use_api().guard();
    let search = Search::new();
    let standing = Standing {
        typed: RwSignal::new(String::new()),
        of: RwSignal::new(None),
        chosen: RwSignal::new(None),
        recent: StoredValue::new(recent()),
    };
    let offers = offered(standing, &search);
    let said = said(standing.typed, offers, &search);
    let at = Memo::new(move |_| {
        let chosen = standing.chosen.read();
        let place = offers
            .read()
            .iter()
            .position(|offer| Some(&offer.does) == chosen.as_ref());
        place.unwrap_or(0)
    });
    let take = taking(offers, on_close);
    let has_more = derived(move || {
        let offers = offers.read();
        let has_thing = offers.get(at.get()).is_some_and(|offer| offer.of.is_some());
        has_thing && standing.of.read().is_none()
    });
    let key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let marked = at.get_untracked();
        let offers = offers.get_untracked();
        let is_taken = match event.key().as_str() {
            "Enter" => {
                take.run(marked);
                true
            }
            key @ ("Tab" | "Escape") => {
                standing.turn(key == "Tab" && !event.shift_key(), offers.get(marked))
            }
            key => match moved(key, marked, offers.len()) {
                None => false,
                Some(to) => {
                    let does = offers.get(to).map(|offer| offer.does.clone());
                    standing.chosen.set(does);
                    bring_into_sight(to);
                    true
                }
            },
        };
        if is_taken {
            event.prevent_default();
        }
    };
    // The way back into the session stands on the page.
    effect(move || {
        if guard.ended().is_some() {
            on_close.run(());
        }
    });
    view! {
        <Field
            standing=standing
            search=search
            offers=offers
            at=at
            has_more=has_more
            on_key=Callback::new(key)
        />
        <List offers=offers at=at on_take=take />
        <Foot standing=said has_more=has_more />
    }
}

impl Standing {
    /// Turns to what can be done with the marked thing, or back to it; whether there was anything to turn to.
    fn turn(self, forward: bool, marked: Option<&Offer>) -> bool {
        if let Some(before) = self.of.get_untracked() {
            self.of.set(None);
            self.chosen.set(Some(before.does));
            return true;
        }
        let thing = marked.filter(|offer| forward && offer.of.is_some());
        if let Some(offer) = thing {
            self.of.set(Some(offer.clone()));
            self.chosen.set(None);
        }
        thing.is_some()
    }
}

/// Does what is offered at a place, and closes the palette.
fn taking(offers: Memo<Vec<Offer>>, on_close: Callback<()>) -> Callback<usize> {
    let navigation = use_navigation();
    let namespace = use_open_namespace();
    let run = doer();
    Callback::new(move |at: usize| {
        let Some(offer) = offers.with_untracked(|offers| offers.get(at).cloned()) else {
            return;
        };
        on_close.run(());
        if let Some(found) = offer.of {
            let place = found.namespace.or_else(|| namespace.get_untracked());
            recent::note(&Found {
                namespace: place,
                ..found
            });
        }
        match offer.does {
            Does::Go((route, query)) => navigation.go_with(&route, query, History::Push),
            Does::Do(deed) => run(deed),
        }
    })
}

#[component]
fn Field(
    standing: Standing,
    search: Search,
    offers: Memo<Vec<Offer>>,
    at: Memo<usize>,
    has_more: Signal<bool>,
    on_key: Callback<KeyboardEvent>,
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
        standing.typed.set(value);
        standing.of.set(None);
        standing.chosen.set(None);
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
                aria-describedby=while_holds(MORE, move || has_more.get())
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
}
