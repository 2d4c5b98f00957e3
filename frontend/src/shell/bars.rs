//! Bar 1 with mark, namespace and account; bar 2 with the tabs. In the frame there is only the second.

use kfp_core::model::Namespace;
use leptos::prelude::*;

use super::{
    account_menu::AccountMenu, namespace_switcher::NamespaceSwitcher,
    open_namespace::use_open_namespace, overlays::SearchButton, theme_button::ThemeButton,
};
use crate::{
    data::use_account,
    frame::{Frame, outside_address},
    navigation::{RouteLink, use_navigation},
    pages::FailingChecks,
    paths::{Route, Section},
    reactive::{derived, part, say, unless},
    text::use_text,
    ui::{Icon, icon, mark},
};

/// The bars.
#[component]
pub(super) fn Bars() -> impl IntoView {
    let frame = expect_context::<Frame>();
    let end = if frame.is_framed() {
        Some(view! { <FrameTools /> })
    } else {
        None
    };
    view! {
        <header class="top">
            {(!frame.is_framed()).then(|| view! { <FirstBar /> })}
            <div class="nav-row"><Tabs /> {end}</div>
        </header>
    }
}

#[component]
fn FirstBar() -> impl IntoView {
    let text = use_text();
    view! {
        <div class="top-row">
            <RouteLink to=Route::Start class="brand">
                {mark()} <span>{text.t(|c| c.shell.product)}</span>
            </RouteLink>
            <NamespaceSwitcher />
            <div class="top-end"><SearchButton /> <Simulated /> <ThemeButton /> <AccountMenu /></div>
        </div>
    }
}

/// What the first bar would hold, at the end of the tabs.
#[component]
fn FrameTools() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let alone =
        say(move || outside_address(&navigation.full_path().get(), &navigation.search().get()));
    view! {
        <div class="top-end">
            <SearchButton />
            <Simulated />
            <ThemeButton />
            <RouteLink to=Route::Settings class="btn btn-ghost btn-icon">
                {icon(Icon::Gear)} <span class="sr-only">{text.t(|c| c.settings.title)}</span>
            </RouteLink>
            <a
                class="btn btn-ghost btn-icon"
                href=alone
                target="_blank"
                rel="noopener"
                title=text.t(|c| c.shell.own_tab)
            >
                {icon(Icon::External)}
                <span class="sr-only">
                    {text.t(|c| c.shell.own_tab)} " " {text.t(|c| c.shell.new_tab)}
                </span>
            </a>
        </div>
    }
}

/// Says so when everything behind the console is the sandbox.
#[component]
fn Simulated() -> impl IntoView {
    let text = use_text();
    let account = use_account();
    let simulated = move || {
        account
            .session()
            .value()
            .is_some_and(|session| session.console.simulated)
    };
    view! {
        <span
            class="tag tag-simulated"
            title=text.t(|c| c.shell.simulated_hint)
            hidden=unless(simulated)
        >
            {text.t(|c| c.shell.simulated)}
        </span>
    }
}

/// The tabs.
#[component]
fn Tabs() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let open = move || navigation.route().read().section();
    let namespace = use_open_namespace();
    let tab = move |section: Section, namespace: Namespace| {
        view! {
            <RouteLink
                to=section.route(namespace)
                current=derived(move || open() == Some(section))
                label=say(move || text.get().shell.section(section).to_owned())
            >
                {(section == Section::Connection).then(|| view! { <Failing /> })}
            </RouteLink>
        }
    };
    view! {
        <nav class="tabs" aria-label=text.t(|c| c.shell.sections)>
            {part(move || {
                namespace
                    .get()
                    .map(|namespace| {
                        Section::TABS.iter().map(|section| tab(*section, namespace.clone())).collect_view()
                    })
            })}
        </nav>
    }
}

/// How many checks fail, and only then.
#[component]
fn Failing() -> impl IntoView {
    let text = use_text();
    let checks = expect_context::<FailingChecks>();
    let namespace = use_open_namespace();
    let failing = derived(move || checks.count(namespace.read().as_ref()));
    view! {
        <span class="count count-bad" hidden=unless(move || failing.get() > 0)>
            {say(move || failing.get().to_string())}
            <span class="sr-only">
                " " {say(move || (text.get().shell.failing_checks)(failing.get()))}
            </span>
        </span>
    }
}
