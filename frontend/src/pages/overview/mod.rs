//! How a namespace stands: what runs, what failed, what starts next.

mod attention;
mod body;
mod chart;
mod count;
mod days;
mod extent;
mod figures;
mod fresh;
mod in_use;
mod next;
mod panel;
mod run_link;
mod running;
mod starts;
mod strip;

use kfp_core::model::Namespace;
use leptos::prelude::*;

pub(super) use self::run_link::list_of;
use self::{
    body::{Body, Calls},
    fresh::keep_fresh,
};
use super::lists::{DroppedNote, ListHead, LiveWord, NewRunLink, name_of};
use crate::{
    a11y::use_title,
    data::{Question, use_remote},
    navigation::{History, use_navigation},
    paths::Route,
    reactive::derived,
    states::{KeptNote, SlowNote},
    text::use_text,
    ui::Segmented,
    url_state::{Days, OverviewState, RecurringRunsState},
};

/// The page.
#[component]
pub(crate) fn OverviewPage() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let namespace = Memo::new(move |_| match navigation.route().get() {
        Route::Home(namespace) => Some(namespace),
        _ => None,
    });
    let parsed = move || OverviewState::parse(&navigation.search().read());
    let state = Memo::new(move |_| parsed().state);
    let overview = use_remote(
        move || Some((namespace.get()?, state.get())),
        |(namespace, state): &(Namespace, OverviewState)| {
            Question::narrowed(namespace.to_string(), state.query().write())
        },
        |api, (namespace, state)| api.overview(namespace, state),
    );
    // What starts next is not in the index. Where nothing can be read, nobody asks twice.
    let is_answered = Memo::new(move |_| overview.call().is_answered());
    let recurring = use_remote(
        move || namespace.get().filter(|_| is_answered.get()),
        |namespace: &Namespace| namespace.to_string(),
        |api, namespace| api.recurring_runs(namespace, RecurringRunsState::default()),
    );
    keep_fresh(namespace, overview);
    let name = move || name_of(namespace.read().as_ref());
    use_title(move || vec![text.get().shell.overview.to_owned(), name()]);
    let refresh = move || {
        overview.reload();
        recurring.reload();
    };
    view! {
        <div class="page">
            <ListHead title=text.t(|c| c.shell.overview) on_refresh=move |()| refresh()>
                <DaysChoice state=state />
                <LiveWord />
                <span class="end"><NewRunLink namespace=namespace /></span>
            </ListHead>
            <DroppedNote keys=derived(move || parsed().dropped) />
            <KeptNote call=overview.call() />
            <SlowNote call=overview.call() />
            <Body namespace=namespace calls=Calls { overview, recurring } />
        </div>
    }
}

/// How many days the chart has.
#[component]
fn DaysChoice(state: Memo<OverviewState>) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    view! {
        <Segmented
            label=text.t(|c| c.overview().days)
            choices=derived(move || {
                let words = text.get().overview();
                Days::ALL.map(|days| (words.last_days)(days.count())).to_vec()
            })
            current=derived(move || {
                let chosen = state.read().days;
                Days::ALL.iter().position(|days| *days == chosen).unwrap_or(0)
            })
            on_choose=move |at: usize| {
                if let Some(days) = Days::ALL.get(at) {
                    navigation.set_query(OverviewState { days: *days }.query(), History::Push);
                }
            }
        />
    }
}
