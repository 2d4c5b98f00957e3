//! `kfpc experiments`

use kfp_core::model::ExperimentId;
use kfp_core::query::{ExperimentQuery, Sort};
use kfp_core::request::NewExperiment;

use super::listing::id;
use crate::cli::{Experiments, Format};
use crate::connection::Connected;
use crate::failure::{Exit, Failure};
use crate::output::Terminal;

const ID: &str = "the id of an experiment";

pub(super) async fn run(
    command: Experiments,
    connected: &Connected,
    format: Format,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let experiments = connected.client.experiments();
    match command {
        Experiments::List(flags) => {
            let query = ExperimentQuery::in_namespace(connected.namespace()?)
                .sort(Sort::newest_first())
                .filter(flags.filter(true)?)
                .page_size(flags.page_size());
            let found = flags.take(experiments.all(query), terminal).await?;
            terminal.list(format, &found)?;
        }
        Experiments::Get { id: text } => {
            let experiment = experiments.get(&id::<ExperimentId>(&text, ID)?).await?;
            terminal.one(format, &experiment)?;
        }
        Experiments::Create { name, description } => {
            let mut new = NewExperiment::new(connected.namespace()?, name);
            if let Some(description) = description {
                new = new.description(description);
            }
            terminal.one(format, &experiments.create(&new).await?)?;
        }
        Experiments::Archive { id: text } => {
            experiments.archive(&id::<ExperimentId>(&text, ID)?).await?;
            terminal.say("Archived, with its runs.");
        }
        Experiments::Restore { id: text } => {
            experiments
                .unarchive(&id::<ExperimentId>(&text, ID)?)
                .await?;
            terminal.say("Taken out of the archive; its runs stay there.");
        }
        Experiments::Delete { id: text } => {
            experiments.delete(&id::<ExperimentId>(&text, ID)?).await?;
            terminal.say("Deleted; its runs stay.");
        }
    }
    Ok(Exit::Done)
}
