//! `kfpc pipelines`

use kfp_core::model::PipelineId;
use kfp_core::query::{PipelineQuery, Sort};
use kfp_core::request::Cascade;

use super::listing::id;
use crate::cli::{Format, Pipelines};
use crate::connection::Connected;
use crate::failure::{Exit, Failure};
use crate::output::Terminal;

const ID: &str = "the id of a pipeline";

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
            let found = list.take(pipelines.all(query), terminal).await?;
            terminal.list(format, &found)?;
        }
        Pipelines::Get { id: text } => {
            let pipeline = pipelines.get(&id::<PipelineId>(&text, ID)?).await?;
            terminal.one(format, &pipeline)?;
        }
        Pipelines::Delete { id: text, cascade } => {
            let cascade = if cascade {
                Cascade::Versions
            } else {
                Cascade::Refuse
            };
            pipelines
                .delete(&id::<PipelineId>(&text, ID)?, cascade)
                .await?;
            terminal.say("Deleted; its runs stay.");
        }
    }
    Ok(Exit::Done)
}
