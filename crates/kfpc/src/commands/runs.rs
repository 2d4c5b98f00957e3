//! `kfpc runs`

use std::pin::pin;
use std::time::Duration;

use futures::StreamExt as _;
use kfp_core::model::{Run, RunId, RuntimeState};
use kfp_core::query::{RunQuery, Sort};
use kfp_core::wait::Patience;

use super::logs::{self, Wanted};
use super::{kept, origin, start_run};
use crate::cli::{Format, ListFlags, Runs, Which};
use crate::connection::Connected;
use crate::failure::{Exit, Failure};
use crate::names::Among;
use crate::output::{Changes, Progress, Terminal, state_word};
use crate::words::{Language, both};

pub(super) async fn run(
    command: Runs,
    connected: &Connected,
    format: Format,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let runs = connected.client.runs();
    let id = async |Which { which }, among| connected.run_id(&which, among).await;
    match command {
        Runs::List {
            list,
            experiment,
            state,
        } => {
            let query = query(connected, &list, experiment.as_deref(), &state).await?;
            list.show(format, connected, terminal, || runs.pages(query.clone()))
                .await?;
        }
        Runs::Get { which, watch } => {
            let id = id(which, Among::All).await?;
            if watch {
                watched(connected, id, Patience::unlimited(), format, terminal).await?;
            } else {
                let run = runs.get(&id).await?;
                terminal.one(format, &run)?;
                origin::tell(&run, connected, terminal).await;
                kept::tell_other_steps(&run, connected, terminal).await;
            }
        }
        Runs::Create {
            start,
            wait,
            timeout,
        } => {
            let run = start_run::run(&start, connected, terminal).await?;
            if !wait {
                terminal.one(format, &run)?;
                return Ok(Exit::Done);
            }
            terminal.say(&terminal.language.started(run.run_id.as_str()));
            let run = waited(connected, run.run_id, patience(timeout), terminal).await?;
            terminal.one(format, &run)?;
            if run.state != RuntimeState::Succeeded {
                return Ok(Exit::RunFailed);
            }
        }
        Runs::Wait {
            which,
            timeout,
            watch,
        } => {
            let patience = patience(timeout);
            let id = id(which, Among::All).await?;
            let state = if watch {
                watched(connected, id, patience, format, terminal).await?
            } else {
                let run = waited(connected, id, patience, terminal).await?;
                terminal.one(format, &run)?;
                run.state
            };
            if state != RuntimeState::Succeeded {
                return Ok(Exit::RunFailed);
            }
        }
        Runs::Logs {
            which,
            task,
            follow,
        } => {
            let run = id(which, Among::All).await?;
            let wanted = Wanted { run, task, follow };
            logs::show(wanted, connected, terminal).await?;
        }
        Runs::Terminate(which) => {
            runs.terminate(&id(which, Among::All).await?).await?;
            terminal.tell(Language::end_asked_for);
        }
        Runs::Retry(which) => {
            runs.retry(&id(which, Among::All).await?).await?;
            terminal.tell(Language::goes_on);
        }
        Runs::Archive(which) => {
            runs.archive(&id(which, Among::Active).await?).await?;
            terminal.tell(Language::archived);
        }
        Runs::Restore(which) => {
            runs.unarchive(&id(which, Among::Archived).await?).await?;
            terminal.tell(Language::restored);
        }
        Runs::Delete(which) => {
            runs.delete(&id(which, Among::All).await?).await?;
            terminal.tell(Language::deleted_but_artifacts);
        }
    }
    Ok(Exit::Done)
}

fn patience(timeout: Option<u64>) -> Patience {
    timeout.map_or_else(Patience::unlimited, |seconds| {
        Patience::within(Duration::from_secs(seconds))
    })
}

/// Waits for the end of a run, and says how far it is.
async fn waited(
    connected: &Connected,
    id: RunId,
    patience: Patience,
    terminal: &mut Terminal,
) -> Result<Run, Failure> {
    let runs = connected.client.runs();
    let mut states = pin!(runs.watch(id.clone(), patience));
    let mut progress = Progress::new(terminal);
    let mut last = None;
    while let Some(run) = progress.during(states.next()).await {
        let run = run?;
        progress.say(state_word(&run));
        last = Some(run);
    }
    match last {
        Some(run) => Ok(run),
        None => Ok(runs.get(&id).await?),
    }
}

/// Shows a run after each change of its state, until it has ended or nobody reads on. Returns its last state.
async fn watched(
    connected: &Connected,
    id: RunId,
    patience: Patience,
    format: Format,
    terminal: &mut Terminal,
) -> Result<RuntimeState, Failure> {
    let runs = connected.client.runs();
    let mut states = pin!(runs.watch(id, patience));
    let mut changes = Changes::new(format);
    let mut state = RuntimeState::default();
    while let Some(run) = states.next().await {
        let run = run?;
        changes.show(std::slice::from_ref(&run), terminal)?;
        state = run.state;
        if terminal.is_closed() {
            break;
        }
    }
    Ok(state)
}

async fn query(
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
        Some(text) => RunQuery::in_experiment(connected.experiment_id(text, Among::All).await?),
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
        problem: both!(
            "`{word}` is not a state of a run",
            "실행의 상태가 아니에요: `{word}`",
            word = word.escape_debug()
        ),
        hint: both!(
            "Use one of {words}.",
            "다음 가운데 하나를 쓰세요: {words}",
            words = words.join(", ")
        ),
    })
}
