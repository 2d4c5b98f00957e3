//! What a run is made from.

use kfp_core::model::{PipelineId, PipelineVersion};
use kfp_core::query::{PipelineVersionQuery, Sort};
use kfp_core::request::PipelineSource;
use kfp_core::spec::{Caching, CompiledPipeline, KubernetesSettings, NotAPipeline, PipelineSpec};

use crate::cli::Start;
use crate::commands::upload;
use crate::connection::Connected;
use crate::failure::Failure;
use crate::output::Terminal;
use crate::words::{Language, both};

/// What a run is made from, and what is known of it.
pub(in crate::commands) struct Chosen {
    pub(in crate::commands) source: PipelineSource,
    /// What it is called.
    pub(in crate::commands) name: String,
    /// `None` for a pipeline of KFP 1, which says no kinds.
    pub(in crate::commands) spec: Option<PipelineSpec>,
    /// What is asked of Kubernetes by what is sent along.
    pub(in crate::commands) kubernetes: Vec<KubernetesSettings>,
}

/// Finds the pipeline, and reads its spec.
pub(in crate::commands) async fn chosen(
    flags: &Start,
    connected: &Connected,
    newest_each_time: bool,
    terminal: &mut Terminal,
) -> Result<Chosen, Failure> {
    let chosen = found(flags, connected, newest_each_time, terminal).await?;
    if let Some(spec) = &chosen.spec {
        super::weight::tell(spec, terminal);
    }
    Ok(chosen)
}

async fn found(
    flags: &Start,
    connected: &Connected,
    newest_each_time: bool,
    terminal: &mut Terminal,
) -> Result<Chosen, Failure> {
    if let Some(path) = &flags.package {
        let compiled = upload::read(path, terminal)?.pipeline;
        return Ok(sent_along(compiled, flags.no_cache));
    }
    let Some(text) = &flags.pipeline else {
        return Err(Failure::Usage {
            problem: both!(
                "nothing was named that could be run",
                "무엇을 실행할지 알 수 없어요"
            ),
            hint: both!(
                "Give a package, or --pipeline.",
                "패키지나 --pipeline 옵션을 주세요."
            ),
        });
    };
    let pipeline = connected.pipeline_id(text).await?;
    let version = version(flags, connected, &pipeline).await?;
    let compiled = compiled(&version)?;
    if flags.no_cache {
        return match compiled {
            Some(compiled) => {
                terminal.tell(Language::caching_is_compiled);
                Ok(sent_along(compiled, true))
            }
            None => Err(Failure::Usage {
                problem: both!(
                    "--no-cache: the caching of a pipeline of KFP 1 cannot be changed",
                    "--no-cache: KFP 1 파이프라인의 캐싱은 바꿀 수 없어요"
                ),
                hint: both!(
                    "Leave it out, or compile the pipeline with KFP 2.",
                    "빼거나 파이프라인을 KFP 2로 컴파일하세요."
                ),
            }),
        };
    }
    let follows = newest_each_time && flags.version.is_none();
    let id = version.pipeline_version_id.clone();
    Ok(Chosen {
        name: compiled.as_ref().map_or_else(
            || version.display_name.clone(),
            |compiled| compiled.spec.pipeline_info.name.clone(),
        ),
        // What was checked is what runs, unless each firing is to take the newest.
        source: if follows {
            PipelineSource::Latest(pipeline)
        } else {
            PipelineSource::Version(pipeline, id)
        },
        spec: compiled.map(|compiled| compiled.spec),
        kubernetes: Vec::new(),
    })
}

fn sent_along(mut compiled: CompiledPipeline, no_cache: bool) -> Chosen {
    if no_cache {
        compiled.spec.set_caching(&Caching::Off);
    }
    Chosen {
        source: PipelineSource::Spec(compiled.to_document()),
        name: compiled.spec.pipeline_info.name.clone(),
        kubernetes: compiled.kubernetes_settings(),
        spec: Some(compiled.spec),
    }
}

async fn version(
    flags: &Start,
    connected: &Connected,
    pipeline: &PipelineId,
) -> Result<PipelineVersion, Failure> {
    let versions = connected.client.pipeline_versions();
    if let Some(text) = &flags.version {
        let id = connected.version_id(pipeline, text).await?;
        return Ok(versions.get(pipeline, &id).await?);
    }
    let newest = PipelineVersionQuery::of(pipeline.clone()).sort(Sort::newest_first());
    let page = versions.list(&newest.page_size(1)).await?;
    page.items.into_iter().next().ok_or_else(|| Failure::Usage {
        problem: both!(
            "the pipeline {pipeline} has no version that could be run",
            "파이프라인에 실행할 버전이 없어요: {pipeline}"
        ),
        hint: both!(
            "Add one with `kfpc versions upload`.",
            "`kfpc versions upload` 명령으로 추가하세요."
        ),
    })
}

/// The spec of a version; `None` for one of KFP 1.
fn compiled(version: &PipelineVersion) -> Result<Option<CompiledPipeline>, Failure> {
    let Some(document) = &version.pipeline_spec else {
        return Ok(None);
    };
    match CompiledPipeline::read(document) {
        Ok(compiled) => Ok(Some(compiled)),
        Err(NotAPipeline::ArgoWorkflow) => Ok(None),
        Err(problem) => Err(Failure::Usage {
            problem: both!(
                "the version {id} cannot be run: {problem}",
                "이 버전은 실행할 수 없어요: {id}: {problem}",
                id = version.pipeline_version_id
            ),
            hint: both!(
                "Upload the pipeline again, or name another version with --version.",
                "파이프라인을 다시 업로드하거나 --version 옵션으로 다른 버전을 고르세요."
            ),
        }),
    }
}
