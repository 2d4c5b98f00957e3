//! The namespace in bar 1. With only one there is nothing to switch, so it is text.

use kfp_core::model::Namespace;
use leptos::prelude::*;

use super::{NamespacePicker, open_namespace::use_open_namespace};
use crate::{
    data::use_account,
    navigation::{History, use_navigation},
    reactive::{either, flag, press, say, when},
    text::use_text,
    ui::{Icon, Menu, MenuState, icon},
};

/// Shows the namespace that is open, and offers the others.
#[component]
pub(super) fn NamespaceSwitcher() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let account = use_account();
    let menu = MenuState::new();
    let current = use_open_namespace();
    let others = move || {
        let current = current.get();
        account.offered().with(|offered| {
            offered.list().iter().any(|other| {
                current
                    .as_ref()
                    .is_none_or(|current| current.as_str() != other.name)
            })
        })
    };
    let name = say(move || match current.get() {
        Some(namespace) => namespace.to_string(),
        None => text.get().shell.choose_namespace.to_owned(),
    });
    let choose = move |namespace: Namespace| {
        menu.close();
        navigation.go(
            &navigation.route().get_untracked().in_namespace(namespace),
            History::Push,
        );
    };
    let named = move || view! { <span class="sr-only">{text.t(|c| c.shell.namespace)} " "</span> };
    // The slash stands before a name, not before nothing.
    let slash = move || view! { <span class="slash" aria-hidden="true">"/"</span> };
    let button = move || {
        view! {
            <button
                type="button"
                class="namespace"
                aria-haspopup="dialog"
                aria-expanded=flag(move || menu.is_open())
                on:click=press(move |_| menu.toggle())
            >
                {icon(Icon::Namespace)}
                <span class="ellipsis">{named()} {name}</span>
                {icon(Icon::UpDown)}
            </button>
        }
    };
    view! {
        {either(others, move || view! { {slash()} <Menu state=menu class="namespace-picker" button=button>
                <NamespacePicker current=current autofocus=true on_choose=choose />
            </Menu> }, move || {
                view! {
                    {when(move || current.get().is_some(), move || view! { {slash()} <span class="namespace">
                            {icon(Icon::Namespace)} <span class="ellipsis">{named()} {name}</span>
                        </span> })}
                }
            })}
    }
}
