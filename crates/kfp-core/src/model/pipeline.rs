//! Pipelines and their versions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Document, Namespace, PipelineId, PipelineVersionId, Status, id_or_none, timestamp};

/// Labels of a pipeline or a version: at most 20, key and value at most 63 characters. Since KFP 2.17.
pub type Tags = BTreeMap<String, String>;

/// A named line of versions.
///
/// # Spec
/// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/pipeline.proto>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pipeline {
    /// Its id.
    pub pipeline_id: PipelineId,
    /// Its unchangeable name; unique in the namespace. Older servers know only the display name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its name for people.
    #[serde(default)]
    pub display_name: String,
    /// Free text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// When it was made.
    #[serde(default, with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<OffsetDateTime>,
    /// Its namespace; `None` is a pipeline shared by all.
    #[serde(
        default,
        deserialize_with = "id_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub namespace: Option<Namespace>,
    /// Its labels.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
    /// Set when KFP could not read its own row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Status>,
}

/// One version of a pipeline.
///
/// # Spec
/// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/pipeline.proto>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineVersion {
    /// The pipeline it belongs to.
    pub pipeline_id: PipelineId,
    /// Its id.
    pub pipeline_version_id: PipelineVersionId,
    /// Its unchangeable name; unique in the pipeline. Older servers know only the display name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its name for people.
    #[serde(default)]
    pub display_name: String,
    /// Free text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// When it was made.
    #[serde(default, with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<OffsetDateTime>,
    /// Where its package came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package_url: Option<PackageUrl>,
    /// Where its source is. A link written by a user: check the scheme before showing it as one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code_source_url: String,
    /// The compiled spec in one of three shapes: the spec itself (`pipelineInfo`), wrapped together with platform
    /// settings (`pipeline_spec`, `platform_spec`), or an Argo workflow (`kind`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline_spec: Option<Document>,
    /// Its labels.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
    /// Set when KFP could not read its own row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Status>,
}

/// Where a package came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PackageUrl {
    /// The address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pipeline_url: String,
}
