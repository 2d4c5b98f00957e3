//! An address without a namespace: goes to one as soon as one is known.

use std::time::Duration;

use kfp_core::model::Namespace;
use leptos::prelude::*;

use crate::{
    a11y::use_title,
    data::{Offered, use_account},
    frame::Frame,
    navigation::{History, use_navigation},
    paths::Route,
    preferences::last_namespace,
    reactive::{Erase, effect, either},
    shell::NamespacePicker,
    states::{FailureView, NoNamespace, Retry},
    text::use_text,
    url_state::Query,
};

/// How long the dashboard may be silent before the console asks by itself.
const PATIENCE: Duration = Duration::from_millis(1500);

/// The page.
#[component]
pub(crate) fn StartPage() -> impl IntoView {
    let text = use_text();
    let frame = expect_context::<Frame>();
    use_title(Vec::new);
    let content = if frame.is_framed() {
        view! { <Framed /> }.erased()
    } else {
        view! { <Alone /> }.erased()
    };
    view! {
        <div class="page">
            <h1 class="sr-only" tabindex="-1">{text.t(|c| c.shell.product)}</h1>
            {content}
        </div>
    }
}

/// Alone: the namespace of the query, the one of last time, or the first that is offered.
#[component]
fn Alone() -> impl IntoView {
    let navigation = use_navigation();
    let account = use_account();
    effect(move || {
        if navigation.route().get() != Route::Start {
            return;
        }
        let asked = named_in(&navigation.search().get());
        let target = asked.or_else(|| {
            account
                .offered()
                .with(|offered| offered.first(last_namespace().as_deref()))
        });
        if let Some(namespace) = target {
            navigation.go(&Route::Home(namespace), History::Replace);
        }
    });
    view! { <Nobody /> }
}

/// Nobody has named a namespace: there is none, or it is not known yet.
#[component]
fn Nobody() -> impl IntoView {
    let account = use_account();
    let has_none = move || matches!(account.offered().get(), Offered::Known { ref namespaces, .. } if namespaces.is_empty());
    view! {
        {either(has_none, move || view! { <NoNamespace /> }, Waiting)}
    }
}

/// While nobody has said which namespaces there are.
#[component]
fn Waiting() -> impl IntoView {
    let text = use_text();
    let session = use_account().session();
    let failure = Memo::new(move |_| session.call().failure());
    either(
        move || failure.read().is_none(),
        move || view! { <p class="skeleton sub" role="status">{text.t(|c| c.lists.loading)}</p> },
        move || {
            let failure = failure.get();
            failure.map(
                |failure| view! { <FailureView failure=failure retry=Retry::of(session.call()) /> },
            )
        },
    )
}

/// In the frame: the dashboard names it. A silent dashboard is not a dead end.
#[component]
fn Framed() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let account = use_account();
    let silent = RwSignal::new(false);
    let waiting = set_timeout_with_handle(move || silent.set(true), PATIENCE).ok();
    on_cleanup(move || {
        if let Some(waiting) = waiting {
            waiting.clear();
        }
    });
    if let Some(namespace) = named_in(&navigation.search().get_untracked()) {
        navigation.go(&Route::Home(namespace), History::Replace);
    }
    let choose =
        move |namespace: Namespace| navigation.go(&Route::Home(namespace), History::Replace);
    let has_some = move || account.offered().with(|offered| !offered.list().is_empty());
    view! {
        {either(move || silent.get(), move || view! { {either(has_some, move || view! { <section class="panel state">
                    <div class="state-body">
                        <p class="quiet">{text.t(|c| c.states.silent_dashboard)}</p>
                    </div>
                    <div class="state-foot">
                        <NamespacePicker current=Signal::stored(None) on_choose=choose />
                    </div>
                </section> }, Nobody)} }, move || view! { <p class="skeleton sub" role="status">{text.t(|c| c.states.waiting_dashboard)}</p> })}
    }
}

/// `?ns=` of links that other tools make.
fn named_in(query: &str) -> Option<Namespace> {
    Namespace::new(Query::parse(query).get("ns")?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_namespace_in_the_query_is_taken_and_a_wrong_one_is_not() {
        assert_eq!(
            named_in("?ns=team-a&x=1")
                .map(|namespace| namespace.to_string())
                .as_deref(),
            Some("team-a")
        );
        for query in ["", "ns=", "ns=Team", "ns=../a"] {
            assert_eq!(named_in(query), None, "{query}");
        }
    }
}
