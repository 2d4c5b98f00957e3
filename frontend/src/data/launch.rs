//! What a form for a new run asks, and starting the run: a creation without an answer is looked up before anybody tries
//! again.

use std::{sync::Arc, time::Duration};

use futures::channel::oneshot;
use kfp_core::{
    model::{
        Document, Experiment, ExperimentId, Namespace, Page, Pipeline, PipelineId, PipelineVersion,
        PipelineVersionId, PipelineVersionReference, RunId, RuntimeConfig,
    },
    operation::Operation,
    query::{ExperimentQuery, Filter, Key, RunQuery, Sort},
    request::{
        NewExperiment, NewRun, create_experiment, create_run, get_pipeline_version, get_run,
        list_experiments, list_pipelines, list_runs,
    },
    response::{read, read_list},
    spec::{CompiledPipeline, NotAPipeline},
};
use leptos::prelude::set_timeout;
use serde::Deserialize;

use super::{Api, Failure, RunRow, actions::is_open, api::told, queries};

/// Where runs go that name no experiment.
pub(crate) const DEFAULT_EXPERIMENT: &str = "Default";

/// A run that is done once more: what it was started with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Original {
    /// Its name for people.
    #[serde(default)]
    pub(crate) display_name: String,
    /// Free text.
    #[serde(default)]
    pub(crate) description: String,
    /// The experiment that it is in.
    #[serde(default)]
    pub(crate) experiment_id: Option<ExperimentId>,
    /// The version it was made from.
    #[serde(default)]
    pub(crate) pipeline_version_reference: Option<PipelineVersionReference>,
    /// The spec it was made from, where that is no version's.
    #[serde(default)]
    pub(crate) pipeline_spec: Option<Document>,
    /// What it was started with.
    #[serde(default)]
    pub(crate) runtime_config: Option<RuntimeConfig>,
    /// The service account of its pods.
    #[serde(default)]
    pub(crate) service_account: String,
}

/// A version with its spec, read.
#[derive(Debug)]
pub(crate) struct Compiled {
    /// What the version is called.
    pub(crate) title: String,
    /// The spec, or why it cannot be read.
    pub(crate) pipeline: Result<Arc<CompiledPipeline>, NotAPipeline>,
}

impl Compiled {
    /// A version, or what is sent along in the place of one.
    pub(crate) fn of(title: String, spec: Option<&Document>) -> Self {
        Self {
            title,
            pipeline: match spec {
                Some(spec) => CompiledPipeline::read(spec).map(Arc::new),
                None => Err(NotAPipeline::Field {
                    missing: "pipeline_spec",
                }),
            },
        }
    }
}

/// A creation whose outcome is not known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Open {
    named: RunQuery,
    /// The runs of this name that were there before.
    before: Vec<RunId>,
}

/// How a start ended.
#[derive(Debug)]
pub(crate) enum Launched {
    /// The run is there.
    Made,
    /// There is none.
    Failed(Failure),
    /// No answer came, and the run cannot be seen.
    Unknown(Failure, Open),
}

/// How long it may take until what was taken can be seen.
const PAUSES: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_secs(1),
    Duration::from_secs(2),
];

impl Api {
    /// The newest pipelines of a namespace, or of those that all namespaces share.
    pub(crate) async fn pipeline_choices(
        self,
        namespace: Namespace,
        shared: bool,
    ) -> Result<Page<Pipeline>, Failure> {
        let request = list_pipelines(&queries::pipeline_choices(namespace, shared));
        let (parts, body) = self.ask_kfp(request).await?;
        told(read_list(Operation::ListPipelines, &parts, &body))
    }

    /// The experiments that runs can be put into, those with the latest runs first.
    pub(crate) async fn experiment_choices(
        self,
        namespace: Namespace,
    ) -> Result<Page<Experiment>, Failure> {
        let request = list_experiments(&queries::experiment_choices(namespace));
        let (parts, body) = self.ask_kfp(request).await?;
        told(read_list(Operation::ListExperiments, &parts, &body))
    }

    /// A version with its spec.
    pub(crate) async fn compiled(
        self,
        pipeline: PipelineId,
        version: PipelineVersionId,
    ) -> Result<Compiled, Failure> {
        let request = get_pipeline_version(&pipeline, &version);
        let (parts, body) = self.ask_kfp(Ok(request)).await?;
        let found: PipelineVersion = told(read(Operation::GetPipelineVersion, &parts, &body))?;
        let names = [found.display_name, found.name];
        let title = names.into_iter().find(|name| !name.is_empty());
        let title = title.unwrap_or_else(|| version.to_string());
        Ok(Compiled::of(title, found.pipeline_spec.as_ref()))
    }

    /// A run that is to be done once more.
    pub(crate) async fn original(self, id: RunId) -> Result<Original, Failure> {
        let (parts, body) = self.ask_kfp(Ok(get_run(&id))).await?;
        told(read(Operation::GetRun, &parts, &body))
    }

    /// The experiment of runs that name none; made if there is none.
    pub(crate) async fn default_experiment(
        self,
        namespace: Namespace,
    ) -> Result<ExperimentId, Failure> {
        let find = || {
            let query = ExperimentQuery::in_namespace(namespace.clone())
                .filter(Filter::new().equals(Key::Name, DEFAULT_EXPERIMENT))
                .page_size(1);
            async move {
                let (parts, body) = self.ask_kfp(list_experiments(&query)).await?;
                let page: Page<Experiment> =
                    told(read_list(Operation::ListExperiments, &parts, &body))?;
                Ok::<_, Failure>(page.items.into_iter().next())
            }
        };
        if let Some(found) = find().await? {
            return Ok(found.experiment_id);
        }
        let new = NewExperiment::new(namespace.clone(), DEFAULT_EXPERIMENT);
        let made = async {
            let (parts, body) = self.ask_kfp(create_experiment(&new)).await?;
            told(read::<Experiment>(
                Operation::CreateExperiment,
                &parts,
                &body,
            ))
        };
        match made.await {
            Ok(made) => Ok(made.experiment_id),
            // Somebody was faster, or the answer was lost.
            Err(failure) => match find().await {
                Ok(Some(found)) => Ok(found.experiment_id),
                _ => Err(failure),
            },
        }
    }

    /// Starts a run in an experiment.
    pub(crate) async fn launch(self, run: NewRun, experiment: ExperimentId) -> Launched {
        let run = NewRun {
            experiment_id: Some(experiment.clone()),
            ..run
        };
        let launched = self.try_launch(&run, experiment).await;
        if let Launched::Failed(failure) | Launched::Unknown(failure, _) = &launched
            && let Some(by) = failure.signed_out()
        {
            self.guard().end(by);
        }
        launched
    }

    async fn try_launch(self, run: &NewRun, experiment: ExperimentId) -> Launched {
        let named = RunQuery::in_experiment(experiment)
            .filter(Filter::new().equals(Key::Name, &run.display_name))
            .sort(Sort::newest_first())
            .page_size(20);
        // Names are not unique: what is there before is not what was made.
        let before = match self.named(&named).await {
            Ok(before) => before,
            Err(failure) => return Launched::Failed(failure),
        };
        let failure = match self.create(run).await {
            Ok(()) => return Launched::Made,
            Err(failure) if is_open(&failure) => failure,
            Err(failure) => return Launched::Failed(failure),
        };
        let open = Open { named, before };
        for wait in PAUSES {
            pause(wait).await;
            if matches!(self.look_for(&open).await, Ok(true)) {
                return Launched::Made;
            }
        }
        Launched::Unknown(failure, open)
    }

    async fn create(self, run: &NewRun) -> Result<(), Failure> {
        let (parts, body) = self.ask_kfp(create_run(run)).await?;
        told(read::<RunRow>(Operation::CreateRun, &parts, &body)).map(drop)
    }

    /// Looks whether a run was made after all.
    ///
    /// # Errors
    /// When that cannot be told either.
    pub(crate) async fn look_for(self, open: &Open) -> Result<bool, Failure> {
        let now = self.named(&open.named).await?;
        Ok(now.iter().any(|id| !open.before.contains(id)))
    }

    async fn named(self, named: &RunQuery) -> Result<Vec<RunId>, Failure> {
        let (parts, body) = self.ask_kfp(list_runs(named)).await?;
        let page: Page<RunRow> = told(read_list(Operation::ListRuns, &parts, &body))?;
        Ok(page.items.into_iter().map(|run| run.run_id).collect())
    }
}

async fn pause(length: Duration) {
    if length.is_zero() {
        return;
    }
    let (over, waits) = oneshot::channel();
    set_timeout(
        move || {
            let _heard = over.send(());
        },
        length,
    );
    let _passed = waits.await;
}
