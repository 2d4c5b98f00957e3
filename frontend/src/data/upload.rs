//! Packages: what is in one, and uploading it. An upload without an answer is looked up before anybody tries again.

use bytes::Bytes;
use console_api::PackageReport;
use http::Request;
use kfp_core::{
    Error,
    model::{Namespace, Page, Pipeline, PipelineId},
    operation::Operation,
    query::{Filter, Key, PipelineQuery, PipelineVersionQuery},
    request::{
        NewPipeline, NewPipelineVersion, PipelineUpload, PipelineVersionUpload,
        create_pipeline_and_version, create_pipeline_version, list_pipeline_versions,
        list_pipelines, upload_pipeline, upload_pipeline_version,
    },
    response::{read as read_answer, read_list},
};
use time::OffsetDateTime;
use web_sys::{Blob, FormData};

use super::{
    Api, Failure, VersionRow,
    actions::is_open,
    api::{read, told},
    launch::{PAUSES, pause},
    xhr::{self, Payload},
};
use crate::url_state::Query;

/// What an upload makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum UploadTarget {
    /// A pipeline with its first version.
    Pipeline(Namespace),
    /// A version of a pipeline.
    Version(PipelineId),
}

/// Where the package is.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// In hand, with a name whose ending says what it is.
    File(Blob, String),
    /// At an address, from which KFP fetches it.
    Address(String),
}

/// An upload.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) target: UploadTarget,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) content: Content,
}

/// What has the name already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Namesake {
    /// The pipeline that has it, or whose version has it.
    pub(crate) pipeline: PipelineId,
    pub(crate) created_at: Option<OffsetDateTime>,
}

/// How an upload ended.
#[derive(Debug)]
pub(crate) enum Uploaded {
    /// It is there: the pipeline that was made, or that has one more version.
    Made(PipelineId),
    /// The name was taken before anything was sent.
    Taken(Namesake),
    /// There is nothing.
    Failed(Failure),
    /// No answer came, and it cannot be seen.
    Unknown(Failure),
}

impl Api {
    /// What is in a package.
    pub(crate) async fn package(
        self,
        namespace: Namespace,
        file: Blob,
        on_progress: impl Fn(f64) + 'static,
    ) -> Result<PackageReport, Failure> {
        let mut query = Query::default();
        query.set("namespace", namespace.as_str());
        let address = format!("{}?{}", self.own_path("/api/package"), query.write());
        let answer = self
            .post_slowly(&address, &Payload::File(file), on_progress)
            .await;
        let read =
            answer.and_then(|(parts, body)| read(&parts, &body).map_err(|refused| refused.failure));
        read.inspect_err(|failure| self.guard().heed(failure))
    }

    /// What has a name already, if anything does.
    pub(crate) async fn namesake(
        self,
        target: UploadTarget,
        name: String,
    ) -> Result<Option<Namesake>, Failure> {
        let named = Filter::new().equals(Key::Name, &name);
        match target {
            UploadTarget::Pipeline(namespace) => {
                let query = PipelineQuery::in_namespace(namespace);
                let request = list_pipelines(&query.filter(named).page_size(1));
                let (parts, body) = self.ask_kfp(request).await?;
                let page: Page<Pipeline> =
                    told(read_list(Operation::ListPipelines, &parts, &body))?;
                let first = page.items.into_iter().next();
                Ok(first.map(|pipeline| Namesake {
                    pipeline: pipeline.pipeline_id,
                    created_at: pipeline.created_at,
                }))
            }
            UploadTarget::Version(pipeline) => {
                let query = PipelineVersionQuery::of(pipeline.clone());
                let request = list_pipeline_versions(&query.filter(named).page_size(1));
                let (parts, body) = self.ask_kfp(request).await?;
                let page: Page<VersionRow> =
                    told(read_list(Operation::ListPipelineVersions, &parts, &body))?;
                let first = page.items.into_iter().next();
                Ok(first.map(|version| Namesake {
                    pipeline,
                    created_at: version.created_at,
                }))
            }
        }
    }

    /// Uploads a package.
    pub(crate) async fn upload(
        self,
        upload: Upload,
        on_progress: impl Fn(f64) + 'static,
    ) -> Uploaded {
        let look = || self.namesake(upload.target.clone(), upload.name.clone());
        match look().await {
            Ok(None) => {}
            Ok(Some(namesake)) => return Uploaded::Taken(namesake),
            Err(failure) => return self.ended(failure, Uploaded::Failed),
        }
        // How much has gone is told late, and does not tell what has not come.
        let failure = match self.send_package(&upload, on_progress).await {
            Ok(pipeline) => return Uploaded::Made(pipeline),
            Err(failure) if is_open(&failure) => failure,
            Err(failure) => return self.ended(failure, Uploaded::Failed),
        };
        // Names are unique: what has it now was made by this.
        for wait in PAUSES {
            pause(wait).await;
            match look().await {
                Ok(Some(namesake)) => return Uploaded::Made(namesake.pipeline),
                Err(lost) if lost.signed_out().is_some() => {
                    return self.ended(lost, Uploaded::Unknown);
                }
                Ok(None) | Err(_) => {}
            }
        }
        Uploaded::Unknown(failure)
    }

    async fn send_package(
        self,
        upload: &Upload,
        on_progress: impl Fn(f64) + 'static,
    ) -> Result<PipelineId, Failure> {
        let (parts, body) = match &upload.content {
            Content::Address(_) => self.ask_kfp(request(upload)).await?,
            Content::File(file, file_name) => {
                let request = told(request(upload))?;
                let path = request.uri().path_and_query();
                let address = self.own_path(path.map_or("/", |path| path.as_str()));
                let form = FormData::new().and_then(|form| {
                    form.append_with_blob_and_filename("uploadfile", file, file_name)?;
                    Ok(form)
                });
                let form = form.map_err(|_| silence())?;
                self.post_slowly(&address, &Payload::Form(form), on_progress)
                    .await?
            }
        };
        let is_fetched = matches!(upload.content, Content::Address(_));
        match &upload.target {
            UploadTarget::Pipeline(_) => {
                let operation = if is_fetched {
                    Operation::CreatePipelineAndVersion
                } else {
                    Operation::UploadPipeline
                };
                let made: Pipeline = told(read_answer(operation, &parts, &body))?;
                Ok(made.pipeline_id)
            }
            UploadTarget::Version(pipeline) => {
                let operation = if is_fetched {
                    Operation::CreatePipelineVersion
                } else {
                    Operation::UploadPipelineVersion
                };
                told(read_answer::<VersionRow>(operation, &parts, &body))?;
                Ok(pipeline.clone())
            }
        }
    }

    async fn post_slowly(
        self,
        address: &str,
        payload: &Payload,
        on_progress: impl Fn(f64) + 'static,
    ) -> Result<(http::response::Parts, Bytes), Failure> {
        self.check()?;
        match xhr::post(address, payload, on_progress).await {
            Ok(answer) => Ok(answer),
            Err(xhr::Silent) => Err(self.why_silent().await),
        }
    }

    /// What silence means: a sign-in page of another origin, which the page may not ask, is silence to it.
    async fn why_silent(self) -> Failure {
        let session = self.session().await;
        let lost = session
            .err()
            .filter(|failure| failure.signed_out().is_some());
        lost.unwrap_or_else(silence)
    }

    fn ended(self, failure: Failure, how: fn(Failure) -> Uploaded) -> Uploaded {
        self.guard().heed(&failure);
        how(failure)
    }
}

fn silence() -> Failure {
    super::api::silence(crate::text::Finding::NoAnswer.code())
}

/// Stands for the file, which stays with the browser. An archive may have any name.
const STAND_IN: &[u8] = b"PK";

/// The request without its file: what is checked, and the address with all that is said of it.
fn request(upload: &Upload) -> Result<Request<Bytes>, Error> {
    let Upload {
        target,
        name,
        description,
        content,
    } = upload;
    match (target, content) {
        (UploadTarget::Pipeline(namespace), Content::File(_, file_name)) => upload_pipeline(
            &PipelineUpload::new(namespace.clone(), file_name, STAND_IN)
                .name(name)
                .description(description),
        ),
        (UploadTarget::Version(pipeline), Content::File(_, file_name)) => upload_pipeline_version(
            &PipelineVersionUpload::new(pipeline.clone(), file_name, STAND_IN)
                .name(name)
                .description(description),
        ),
        (UploadTarget::Pipeline(namespace), Content::Address(address)) => {
            let pipeline = NewPipeline::new(namespace.clone(), name).description(description);
            create_pipeline_and_version(&pipeline, address)
        }
        (UploadTarget::Version(pipeline), Content::Address(address)) => create_pipeline_version(
            &NewPipelineVersion::new(pipeline.clone(), name, address).description(description),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_at_an_address_is_made_by_kfp_and_one_in_hand_has_no_body_here() {
        let upload = Upload {
            target: UploadTarget::Version(PipelineId::new("p-1").expect("an id")),
            name: "v 2".to_owned(),
            description: String::new(),
            content: Content::Address("https://packages.example/p.yaml".to_owned()),
        };
        let request = request(&upload).expect("a request");
        assert_eq!(request.uri(), "/apis/v2beta1/pipelines/p-1/versions");
        let http = Upload {
            content: Content::Address("http://packages.example/p.yaml".to_owned()),
            ..upload
        };
        assert!(super::request(&http).is_err());
    }
}
