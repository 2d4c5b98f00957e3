//! A field and the namespaces that hold what is typed in it.

use console_api::{OfferedNamespace, Role};
use kfp_core::model::Namespace;
use leptos::{ev::KeyboardEvent, html, prelude::*};

use crate::{
    data::{Offered, use_account},
    reactive::{effect, flag, part, press, say, unless, while_holds},
    text::{Catalogue, use_text},
    ui::{Icon, icon},
};

/// Most namespaces that are listed at once; the field narrows the others down.
const MOST: usize = 100;

/// The word for a part in a namespace; empty for one that is not known.
pub(crate) fn role_word(role: Option<Role>, text: &Catalogue) -> &'static str {
    match role {
        Some(Role::Owner) => text.shell.owner,
        Some(Role::Contributor) => text.shell.contributor,
        Some(Role::Viewer) => text.shell.viewer,
        Some(Role::Unknown) | None => "",
    }
}

/// The namespaces that hold the typed text.
fn matching(offered: &Offered, typed: &str) -> Vec<OfferedNamespace> {
    let typed = typed.trim().to_ascii_lowercase();
    offered
        .list()
        .iter()
        .filter(|offered| offered.name.contains(&typed))
        .take(MOST)
        .cloned()
        .collect()
}

/// Where the marked entry goes for a key.
fn moved(key: &str, at: usize, count: usize) -> Option<usize> {
    let last = count.saturating_sub(1);
    match key {
        "ArrowDown" => Some(if at >= last { 0 } else { at + 1 }),
        "ArrowUp" => Some(if at == 0 { last } else { at - 1 }),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// A field that takes the focus when it appears, if it shall.
fn focused_field(autofocus: bool) -> NodeRef<html::Input> {
    let node = NodeRef::<html::Input>::new();
    effect(move || {
        if let Some(field) = node.get().filter(|_| autofocus) {
            let _focused = field.focus();
        }
    });
    node
}

/// Offers the namespaces.
#[component]
pub(crate) fn NamespacePicker(
    /// The one that is open.
    #[prop(into)]
    current: Signal<Option<Namespace>>,
    /// Takes the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
    /// Gets the chosen one.
    #[prop(into)]
    on_choose: Callback<Namespace>,
) -> impl IntoView {
    let text = use_text();
    let account = use_account();
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let found = Memo::new(move |_| {
        account
            .offered()
            .with(|offered| matching(offered, &typed.read()))
    });
    let node = focused_field(autofocus);
    let key = move |event: KeyboardEvent| {
        let found = found.read_untracked();
        let marked = at.get_untracked();
        if event.is_composing() {
        } else if event.key() == "Enter" {
            event.prevent_default();
            let name = found.get(marked).map(|offered| offered.name.as_str());
            if let Some(Ok(namespace)) = name.map(Namespace::new) {
                on_choose.run(namespace);
            }
        } else if let Some(next) = moved(&event.key(), marked, found.len()) {
            event.prevent_default();
            at.set(next);
        }
    };
    view! {
        <div class="menu-search">
            {icon(Icon::Search)}
            <input
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls="namespaces"
                aria-autocomplete="list"
                aria-activedescendant=move || {
                    (!found.read().is_empty()).then(|| format!("namespace-{}", at.get()))
                }
                autocomplete="off"
                spellcheck="false"
                node_ref=node
                aria-label=text.t(|c| c.shell.find_namespace)
                placeholder=text.t(|c| c.shell.find_namespace)
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    at.set(0);
                }
                on:keydown=key
            />
        </div>
        <Entries found=found at=at current=current on_choose=on_choose />
    }
}

/// The namespaces, and what is to be said about the list.
#[component]
fn Entries(
    found: Memo<Vec<OfferedNamespace>>,
    at: RwSignal<usize>,
    current: Signal<Option<Namespace>>,
    on_choose: Callback<Namespace>,
) -> impl IntoView {
    let text = use_text();
    let offered = use_account().offered();
    let remark = say(move || {
        let shell = &text.get().shell;
        let remark = match *offered.read() {
            _ if found.read().is_empty() => shell.no_namespace_found,
            Offered::Known {
                complete: false, ..
            } => shell.namespaces_incomplete,
            _ => "",
        };
        remark.to_owned()
    });
    let entries = part(move || {
        let entry = |(place, offered)| view! { <Entry offered=offered place=place at=at current=current on_choose=on_choose /> };
        found
            .get()
            .into_iter()
            .enumerate()
            .map(entry)
            .collect_view()
    });
    view! {
        <ul class="namespace-list" id="namespaces" role="listbox" aria-label=text.t(|c| c.shell.choose_namespace)>
            {entries}
        </ul>
        <p class="group" hidden=unless(move || !remark.read().is_empty())>{remark}</p>
    }
}

/// A namespace in the list.
#[component]
fn Entry(
    offered: OfferedNamespace,
    place: usize,
    at: RwSignal<usize>,
    current: Signal<Option<Namespace>>,
    on_choose: Callback<Namespace>,
) -> impl IntoView {
    let text = use_text();
    let OfferedNamespace { name, role } = offered;
    let shown = name.clone();
    let namespace = StoredValue::new(Namespace::new(name).ok());
    let is_current = move || {
        namespace.with_value(|namespace| namespace.is_some() && *current.read() == *namespace)
    };
    let choose = move |_| {
        if let Some(namespace) = namespace.get_value() {
            on_choose.run(namespace);
        }
    };
    view! {
        <li
            class="option"
            role="option"
            id=format!("namespace-{place}")
            aria-selected=flag(is_current)
            data-active=while_holds("true", move || at.get() == place)
            on:click=press(choose)
        >
            {icon(Icon::Namespace)}
            <span class="ellipsis">{shown}</span>
            <span class="end">{say(move || role_word(role, text.get()).to_owned())}</span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_goes_round() {
        assert_eq!(moved("ArrowDown", 0, 3), Some(1));
        assert_eq!(moved("ArrowDown", 2, 3), Some(0));
        assert_eq!(moved("ArrowUp", 0, 3), Some(2));
        assert_eq!(moved("End", 0, 3), Some(2));
        assert_eq!(moved("ArrowDown", 0, 0), Some(0));
        assert_eq!(moved("a", 0, 3), None);
    }

    #[test]
    fn typing_narrows_the_list() {
        let offered = Offered::Known {
            namespaces: ["team-vision", "team-nlp", "kubeflow-a"]
                .map(|name| OfferedNamespace {
                    name: name.to_owned(),
                    role: None,
                })
                .to_vec(),
            complete: true,
        };
        let names = |typed| {
            matching(&offered, typed)
                .into_iter()
                .map(|offered| offered.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(" TEAM"), ["team-vision", "team-nlp"]);
        assert_eq!(names("").len(), 3);
        assert!(names("zzz").is_empty());
    }
}
