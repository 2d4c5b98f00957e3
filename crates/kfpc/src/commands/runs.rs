//! `kfpc runs`

use std::time::Duration;

use kfp_core::model::{ExperimentId, RunId, RuntimeState};
use kfp_core::query::{RunQuery, Sort};
use kfp_core::wait::Patience;

use super::listing::id;
use crate::cli::{Format, ListFlags, Runs};
use crate::connection::Connected;
use crate::failure::{Exit, Failure};
use crate::output::Terminal;

const ID: &str = "the id of a run";

pub(super) async fn run(
    command: Runs,
    connected: &Connected,
    format: Format,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let runs = connected.client.runs();
    let parsed = |text: &str| id::<RunId>(text, ID);
    match command {
        Runs::List {
            list,
            experiment,
            state,
        } => {
            let query = query(connected, &list, experiment.as_deref(), &state)?;
            let found = list.take(runs.all(query), terminal).await?;
            terminal.list(format, &found)?;
        }
        Runs::Get { id } => terminal.one(format, &runs.get(&parsed(&id)?).await?)?,
        Runs::Wait { id, timeout } => {
            let patience = timeout.map_or_else(Patience::unlimited, |seconds| {
                Patience::within(Duration::from_secs(seconds))
            });
            let run = runs.wait(&parsed(&id)?, patience).await?;
            terminal.one(format, &run)?;
            if run.state != RuntimeState::Succeeded {
                return Ok(Exit::RunFailed);
            }
        }
        Runs::Terminate { id } => {
            runs.terminate(&parsed(&id)?).await?;
            terminal.say("Its end was asked for; exit tasks still run.");
        }
        Runs::Retry { id } => {
            runs.retry(&parsed(&id)?).await?;
            terminal.say("It goes on; what succeeded is kept.");
        }
        Runs::Archive { id } => {
            runs.archive(&parsed(&id)?).await?;
            terminal.say("Archived.");
        }
        Runs::Restore { id } => {
            runs.unarchive(&parsed(&id)?).await?;
            terminal.say("Taken out of the archive.");
        }
        Runs::Delete { id } => {
            runs.delete(&parsed(&id)?).await?;
            terminal.say("Deleted; its artifacts stay.");
        }
    }
    Ok(Exit::Done)
}

fn query(
    connected: &Connected,
    list: &ListFlags,
    experiment: Option<&str>,
    states: &[String],
) -> Result<RunQuery, Failure> {
    let mut filter = list.filter(true)?;
    if !states.is_empty() {
        let states = states.iter().map(|word| state(word));
        filter = filter.in_states(&states.collect::<Result<Vec<_>, _>>()?);
    }
    let query = match experiment {
        Some(text) => RunQuery::in_experiment(id::<ExperimentId>(text, "the id of an experiment")?),
        None => RunQuery::in_namespace(connected.namespace()?),
    };
    Ok(query
        .sort(Sort::newest_first())
        .filter(filter)
        .page_size(list.page_size()))
}

/// A state as people write it. A word that KFP does not know would silently match nothing.
fn state(word: &str) -> Result<RuntimeState, Failure> {
    let state = RuntimeState::parse(&word.to_ascii_uppercase());
    if RuntimeState::KNOWN.contains(&state) {
        return Ok(state);
    }
    let words: Vec<String> = RuntimeState::KNOWN
        .iter()
        .map(|state| state.as_str().to_ascii_lowercase())
        .collect();
    Err(Failure::Usage {
        problem: format!("`{}` is not a state of a run", word.escape_debug()),
        hint: format!("Use one of {}.", words.join(", ")),
    })
}
