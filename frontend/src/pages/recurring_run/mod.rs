//! One recurring run: when it fires, what it starts, and its runs.

mod details;
mod head;
mod newest;
mod next;
mod parameters;

use std::sync::Arc;

use kfp_core::{
    model::{Namespace, Page, RecurringRun, RecurringRunId},
    query::RunScope,
};
use leptos::prelude::*;

use self::{
    details::details, head::Head, newest::newest, next::next_firings, parameters::parameters,
};
use super::lists::{
    Blocked, Bulk, BulkDialog, DroppedNote, Item, PickedRuns, dead_end, name_of, use_blocked,
};
use crate::{
    a11y::use_title,
    data::{Question, Remote, RunRow, Verb, use_remote},
    navigation::{History, use_navigation},
    paths::Route,
    reactive::{Erase, derived, part, say},
    recent::use_recent,
    states::{FailureView, KeptNote, Retry, SlowNote},
    text::use_text,
    url_state::SomeRunsState,
};

/// The namespace and the recurring run that the address names.
type Place = (Namespace, RecurringRunId);

/// What the page asks for.
#[derive(Clone, Copy)]
struct Calls {
    recurring_run: Remote<RecurringRun>,
    /// The latest runs of its experiment.
    runs: Remote<Page<RunRow>>,
}

impl Calls {
    fn make(place: Memo<Option<Place>>, state: Memo<SomeRunsState>) -> Self {
        let recurring_run = use_remote(
            move || place.get(),
            |(namespace, id): &Place| format!("{namespace} {id}"),
            |api, (_, id)| api.recurring_run(id),
        );
        let experiment = Memo::new(move |_| recurring_run.value()?.experiment_id.clone());
        Self {
            recurring_run,
            runs: use_remote(
                move || Some((experiment.get()?, state.get())),
                |(experiment, state)| {
                    Question::narrowed(experiment.to_string(), state.query().write())
                },
                |api, (experiment, state)| api.latest_runs(RunScope::Experiment(experiment), state),
            ),
        }
    }

    fn reload(self) {
        self.recurring_run.reload();
        self.runs.reload();
    }

    /// Why the page shows no recurring run.
    fn blocked(self, place: Memo<Option<Place>>) -> Memo<Option<Blocked>> {
        use_blocked(
            self.recurring_run.call(),
            move || self.recurring_run.value()?.namespace.clone(),
            move || place.get().map(|(namespace, _)| namespace),
            "kfp.recurring_run.not_found",
        )
    }
}

/// The page.
#[component]
pub(crate) fn RecurringRunPage() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let place = Memo::new(move |_| match navigation.route().get() {
        Route::RecurringRun(namespace, id) => Some((namespace, id)),
        _ => None,
    });
    let namespace = Memo::new(move |_| place.get().map(|(namespace, _)| namespace));
    let parsed = move || SomeRunsState::parse(&navigation.search().read());
    let state = Memo::new(move |_| parsed().state);
    let calls = Calls::make(place, state);
    let blocked = calls.blocked(place);
    // What the address does not show is not named either.
    let shown = Memo::new(move |_| {
        let of = calls.recurring_run.value();
        of.filter(|_| blocked.read().is_none())
    });
    let name = Memo::new(move |_| {
        let of = shown.get();
        of.map_or_else(String::new, |shown| shown.display_name.clone())
    });
    let bulk = Bulk::new(
        namespace,
        move || format!("{:?}", place.get()),
        move || shown.get().iter().map(|of| Item::from(&**of)).collect(),
        move |verb| match (verb, namespace.get_untracked()) {
            (Verb::Delete, Some(namespace)) => {
                navigation.go(&Route::RecurringRuns(namespace), History::Push);
            }
            _ => calls.reload(),
        },
    );
    use_recent(name);
    use_title(move || {
        let page = text.get().shell.recurring_runs.to_owned();
        vec![name.get(), page, name_of(namespace.read().as_ref())]
    });
    let body = part(move || {
        let call = calls.recurring_run.call();
        if let Some(blocked) = blocked.get() {
            return dead_end(
                blocked,
                calls.recurring_run.call(),
                |home| Some(Route::RecurringRun(home, place.get_untracked()?.1)),
                |text| text.states.recurring_run_elsewhere,
            );
        }
        view! {
            <DroppedNote keys=derived(move || parsed().dropped) />
            <KeptNote call=call />
            <SlowNote call=call />
            {outage(calls)}
            {part(move || {
                let of = shown.get()?;
                Some(view! { <Body of=of calls=calls state=state place=place /> })
            })}
        }
        .erased()
    });
    view! {
        <div class="page">
            <Head of=shown namespace=namespace bulk=bulk on_refresh=move |()| calls.reload() />
            {body}
            <BulkDialog bulk=bulk />
        </div>
    }
}

/// That it cannot be read, while nothing older is known.
fn outage(calls: Calls) -> impl IntoView {
    let call = calls.recurring_run.call();
    let failure = Memo::new(move |_| call.failure().filter(|_| !call.is_answered()));
    part(move || {
        failure
            .get()
            .map(|failure| view! { <FailureView failure=failure retry=Retry::of(call) /> })
    })
}

#[component]
fn Body(
    of: Arc<RecurringRun>,
    calls: Calls,
    state: Memo<SomeRunsState>,
    place: Memo<Option<Place>>,
) -> impl IntoView {
    let text = use_text();
    let name = of.display_name.clone();
    let id = of.recurring_run_id.clone();
    let pick = Arc::new(move |run: &RunRow| run.recurring_run_id.as_ref() == Some(&id));
    let namespace = place.get_untracked().map(|(namespace, _)| namespace);
    view! {
        {newest(&of, namespace.clone())}
        <div class="columns">
            {next_firings(&of)}
            {details(&of, namespace)}
        </div>
        {parameters(&of)}
        <h2 class="part-title">{text.t(|c| c.shell.runs)}</h2>
        <PickedRuns
            runs=calls.runs
            state=state
            pick=pick
            caption=say(move || (text.get().recurring().runs)(&name))
        />
    }
}
