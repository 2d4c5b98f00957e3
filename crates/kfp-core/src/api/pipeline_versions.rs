//! Calls about versions of pipelines.

use futures::Stream;

use super::{handle, pages};
use crate::error::Error;
use crate::model::{Page, PipelineId, PipelineVersion, PipelineVersionId};
use crate::operation::Operation;
use crate::query::PipelineVersionQuery;
use crate::request::{self, NewPipelineVersion, PipelineUpdate, PipelineVersionUpload};
use crate::transport::{Body, Streaming, Transport};

handle! {
    /// The calls about versions of pipelines. Kubernetes knows their rights as those on `pipelines`.
    PipelineVersions
}

pages::listing!(
    PipelineVersionQuery,
    PipelineVersion,
    ListPipelineVersions,
    request::list_pipeline_versions
);

impl<'a, T: Transport> PipelineVersions<'a, T> {
    /// Lists one page of the versions of a pipeline, each with its spec.
    ///
    /// Large: a page of 200 versions is 200 specs.
    ///
    /// `GET /apis/v2beta1/pipelines/{pipeline_id}/versions` · needs `list` on `pipelines` in its namespace.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] before any IO when the query breaks a rule; [`Error::Api`] 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/pipeline.proto>
    pub async fn list(&self, query: &PipelineVersionQuery) -> Result<Page<PipelineVersion>, Error> {
        pages::page(self.0, query).await
    }

    /// Lists all pages from that of the query on, one after another.
    ///
    /// A call is made when the next page is asked for. The stream ends after the first error.
    ///
    /// # Errors
    /// As [`list`](Self::list); [`Error::Decode`] when the server hands out the same page token again.
    pub fn pages(
        &self,
        query: PipelineVersionQuery,
    ) -> impl Stream<Item = Result<Page<PipelineVersion>, Error>> + use<'a, T> {
        pages::pages(self.0, query)
    }

    /// Lists all the versions of a pipeline from the page of the query on.
    ///
    /// # Errors
    /// As [`pages`](Self::pages); [`Error::Decode`] in the place of each element that cannot be read, with the rest
    /// after it.
    pub fn all(
        &self,
        query: PipelineVersionQuery,
    ) -> impl Stream<Item = Result<PipelineVersion, Error>> + use<'a, T> {
        pages::all(self.0, query)
    }

    /// Gets a version with its spec.
    ///
    /// `GET /apis/v2beta1/pipelines/{pipeline_id}/versions/{pipeline_version_id}` · needs `get` on `pipelines` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 404 when there is none, which KFP says before it looks at rights; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/pipeline.proto>
    pub async fn get(
        &self,
        id: &PipelineId,
        version: &PipelineVersionId,
    ) -> Result<PipelineVersion, Error> {
        let request = request::get_pipeline_version(id, version);
        self.0.get(Operation::GetPipelineVersion, request).await
    }

    /// Creates a version from the https address of a package, which KFP fetches itself.
    ///
    /// `POST /apis/v2beta1/pipelines/{pipeline_id}/versions` · needs `create` on `pipelines` in its namespace.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] before any IO when it breaks a rule; [`Error::Api`] 409 when the name is taken; 400 when KFP
    /// may not fetch from there, or finds no pipeline; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/pipeline.proto>
    pub async fn create(&self, version: &NewPipelineVersion) -> Result<PipelineVersion, Error> {
        let request = request::create_pipeline_version(version)?;
        self.0.get(Operation::CreatePipelineVersion, request).await
    }

    /// Uploads a package as a new version.
    ///
    /// `POST /apis/v2beta1/pipelines/upload_version` · needs `create` on `pipelines` in its namespace.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] before any IO when the upload breaks a rule; [`Error::Api`] 409 when the name is taken, 400
    /// for a package that is no pipeline, and 400 without access, where others answer 403.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/src/apiserver/server/pipeline_upload_server.go>
    pub async fn upload(&self, upload: &PipelineVersionUpload) -> Result<PipelineVersion, Error> {
        let request = request::upload_pipeline_version(upload)?;
        self.0.get(Operation::UploadPipelineVersion, request).await
    }

    /// Changes the name for people and the labels of a version. Since KFP 2.17.
    ///
    /// `PATCH /apis/v2beta1/pipelines/{pipeline_id}/versions/{pipeline_version_id}` · needs `update` on `pipelines` in its namespace.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] before any IO when it breaks a rule or changes nothing; [`Error::Api`] 501 on an older KFP;
    /// 404 when there is none; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/pipeline.proto>
    pub async fn update(
        &self,
        id: &PipelineId,
        version: &PipelineVersionId,
        update: &PipelineUpdate,
    ) -> Result<PipelineVersion, Error> {
        let request = request::update_pipeline_version(id, version, update)?;
        self.0.get(Operation::UpdatePipelineVersion, request).await
    }

    /// Deletes a version. Runs that were made from it stay and keep its id.
    ///
    /// `DELETE /apis/v2beta1/pipelines/{pipeline_id}/versions/{pipeline_version_id}` · needs `delete` on `pipelines` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 404 when there is none; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/pipeline.proto>
    pub async fn delete(&self, id: &PipelineId, version: &PipelineVersionId) -> Result<(), Error> {
        let request = request::delete_pipeline_version(id, version);
        self.0.done(Operation::DeletePipelineVersion, request).await
    }
}

impl<T: Streaming> PipelineVersions<'_, T> {
    /// Uploads a package as [`upload`](Self::upload) does, from a body that goes out as it is read; see
    /// [`Pipelines::upload_from`](super::Pipelines::upload_from).
    ///
    /// # Errors
    /// As there.
    pub async fn upload_from(
        &self,
        upload: &PipelineVersionUpload,
        content: Body,
    ) -> Result<PipelineVersion, Error> {
        let request = request::stream_pipeline_version(upload, content).await?;
        let operation = Operation::UploadPipelineVersion;
        self.0.exchange_streamed(operation, request).await
    }
}
