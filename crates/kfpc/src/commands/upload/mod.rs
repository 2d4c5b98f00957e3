//! Uploading packages.

mod outcome;
mod source;

use std::time::Duration;

use http_body::Body as _;
use kfp_core::error::Error;
use kfp_core::model::{Namespace, Pipeline, PipelineId, PipelineVersion};
use kfp_core::request::{NewPipeline, NewPipelineVersion, PipelineUpload, PipelineVersionUpload};
use kfp_core::transport::Body;
use time::OffsetDateTime;

use super::kept;
use crate::cli::Package;
use crate::connection::Connected;
use crate::failure::Failure;
use crate::output::{Meter, Progress, Terminal};
use crate::words::both;
use outcome::taken;
pub(super) use outcome::{advised, is_unknown};
pub(super) use source::read;
use source::{Content, Source};

/// How often an upload is sent that cannot have arrived.
const ATTEMPTS: u32 = 3;

/// Makes a pipeline with its first version; without a namespace one that all see.
pub(super) async fn pipeline(
    connected: &Connected,
    namespace: Option<Namespace>,
    flags: &Package,
    terminal: &mut Terminal,
) -> Result<Pipeline, Failure> {
    let pipelines = connected.client.pipelines();
    let began = OffsetDateTime::now_utc();
    let mut kubernetes = Vec::new();
    let (name, sent) = match Source::of(flags, terminal)? {
        Source::Url(url) => {
            let name = source::name_of_url(flags, &url)?;
            let mut new = NewPipeline::shared(&name);
            new.namespace.clone_from(&namespace);
            new.display_name = flags.display_name.clone().unwrap_or_default();
            new.description = flags.description.clone().unwrap_or_default();
            new.tags = flags.tag.iter().cloned().collect();
            (name, pipelines.create_from_url(&new, &url).await)
        }
        Source::Package(content) => {
            let mut upload = PipelineUpload::shared(content.file_name.clone(), "");
            upload.namespace.clone_from(&namespace);
            upload.name = Some(content.name.clone());
            upload.display_name.clone_from(&flags.display_name);
            upload.description.clone_from(&flags.description);
            upload.tags = flags.tag.iter().cloned().collect();
            let attempt = async |body: Body| pipelines.upload_from(&upload, body).await;
            let sent = attempts(&content, attempt, terminal).await?;
            kubernetes = content.kubernetes;
            (content.name, sent)
        }
    };
    match sent {
        Err(error) if is_unknown(&error) => {
            let found = pipelines.get_by_name(&name, namespace.as_ref()).await;
            outcome::settled(error, found.ok(), began, |it| it.created_at, terminal)
        }
        Err(error) => Err(taken(
            error,
            both!(
                "A pipeline of this name exists: `kfpc versions upload {name} {source}` adds a version to it.",
                "같은 이름의 파이프라인이 있어요. `kfpc versions upload {name} {source}` 명령으로 버전을 추가할 수 있어요.",
                name = name,
                source = flags.source
            ),
        )),
        Ok(pipeline) => {
            let id = &pipeline.pipeline_id;
            kept::tell_lost_settings_of(id, &kubernetes, connected, terminal).await;
            Ok(pipeline)
        }
    }
}

/// Makes a version of a pipeline.
pub(super) async fn version(
    connected: &Connected,
    pipeline: PipelineId,
    flags: &Package,
    terminal: &mut Terminal,
) -> Result<PipelineVersion, Failure> {
    let versions = connected.client.pipeline_versions();
    let began = OffsetDateTime::now_utc();
    let mut kubernetes = Vec::new();
    let (name, sent) = match Source::of(flags, terminal)? {
        Source::Url(url) => {
            let name = source::name_of_url(flags, &url)?;
            let mut new = NewPipelineVersion::new(pipeline.clone(), &name, url);
            new.display_name = flags.display_name.clone().unwrap_or_default();
            new.description = flags.description.clone().unwrap_or_default();
            new.tags = flags.tag.iter().cloned().collect();
            (name, versions.create(&new).await)
        }
        Source::Package(content) => {
            let name = version_name(flags, &content, began);
            let file_name = content.file_name.clone();
            let mut upload = PipelineVersionUpload::new(pipeline.clone(), file_name, "");
            upload.name = Some(name.clone());
            upload.display_name.clone_from(&flags.display_name);
            upload.description.clone_from(&flags.description);
            upload.tags = flags.tag.iter().cloned().collect();
            let attempt = async |body: Body| versions.upload_from(&upload, body).await;
            let sent = attempts(&content, attempt, terminal).await?;
            kubernetes = content.kubernetes;
            (name, sent)
        }
    };
    match sent {
        Err(error) if is_unknown(&error) => {
            let found = outcome::version_named(connected, &pipeline, &name).await;
            outcome::settled(error, found, began, |it| it.created_at, terminal)
        }
        Err(error) => Err(taken(
            error,
            both!(
                "The pipeline has a version of this name: give another with --name.",
                "파이프라인에 같은 이름의 버전이 있어요. --name 옵션으로 다른 이름을 주세요."
            ),
        )),
        Ok(version) => {
            let stored = version.pipeline_spec.as_ref();
            kept::tell_lost_settings(&kubernetes, stored, terminal);
            Ok(version)
        }
    }
}

/// The name of the package would be that of the first version already.
fn version_name(flags: &Package, content: &Content, now: OffsetDateTime) -> String {
    flags.name.clone().unwrap_or_else(|| {
        let now = crate::output::moment(Some(now));
        format!("{} {now}", content.name)
    })
}

/// Sends it again, a little later, as long as it cannot have arrived.
async fn attempts<R>(
    content: &Content,
    attempt: impl AsyncFn(Body) -> Result<R, Error>,
    terminal: &mut Terminal,
) -> Result<Result<R, Error>, Failure> {
    let mut number = 1;
    loop {
        let body = content.body().await?;
        let all = body.size_hint().lower();
        let meter = Meter::default();
        let mut progress = Progress::new(terminal);
        let sent = attempt(meter.count(body));
        let sent = progress.transfer(&meter, all, sent).await;
        match &sent {
            Err(error @ Error::Unexpected { .. }) if error.is_retryable() && number < ATTEMPTS => {
                tokio::time::sleep(Duration::from_secs(number.into())).await;
                number += 1;
            }
            _ => return Ok(sent),
        }
    }
}
