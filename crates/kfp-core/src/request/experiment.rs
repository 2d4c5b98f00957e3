//! Making an experiment.

use bytes::Bytes;
use http::Request;
use serde::Serialize;

use super::build;
use super::rules::{self, Broken};
use crate::error::Error;
use crate::model::{ExperimentId, Namespace};
use crate::operation::Operation;
use crate::query::ExperimentQuery;

/// An experiment to be created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewExperiment {
    /// Its name: at most 128 bytes, unique in the namespace, archived ones included, whatever the case.
    pub display_name: String,
    /// Free text, at most 255 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The namespace. A multi-user KFP refuses an experiment without one, a single-user KFP ignores it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Namespace>,
}

impl NewExperiment {
    /// An experiment in a namespace.
    pub fn new(namespace: Namespace, display_name: impl Into<String>) -> Self {
        Self {
            display_name: display_name.into(),
            description: String::new(),
            namespace: Some(namespace),
        }
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    pub(super) fn check(&self) -> Result<(), Broken> {
        rules::experiment_name(&self.display_name)?;
        rules::description(&self.description)
    }
}

/// `GET /apis/v2beta1/experiments`
///
/// # Errors
/// [`Error::InvalidRequest`] when the query breaks a rule.
pub fn list_experiments(query: &ExperimentQuery) -> Result<Request<Bytes>, Error> {
    build::list(Operation::ListExperiments, &[], query.to_query_string())
}

/// `POST /apis/v2beta1/experiments`
///
/// # Errors
/// [`Error::InvalidRequest`] when it breaks a rule.
pub fn create_experiment(experiment: &NewExperiment) -> Result<Request<Bytes>, Error> {
    build::with_json(
        Operation::CreateExperiment,
        &[],
        experiment.check(),
        experiment,
    )
}

/// `GET /apis/v2beta1/experiments/{experiment_id}`
pub fn get_experiment(id: &ExperimentId) -> Request<Bytes> {
    build::plain(Operation::GetExperiment, &[id.as_str()])
}

/// `POST /apis/v2beta1/experiments/{experiment_id}:archive`
pub fn archive_experiment(id: &ExperimentId) -> Request<Bytes> {
    build::plain(Operation::ArchiveExperiment, &[id.as_str()])
}

/// `POST /apis/v2beta1/experiments/{experiment_id}:unarchive`
pub fn unarchive_experiment(id: &ExperimentId) -> Request<Bytes> {
    build::plain(Operation::UnarchiveExperiment, &[id.as_str()])
}

/// `DELETE /apis/v2beta1/experiments/{experiment_id}`
pub fn delete_experiment(id: &ExperimentId) -> Request<Bytes> {
    build::plain(Operation::DeleteExperiment, &[id.as_str()])
}
