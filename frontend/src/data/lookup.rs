//! Looking for things by their id, or by a part of their name.

use futures::future::join4;
use kfp_core::{
    model::{
        Experiment, ExperimentId, Namespace, Page, Pipeline, PipelineId, RecurringRunId, RunId,
        StorageState,
    },
    operation::Operation,
    query::RunScope,
    request::{get_run, list_experiments, list_pipelines, list_runs},
};

use super::{Api, Failure, FailureKind, RunRow, queries};
use crate::url_state::{ExperimentsState, PipelinesState, RunFilter, RunsState};

/// Something with an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Thing {
    /// A run.
    Run(RunId),
    /// An experiment.
    Experiment(ExperimentId),
    /// A pipeline.
    Pipeline(PipelineId),
    /// A recurring run.
    RecurringRun(RecurringRunId),
}

/// What is looked for by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sought {
    /// Something of a known kind.
    One(Thing),
    /// Something of any kind.
    Id(String),
}

/// What an id belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The thing.
    pub(crate) thing: Thing,
    /// Its name for people.
    pub(crate) name: String,
    /// Where it is; `None` for what all namespaces share, and where nobody says.
    pub(crate) namespace: Option<Namespace>,
    /// Whether it is archived.
    pub(crate) archived: bool,
}

impl Api {
    /// Looks a thing up.
    pub(crate) async fn look_up(self, thing: Thing) -> Result<Found, Failure> {
        match thing {
            Thing::Run(id) => self.look_up_run(id).await,
            Thing::Experiment(id) => self.experiment(id).await.map(Found::of_experiment),
            Thing::Pipeline(id) => self.pipeline(id).await.map(|pipeline| Found {
                thing: Thing::Pipeline(pipeline.pipeline_id.clone()),
                name: name_of_pipeline(&pipeline).to_owned(),
                namespace: pipeline.namespace,
                archived: false,
            }),
            Thing::RecurringRun(id) => self.recurring_run(id).await.map(|one| Found {
                thing: Thing::RecurringRun(one.recurring_run_id),
                name: one.display_name,
                namespace: one.namespace,
                archived: false,
            }),
        }
    }

    /// KFP says the namespace of a run only through its experiment, which may be gone.
    async fn look_up_run(self, id: RunId) -> Result<Found, Failure> {
        let run: RunRow = self.one(Operation::GetRun, Ok(get_run(&id))).await?;
        let namespace = match run.experiment_id {
            Some(experiment) => self
                .experiment(experiment)
                .await
                .ok()
                .and_then(|found| found.namespace),
            None => None,
        };
        Ok(Found {
            thing: Thing::Run(run.run_id),
            name: run.display_name,
            namespace,
            archived: run.storage_state == StorageState::Archived,
        })
    }

    /// Looks up what an id belongs to. `None` when it is nothing that the user may see.
    pub(crate) async fn seek(self, sought: Sought) -> Result<Option<Found>, Failure> {
        match sought {
            Sought::One(thing) => first_of([self.look_up_if(Some(thing)).await]),
            Sought::Id(id) => self.look_up_id(id).await,
        }
    }

    async fn look_up_id(self, id: String) -> Result<Option<Found>, Failure> {
        let (run, experiment, pipeline, recurring_run) = join4(
            self.look_up_if(RunId::new(id.as_str()).ok().map(Thing::Run)),
            self.look_up_if(ExperimentId::new(id.as_str()).ok().map(Thing::Experiment)),
            self.look_up_if(PipelineId::new(id.as_str()).ok().map(Thing::Pipeline)),
            self.look_up_if(
                RecurringRunId::new(id.as_str())
                    .ok()
                    .map(Thing::RecurringRun),
            ),
        )
        .await;
        first_of([run, experiment, pipeline, recurring_run])
    }

    async fn look_up_if(self, thing: Option<Thing>) -> Result<Option<Found>, Failure> {
        match thing {
            Some(thing) => self.look_up(thing).await.map(Some),
            None => Ok(None),
        }
    }

    /// Some runs of a namespace with a text in their names, newest first.
    pub(crate) async fn some_runs_named(
        self,
        namespace: Namespace,
        name: String,
    ) -> Result<Page<RunRow>, Failure> {
        let state = RunsState {
            filter: RunFilter {
                name,
                ..RunFilter::default()
            },
            ..RunsState::default()
        };
        let query = queries::runs(RunScope::Namespace(namespace), &state);
        let request = list_runs(&query.page_size(queries::SOME));
        self.page(Operation::ListRuns, request).await
    }

    /// Some experiments of a namespace with a text in their names.
    pub(crate) async fn some_experiments_named(
        self,
        namespace: Namespace,
        name: String,
    ) -> Result<Page<Experiment>, Failure> {
        let state = ExperimentsState {
            name,
            ..ExperimentsState::default()
        };
        let query = queries::experiments(namespace, &state);
        let request = list_experiments(&query.page_size(queries::SOME));
        self.page(Operation::ListExperiments, request).await
    }

    /// Some pipelines of a namespace with a text in their names.
    pub(crate) async fn some_pipelines_named(
        self,
        namespace: Namespace,
        name: String,
    ) -> Result<Page<Pipeline>, Failure> {
        let state = PipelinesState {
            name,
            ..PipelinesState::default()
        };
        let query = queries::pipelines(namespace, &state);
        let request = list_pipelines(&query.page_size(queries::SOME));
        self.page(Operation::ListPipelines, request).await
    }
}

impl Found {
    fn of_experiment(experiment: Experiment) -> Self {
        Self {
            thing: Thing::Experiment(experiment.experiment_id),
            name: experiment.display_name,
            namespace: experiment.namespace,
            archived: experiment.storage_state == StorageState::Archived,
        }
    }
}

/// What a pipeline is called.
pub(crate) fn name_of_pipeline(pipeline: &Pipeline) -> &str {
    if pipeline.display_name.is_empty() {
        &pipeline.name
    } else {
        &pipeline.display_name
    }
}

/// The one that was found. An absence is what all but one kind answer; another failure counts when nothing was found,
/// since the thing may be of the kind that could not be asked for.
fn first_of<const N: usize>(
    answers: [Result<Option<Found>, Failure>; N],
) -> Result<Option<Found>, Failure> {
    let mut failure = None;
    for answer in answers {
        match answer {
            Ok(Some(found)) => return Ok(Some(found)),
            Ok(None) => {}
            Err(error) if is_absence(&error) => {}
            Err(error) => failure = Some(error),
        }
    }
    failure.map_or(Ok(None), Err)
}

/// Whether there is nothing for this user. KFP refuses ids of other namespaces, and, at an id that is of another kind,
/// says that it is wrong.
fn is_absence(failure: &Failure) -> bool {
    matches!(
        failure.kind,
        FailureKind::NotFound | FailureKind::Forbidden(_) | FailureKind::Rejected
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FailedHop;

    fn failure(kind: FailureKind) -> Result<Option<Found>, Failure> {
        Err(Failure {
            kind,
            code: String::new(),
            said: String::new(),
        })
    }

    #[test]
    fn an_id_is_of_the_kind_that_knows_it() {
        let found = Found {
            thing: Thing::Run(RunId::new("r-1").expect("an id")),
            name: "train".to_owned(),
            namespace: None,
            archived: false,
        };
        let down = || failure(FailureKind::Down(FailedHop::MlPipeline));
        let absent = || failure(FailureKind::NotFound);
        assert_eq!(
            first_of([down(), Ok(Some(found.clone())), absent()]),
            Ok(Some(found))
        );
        assert_eq!(
            first_of([absent(), failure(FailureKind::Forbidden(None)), Ok(None)]),
            Ok(None)
        );
        assert_eq!(first_of([absent(), down()]), down());
    }
}
