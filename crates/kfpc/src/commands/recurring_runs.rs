//! `kfpc recurring-runs`

use kfp_core::model::RecurringRunId;
use kfp_core::query::{RecurringRunQuery, Sort};

use super::listing::id;
use crate::cli::{Format, RecurringRuns};
use crate::connection::Connected;
use crate::failure::{Exit, Failure};
use crate::output::Terminal;

const ID: &str = "the id of a recurring run";

pub(super) async fn run(
    command: RecurringRuns,
    connected: &Connected,
    format: Format,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let recurring_runs = connected.client.recurring_runs();
    let parsed = |text: &str| id::<RecurringRunId>(text, ID);
    match command {
        RecurringRuns::List(flags) => {
            let query = RecurringRunQuery::in_namespace(connected.namespace()?)
                .sort(Sort::newest_first())
                .filter(flags.filter(false)?)
                .page_size(flags.page_size());
            let found = flags.take(recurring_runs.all(query), terminal).await?;
            terminal.list(format, &found)?;
        }
        RecurringRuns::Get { id } => {
            let recurring_run = recurring_runs.get(&parsed(&id)?).await?;
            terminal.one(format, &recurring_run)?;
        }
        RecurringRuns::Enable { id } => {
            recurring_runs.enable(&parsed(&id)?).await?;
            terminal.say("It fires again.");
        }
        RecurringRuns::Disable { id } => {
            recurring_runs.disable(&parsed(&id)?).await?;
            terminal.say("It does not fire until it is enabled.");
        }
        RecurringRuns::Delete { id } => {
            recurring_runs.delete(&parsed(&id)?, None).await?;
            terminal.say("Deleted; its runs stay.");
        }
    }
    Ok(Exit::Done)
}
