//! What a form for a new run or a recurring run asks, and making it: a creation without an answer is looked up before
//! anybody tries again.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use futures::channel::oneshot;
use http::Request;
use kfp_core::{
    Error,
    model::{
        Document, Experiment, ExperimentId, Namespace, Page, Pipeline, PipelineId, PipelineVersion,
        PipelineVersionId, PipelineVersionReference, RecurringRun, RuntimeConfig, Trigger,
    },
    operation::Operation,
    query::{ExperimentQuery, Filter, Key, RecurringRunQuery, RunQuery, Sort},
    request::{
        NewExperiment, NewRecurringRun, NewRun, create_experiment, create_recurring_run,
        create_run, get_pipeline_version, get_run, list_experiments, list_pipelines,
        list_recurring_runs, list_runs,
    },
    spec::{CompiledPipeline, NotAPipeline},
};
use leptos::prelude::set_timeout;
use serde::Deserialize;

use super::{Api, Failure, RunRow, actions::is_open, queries};
use crate::url_state::Cloned;

/// Where runs go that name no experiment.
pub(crate) const DEFAULT_EXPERIMENT: &str = "Default";

/// When a recurring run makes its runs, and how many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recurs {
    /// When it starts them.
    pub(crate) trigger: Trigger,
    /// How many of them may go on at a time.
    pub(crate) at_a_time: u8,
    /// Whether starts that were missed stay missed.
    pub(crate) no_catchup: bool,
    /// Whether it is on.
    pub(crate) is_on: bool,
}

/// A run or recurring run that is done once more: what it was started with.
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
    /// When it makes runs; a run makes none.
    #[serde(skip)]
    pub(crate) recurs: Option<Recurs>,
}

impl From<RecurringRun> for Original {
    fn from(of: RecurringRun) -> Self {
        let recurs = Recurs {
            at_a_time: u8::try_from(of.max_concurrency).unwrap_or(1).clamp(1, 10),
            no_catchup: of.no_catchup,
            is_on: of.is_enabled(),
            trigger: of.trigger.unwrap_or_default(),
        };
        Self {
            display_name: of.display_name,
            description: of.description,
            experiment_id: of.experiment_id,
            pipeline_version_reference: of.pipeline_version_reference,
            pipeline_spec: of.pipeline_spec,
            runtime_config: of.runtime_config,
            service_account: of.service_account,
            recurs: Some(recurs),
        }
    }
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

/// What a form makes.
#[derive(Clone, Debug)]
pub(crate) enum Creation {
    /// A run.
    Run(NewRun),
    /// A recurring run.
    RecurringRun(NewRecurringRun),
}

impl Creation {
    /// The experiment that is chosen; `None` means the default one.
    pub(crate) fn experiment(&self) -> Option<&ExperimentId> {
        match self {
            Self::Run(new) => new.experiment_id.as_ref(),
            Self::RecurringRun(new) => new.experiment_id.as_ref(),
        }
    }

    fn put_into(&mut self, experiment: ExperimentId) {
        let place = match self {
            Self::Run(new) => &mut new.experiment_id,
            Self::RecurringRun(new) => &mut new.experiment_id,
        };
        *place = Some(experiment);
    }

    /// The request that makes it.
    ///
    /// # Errors
    /// When KFP would refuse it.
    pub(crate) fn request(&self) -> Result<Request<Bytes>, Error> {
        match self {
            Self::Run(new) => create_run(new),
            Self::RecurringRun(new) => create_recurring_run(new),
        }
    }
}

/// Those of one name in an experiment, the newest first.
#[derive(Clone, Debug, PartialEq)]
enum Named {
    Runs(RunQuery),
    RecurringRuns(RecurringRunQuery),
}

impl Named {
    fn like(new: &Creation, experiment: ExperimentId) -> Self {
        let filter = |name: &str| Filter::new().equals(Key::Name, name);
        match new {
            Creation::Run(new) => Self::Runs(
                RunQuery::in_experiment(experiment)
                    .filter(filter(&new.display_name))
                    .sort(Sort::newest_first())
                    .page_size(SAME_NAME),
            ),
            Creation::RecurringRun(new) => Self::RecurringRuns(
                RecurringRunQuery::in_experiment(experiment)
                    .filter(filter(&new.display_name))
                    .sort(Sort::newest_first())
                    .page_size(SAME_NAME),
            ),
        }
    }
}

/// How many of one name are looked at: the newest of them.
const SAME_NAME: u32 = 20;

/// A creation whose outcome is not known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Open {
    named: Named,
    /// The ids of those of this name that were there before.
    before: Vec<String>,
}

/// How a start ended.
#[derive(Debug)]
pub(crate) enum Launched {
    /// It is there, with this id.
    Made(String),
    /// There is none.
    Failed(Failure),
    /// No answer came, and the run cannot be seen.
    Unknown(Failure, Open),
}

/// How long it may take until what was taken can be seen.
pub(super) const PAUSES: [Duration; 3] = [
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
        self.page(Operation::ListPipelines, request).await
    }

    /// The experiments that runs can be put into, those with the latest runs first.
    pub(crate) async fn experiment_choices(
        self,
        namespace: Namespace,
    ) -> Result<Page<Experiment>, Failure> {
        let request = list_experiments(&queries::experiment_choices(namespace));
        self.page(Operation::ListExperiments, request).await
    }

    /// A version with its spec.
    pub(crate) async fn compiled(
        self,
        pipeline: PipelineId,
        version: PipelineVersionId,
    ) -> Result<Compiled, Failure> {
        let request = Ok(get_pipeline_version(&pipeline, &version));
        let found: PipelineVersion = self.one(Operation::GetPipelineVersion, request).await?;
        let names = [found.display_name, found.name];
        let title = names.into_iter().find(|name| !name.is_empty());
        let title = title.unwrap_or_else(|| version.to_string());
        Ok(Compiled::of(title, found.pipeline_spec.as_ref()))
    }

    /// A run or recurring run that is to be done once more.
    pub(crate) async fn original(self, id: Cloned) -> Result<Original, Failure> {
        match id {
            Cloned::Run(id) => self.one(Operation::GetRun, Ok(get_run(&id))).await,
            Cloned::RecurringRun(id) => self.recurring_run(id).await.map(Original::from),
        }
    }

    /// The experiment of runs that name none; made if there is none.
    pub(crate) async fn default_experiment(
        self,
        namespace: Namespace,
    ) -> Result<ExperimentId, Failure> {
        let query = ExperimentQuery::in_namespace(namespace.clone())
            .filter(Filter::new().equals(Key::Name, DEFAULT_EXPERIMENT))
            .page_size(1);
        if let Some(found) = self.first_experiment(&query).await? {
            return Ok(found);
        }
        let new = create_experiment(&NewExperiment::new(namespace, DEFAULT_EXPERIMENT));
        let made: Result<Experiment, Failure> = self.one(Operation::CreateExperiment, new).await;
        match made {
            Ok(made) => Ok(made.experiment_id),
            // Somebody was faster, or the answer was lost.
            Err(failure) => match self.first_experiment(&query).await {
                Ok(Some(found)) => Ok(found),
                _ => Err(failure),
            },
        }
    }

    async fn first_experiment(
        self,
        query: &ExperimentQuery,
    ) -> Result<Option<ExperimentId>, Failure> {
        let request = list_experiments(query);
        let page: Page<Experiment> = self.page(Operation::ListExperiments, request).await?;
        let mut found = page.items.into_iter();
        Ok(found.next().map(|experiment| experiment.experiment_id))
    }

    /// Makes a run or a recurring run in an experiment.
    pub(crate) async fn launch(self, mut new: Creation, experiment: ExperimentId) -> Launched {
        new.put_into(experiment.clone());
        let named = Named::like(&new, experiment);
        // Names are not unique: what is there before is not what was made.
        let before = match self.named(&named).await {
            Ok(before) => before,
            Err(failure) => return Launched::Failed(failure),
        };
        let failure = match self.create(&new).await {
            Ok(made) => return Launched::Made(made),
            Err(failure) if is_open(&failure) => failure,
            Err(failure) => return Launched::Failed(failure),
        };
        let open = Open { named, before };
        for wait in PAUSES {
            pause(wait).await;
            if let Ok(Some(made)) = self.look_for(&open).await {
                return Launched::Made(made);
            }
        }
        Launched::Unknown(failure, open)
    }

    /// Gives the id of what was made.
    async fn create(self, new: &Creation) -> Result<String, Failure> {
        let request = new.request();
        match new {
            Creation::Run(_) => {
                let made: RunRow = self.one(Operation::CreateRun, request).await?;
                Ok(made.run_id.to_string())
            }
            Creation::RecurringRun(_) => {
                let operation = Operation::CreateRecurringRun;
                let made: RecurringRun = self.one(operation, request).await?;
                Ok(made.recurring_run_id.to_string())
            }
        }
    }

    /// Looks whether it was made after all, and gives its id then.
    ///
    /// # Errors
    /// When that cannot be told either.
    pub(crate) async fn look_for(self, open: &Open) -> Result<Option<String>, Failure> {
        let now = self.named(&open.named).await?;
        Ok(now.into_iter().find(|id| !open.before.contains(id)))
    }

    async fn named(self, named: &Named) -> Result<Vec<String>, Failure> {
        match named {
            Named::Runs(query) => {
                let request = list_runs(query);
                let page: Page<RunRow> = self.page(Operation::ListRuns, request).await?;
                let runs = page.items.into_iter();
                Ok(runs.map(|run| run.run_id.to_string()).collect())
            }
            Named::RecurringRuns(query) => {
                let request = list_recurring_runs(query);
                let page: Page<RecurringRun> =
                    self.page(Operation::ListRecurringRuns, request).await?;
                let recurring_runs = page.items.into_iter();
                Ok(recurring_runs
                    .map(|one| one.recurring_run_id.to_string())
                    .collect())
            }
        }
    }
}

pub(super) async fn pause(length: Duration) {
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
