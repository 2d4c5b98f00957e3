//! Making a run.

use bytes::Bytes;
use http::Request;
use serde::Serialize;
use serde_json::{Map, Value};

use super::build;
use super::rules::{self, Broken};
use super::source::{PipelineSource, SourceFields};
use crate::error::Error;
use crate::model::{ExperimentId, NodeId, Run, RunId, RuntimeConfig};
use crate::operation::Operation;
use crate::query::RunQuery;

/// A run to be created.
///
/// Holds only what a caller may decide. A run that was read must not be sent back as it is: KFP would take its id, its
/// times and its recurring run for wishes. [`NewRun::like`] copies what may be copied.
///
/// Creating is not repeatable: a second call makes a second run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRun {
    /// Its name, at most 255 characters; need not be unique.
    pub display_name: String,
    /// Free text, at most 255 characters.
    pub description: String,
    /// The experiment, which decides the namespace. `None` only on a single-user KFP, which then takes its default.
    pub experiment_id: Option<ExperimentId>,
    /// What it is made from.
    pub source: PipelineSource,
    /// What it is started with. Leave a key out rather than give null; defaults are filled in by KFP.
    pub runtime_config: RuntimeConfig,
    /// The Kubernetes service account of its pods; empty leaves it to KFP. Not checked by KFP to exist.
    pub service_account: String,
    /// What plugins are given, by their names. Since KFP 2.17.
    pub plugins_input: Map<String, Value>,
}

impl NewRun {
    /// A run in an experiment.
    pub fn new(
        experiment_id: ExperimentId,
        display_name: impl Into<String>,
        source: PipelineSource,
    ) -> Self {
        Self {
            display_name: display_name.into(),
            description: String::new(),
            experiment_id: Some(experiment_id),
            source,
            runtime_config: RuntimeConfig::default(),
            service_account: String::new(),
            plugins_input: Map::new(),
        }
    }

    /// The same run once more. `None` when the run says not what it was made from.
    pub fn like(run: &Run) -> Option<Self> {
        let source = PipelineSource::of(
            run.pipeline_version_reference.as_ref(),
            run.pipeline_spec.as_ref(),
        )?;
        Some(Self {
            display_name: run.display_name.clone(),
            description: run.description.clone(),
            experiment_id: run.experiment_id.clone(),
            source,
            runtime_config: run.runtime_config.clone().unwrap_or_default(),
            service_account: run.service_account.clone(),
            plugins_input: Map::new(),
        })
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Sets the value of a root input.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        let parameters = &mut self.runtime_config.parameters;
        parameters.insert(name.into(), value.into());
        self
    }

    /// Sets where outputs are stored.
    #[must_use]
    pub fn pipeline_root(mut self, root: impl Into<String>) -> Self {
        self.runtime_config.pipeline_root = root.into();
        self
    }

    /// Sets the service account of the pods.
    #[must_use]
    pub fn service_account(mut self, account: impl Into<String>) -> Self {
        self.service_account = account.into();
        self
    }

    pub(super) fn check(&self) -> Result<(), Broken> {
        self.source.check()?;
        rules::display_name(&self.display_name)?;
        rules::description(&self.description)?;
        rules::pipeline_root(&self.runtime_config.pipeline_root)?;
        rules::service_account(&self.service_account)?;
        rules::parameters(&self.runtime_config.parameters)
    }

    pub(super) fn body(&self) -> impl Serialize + '_ {
        #[derive(Serialize)]
        struct Body<'a> {
            display_name: &'a str,
            #[serde(skip_serializing_if = "str::is_empty")]
            description: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            experiment_id: Option<&'a ExperimentId>,
            #[serde(flatten)]
            source: SourceFields<'a>,
            #[serde(skip_serializing_if = "Map::is_empty")]
            plugins_input: &'a Map<String, Value>,
        }
        Body {
            display_name: &self.display_name,
            description: &self.description,
            experiment_id: self.experiment_id.as_ref(),
            source: SourceFields::new(&self.source, &self.runtime_config, &self.service_account),
            plugins_input: &self.plugins_input,
        }
    }
}

/// `GET /apis/v2beta1/runs`
///
/// # Errors
/// [`Error::InvalidRequest`] when the query breaks a rule.
pub fn list_runs(query: &RunQuery) -> Result<Request<Bytes>, Error> {
    build::list(Operation::ListRuns, &[], query.to_query_string())
}

/// `POST /apis/v2beta1/runs`
///
/// # Errors
/// [`Error::InvalidRequest`] when it breaks a rule.
pub fn create_run(run: &NewRun) -> Result<Request<Bytes>, Error> {
    build::with_json(Operation::CreateRun, &[], run.check(), &run.body())
}

/// `GET /apis/v2beta1/runs/{run_id}`
pub fn get_run(id: &RunId) -> Request<Bytes> {
    build::plain(Operation::GetRun, &[id.as_str()])
}

/// `POST /apis/v2beta1/runs/{run_id}:archive`
pub fn archive_run(id: &RunId) -> Request<Bytes> {
    build::plain(Operation::ArchiveRun, &[id.as_str()])
}

/// `POST /apis/v2beta1/runs/{run_id}:unarchive`
pub fn unarchive_run(id: &RunId) -> Request<Bytes> {
    build::plain(Operation::UnarchiveRun, &[id.as_str()])
}

/// `POST /apis/v2beta1/runs/{run_id}:terminate`
pub fn terminate_run(id: &RunId) -> Request<Bytes> {
    build::plain(Operation::TerminateRun, &[id.as_str()])
}

/// `POST /apis/v2beta1/runs/{run_id}:retry`
pub fn retry_run(id: &RunId) -> Request<Bytes> {
    build::plain(Operation::RetryRun, &[id.as_str()])
}

/// `DELETE /apis/v2beta1/runs/{run_id}`
pub fn delete_run(id: &RunId) -> Request<Bytes> {
    build::plain(Operation::DeleteRun, &[id.as_str()])
}

/// `GET /apis/v2beta1/runs/{run_id}/nodes/{node_id}/artifacts/{artifact_name}:read`
///
/// # Errors
/// [`Error::InvalidRequest`] when the name makes the address longer than gateways take.
pub fn read_artifact(id: &RunId, node: &NodeId, artifact: &str) -> Result<Request<Bytes>, Error> {
    let ids = [id.as_str(), node.as_str(), artifact];
    build::with_query(Operation::ReadArtifact, &ids, "")
}
