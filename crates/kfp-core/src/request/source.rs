//! What runs are made from.

use serde::Serialize;

use super::rules::{self, Broken};
use crate::model::{
    Document, PipelineId, PipelineVersionId, PipelineVersionReference, RuntimeConfig,
};

/// What a run, or each run of a recurring run, is made from: exactly one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PipelineSource {
    /// The latest version of a pipeline; for a recurring run the latest at each firing.
    Latest(PipelineId),
    /// One version of a pipeline.
    Version(PipelineId, PipelineVersionId),
    /// A spec that is sent along: bare, or wrapped together with its platform settings.
    Spec(Document),
}

impl PipelineSource {
    /// The source of something that KFP answered, where it says one.
    pub(super) fn of(
        reference: Option<&PipelineVersionReference>,
        spec: Option<&Document>,
    ) -> Option<Self> {
        match (reference, spec) {
            (Some(reference), _) => Some(match &reference.pipeline_version_id {
                Some(version) => Self::Version(reference.pipeline_id.clone(), version.clone()),
                None => Self::Latest(reference.pipeline_id.clone()),
            }),
            (None, Some(spec)) => Some(Self::Spec(spec.clone())),
            (None, None) => None,
        }
    }
}

impl PipelineSource {
    /// A spec goes into the database as it is.
    pub(super) fn check(&self) -> Result<(), Broken> {
        match self {
            Self::Spec(spec) => rules::storable_spec(spec.as_str()),
            Self::Latest(_) | Self::Version(..) => Ok(()),
        }
    }
}

/// The fields in which the source and the configuration stand in a body.
#[derive(Serialize)]
pub(super) struct SourceFields<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pipeline_version_reference: Option<PipelineVersionReference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pipeline_spec: Option<&'a Document>,
    #[serde(skip_serializing_if = "says_nothing")]
    runtime_config: &'a RuntimeConfig,
    #[serde(skip_serializing_if = "str::is_empty")]
    service_account: &'a str,
}

fn says_nothing(config: &RuntimeConfig) -> bool {
    config.parameters.is_empty() && config.pipeline_root.is_empty()
}

impl<'a> SourceFields<'a> {
    pub(super) fn new(
        source: &'a PipelineSource,
        runtime_config: &'a RuntimeConfig,
        service_account: &'a str,
    ) -> Self {
        let (pipeline_version_reference, pipeline_spec) = match source {
            PipelineSource::Latest(pipeline_id) => (
                Some(PipelineVersionReference {
                    pipeline_id: pipeline_id.clone(),
                    pipeline_version_id: None,
                }),
                None,
            ),
            PipelineSource::Version(pipeline_id, version) => (
                Some(PipelineVersionReference {
                    pipeline_id: pipeline_id.clone(),
                    pipeline_version_id: Some(version.clone()),
                }),
                None,
            ),
            PipelineSource::Spec(spec) => (None, Some(spec)),
        };
        Self {
            pipeline_version_reference,
            pipeline_spec,
            runtime_config,
            service_account,
        }
    }
}
