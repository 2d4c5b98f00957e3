//! `kfpc recurring-runs`

use kfp_core::query::{RecurringRunQuery, Sort};

use super::start_recurring_run;
use super::timetable::none_missed;
use crate::cli::{Format, RecurringRuns, Which};
use crate::connection::Connected;
use crate::failure::{Exit, Failure};
use crate::output::Terminal;
use crate::words::Language;

pub(super) async fn run(
    command: RecurringRuns,
    connected: &Connected,
    format: Format,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let recurring_runs = connected.client.recurring_runs();
    let id = async |which: Which| connected.recurring_run_id(&which.which).await;
    match command {
        RecurringRuns::List(flags) => {
            let query = RecurringRunQuery::in_namespace(connected.namespace()?)
                .sort(Sort::newest_first())
                .filter(flags.filter(false)?)
                .page_size(flags.page_size());
            flags
                .show(format, connected, terminal, || {
                    recurring_runs.pages(query.clone())
                })
                .await?;
        }
        RecurringRuns::Get(which) => {
            let recurring_run = recurring_runs.get(&id(which).await?).await?;
            terminal.one(format, &recurring_run)?;
        }
        RecurringRuns::Create(flags) => {
            return start_recurring_run::run(&flags, connected, format, terminal).await;
        }
        RecurringRuns::Enable { which, catch_up } => {
            let id = id(which).await?;
            if !catch_up {
                none_missed(&recurring_runs.get(&id).await?, connected).await?;
            }
            recurring_runs.enable(&id).await?;
            terminal.tell(Language::fires_again);
        }
        RecurringRuns::Disable(which) => {
            recurring_runs.disable(&id(which).await?).await?;
            terminal.tell(Language::fires_no_more);
        }
        RecurringRuns::Delete(which) => {
            recurring_runs.delete(&id(which).await?, None).await?;
            terminal.tell(Language::deleted_but_runs);
        }
    }
    Ok(Exit::Done)
}
