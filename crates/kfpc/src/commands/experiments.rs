//! `kfpc experiments`

use kfp_core::query::{ExperimentQuery, Sort};
use kfp_core::request::NewExperiment;

use super::start::made;
use crate::cli::{Experiments, Format, Which};
use crate::connection::Connected;
use crate::failure::{Exit, Failure};
use crate::names::Among;
use crate::output::Terminal;
use crate::words::Language;

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
            flags
                .show(format, connected, terminal, || {
                    experiments.pages(query.clone())
                })
                .await?;
        }
        Experiments::Get(Which { which }) => {
            let id = connected.experiment_id(&which, Among::All).await?;
            terminal.one(format, &experiments.get(&id).await?)?;
        }
        Experiments::Create { name, description } => {
            let mut new = NewExperiment::new(connected.namespace()?, name);
            if let Some(description) = description {
                new = new.description(description);
            }
            let made = made(&new, false, connected, terminal).await?;
            terminal.one(format, &made)?;
        }
        Experiments::Archive(Which { which }) => {
            let id = connected.experiment_id(&which, Among::Active).await?;
            experiments.archive(&id).await?;
            terminal.tell(Language::archived_with_runs);
        }
        Experiments::Restore(Which { which }) => {
            let id = connected.experiment_id(&which, Among::Archived).await?;
            experiments.unarchive(&id).await?;
            terminal.tell(Language::restored_without_runs);
        }
        Experiments::Delete(Which { which }) => {
            let id = connected.experiment_id(&which, Among::All).await?;
            experiments.delete(&id).await?;
            terminal.tell(Language::deleted_but_runs);
        }
    }
    Ok(Exit::Done)
}
