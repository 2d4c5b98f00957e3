//! `kfpc pipelines`

use kfp_core::query::{PipelineQuery, Sort};
use kfp_core::request::Cascade;

use super::upload;
use crate::cli::{Format, Pipelines, Which};
use crate::connection::Connected;
use crate::failure::{Exit, Failure};
use crate::output::Terminal;
use crate::words::Language;

pub(super) async fn run(
    command: Pipelines,
    connected: &Connected,
    format: Format,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let pipelines = connected.client.pipelines();
    match command {
        Pipelines::List { shared, list } => {
            let query = if shared {
                PipelineQuery::shared()
            } else {
                PipelineQuery::in_namespace(connected.namespace()?)
            };
            let query = query
                .sort(Sort::newest_first())
                .filter(list.filter(false)?)
                .page_size(list.page_size());
            list.show(format, connected, terminal, || {
                pipelines.pages(query.clone())
            })
            .await?;
        }
        Pipelines::Get(Which { which }) => {
            let id = connected.pipeline_id(&which).await?;
            terminal.one(format, &pipelines.get(&id).await?)?;
        }
        Pipelines::Upload { package, shared } => {
            let namespace = if shared {
                None
            } else {
                Some(connected.namespace()?)
            };
            let pipeline = upload::pipeline(connected, namespace, &package, terminal).await?;
            terminal.one(format, &pipeline)?;
        }
        Pipelines::Delete { which, cascade } => {
            let cascade = if cascade {
                Cascade::Versions
            } else {
                Cascade::Refuse
            };
            let id = connected.pipeline_id(&which.which).await?;
            pipelines.delete(&id, cascade).await?;
            terminal.tell(Language::deleted_but_runs);
        }
    }
    Ok(Exit::Done)
}
