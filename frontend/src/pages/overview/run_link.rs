//! Where a run is found.

use console_api::overview::RunLine;
use kfp_core::model::{ExperimentId, Namespace};

use crate::{
    paths::Route,
    url_state::{Query, RunFilter, RunStateFilter, RunsState},
};

/// The list of runs in some states.
pub(super) fn in_states(states: &[RunStateFilter]) -> Query {
    let state = RunsState {
        filter: RunFilter {
            states: states.to_vec(),
            ..RunFilter::default()
        },
        ..RunsState::default()
    };
    state.query()
}

/// The list that a run stands in: that of its experiment, narrowed to its state, which KFP has an index for. It has none
/// for the name.
pub(in crate::pages) fn list_of(namespace: &Namespace, run: &RunLine) -> (Route, Query) {
    let experiment = run.experiment.as_ref();
    let route = experiment
        .and_then(|experiment| ExperimentId::new(experiment.id.as_str()).ok())
        .map_or_else(
            || Route::Runs(namespace.clone()),
            |id| Route::Experiment(namespace.clone(), id),
        );
    let states = RunStateFilter::ALL.into_iter();
    let states: Vec<_> = states
        .filter(|state| state.state().as_str() == run.state)
        .collect();
    (route, in_states(&states))
}

/// What is shown of a run and can change: names come later than the run.
pub(super) fn shown_of(run: &RunLine) -> String {
    let experiment = run.experiment.as_ref().map(|of| of.id.as_str());
    let pipeline = run.pipeline.as_ref().and_then(|of| of.name.as_deref());
    let ended = run.finished_at_ms.unwrap_or_default();
    format!(
        "{} {} {ended} {}\n{}\n{}",
        run.run_id,
        run.state,
        experiment.unwrap_or_default(),
        run.name,
        pipeline.unwrap_or_default()
    )
}

/// What a run is called.
pub(super) fn name_of_run(run: &RunLine) -> String {
    if run.name.is_empty() {
        run.run_id.clone()
    } else {
        run.name.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(json: &str) -> RunLine {
        serde_json::from_str(json).expect("a run")
    }

    #[test]
    fn a_run_is_found_in_its_experiment_among_those_of_its_state() {
        let namespace = Namespace::new("a").expect("a namespace");
        let failed = run(
            r#"{"run_id":"r-1","name":"","state":"FAILED","created_at_ms":1,"experiment":{"id":"e-1"}}"#,
        );
        let (route, query) = list_of(&namespace, &failed);
        assert_eq!(route.path(), "/ns/a/experiments/e-1");
        assert_eq!(query.write(), "q=status%3Afailed");
        assert_eq!(name_of_run(&failed), "r-1");
    }

    #[test]
    fn a_run_whose_names_arrive_later_is_drawn_anew() {
        let of = |rest: &str| {
            let text = format!(r#"{{"run_id":"r-1","created_at_ms":1,{rest}}}"#);
            shown_of(&run(&text))
        };
        let bare = of(r#""name":"","state":"RUNNING""#);
        for other in [
            r#""name":"eval","state":"RUNNING""#,
            r#""name":"","state":"SUCCEEDED""#,
            r#""name":"","state":"RUNNING","finished_at_ms":2"#,
            r#""name":"","state":"RUNNING","experiment":{"id":"e-1"}"#,
            r#""name":"","state":"RUNNING","pipeline":{"id":"p-1","name":"eval"}"#,
        ] {
            assert_ne!(bare, of(other), "{other}");
        }
        assert_eq!(bare, of(r#""name":"","state":"RUNNING""#));
    }

    #[test]
    fn one_without_an_experiment_or_of_an_unknown_state_is_found_among_all() {
        let namespace = Namespace::new("a").expect("a namespace");
        let strange = run(r#"{"run_id":"r-1","name":"x","state":"MOON","created_at_ms":1}"#);
        let (route, query) = list_of(&namespace, &strange);
        assert_eq!(
            (route.path().as_str(), query.write()),
            ("/ns/a/runs", String::new())
        );
    }
}
