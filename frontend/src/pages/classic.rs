//! An address of the classic UI: goes to the page that it means, or says that there is none.

use leptos::prelude::*;

use crate::{
    a11y::use_title,
    classic::{Classic, Page, Shows, page_of},
    data::{Api, FailureKind, Found, Remote, use_account, use_remote},
    frame::Frame,
    navigation::{History, RouteLink, use_navigation},
    paths::{Route, Section},
    preferences::last_namespace,
    reactive::{Erase, effect, part, say},
    states::{FailureView, Retry},
    text::use_text,
    ui::{Icon, StatePanel},
};
use kfp_core::model::Namespace;

/// The page.
#[component]
pub(crate) fn ClassicPage() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let classic = Memo::new(move |_| Classic::parse(navigation.classic().read().as_deref()?));
    let namespace = namespace_of(classic);
    let found = use_remote(
        move || match classic.get()?.shows {
            Shows::One(thing) => Some(thing),
            _ => None,
        },
        |thing| format!("{thing:?}"),
        Api::look_up,
    );
    effect(move || {
        if let Some((route, query)) = target(classic, namespace, found) {
            navigation.go_with(&route, query, History::Replace);
        }
    });
    use_title(move || vec![text.get().shell.classic.to_owned()]);
    let is_nothing = move || {
        matches!(
            classic.get(),
            Some(Classic {
                shows: Shows::Nothing,
                ..
            })
        )
    };
    view! {
        <div class="page">
            <h1 class="sr-only" tabindex="-1">{text.t(|c| c.shell.classic)}</h1>
            {part(move || {
                let failure = found.call().failure();
                match failure {
                    _ if is_nothing() => view! { <NoPage namespace=namespace /> }.erased(),
                    Some(failure) if matches!(failure.kind, FailureKind::NotFound | FailureKind::Rejected) => {
                        view! { <Gone namespace=namespace /> }.erased()
                    }
                    Some(failure) => {
                        view! { <FailureView failure=failure retry=Retry::of(found.call()) /> }.erased()
                    }
                    None => {
                        view! { <p class="skeleton sub" role="status">{text.t(|c| c.lists.loading)}</p> }.erased()
                    }
                }
            })}
        </div>
    }
}

/// The namespace of the address, else the one in which one of the lists would be opened without it.
fn namespace_of(classic: Memo<Option<Classic>>) -> Memo<Option<Namespace>> {
    let navigation = use_navigation();
    let account = use_account();
    let frame = expect_context::<Frame>();
    Memo::new(move |_| {
        let named = classic.read().as_ref()?.namespace.clone();
        named
            .or_else(|| navigation.route().read().namespace().cloned())
            .or_else(|| frame.chosen().get())
            .or_else(|| {
                let offered = account.offered().read();
                offered.first(last_namespace().as_deref())
            })
    })
}

/// The page to go to, as soon as it is known.
fn target(
    classic: Memo<Option<Classic>>,
    namespace: Memo<Option<Namespace>>,
    found: Remote<Found>,
) -> Option<Page> {
    let namespace = namespace.get()?;
    match classic.get()?.shows {
        Shows::One(_) => found.value().map(|found| page_of(&found, &namespace)),
        shows => shows.page(namespace),
    }
}

/// The classic UI has such a page, and the console has not; or neither has.
#[component]
fn NoPage(namespace: Memo<Option<Namespace>>) -> impl IntoView {
    let text = use_text();
    view! {
        <StatePanel
            shows=Icon::Page
            title=text.t(|c| c.palette().no_classic_title)
            explains=text.t(|c| c.palette().no_classic_text)
            acts=sections(namespace)
        />
    }
}

/// There is such a page, and nothing to show on it.
#[component]
fn Gone(namespace: Memo<Option<Namespace>>) -> impl IntoView {
    let text = use_text();
    view! {
        <StatePanel
            shows=Icon::Page
            title=text.t(|c| c.palette().classic_gone_title)
            explains=text.t(|c| c.palette().classic_gone_text)
            acts=sections(namespace)
        />
    }
}

/// Links to what there is.
fn sections(namespace: Memo<Option<Namespace>>) -> Vec<AnyView> {
    let text = use_text();
    let Some(namespace) = namespace.get() else {
        let start = view! {
            <RouteLink to=Route::Start class="btn btn-primary" label=text.t(|c| c.states.to_start) />
        };
        return vec![start.erased()];
    };
    let link = |section: &Section| {
        let section = *section;
        let label = say(move || text.get().shell.section(section).to_owned());
        view! { <RouteLink to=section.route(namespace.clone()) class="btn" label=label /> }.erased()
    };
    Section::TABS.iter().map(link).collect()
}
