//! Calls about pipelines.

use futures::Stream;

use super::{handle, pages};
use crate::error::Error;
use crate::model::{Namespace, Page, Pipeline, PipelineId};
use crate::operation::Operation;
use crate::query::PipelineQuery;
use crate::request::{self, Cascade, NewPipeline, PipelineUpdate, PipelineUpload};
use crate::transport::{Body, Streaming, Transport};

handle! {
    /// The calls about pipelines.
    Pipelines
}

pages::listing!(
    PipelineQuery,
    Pipeline,
    ListPipelines,
    request::list_pipelines
);

impl<'a, T: Transport> Pipelines<'a, T> {
    /// Lists one page of pipelines.
    ///
    /// Those of a namespace, or the shared ones. No one query gives both.
    ///
    /// `GET /apis/v2beta1/pipelines` · needs `list` on `pipelines` in the namespace; nothing for the shared ones.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] before any IO when the query breaks a rule; [`Error::Api`] 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/pipeline.proto>
    pub async fn list(&self, query: &PipelineQuery) -> Result<Page<Pipeline>, Error> {
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
        query: PipelineQuery,
    ) -> impl Stream<Item = Result<Page<Pipeline>, Error>> + use<'a, T> {
        pages::pages(self.0, query)
    }

    /// Lists all pipelines from the page of the query on.
    ///
    /// # Errors
    /// As [`pages`](Self::pages); [`Error::Decode`] in the place of each element that cannot be read, with the rest
    /// after it.
    pub fn all(
        &self,
        query: PipelineQuery,
    ) -> impl Stream<Item = Result<Pipeline, Error>> + use<'a, T> {
        pages::all(self.0, query)
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

    /// Gets a pipeline by its unchangeable name.
    ///
    /// Without a namespace KFP looks in all of them and checks no right, so it may answer with a pipeline of somebody else.
    ///
    /// `GET /apis/v2beta1/pipelines/names/{name}` · needs `get` on `pipelines` in the namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 404 when there is none, which KFP says before it looks at rights; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/pipeline.proto>
    pub async fn get_by_name(
        &self,
        name: &str,
        namespace: Option<&Namespace>,
    ) -> Result<Pipeline, Error> {
        let request = request::get_pipeline_by_name(name, namespace)?;
        self.0.get(Operation::GetPipelineByName, request).await
    }

    /// Creates a pipeline without a version; [`upload`](Self::upload) makes one with its first.
    ///
    /// `POST /apis/v2beta1/pipelines` · needs `create` on `pipelines` in the namespace.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] before any IO when it breaks a rule; [`Error::Api`] 409 when the name is taken; 403 without
    /// access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/pipeline.proto>
    pub async fn create(&self, pipeline: &NewPipeline) -> Result<Pipeline, Error> {
        let request = request::create_pipeline(pipeline)?;
        self.0.get(Operation::CreatePipeline, request).await
    }

    /// Creates a pipeline with its first version from the https address of a package, which KFP fetches itself.
    ///
    /// `POST /apis/v2beta1/pipelines/create` · needs `create` on `pipelines` in the namespace.
    ///
    /// # Errors
    /// As [`create`](Self::create); [`Error::Api`] 400 when KFP may not fetch from there, or finds no pipeline; 500 when the
    /// host cannot be reached.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/pipeline.proto>
    pub async fn create_from_url(
        &self,
        pipeline: &NewPipeline,
        package_url: &str,
    ) -> Result<Pipeline, Error> {
        let request = request::create_pipeline_and_version(pipeline, package_url)?;
        self.0
            .get(Operation::CreatePipelineAndVersion, request)
            .await
    }

    /// Changes the name for people and the labels of a pipeline. Since KFP 2.17.
    ///
    /// `PATCH /apis/v2beta1/pipelines/{pipeline_id}` · needs `update` on `pipelines` in its namespace.
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
        update: &PipelineUpdate,
    ) -> Result<Pipeline, Error> {
        let request = request::update_pipeline(id, update)?;
        self.0.get(Operation::UpdatePipeline, request).await
    }

    /// Deletes a pipeline. Runs that were made from it stay and keep its id.
    ///
    /// `DELETE /apis/v2beta1/pipelines/{pipeline_id}` · needs `delete` on `pipelines` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 400 when it has versions and they are not to be deleted with it; 404 when there is none; 403 without
    /// access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/pipeline.proto>
    pub async fn delete(&self, id: &PipelineId, cascade: Cascade) -> Result<(), Error> {
        let request = request::delete_pipeline(id, cascade)?;
        self.0.done(Operation::DeletePipeline, request).await
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
}

impl<T: Streaming> Pipelines<'_, T> {
    /// Uploads a package as [`upload`](Self::upload) does, from a body that goes out as it is read: of a file, 64 KiB are in
    /// memory at a time. The content of `upload` is left empty; [`Body::counted`] tells how far it is.
    ///
    /// It is sent once, whatever comes: when no answer came, look for the pipeline by its name before doing it again.
    ///
    /// # Errors
    /// As [`upload`](Self::upload); [`Error::Transport`] as well when the body cannot be read, or turns out to be larger than
    /// KFP takes. Larger content of a known length is [`Error::InvalidRequest`], before any IO.
    pub async fn upload_from(
        &self,
        upload: &PipelineUpload,
        content: Body,
    ) -> Result<Pipeline, Error> {
        let request = request::stream_pipeline(upload, content).await?;
        let operation = Operation::UploadPipeline;
        self.0.exchange_streamed(operation, request).await
    }
}
