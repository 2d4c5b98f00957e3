//! One experiment and its runs.

mod head;
mod trials;

use kfp_core::{
    model::{Experiment, ExperimentId, Namespace, Page},
    query::RunScope,
};
use leptos::prelude::*;

use self::{head::Head, trials::TrialView};
use super::lists::{
    Blocked, Bulk, BulkDialog, ListCall, ListNotes, RunFilterBar, RunTable, announce_matches,
    dead_end, name_of, run_items, use_blocked,
};
use crate::{
    a11y::use_title,
    data::{LiveRuns, Question, Remote, RunRow, Trials, use_live_runs, use_remote},
    navigation::{History, use_navigation},
    paths::Route,
    reactive::{Erase, derived, either, part, say},
    recent::use_recent,
    text::use_text,
    url_state::{RunsState, TrialsState},
};

/// The namespace and the experiment that the address names.
type Place = (Namespace, ExperimentId);

/// What the page asks for.
#[derive(Clone, Copy)]
struct Calls {
    experiment: Remote<Experiment>,
    runs: Remote<Page<RunRow>>,
    /// The newest runs with their parameters, once somebody asks for them.
    trials: Remote<Trials>,
}

impl Calls {
    fn make(place: Memo<Option<Place>>, state: Memo<RunsState>, is_open: Memo<bool>) -> Self {
        Self {
            trials: use_remote(
                move || place.get().filter(|_| is_open.get()),
                |(namespace, id): &Place| format!("{namespace} {id}"),
                |api, (_, id)| api.trials(id),
            ),
            experiment: use_remote(
                move || place.get(),
                |(namespace, id): &Place| format!("{namespace} {id}"),
                |api, (_, id)| api.experiment(id),
            ),
            runs: use_remote(
                move || Some((place.get()?, state.get())),
                |((namespace, id), state): &(Place, RunsState)| {
                    let of = format!("{namespace} {id} {}", state.archived);
                    Question::narrowed(of, state.query().write())
                },
                |api, ((_, id), state)| api.runs(RunScope::Experiment(id), state),
            ),
        }
    }

    fn reload(self) {
        self.experiment.reload();
        self.runs.reload();
        self.trials.reload();
    }

    /// Why the page shows no experiment.
    fn blocked(self, place: Memo<Option<Place>>) -> Memo<Option<Blocked>> {
        use_blocked(
            self.experiment.call(),
            move || self.experiment.value()?.namespace.clone(),
            move || place.get().map(|(namespace, _)| namespace),
            "kfp.experiment.not_found",
        )
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
    let state = Memo::new(move |_| RunsState::parse(&navigation.search().read()).state);
    // What stands beside the list asks for nothing of the list.
    let asked = Memo::new(move |_| state.get().alone());
    let trials = Memo::new(move |_| TrialsState::parse(&navigation.search().read()));
    let is_open = Memo::new(move |_| trials.read().is_open);
    let calls = Calls::make(place, asked, is_open);
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
    use_recent(name);
    use_title(move || {
        let namespace = place.get().map(|(namespace, _)| namespace);
        let page = text.get().shell.experiments.to_owned();
        vec![name.get(), page, name_of(namespace.as_ref())]
    });
    let change = Callback::new(move |(changed, history): (TrialsState, History)| {
        let mut query = state.get_untracked().alone().query();
        changed.write(&mut query);
        navigation.set_query(query, history);
    });
    let bulk = Bulk::new(
        Memo::new(move |_| place.get().map(|(namespace, _)| namespace)),
        move || format!("{:?} {}", place.get(), state.read().selection_scope()),
        move || run_items(calls.runs),
        move |_| calls.runs.reload(),
    );
    // Runs of a namespace that the address only claims are not watched.
    let watched = move || {
        shown
            .read()
            .as_ref()
            .and_then(|shown| shown.namespace.clone())
    };
    let id = move || place.get().map(|(_, id)| id);
    let live = use_live_runs(calls.runs, watched, id, asked);
    announce_matches(ListCall::of(calls.runs), move || {
        !state.read().filter.is_empty()
    });
    let body = part(move || {
        match blocked.get() {
        // An experiment that is refused or absent has no runs to show: one dead end is enough.
        Some(blocked) => dead_end(
            blocked,
            calls.experiment.call(),
            |home| Some(Route::Experiment(home, place.get_untracked()?.1)),
            |text| text.states.elsewhere_title,
        ),
        None => either(
            move || is_open.get(),
            move || view! { <TrialView trials=calls.trials state=trials place=place name=name change=change /> },
            move || view! { <Runs runs=calls.runs state=state live=live name=name bulk=bulk /> },
        )
        .erased(),
    }
    });
    view! {
        <div class=say(move || if is_open.get() { "page" } else { "page page-list" }.to_owned())>
            <Head
                experiment=shown
                state=state
                place=place
                has_runs=derived(move || blocked.read().is_none())
                trials=trials
                change=change
                on_refresh=move |()| calls.reload()
            />
            {body}
            <BulkDialog bulk=bulk />
        </div>
    }
}

/// The list of the runs.
#[component]
fn Runs(
    runs: Remote<Page<RunRow>>,
    state: Memo<RunsState>,
    live: LiveRuns,
    /// The name of the experiment.
    name: Memo<String>,
    bulk: Bulk,
) -> impl IntoView {
    let text = use_text();
    let search = use_navigation().search();
    view! {
        <RunFilterBar state=state live=live />
        <ListNotes
            list=ListCall::of(runs)
            dropped=derived(move || RunsState::parse(&search.read()).dropped)
        />
        <RunTable
            runs=runs
            state=state
            caption=say(move || (text.get().lists.runs_caption)(&name.read()))
            none_yet=text.t(|c| c.states.empty_runs)
            experiment=name
            bulk=bulk
        />
    }
}
