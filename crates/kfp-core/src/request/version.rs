//! Versions of pipelines.

use bytes::Bytes;
use http::Request;
use serde::Serialize;

use super::build;
use super::pipeline::PipelineUpdate;
use super::rules::{self, Broken};
use super::upload::PipelineVersionUpload;
use crate::error::Error;
use crate::model::{PackageUrl, PipelineId, PipelineVersionId, Tags};
use crate::operation::Operation;
use crate::query::PipelineVersionQuery;
use crate::transport::Body;

/// A version to be created from the address of a package, which KFP fetches itself.
///
/// KFP takes https, the default port, and the hosts its operator allows. A spec in hand is uploaded instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPipelineVersion {
    /// The pipeline.
    pub pipeline_id: PipelineId,
    /// Its unchangeable name: at most 127 bytes, unique in the pipeline.
    pub name: String,
    /// Its name for people; empty takes the name.
    pub display_name: String,
    /// Free text.
    pub description: String,
    /// Where the package is.
    pub package_url: String,
    /// Where its source is.
    pub code_source_url: String,
    /// Labels, at most 20. Since KFP 2.17.
    pub tags: Tags,
}

impl NewPipelineVersion {
    /// A version of a pipeline.
    pub fn new(
        pipeline_id: PipelineId,
        name: impl Into<String>,
        package_url: impl Into<String>,
    ) -> Self {
        Self {
            pipeline_id,
            name: name.into(),
            display_name: String::new(),
            description: String::new(),
            package_url: package_url.into(),
            code_source_url: String::new(),
            tags: Tags::new(),
        }
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    pub(super) fn check(&self) -> Result<(), Broken> {
        rules::version_name(&self.name)?;
        if !self.display_name.is_empty() {
            rules::display_name(&self.display_name)?;
        }
        rules::package_url(&self.package_url)?;
        rules::storable(&self.description)?;
        rules::storable(&self.code_source_url)?;
        rules::tags(&self.tags)
    }

    pub(super) fn body(&self) -> impl Serialize + '_ {
        #[derive(Serialize)]
        struct Body<'a> {
            pipeline_id: &'a PipelineId,
            name: &'a str,
            #[serde(skip_serializing_if = "str::is_empty")]
            display_name: &'a str,
            #[serde(skip_serializing_if = "str::is_empty")]
            description: &'a str,
            package_url: PackageUrl,
            #[serde(skip_serializing_if = "str::is_empty")]
            code_source_url: &'a str,
            #[serde(skip_serializing_if = "Tags::is_empty")]
            tags: &'a Tags,
        }
        Body {
            pipeline_id: &self.pipeline_id,
            name: &self.name,
            display_name: &self.display_name,
            description: &self.description,
            package_url: PackageUrl {
                pipeline_url: self.package_url.clone(),
            },
            code_source_url: &self.code_source_url,
            tags: &self.tags,
        }
    }
}

/// `GET /apis/v2beta1/pipelines/{pipeline_id}/versions`
///
/// # Errors
/// [`Error::InvalidRequest`] when the query breaks a rule.
pub fn list_pipeline_versions(query: &PipelineVersionQuery) -> Result<Request<Bytes>, Error> {
    build::list(
        Operation::ListPipelineVersions,
        &[query.pipeline_id.as_str()],
        query.to_query_string(),
    )
}

/// `POST /apis/v2beta1/pipelines/{pipeline_id}/versions`
///
/// # Errors
/// [`Error::InvalidRequest`] when it breaks a rule.
pub fn create_pipeline_version(version: &NewPipelineVersion) -> Result<Request<Bytes>, Error> {
    let ids = [version.pipeline_id.as_str()];
    let operation = Operation::CreatePipelineVersion;
    build::with_json(operation, &ids, version.check(), &version.body())
}

/// `GET /apis/v2beta1/pipelines/{pipeline_id}/versions/{pipeline_version_id}`
pub fn get_pipeline_version(id: &PipelineId, version: &PipelineVersionId) -> Request<Bytes> {
    build::plain(
        Operation::GetPipelineVersion,
        &[id.as_str(), version.as_str()],
    )
}

/// `DELETE /apis/v2beta1/pipelines/{pipeline_id}/versions/{pipeline_version_id}`
pub fn delete_pipeline_version(id: &PipelineId, version: &PipelineVersionId) -> Request<Bytes> {
    build::plain(
        Operation::DeletePipelineVersion,
        &[id.as_str(), version.as_str()],
    )
}

/// `PATCH /apis/v2beta1/pipelines/{pipeline_id}/versions/{pipeline_version_id}`
///
/// # Errors
/// [`Error::InvalidRequest`] when it breaks a rule.
pub fn update_pipeline_version(
    id: &PipelineId,
    version: &PipelineVersionId,
    update: &PipelineUpdate,
) -> Result<Request<Bytes>, Error> {
    let ids = [id.as_str(), version.as_str()];
    build::with_json(
        Operation::UpdatePipelineVersion,
        &ids,
        update.check(),
        update,
    )
}

/// `POST /apis/v2beta1/pipelines/upload_version`
///
/// # Errors
/// [`Error::InvalidRequest`] when the upload breaks a rule.
pub fn upload_pipeline_version(upload: &PipelineVersionUpload) -> Result<Request<Bytes>, Error> {
    build::upload(Operation::UploadPipelineVersion, &upload.as_upload())
}

/// The same with content that goes out as it is read.
pub(crate) async fn stream_pipeline_version(
    upload: &PipelineVersionUpload,
    content: Body,
) -> Result<Request<Body>, Error> {
    let operation = Operation::UploadPipelineVersion;
    build::streamed(operation, &upload.as_upload(), content).await
}
