//! Calls about pipelines and their versions.

use super::handle;
use crate::error::Error;
use crate::model::{Page, Pipeline, PipelineId, PipelineVersion};
use crate::operation::Operation;
use crate::query::{PipelineQuery, PipelineVersionQuery};
use crate::request::{self, PipelineUpload};
use crate::transport::Transport;

handle! {
    /// The calls about pipelines and their versions.
    Pipelines
}

impl<T: Transport> Pipelines<'_, T> {
    /// Lists one page of pipelines: those of a namespace, or the shared ones.
    ///
    /// `GET /apis/v2beta1/pipelines` · needs `list` on `pipelines` in the namespace; nothing for the shared ones.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] before any IO when the query breaks a rule; [`Error::Api`] 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/pipeline.proto>
    pub async fn list(&self, query: &PipelineQuery) -> Result<Page<Pipeline>, Error> {
        self.0
            .list(Operation::ListPipelines, request::list_pipelines(query)?)
            .await
    }

    /// Gets a pipeline.
    ///
    /// `GET /apis/v2beta1/pipelines/{pipeline_id}` · needs `get` on `pipelines` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 404 when there is none, which KFP says before it looks at rights; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/pipeline.proto>
    pub async fn get(&self, id: &PipelineId) -> Result<Pipeline, Error> {
        self.0
            .get(Operation::GetPipeline, request::get_pipeline(id))
            .await
    }

    /// Uploads a package as a new pipeline with its first version, both or none.
    ///
    /// `POST /apis/v2beta1/pipelines/upload` · needs `create` on `pipelines` in the namespace; KFP lets anybody upload a
    /// shared one.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] before any IO when the upload breaks a rule; [`Error::Api`] 409 when the name is taken,
    /// 400 for a package that is no pipeline, and 400 without access, where others answer 403.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/src/apiserver/server/pipeline_upload_server.go>
    pub async fn upload(&self, upload: &PipelineUpload) -> Result<Pipeline, Error> {
        self.0
            .get(Operation::UploadPipeline, request::upload_pipeline(upload)?)
            .await
    }

    /// Lists one page of the versions of a pipeline, each with its spec.
    ///
    /// `GET /apis/v2beta1/pipelines/{pipeline_id}/versions` · needs `list` on `pipelines` in its namespace.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] before any IO when the query breaks a rule; [`Error::Api`] 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/pipeline.proto>
    pub async fn list_versions(
        &self,
        query: &PipelineVersionQuery,
    ) -> Result<Page<PipelineVersion>, Error> {
        self.0
            .list(
                Operation::ListPipelineVersions,
                request::list_pipeline_versions(query)?,
            )
            .await
    }
}
