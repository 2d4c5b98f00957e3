//! One experiment and its runs.

mod filter;
mod head;
mod home;
mod rows;
mod table;

use kfp_core::model::{Experiment, ExperimentId, Namespace, Page};
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
    data::{Call, Question, Remote, RunRow, use_account, use_remote},
    navigation::use_navigation,
    paths::Route,
    reactive::{Erase, derived, part},
    states::{FailureView, KeptNote, Retry, SlowNote},
    text::use_text,
    url_state::ExperimentState,
};

/// The namespace and the experiment that the address names.
type Place = (Namespace, ExperimentId);

/// What the page asks for.
#[derive(Clone, Copy)]
struct Calls {
    experiment: Remote<Experiment>,
    runs: Remote<Page<RunRow>>,
}

impl Calls {
    fn make(place: Memo<Option<Place>>, state: Memo<ExperimentState>) -> Self {
        Self {
            experiment: use_remote(
                move || place.get(),
                |(namespace, id): &Place| format!("{namespace} {id}"),
                |api, (_, id)| api.experiment(id),
            ),
            runs: use_remote(
                move || Some((place.get()?, state.get())),
                |((namespace, id), state): &(Place, ExperimentState)| {
                    let of = format!("{namespace} {id} {}", state.archived);
                    Question::narrowed(of, state.query().write())
                },
                |api, ((_, id), state)| api.runs(id, state),
            ),
        }
    }

    fn reload(self) {
        self.experiment.reload();
        self.runs.reload();
    }

    /// Why the page shows no experiment.
    fn blocked(self, place: Memo<Option<Place>>) -> Memo<Option<Blocked>> {
        let offered = use_account().offered();
        Memo::new(move |_| {
            let (named, _) = place.get()?;
            let own = self
                .experiment
                .value()
                .and_then(|experiment| experiment.namespace.clone());
            blocked(
                self.experiment.call().failure(),
                own,
                &named,
                &offered.read(),
            )
        })
    }
}

/// The page.
#[component]
pub(crate) fn ExperimentPage() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let place = Memo::new(move |_| match navigation.route().get() {
        Route::Experiment(namespace, id) => Some((namespace, id)),
        _ => None,
    });
    let parsed = move || ExperimentState::parse(&navigation.search().read());
    let state = Memo::new(move |_| parsed().state);
    let calls = Calls::make(place, state);
    let blocked = calls.blocked(place);
    // What the address does not show is not named either.
    let shown = Memo::new(move |_| {
        let experiment = calls.experiment.value();
        experiment.filter(|_| blocked.read().is_none())
    });
    let name = Memo::new(move |_| {
        let experiment = shown.get();
        experiment.map_or_else(String::new, |shown| shown.display_name.clone())
    });
    use_title(move || {
        let namespace = place.get().map(|(namespace, _)| namespace.to_string());
        let page = text.get().shell.experiments.to_owned();
        vec![name.get(), page, namespace.unwrap_or_default()]
    });
    announce_matches(ListCall::of(calls.runs), move || {
        !state.read().filter.is_empty()
    });
    let body = part(move || match blocked.get() {
        // An experiment that is refused or absent has no runs to show: one dead end is enough.
        Some(blocked) => dead_end(blocked, place.get_untracked(), calls.experiment.call()),
        None => view! {
            <RunFilterBar state=state />
            <DroppedNote keys=derived(move || parsed().dropped) />
            <KeptNote call=calls.runs.call() />
            <SlowNote call=calls.runs.call() />
            <RunTable runs=calls.runs state=state name=name />
        }
        .erased(),
    });
    view! {
        <div class="page page-list">
            <Head
                experiment=shown
                state=state
                place=place
                has_runs=derived(move || blocked.read().is_none())
                on_refresh=move |()| calls.reload()
            />
            {body}
        </div>
    }
}

fn dead_end(blocked: Blocked, place: Option<Place>, call: Call) -> AnyView {
    match (blocked, place) {
        (Blocked::Failed(failure), _) => {
            view! { <FailureView failure=failure retry=Retry::of(call) /> }.erased()
        }
        (Blocked::Elsewhere(home), Some((_, id))) => {
            let there = Route::Experiment(home.clone(), id);
            view! { <AtHomeElsewhere home=home there=there /> }.erased()
        }
        _ => ().erased(),
    }
}
