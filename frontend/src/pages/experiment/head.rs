//! Name, description and what can be switched for the whole page.

use std::sync::Arc;

use kfp_core::model::{Experiment, StorageState};
use leptos::prelude::*;

use super::{Place, trials::TrialsSwitch};
use crate::{
    navigation::{History, RouteLink},
    pages::lists::{NewRunLink, RunStorage},
    paths::Route,
    reactive::{derived, say, unless, when},
    text::use_text,
    ui::{Icon, IconButton},
    url_state::{NewRunState, RunsState, TrialsState},
};

/// The head of the page.
#[component]
pub(super) fn Head(
    experiment: Memo<Option<Arc<Experiment>>>,
    state: Memo<RunsState>,
    place: Memo<Option<Place>>,
    /// Whether the page shows runs, of which there are active and archived ones.
    #[prop(into)]
    has_runs: Signal<bool>,
    /// What is shown of the parameters of the runs.
    trials: Memo<TrialsState>,
    /// Shows something else of them.
    change: Callback<(TrialsState, History)>,
    /// Reads the data again.
    #[prop(into)]
    on_refresh: Callback<()>,
) -> impl IntoView {
    let text = use_text();
    let list = derived(move || {
        place
            .get()
            .map_or(Route::Start, |(namespace, _)| Route::Experiments(namespace))
    });
    let name = say(move || match experiment.get() {
        Some(experiment) if experiment.display_name.is_empty() => {
            experiment.experiment_id.to_string()
        }
        Some(experiment) => experiment.display_name.clone(),
        None => text.get().lists.experiment.to_owned(),
    });
    let description = say(move || {
        experiment
            .get()
            .map(|experiment| experiment.description.clone())
            .unwrap_or_default()
    });
    let archived = move || {
        experiment
            .get()
            .is_some_and(|experiment| experiment.storage_state == StorageState::Archived)
    };
    view! {
        <div class="page-head">
            <nav class="crumbs" aria-label=text.t(|c| c.shell.breadcrumb)>
                <RouteLink to=list class="crumb" label=text.t(|c| c.shell.experiments) />
                <span class="crumb-sep" aria-hidden="true">"/"</span>
            </nav>
            <h1 tabindex="-1">{name}</h1>
            <span class="tag" hidden=unless(archived)>{text.t(|c| c.lists.archived)}</span>
            <span class="sub">{description}</span>
            <div class="page-head-end">
                {when(
                    move || has_runs.get(),
                    move || {
                        view! {
                            <TrialsSwitch state=trials change=change />
                            <RunStorage state=state />
                            <NewRunLink
                                namespace=derived(move || place.get().map(|(namespace, _)| namespace))
                                state=derived(move || NewRunState {
                                    experiment: place.get().map(|(_, id)| id),
                                    ..NewRunState::default()
                                })
                            />
                        }
                    },
                )}
                <IconButton
                    label=text.t(|c| c.shell.refresh)
                    shows=Signal::stored(Icon::Retry)
                    on_press=move |_| on_refresh.run(())
                />
            </div>
        </div>
    }
}
