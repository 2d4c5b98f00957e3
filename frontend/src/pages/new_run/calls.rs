//! What the form asks.

use std::sync::Arc;

use kfp_core::model::{
    Experiment, ExperimentId, Namespace, Page, Pipeline, PipelineId, PipelineVersionId,
    StorageState,
};
use leptos::prelude::*;

use crate::{
    data::{Api, Call, Compiled, Original, Remote, VersionRow, use_remote},
    url_state::{NewRunState, SomeRunsState},
};

/// What a run is made from, as far as the address and the cloned run say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Source {
    /// Nothing is chosen, or it is not known yet.
    #[default]
    None,
    /// A version of a pipeline; `None` means the newest, for a recurring run the newest at each start.
    Of(PipelineId, Option<PipelineVersionId>),
    /// The spec that the cloned run brought along.
    OfOriginal,
}

impl Source {
    fn decide(state: &NewRunState, original: Option<&Original>) -> Self {
        if let Some(pipeline) = &state.pipeline {
            return Self::Of(pipeline.clone(), state.version.clone());
        }
        let Some(original) = original else {
            return Self::None;
        };
        match &original.pipeline_version_reference {
            Some(of) => Self::Of(of.pipeline_id.clone(), of.pipeline_version_id.clone()),
            None if original.pipeline_spec.is_some() => Self::OfOriginal,
            None => Self::None,
        }
    }

    /// The pipeline, where it is one's.
    pub(super) fn pipeline(self) -> Option<PipelineId> {
        match self {
            Self::Of(pipeline, _) => Some(pipeline),
            Self::None | Self::OfOriginal => None,
        }
    }
}

/// The calls.
#[derive(Clone, Copy)]
pub(super) struct Calls {
    pub(super) own: Remote<Page<Pipeline>>,
    pub(super) shared: Remote<Page<Pipeline>>,
    /// The chosen pipeline, where it is among neither.
    pub(super) older: Remote<Pipeline>,
    pub(super) versions: Remote<Page<VersionRow>>,
    pub(super) experiments: Remote<Page<Experiment>>,
    /// The experiment of the cloned run, where it is not among those.
    pub(super) older_experiment: Remote<Experiment>,
    pub(super) original: Remote<Original>,
    pub(super) version: Remote<Compiled>,
    /// What the run is made from.
    pub(super) source: Memo<Source>,
    /// The version that it is made from.
    pub(super) chosen: Memo<Option<(PipelineId, PipelineVersionId)>>,
    /// The spec.
    pub(super) compiled: Memo<Option<Shared<Compiled>>>,
}

/// Something that is the same only as long as it is the very same one.
pub(super) struct Shared<T>(pub(super) Arc<T>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Calls {
    pub(super) fn make(namespace: Memo<Option<Namespace>>, state: Memo<NewRunState>) -> Self {
        let named = |namespace: &Namespace| namespace.to_string();
        let pipelines = |shared: bool| {
            use_remote(
                move || namespace.get(),
                named,
                move |api, namespace| api.pipeline_choices(namespace, shared),
            )
        };
        let (own, shared) = (pipelines(false), pipelines(true));
        let original = use_remote(
            move || state.get().clone,
            |of| of.as_str().to_owned(),
            Api::original,
        );
        let source = Memo::new(move |_| Source::decide(&state.read(), original.value().as_deref()));
        let pipeline = Memo::new(move |_| source.get().pipeline());
        let older = use_remote(
            move || {
                let pipeline = pipeline.get()?;
                let offered = [own.value()?, shared.value()?];
                let mut offered = offered.iter().flat_map(|page| &page.items);
                (!offered.any(|one| one.pipeline_id == pipeline)).then_some(pipeline)
            },
            ToString::to_string,
            Api::pipeline,
        );
        let versions = use_remote(
            move || pipeline.get(),
            ToString::to_string,
            |api, id| api.versions(id, SomeRunsState::default()),
        );
        let chosen = Memo::new(move |_| {
            let Source::Of(pipeline, version) = source.get() else {
                return None;
            };
            let newest = || {
                let versions = versions.value()?;
                Some(versions.items.first()?.pipeline_version_id.clone())
            };
            Some((pipeline, version.or_else(newest)?))
        });
        let version = use_remote(
            move || chosen.get(),
            |(pipeline, version)| format!("{pipeline} {version}"),
            |api, (pipeline, version)| api.compiled(pipeline, version),
        );
        let experiments = use_remote(move || namespace.get(), named, Api::experiment_choices);
        let older_experiment = use_remote(
            move || {
                let experiment = original.value()?.experiment_id.clone()?;
                let is_meant = state.read().experiment.is_none();
                let offered = experiments.value()?;
                let mut offered = offered.items.iter();
                (is_meant && !offered.any(|one| one.experiment_id == experiment))
                    .then_some(experiment)
            },
            ToString::to_string,
            Api::experiment,
        );
        Self {
            own,
            shared,
            older,
            versions,
            experiments,
            older_experiment,
            original,
            version,
            source,
            chosen,
            compiled: compiled(source, original, version),
        }
    }

    /// The experiment of the cloned run, where a run of this namespace can be put into it: whoever starts a run in an
    /// experiment of another namespace starts it there.
    pub(super) fn inherited(self, namespace: Option<&Namespace>) -> Option<ExperimentId> {
        let experiment = self.original.value()?.experiment_id.clone()?;
        let offered = self.experiments.value();
        let mut offered = offered.iter().flat_map(|page| &page.items);
        if offered.any(|one| one.experiment_id == experiment) {
            return Some(experiment);
        }
        let older = self.older_experiment.value()?;
        (older.experiment_id == experiment
            && older.namespace.as_ref() == namespace
            && older.storage_state != StorageState::Archived)
            .then_some(experiment)
    }

    /// Whether it is known which experiment that is.
    pub(super) fn knows_inherited(self) -> bool {
        let is_over = |call: Call| call.is_answered() || call.has_failed();
        let Some(original) = self.original.value() else {
            return true;
        };
        let Some(experiment) = &original.experiment_id else {
            return true;
        };
        let Some(offered) = self.experiments.value() else {
            return is_over(self.experiments.call());
        };
        let mut offered = offered.items.iter();
        offered.any(|one| one.experiment_id == *experiment) || is_over(self.older_experiment.call())
    }
}

/// The spec of the version, or the one that the cloned run brought along.
fn compiled(
    source: Memo<Source>,
    original: Remote<Original>,
    version: Remote<Compiled>,
) -> Memo<Option<Shared<Compiled>>> {
    let of_original = Memo::new(move |_| {
        let original = original.value()?;
        let spec = original.pipeline_spec.as_ref()?;
        let title = original.display_name.clone();
        Some(Shared(Arc::new(Compiled::of(title, Some(spec)))))
    });
    Memo::new(move |_| match source.get() {
        Source::OfOriginal => of_original.get(),
        Source::Of(..) => version.value().map(Shared),
        Source::None => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::url_state::Making;

    fn original(json: &str) -> Original {
        serde_json::from_str(json).expect("a run")
    }

    #[test]
    fn the_address_is_stronger_than_the_cloned_run() {
        let of_version = original(
            r#"{"run_id":"r-1","pipeline_version_reference":{"pipeline_id":"p-1","pipeline_version_id":"v-1"}}"#,
        );
        let of_spec = original(r#"{"pipeline_spec":{"root":{}}}"#);
        let decide = |query: &str, original: &Original| match Source::decide(
            &NewRunState::parse(Making::Run, query).state,
            Some(original),
        ) {
            Source::None => "none".to_owned(),
            Source::OfOriginal => "original".to_owned(),
            Source::Of(pipeline, version) => {
                format!(
                    "{pipeline} {}",
                    version.map_or_else(String::new, |id| id.to_string())
                )
            }
        };
        assert_eq!(decide("clone=r-1", &of_version), "p-1 v-1");
        assert_eq!(decide("clone=r-1&pipeline=p-2", &of_version), "p-2 ");
        assert_eq!(
            decide("clone=r-1&pipeline=p-1&version=v-2", &of_version),
            "p-1 v-2"
        );
        assert_eq!(decide("clone=r-1", &of_spec), "original");
        assert_eq!(decide("clone=r-1", &original("{}")), "none");
        assert_eq!(Source::decide(&NewRunState::default(), None), Source::None);
    }
}
