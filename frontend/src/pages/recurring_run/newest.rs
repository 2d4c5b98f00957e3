//! What a recurring run that takes the newest version at each start would take now, and whether its values fit that.

use std::sync::Arc;

use kfp_core::{
    model::{Namespace, PipelineId, PipelineVersionId, RecurringRun},
    spec::{ParameterFault, ParameterType, PipelineSpec},
};
use leptos::prelude::*;
use serde_json::{Map, Value};

use crate::{
    data::{Compiled, use_remote},
    navigation::RouteLink,
    paths::Route,
    reactive::{Erase, part, say},
    text::{TimingText, use_timing_text},
    ui::{Icon, icon},
    url_state::{Cloned, NewRunState, SomeRunsState},
};

/// A value for which KFP would refuse the next start, by the name of its input.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Misfit {
    /// There is none, and it is needed.
    Missing(String),
    /// The pipeline has no such input.
    Unknown(String),
    /// It is of another kind.
    Kind(String),
}

impl Misfit {
    fn in_words(&self, words: &TimingText) -> String {
        match self {
            Self::Missing(name) => (words.has_no_value)(name),
            Self::Unknown(name) => (words.is_no_input)(name),
            Self::Kind(name) => (words.is_of_another_kind)(name),
        }
    }
}

/// What KFP would refuse.
fn misfits(spec: &PipelineSpec, given: &Map<String, Value>) -> Vec<Misfit> {
    let problems = spec.check_parameters(given).into_iter();
    let misfit = |(name, fault): (String, ParameterFault)| match fault {
        ParameterFault::Missing { .. } => Some(Misfit::Missing(name)),
        ParameterFault::Unknown => Some(Misfit::Unknown(name)),
        ParameterFault::Kind { wanted, .. } => {
            // KFP lets a fraction pass for a whole number.
            let passes = wanted == ParameterType::NumberInteger
                && given.get(&name).is_some_and(Value::is_number);
            (!passes).then_some(Misfit::Kind(name))
        }
        _ => None,
    };
    problems
        .map(|problem| (problem.parameter, problem.fault))
        .filter_map(misfit)
        .collect()
}

/// What is told of the newest version.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    id: PipelineVersionId,
    title: String,
    misfits: Vec<Misfit>,
}

/// Says it; nothing of a recurring run that stays at one version, or that brought its spec along.
pub(super) fn newest(of: &Arc<RecurringRun>, namespace: Option<Namespace>) -> AnyView {
    let reference = of.pipeline_version_reference.as_ref();
    let pipeline = reference.filter(|reference| reference.pipeline_version_id.is_none());
    match pipeline.map(|reference| reference.pipeline_id.clone()) {
        Some(pipeline) => view! {
            <Newest of=Arc::clone(of) pipeline=pipeline namespace=namespace />
        }
        .erased(),
        None => ().erased(),
    }
}

#[component]
fn Newest(
    of: Arc<RecurringRun>,
    pipeline: PipelineId,
    namespace: Option<Namespace>,
) -> impl IntoView {
    let words = use_timing_text();
    let told = use_told(&of, &pipeline);
    let to = namespace.map_or(Route::Start, Route::NewRecurringRun);
    let pinned = NewRunState {
        pipeline: Some(pipeline),
        clone: Some(Cloned::RecurringRun(of.recurring_run_id.clone())),
        experiment: of.experiment_id.clone(),
        ..NewRunState::default()
    };
    part(move || {
        let Told { id, title, misfits } = told.get()?;
        let fits = misfits.is_empty();
        let query = NewRunState {
            version: Some(id),
            ..pinned.clone()
        };
        let (named, takes) = (title.clone(), title);
        let line = move |misfit: Misfit| {
            view! { <li>{say(move || misfit.in_words(words.get()))}</li> }
        };
        let warning = (!fits).then(|| {
            view! {
                <p class="strong">{words.t(|w| w.next_fails)}</p>
                <ul>{misfits.into_iter().map(line).collect_view()}</ul>
            }
        });
        Some(view! {
            <div class=if fits { "note" } else { "note note-warn" } role="status">
                {icon(Icon::Info)}
                <div class="stack">
                    <p>{say(move || (words.get().takes_newest)(&takes))}</p>
                    {warning}
                    <RouteLink
                        to=to.clone()
                        query=Signal::stored(query.query())
                        class="link"
                        label=say(move || (words.get().pin)(&named))
                    />
                </div>
            </div>
        })
    })
}

/// Asks for the newest version, and sets its inputs beside the values.
fn use_told(of: &Arc<RecurringRun>, pipeline: &PipelineId) -> Memo<Option<Told>> {
    let (of, asked) = (Arc::clone(of), pipeline.clone());
    let versions = use_remote(
        move || Some(asked.clone()),
        ToString::to_string,
        |api, id| api.versions(id, SomeRunsState::default()),
    );
    let newest = Memo::new(move |_| {
        let versions = versions.value()?;
        Some(versions.items.first()?.pipeline_version_id.clone())
    });
    let pipeline = pipeline.clone();
    let compiled = use_remote(
        move || Some((pipeline.clone(), newest.get()?)),
        |(pipeline, version): &(PipelineId, PipelineVersionId)| format!("{pipeline} {version}"),
        |api, (pipeline, version)| api.compiled(pipeline, version),
    );
    Memo::new(move |_| {
        let (id, compiled) = (newest.get()?, compiled.value()?);
        let Compiled { title, pipeline } = &*compiled;
        let none = Map::new();
        let config = of.runtime_config.as_ref();
        let given = config.map_or(&none, |config| &config.parameters);
        let read = pipeline.as_ref().ok();
        Some(Told {
            id,
            title: title.clone(),
            misfits: read.map_or_else(Vec::new, |of| misfits(&of.spec, given)),
        })
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn spec(inputs: &Value) -> PipelineSpec {
        let spec = json!({
            "pipelineInfo": {"name": "p"},
            "root": {"dag": {"tasks": {}}, "inputDefinitions": {"parameters": inputs}},
            "schemaVersion": "2.1.0",
        });
        serde_json::from_value(spec).expect("a spec")
    }

    fn object(value: Value) -> Map<String, Value> {
        serde_json::from_value(value).expect("an object")
    }

    #[test]
    fn values_that_a_newer_version_does_not_take_are_told() {
        let newer = spec(&json!({
            "lr": {"parameterType": "NUMBER_DOUBLE", "defaultValue": 0.1},
            "batch": {"parameterType": "NUMBER_INTEGER"},
        }));
        let mut told = misfits(&newer, &object(json!({"lr": 0.1, "epochs": 5})));
        told.sort_by_key(|misfit| format!("{misfit:?}"));
        assert_eq!(
            told,
            [
                Misfit::Missing("batch".to_owned()),
                Misfit::Unknown("epochs".to_owned()),
            ]
        );
        let of_kind = |batch: Value| misfits(&newer, &object(json!({"batch": batch})));
        assert_eq!(of_kind(json!("8")), [Misfit::Kind("batch".to_owned())]);
        assert_eq!(of_kind(json!(8)), []);
        // KFP lets it pass.
        assert_eq!(of_kind(json!(8.5)), []);
    }
}
