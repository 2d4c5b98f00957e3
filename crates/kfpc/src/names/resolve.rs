//! Where each kind of name is looked for.

use kfp_core::error::Error;
use kfp_core::model::{
    ExperimentId, Namespace, Page, Pipeline, PipelineId, PipelineVersion, PipelineVersionId,
    RecurringRun, RecurringRunId, Run, RunId,
};
use kfp_core::query::{
    ExperimentQuery, Filter, PipelineQuery, PipelineVersionQuery, RecurringRunQuery, RunQuery, Sort,
};

use super::Among;
use super::lookup::{Named, Question};
use crate::connection::Connected;
use crate::failure::Failure;
use crate::words::both;

/// Enough to choose from, and to find a slip in. A page of runs with their tasks has about 10 kB for each.
const PAGE: u32 = 50;
/// A version comes with its spec, which can have megabytes.
const PAGE_OF_VERSIONS: u32 = 10;

impl Connected {
    /// The id of an experiment, from its id or its name.
    pub(crate) async fn experiment_id(
        &self,
        text: &str,
        among: Among,
    ) -> Result<ExperimentId, Failure> {
        let experiments = self.client.experiments();
        let list = async |filter: Filter| {
            let query = ExperimentQuery::in_namespace(self.namespace_of_name()?);
            let query = query.filter(filter).sort(Sort::newest_first());
            Ok(experiments.list(&query.page_size(PAGE)).await?)
        };
        self.id_of(text, among, list, async |id: &ExperimentId| {
            experiments.get(id).await
        })
        .await
    }

    /// The id of a run, from its id or its name.
    pub(crate) async fn run_id(&self, text: &str, among: Among) -> Result<RunId, Failure> {
        let runs = self.client.runs();
        let list = async |filter: Filter| -> Result<Page<Run>, Failure> {
            let query = RunQuery::in_namespace(self.namespace_of_name()?);
            let query = query.filter(filter).sort(Sort::newest_first());
            Ok(runs.list(&query.page_size(PAGE)).await?)
        };
        self.id_of(text, among, list, async |id: &RunId| runs.get(id).await)
            .await
    }

    /// The id of a recurring run, from its id or its name.
    pub(crate) async fn recurring_run_id(&self, text: &str) -> Result<RecurringRunId, Failure> {
        let recurring_runs = self.client.recurring_runs();
        let list = async |filter: Filter| -> Result<Page<RecurringRun>, Failure> {
            let query = RecurringRunQuery::in_namespace(self.namespace_of_name()?);
            let query = query.filter(filter).sort(Sort::newest_first());
            Ok(recurring_runs.list(&query.page_size(PAGE)).await?)
        };
        let get = async |id: &RecurringRunId| recurring_runs.get(id).await;
        self.id_of(text, Among::All, list, get).await
    }

    /// The id of a pipeline, from its id or its name: one of the namespace, else a shared one.
    pub(crate) async fn pipeline_id(&self, text: &str) -> Result<PipelineId, Failure> {
        let pipelines = self.client.pipelines();
        let question = Question::new::<Pipeline>(text, Among::All)?;
        if let Some(id) = question.id::<Pipeline>() {
            return Ok(id);
        }
        let namespace = self.namespace_of_name()?;
        let list = async |query: PipelineQuery, filter: Filter| {
            let query = query.filter(filter).sort(Sort::newest_first());
            Ok::<_, Failure>(pipelines.list(&query.page_size(PAGE)).await?)
        };
        let own = async |filter: Filter| {
            list(PipelineQuery::in_namespace(namespace.clone()), filter).await
        };
        let shared = async |filter: Filter| list(PipelineQuery::shared(), filter).await;
        let place = namespace.as_str();
        if let Some(found) = question.find(place, own).await? {
            return Ok(found.pipeline_id);
        }
        if let Some(found) = question.find("the shared ones", shared).await? {
            return Ok(found.pipeline_id);
        }
        let get = async |id: &PipelineId| pipelines.get(id).await;
        if let Some(id) = question.chosen_id(get).await {
            return Ok(id);
        }
        let mut near = question.near(own).await?;
        // A KFP without users has one place for all of them.
        let shared = question.near(shared).await?.into_iter();
        let others = shared.filter(|one| near.iter().all(|known| known.id != one.id));
        let others: Vec<_> = others.collect();
        near.extend(others);
        let place = format!("{place} or among the shared ones");
        Err(question.none::<Pipeline>(&place, near))
    }

    /// The id of a version of a pipeline, from its id or its name.
    pub(crate) async fn version_id(
        &self,
        pipeline: &PipelineId,
        text: &str,
    ) -> Result<PipelineVersionId, Failure> {
        let versions = self.client.pipeline_versions();
        let list = async |filter: Filter| -> Result<Page<PipelineVersion>, Failure> {
            let query = PipelineVersionQuery::of(pipeline.clone()).filter(filter);
            let query = query.sort(Sort::newest_first());
            Ok(versions.list(&query.page_size(PAGE_OF_VERSIONS)).await?)
        };
        let get = async |id: &PipelineVersionId| versions.get(pipeline, id).await;
        let place = format!("pipeline {pipeline}");
        let question = Question::new::<PipelineVersion>(text, Among::All)?;
        id_in(&place, question, list, get).await
    }

    fn namespace_of_name(&self) -> Result<Namespace, Failure> {
        self.connection
            .namespace()
            .cloned()
            .ok_or_else(|| Failure::Usage {
                problem: both!(
                    "a name was given, and no namespace to look for it in",
                    "이름을 줬지만 찾을 네임스페이스가 없어요"
                ),
                hint: both!(
                    "Name one with --namespace, KFP_NAMESPACE or a context; or give the id.",
                    "--namespace, KFP_NAMESPACE, 컨텍스트 가운데 하나로 알려 주거나 id를 주세요."
                ),
            })
    }

    /// In the namespace to work in, which an id alone does not need.
    async fn id_of<T: Named<Id: Clone>>(
        &self,
        text: &str,
        among: Among,
        list: impl AsyncFn(Filter) -> Result<Page<T>, Failure>,
        get: impl AsyncFn(&T::Id) -> Result<T, Error>,
    ) -> Result<T::Id, Failure> {
        let namespace = self.connection.namespace();
        let place = namespace.map_or("", |namespace| namespace.as_str());
        id_in(place, Question::new::<T>(text, among)?, list, get).await
    }
}

async fn id_in<T: Named<Id: Clone>>(
    place: &str,
    question: Question<'_>,
    list: impl AsyncFn(Filter) -> Result<Page<T>, Failure>,
    get: impl AsyncFn(&T::Id) -> Result<T, Error>,
) -> Result<T::Id, Failure> {
    if let Some(id) = question.id::<T>() {
        return Ok(id);
    }
    if let Some(found) = question.find(place, &list).await? {
        return Ok(found.id().clone());
    }
    if let Some(id) = question.chosen_id(get).await {
        return Ok(id);
    }
    let near = question.near(&list).await?;
    Err(question.none::<T>(place, near))
}
