//! `kfpc versions`

use kfp_core::query::{PipelineVersionQuery, Sort};

use super::upload;
use crate::cli::{Format, Versions};
use crate::connection::Connected;
use crate::failure::{Exit, Failure};
use crate::output::Terminal;
use crate::words::Language;

pub(super) async fn run(
    command: Versions,
    connected: &Connected,
    format: Format,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let versions = connected.client.pipeline_versions();
    match command {
        Versions::List { pipeline, list } => {
            let pipeline = connected.pipeline_id(&pipeline).await?;
            let query = PipelineVersionQuery::of(pipeline)
                .sort(Sort::newest_first())
                .filter(list.filter(false)?)
                .page_size(list.page_size());
            list.show(format, connected, terminal, || {
                versions.pages(query.clone())
            })
            .await?;
        }
        Versions::Get { pipeline, version } => {
            let pipeline = connected.pipeline_id(&pipeline).await?;
            let version = connected.version_id(&pipeline, &version).await?;
            terminal.one(format, &versions.get(&pipeline, &version).await?)?;
        }
        Versions::Upload { pipeline, package } => {
            let pipeline = connected.pipeline_id(&pipeline).await?;
            let version = upload::version(connected, pipeline, &package, terminal).await?;
            terminal.one(format, &version)?;
        }
        Versions::Delete { pipeline, version } => {
            let pipeline = connected.pipeline_id(&pipeline).await?;
            let version = connected.version_id(&pipeline, &version).await?;
            versions.delete(&pipeline, &version).await?;
            terminal.tell(Language::deleted_but_runs);
        }
    }
    Ok(Exit::Done)
}
