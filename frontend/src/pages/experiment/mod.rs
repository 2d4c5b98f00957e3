//! One experiment and its runs.

mod filter;
mod head;
mod rows;
mod table;

use kfp_core::model::{ExperimentId, Namespace};
use leptos::prelude::*;

use self::{filter::RunFilterBar, head::Head, table::RunTable};
use super::lists::{DroppedNote, ListCall, announce_matches};
use crate::{
    a11y::use_title,
    data::{Failure, FailureKind, use_remote},
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
            format!("{namespace} {id} {}", state.archived)
        },
        |api, ((_, id), state)| api.runs(id, state),
    );
    let name = Memo::new(move |_| {
        experiment
            .value()
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
    // An experiment that is refused or absent has no runs to show: one dead end is enough.
    let blocked = Memo::new(move |_| {
        let own = experiment.call().failure().filter(blocks);
        own.or_else(|| {
            elsewhere(
                experiment
                    .value()
                    .and_then(|experiment| experiment.namespace.clone()),
                place.get(),
            )
        })
    });
    let body = part(move || match blocked.get() {
        Some(failure) => {
            view! { <FailureView failure=failure retry=Retry::of(experiment.call()) /> }.erased()
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
    view! {
        <div class="page page-list">
            <Head experiment=experiment runs=runs state=state place=place />
            {body}
        </div>
    }
}

/// Whether a failure to read the experiment stands for the whole page. When nobody answers, the runs say so too.
fn blocks(failure: &Failure) -> bool {
    matches!(
        failure.kind,
        FailureKind::Forbidden(_)
            | FailureKind::RefusedByMesh
            | FailureKind::NotFound
            | FailureKind::Rejected
            | FailureKind::Garbled
    )
}

/// The experiment of the address is one of another namespace: for this address it does not exist.
fn elsewhere(own: Option<Namespace>, place: Option<(Namespace, ExperimentId)>) -> Option<Failure> {
    let (own, (named, _)) = (own?, place?);
    (own != named).then(|| Failure {
        kind: FailureKind::NotFound,
        code: "console.other_namespace".to_owned(),
        said: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_experiment_is_only_at_home_in_its_own_namespace() {
        let ns = |name: &str| Namespace::new(name).expect("a namespace");
        let place = || Some((ns("a"), ExperimentId::new("1").expect("an id")));
        assert_eq!(elsewhere(Some(ns("a")), place()), None);
        assert_eq!(elsewhere(None, place()), None);
        assert_eq!(
            elsewhere(Some(ns("b")), place()).map(|failure| failure.kind),
            Some(FailureKind::NotFound)
        );
    }
}
