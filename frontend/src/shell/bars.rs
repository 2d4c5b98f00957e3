//! Bar 1 with mark, namespace and account; bar 2 with the tabs. In the frame there is only the second.

use kfp_core::model::Namespace;
use leptos::prelude::*;

use super::{
    account_menu::AccountMenu, namespace_switcher::NamespaceSwitcher, theme_button::ThemeButton,
};
use crate::{
    data::use_account,
    frame::{Frame, outside_address},
    navigation::{RouteLink, use_navigation},
    pages::FailingChecks,
    paths::{Route, Section},
    preferences::last_namespace,
    reactive::{derived, part, say, unless},
    text::{Catalogue, use_text},
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
            <span class="slash" aria-hidden="true">"/"</span>
            <NamespaceSwitcher />
            <div class="top-end"><Simulated /> <ThemeButton /> <AccountMenu /></div>
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

fn label(section: Section, text: &Catalogue) -> &'static str {
    match section {
        Section::Experiments => text.shell.experiments,
        Section::Connection => text.shell.connection,
    }
}

/// The namespace that the tabs lead to: the one that is open, else the one that was open last. `None` while the page
/// itself is looking for one: then there is nothing they could lead to.
fn tabs_of(route: &Route, last: impl FnOnce() -> Option<String>) -> Option<Namespace> {
    match route {
        Route::Start => None,
        Route::Settings | Route::Unknown | Route::Connection(None) => Namespace::new(last()?).ok(),
        named => named.namespace().cloned(),
    }
}

/// The tabs.
#[component]
fn Tabs() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let open = move || navigation.route().read().section();
    let namespace = Memo::new(move |_| tabs_of(&navigation.route().read(), last_namespace));
    let tab = move |section: Section, namespace: Namespace| {
        view! {
            <RouteLink
                to=section.route(namespace)
                current=derived(move || open() == Some(section))
                label=say(move || label(section, text.get()).to_owned())
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
    let failing = expect_context::<FailingChecks>();
    view! {
        <span class="count count-bad" hidden=unless(move || failing.count() > 0)>
            {say(move || failing.count().to_string())}
            <span class="sr-only">
                " " {say(move || (text.get().shell.failing_checks)(failing.count()))}
            </span>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_without_a_namespace_keep_the_tabs_of_the_last_one() {
        let last = || Some("team-b".to_owned());
        let of =
            |path: &str| tabs_of(&Route::parse(path), last).map(|namespace| namespace.to_string());
        for path in ["/settings", "/no/such/page", "/connection"] {
            assert_eq!(of(path).as_deref(), Some("team-b"), "{path}");
        }
        assert_eq!(of("/ns/team-a/experiments").as_deref(), Some("team-a"));
        assert_eq!(of("/"), None);
    }

    #[test]
    fn what_is_remembered_may_be_missing_or_no_name() {
        for last in [None, Some(String::new()), Some("../a".to_owned())] {
            assert_eq!(tabs_of(&Route::Settings, || last), None);
        }
    }
}
