//! What a run is made from.

use kfp_core::model::{PipelineId, PipelineVersion};
use kfp_core::query::{PipelineVersionQuery, Sort};
use kfp_core::request::PipelineSource;
use kfp_core::spec::{Caching, CompiledPipeline, NotAPipeline, PipelineSpec};

use crate::cli::Start;
use crate::commands::upload;
use crate::connection::Connected;
use crate::failure::Failure;
use crate::output::Terminal;
use crate::words::Language;

/// What a run is made from, and what is known of it.
pub(in crate::commands) struct Chosen {
    pub(in crate::commands) source: PipelineSource,
    /// What it is called.
    pub(in crate::commands) name: String,
    /// `None` for a pipeline of KFP 1, which says no kinds.
    pub(in crate::commands) spec: Option<PipelineSpec>,
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
            problem: "nothing was named that could be run".to_owned(),
            hint: "Give a package, or --pipeline.".to_owned(),
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
                problem: "--no-cache: the caching of a pipeline of KFP 1 cannot be changed"
                    .to_owned(),
                hint: "Leave it out, or compile the pipeline with KFP 2.".to_owned(),
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
    })
}

fn sent_along(mut compiled: CompiledPipeline, no_cache: bool) -> Chosen {
    if no_cache {
        compiled.spec.set_caching(&Caching::Off);
    }
    Chosen {
        source: PipelineSource::Spec(compiled.to_document()),
        name: compiled.spec.pipeline_info.name.clone(),
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
        problem: format!("the pipeline {pipeline} has no version that could be run"),
        hint: "Add one with `kfpc versions upload`.".to_owned(),
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
            problem: format!(
                "the version {} cannot be run: {problem}",
                version.pipeline_version_id
            ),
            hint: "Upload the pipeline again, or name another version with --version.".to_owned(),
        }),
    }
}
