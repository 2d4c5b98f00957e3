//! Providers, and which page an address means.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use crate::{
    a11y::Announcer,
    data::{Account, Api, Guard, Live},
    frame::{Frame, Move, follow},
    navigation::{History, Navigation},
    pages::{FailingChecks, FetchedPage, FetchedView, NotFoundPage, Parts, RunsPage, StartPage},
    paths::{Prefix, Route},
    preferences::Preferences,
    reactive::{Erase, derived, on_window, part},
    shell::Layout,
    text::Text,
    ui::{Clock, ToastAction, Toasts},
};

/// The program.
#[component]
pub(crate) fn App() -> impl IntoView {
    let frame = Frame::detect();
    let preferences = Preferences::load(frame.mode());
    provide_context(frame);
    provide_context(preferences);
    provide_context(Text::new(derived(move || preferences.language())));
    provide_context(Announcer::new());
    provide_context(Toasts::new());
    provide_context(Clock::start());
    provide_context(FailingChecks::new());
    let prefix = Prefix::of_document();
    let api = Api::new(prefix.clone(), Guard::new());
    provide_context(api);
    provide_context(Live::new(api));
    let navigation = Navigation::new(prefix, frame);
    provide_context(navigation);
    provide_context(Account::load());
    let parts = Parts::new();
    provide_context(parts);
    fetch_ahead(parts, navigation);
    follow_dashboard(frame, navigation);
    view! {
        <Layout>
            <Pages />
        </Layout>
    }
}

/// The kinds of pages. A page stays while only its namespace or its id changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    Start,
    Runs,
    Fetched(FetchedPage),
    Unknown,
}

impl Page {
    fn of(route: &Route) -> Self {
        match route {
            Route::Start => Self::Start,
            Route::Home(_) => Self::Fetched(FetchedPage::Overview),
            Route::Runs(_) => Self::Runs,
            Route::NewRun(_) => Self::Fetched(FetchedPage::NewRun),
            Route::Compare(_) => Self::Fetched(FetchedPage::Compare),
            Route::Experiments(_) => Self::Fetched(FetchedPage::Experiments),
            Route::Experiment(..) => Self::Fetched(FetchedPage::Experiment),
            Route::Pipelines(_) => Self::Fetched(FetchedPage::Pipelines),
            Route::Upload(_) => Self::Fetched(FetchedPage::Upload),
            Route::Pipeline(..) => Self::Fetched(FetchedPage::Pipeline),
            Route::PipelineVersion(..) => Self::Fetched(FetchedPage::PipelineVersion),
            Route::RecurringRuns(_) => Self::Fetched(FetchedPage::RecurringRuns),
            Route::NewRecurringRun(_) => Self::Fetched(FetchedPage::NewRecurringRun),
            Route::RecurringRun(..) => Self::Fetched(FetchedPage::RecurringRun),
            Route::Connection(_) => Self::Fetched(FetchedPage::Connection),
            Route::Settings => Self::Fetched(FetchedPage::Settings),
            Route::Shortcuts => Self::Fetched(FetchedPage::Shortcuts),
            Route::Unknown => Self::Unknown,
        }
    }
}

#[component]
fn Pages() -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    let page = Memo::new(move |_| match &*navigation.classic().read() {
        Some(_) => Page::Fetched(FetchedPage::Classic),
        None => Page::of(&navigation.route().read()),
    });
    part(move || match page.get() {
        Page::Start => view! { <StartPage /> }.erased(),
        Page::Runs => view! { <RunsPage /> }.erased(),
        Page::Fetched(page) => view! { <FetchedView page=page /> }.erased(),
        Page::Unknown => view! { <NotFoundPage /> }.erased(),
    })
}

/// Fetches the page of a link as soon as the pointer or the focus comes to it.
fn fetch_ahead(parts: Parts, navigation: Navigation) {
    for event in ["pointerover", "focusin"] {
        on_window(event, move |event| {
            let element = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok());
            let link = element.and_then(|element| element.closest("a[href]").ok().flatten());
            let address = link.and_then(|link| link.get_attribute("href"));
            let route = address.map(|address| navigation.route_of(&address));
            if let Some(Page::Fetched(page)) = route.as_ref().map(Page::of) {
                parts.fetch(page);
            }
        });
    }
}

/// The page follows the namespace that the dashboard shows.
fn follow_dashboard(frame: Frame, navigation: Navigation) {
    let text = expect_context::<Text>();
    let toasts = expect_context::<Toasts>();
    frame.connect(move |chosen, is_first| {
        // Its own page waits for this namespace, and knows where to go.
        if navigation.classic().read_untracked().is_some() {
            return;
        }
        match follow(&navigation.route().get_untracked(), chosen, is_first) {
            Move::Stay => {}
            Move::Go(to) => navigation.go(&to, History::Replace),
            Move::Leave { to, from } => {
                let old = from
                    .namespace()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                let shell = &text.now().shell;
                let open = Callback::new(move |()| navigation.go(&from, History::Push));
                toasts.show(
                    (shell.switched)(chosen.as_str(), &old),
                    Some(ToastAction {
                        label: shell.open_it,
                        run: open,
                    }),
                );
                navigation.go(&to, History::Push);
            }
        }
    });
}
