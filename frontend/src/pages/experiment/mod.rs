//! One experiment and its runs.

mod filter;
mod head;
mod home;
mod rows;
mod table;

use kfp_core::model::{ExperimentId, Namespace};
use leptos::prelude::*;

use self::{
    filter::RunFilterBar,
    head::Head,
    home::{AtHomeElsewhere, Blocked, blocked},
    table::RunTable,
};
use super::lists::{DroppedNote, ListCall, announce_matches};
use crate::{
    a11y::use_title,
    data::{Question, use_account, use_remote},
    navigation::use_navigation,
    paths::Route,
    reactive::{Erase, part},
    states::{FailureView, KeptNote, Retry, SlowNote},
    text::use_text,
    url_state::ExperimentState,
};

/// The page.
#[component]
pub(crate) fn ExperimentPage() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let account = use_account();
    let place = Memo::new(move |_| match navigation.route().get() {
        Route::Experiment(namespace, id) => Some((namespace, id)),
        _ => None,
    });
    let parsed = move || ExperimentState::parse(&navigation.search().read());
    let state = Memo::new(move |_| parsed().state);
    let experiment = use_remote(
        move || place.get(),
        |(namespace, id): &(Namespace, ExperimentId)| format!("{namespace} {id}"),
        |api, (_, id)| api.experiment(id),
    );
    let runs = use_remote(
        move || Some((place.get()?, state.get())),
        |((namespace, id), state): &((Namespace, ExperimentId), ExperimentState)| {
            let of = format!("{namespace} {id} {}", state.archived);
            Question::narrowed(of, state.query().write())
        },
        |api, ((_, id), state)| api.runs(id, state),
    );
    // An experiment that is refused or absent has no runs to show: one dead end is enough.
    let blocked = Memo::new(move |_| {
        let (named, _) = place.get()?;
        let own = experiment
            .value()
            .and_then(|experiment| experiment.namespace.clone());
        let offered = account.offered();
        blocked(experiment.call().failure(), own, &named, &offered.read())
    });
    let is_blocked = move || blocked.read().is_some();
    // What the address does not show is not named either.
    let shown = Memo::new(move |_| experiment.value().filter(|_| !is_blocked()));
    let name = Memo::new(move |_| {
        shown
            .get()
            .map(|experiment| experiment.display_name.clone())
            .unwrap_or_default()
    });
    use_title(move || {
        let namespace = place
            .get()
            .map(|(namespace, _)| namespace.to_string())
            .unwrap_or_default();
        vec![
            name.get(),
            text.get().shell.experiments.to_owned(),
            namespace,
        ]
    });
    announce_matches(ListCall::of(runs), move || !state.read().filter.is_empty());
    let body = part(move || match blocked.get() {
        Some(Blocked::Failed(failure)) => {
            view! { <FailureView failure=failure retry=Retry::of(experiment.call()) /> }.erased()
        }
        Some(Blocked::Elsewhere(home)) => {
            let id = place.get_untracked().map(|(_, id)| id);
            let there = id.map_or(Route::Experiments(home.clone()), |id| {
                Route::Experiment(home.clone(), id)
            });
            view! { <AtHomeElsewhere home=home there=there /> }.erased()
        }
        None => view! {
            <RunFilterBar state=state />
            <DroppedNote keys=Signal::derive(move || parsed().dropped) />
            <KeptNote call=runs.call() />
            <SlowNote call=runs.call() />
            <RunTable runs=runs state=state name=name />
        }
        .erased(),
    });
    let refresh = move |()| {
        experiment.reload();
        runs.reload();
    };
    view! {
        <div class="page page-list">
            <Head experiment=shown state=state place=place on_refresh=refresh />
            {body}
        </div>
    }
}
