//! Pipelines.

use bytes::Bytes;
use http::Request;
use serde::Serialize;

use super::build;
use super::rules::{self, Broken};
use super::upload::PipelineUpload;
use crate::error::Error;
use crate::model::{Namespace, PackageUrl, PipelineId, Tags};
use crate::operation::Operation;
use crate::query::PipelineQuery;
use crate::transport::Body;

/// A pipeline to be created without a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewPipeline {
    /// Its unchangeable name: at most 128 bytes, unique in the namespace, whatever the case.
    pub name: String,
    /// Its name for people; empty takes the name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub display_name: String,
    /// Free text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The namespace; `None` makes a pipeline that all namespaces see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Namespace>,
    /// Labels, at most 20. Since KFP 2.17.
    #[serde(skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
}

impl NewPipeline {
    /// A pipeline in a namespace.
    pub fn new(namespace: Namespace, name: impl Into<String>) -> Self {
        Self {
            namespace: Some(namespace),
            ..Self::shared(name)
        }
    }

    /// A pipeline that all namespaces see.
    pub fn shared(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            display_name: String::new(),
            description: String::new(),
            namespace: None,
            tags: Tags::new(),
        }
    }

    /// Sets the name for people.
    #[must_use]
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.display_name = name.into();
        self
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Adds a label.
    #[must_use]
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.insert(key.into(), value.into());
        self
    }

    pub(super) fn check(&self) -> Result<(), Broken> {
        rules::pipeline_name(&self.name)?;
        if !self.display_name.is_empty() {
            rules::display_name(&self.display_name)?;
        }
        rules::storable(&self.description)?;
        rules::tags(&self.tags)
    }
}

/// The body that makes a pipeline together with its first version, which takes the pipeline's name and description.
pub(super) fn with_first_version<'a>(
    pipeline: &'a NewPipeline,
    package_url: &str,
) -> impl Serialize + use<'a> {
    #[derive(Serialize)]
    struct Version {
        package_url: PackageUrl,
    }
    #[derive(Serialize)]
    struct Body<'a> {
        pipeline: &'a NewPipeline,
        pipeline_version: Version,
    }
    Body {
        pipeline,
        pipeline_version: Version {
            package_url: PackageUrl {
                pipeline_url: package_url.to_owned(),
            },
        },
    }
}

/// A change of a pipeline or a version: nothing else of them can change. Since KFP 2.17.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PipelineUpdate {
    /// The new name for people; `None` leaves it. Need not be unique.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The labels from now on, all of them; `None` leaves them, an empty map takes all away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Tags>,
}

impl PipelineUpdate {
    /// A new name for people.
    pub fn display_name(name: impl Into<String>) -> Self {
        Self {
            display_name: Some(name.into()),
            tags: None,
        }
    }

    /// Other labels.
    pub fn tags(tags: Tags) -> Self {
        Self {
            display_name: None,
            tags: Some(tags),
        }
    }

    pub(super) fn check(&self) -> Result<(), Broken> {
        if self.display_name.is_none() && self.tags.is_none() {
            return Err(("the update", "changes nothing"));
        }
        if let Some(name) = &self.display_name {
            rules::display_name(name)?;
        }
        self.tags.as_ref().map_or(Ok(()), rules::tags)
    }
}

/// Whether a pipeline that has versions may be deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Cascade {
    /// Only a pipeline without versions is deleted; KFP refuses any other.
    #[default]
    Refuse,
    /// Its versions are deleted with it. Runs stay, and keep the ids.
    Versions,
}

/// `GET /apis/v2beta1/pipelines`
///
/// # Errors
/// [`Error::InvalidRequest`] when the query breaks a rule.
pub fn list_pipelines(query: &PipelineQuery) -> Result<Request<Bytes>, Error> {
    build::list(Operation::ListPipelines, &[], query.to_query_string())
}

/// `POST /apis/v2beta1/pipelines`
///
/// # Errors
/// [`Error::InvalidRequest`] when it breaks a rule.
pub fn create_pipeline(pipeline: &NewPipeline) -> Result<Request<Bytes>, Error> {
    build::with_json(Operation::CreatePipeline, &[], pipeline.check(), pipeline)
}

/// `POST /apis/v2beta1/pipelines/create`
///
/// # Errors
/// [`Error::InvalidRequest`] when it breaks a rule.
pub fn create_pipeline_and_version(
    pipeline: &NewPipeline,
    package_url: &str,
) -> Result<Request<Bytes>, Error> {
    let checked = pipeline
        .check()
        .and_then(|()| rules::version_name(&pipeline.name))
        .and_then(|()| rules::package_url(package_url));
    let body = with_first_version(pipeline, package_url);
    build::with_json(Operation::CreatePipelineAndVersion, &[], checked, &body)
}

/// `GET /apis/v2beta1/pipelines/{pipeline_id}`
pub fn get_pipeline(id: &PipelineId) -> Request<Bytes> {
    build::plain(Operation::GetPipeline, &[id.as_str()])
}

/// `GET /apis/v2beta1/pipelines/names/{name}`
///
/// # Errors
/// [`Error::InvalidRequest`] when there is no name.
pub fn get_pipeline_by_name(
    name: &str,
    namespace: Option<&Namespace>,
) -> Result<Request<Bytes>, Error> {
    let operation = Operation::GetPipelineByName;
    rules::pipeline_name(name)
        .and_then(|()| rules::element(name))
        .map_err(|broken| build::invalid(operation, broken))?;
    let query = namespace.map_or_else(String::new, |namespace| format!("namespace={namespace}"));
    build::with_query(operation, &[name], &query)
}

/// `PATCH /apis/v2beta1/pipelines/{pipeline_id}`
///
/// # Errors
/// [`Error::InvalidRequest`] when it breaks a rule.
pub fn update_pipeline(id: &PipelineId, update: &PipelineUpdate) -> Result<Request<Bytes>, Error> {
    build::with_json(
        Operation::UpdatePipeline,
        &[id.as_str()],
        update.check(),
        update,
    )
}

/// `DELETE /apis/v2beta1/pipelines/{pipeline_id}`
///
/// # Errors
/// None today: the query is short.
pub fn delete_pipeline(id: &PipelineId, cascade: Cascade) -> Result<Request<Bytes>, Error> {
    let query = match cascade {
        Cascade::Refuse => "",
        Cascade::Versions => "cascade=true",
    };
    build::with_query(Operation::DeletePipeline, &[id.as_str()], query)
}

/// `POST /apis/v2beta1/pipelines/upload`
///
/// # Errors
/// [`Error::InvalidRequest`] when the upload breaks a rule.
pub fn upload_pipeline(upload: &PipelineUpload) -> Result<Request<Bytes>, Error> {
    build::upload(Operation::UploadPipeline, &upload.as_upload())
}

/// The same with content that goes out as it is read.
pub(crate) async fn stream_pipeline(
    upload: &PipelineUpload,
    content: Body,
) -> Result<Request<Body>, Error> {
    build::streamed(Operation::UploadPipeline, &upload.as_upload(), content).await
}
