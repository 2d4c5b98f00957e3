//! One experiment and its runs.

mod head;

use kfp_core::{
    model::{Experiment, ExperimentId, Namespace, Page},
    query::RunScope,
};
use leptos::prelude::*;

use self::head::Head;
use super::lists::{
    Blocked, Bulk, BulkDialog, ListCall, ListNotes, RunFilterBar, RunTable, announce_matches,
    dead_end, name_of, run_items, use_blocked,
};
use crate::{
    a11y::use_title,
    data::{Question, Remote, RunRow, use_live_runs, use_remote},
    navigation::use_navigation,
    paths::Route,
    reactive::{Erase, derived, part, say},
    recent::use_recent,
    text::use_text,
    url_state::RunsState,
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
    fn make(place: Memo<Option<Place>>, state: Memo<RunsState>) -> Self {
        Self {
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
    let parsed = move || RunsState::parse(&navigation.search().read());
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
    use_recent(name);
    use_title(move || {
        let namespace = place.get().map(|(namespace, _)| namespace);
        let page = text.get().shell.experiments.to_owned();
        vec![name.get(), page, name_of(namespace.as_ref())]
    });
    let list = ListCall::of(calls.runs);
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
    let live = use_live_runs(calls.runs, watched, id, state);
    announce_matches(list, move || !state.read().filter.is_empty());
    let body = part(move || match blocked.get() {
        // An experiment that is refused or absent has no runs to show: one dead end is enough.
        Some(blocked) => dead_end(
            blocked,
            calls.experiment.call(),
            |home| Some(Route::Experiment(home, place.get_untracked()?.1)),
            |text| text.states.elsewhere_title,
        ),
        None => view! {
            <RunFilterBar state=state live=live />
            <ListNotes list=list dropped=derived(move || parsed().dropped) />
            <RunTable
                runs=calls.runs
                state=state
                caption=say(move || (text.get().lists.runs_caption)(&name.read()))
                none_yet=text.t(|c| c.states.empty_runs)
                experiment=name
                bulk=bulk
            />
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
            <BulkDialog bulk=bulk />
        </div>
    }
}
