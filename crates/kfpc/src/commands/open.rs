//! `kfpc open`

use std::process::Stdio;

use crate::cli::{Kind, Open};
use crate::connection::Connected;
use crate::failure::{Exit, Failure};
use crate::names::Among;
use crate::output::Terminal;
use crate::pages::{List, Page, PageError, Pages, What};

pub(super) async fn run(
    flags: Open,
    connected: &Connected,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let mut page = page(flags.kind, flags.which.as_deref(), connected).await?;
    let base = connected.connection.base();
    let pages = Pages::of(connected).await?;
    let pages = pages.ok_or(PageError::NoPages)?;
    // What all see, or all of a namespace, is shown in the namespace that is worked in.
    if page.namespace.is_none() && pages == Pages::Console {
        page.namespace = Some(connected.namespace()?);
    }
    let address = pages.address(base, &page).ok_or(PageError::NoneForIt)?;
    terminal.result(&address)?;
    if !flags.print && terminal.redraws() {
        browse(&address);
    }
    Ok(Exit::Done)
}

/// What is to be opened. It is looked up, also by its id: the page of nothing would be a dead link.
async fn page(kind: Kind, which: Option<&str>, connected: &Connected) -> Result<Page, Failure> {
    let list = match kind {
        Kind::Runs => Some(List::Runs),
        Kind::Experiments => Some(List::Experiments),
        Kind::Pipelines => Some(List::Pipelines),
        Kind::RecurringRuns => Some(List::RecurringRuns),
        Kind::Run | Kind::Experiment | Kind::Pipeline | Kind::RecurringRun => None,
    };
    match (list, which) {
        (Some(list), None) => Ok(Page {
            what: What::All(list),
            namespace: connected.connection.namespace().cloned(),
        }),
        (None, Some(which)) => one(kind, which, connected).await,
        _ => Err(Failure::Usage {
            problem: "a list has no name".to_owned(),
            hint: "Leave the name away, or say the kind of one: run, experiment, pipeline, recurring-run."
                .to_owned(),
        }),
    }
}

async fn one(kind: Kind, which: &str, connected: &Connected) -> Result<Page, Failure> {
    let client = &connected.client;
    let (what, namespace) = match kind {
        Kind::Run | Kind::Runs => {
            let id = connected.run_id(which, Among::All).await?;
            (What::Run(client.runs().get(&id).await?.run_id), None)
        }
        Kind::Experiment | Kind::Experiments => {
            let id = connected.experiment_id(which, Among::All).await?;
            let found = client.experiments().get(&id).await?;
            (What::Experiment(found.experiment_id), found.namespace)
        }
        Kind::Pipeline | Kind::Pipelines => {
            let id = connected.pipeline_id(which).await?;
            let found = client.pipelines().get(&id).await?;
            (What::Pipeline(found.pipeline_id), found.namespace)
        }
        Kind::RecurringRun | Kind::RecurringRuns => {
            let id = connected.recurring_run_id(which).await?;
            let found = client.recurring_runs().get(&id).await?;
            (What::RecurringRun(found.recurring_run_id), found.namespace)
        }
    };
    Ok(Page { what, namespace })
}

/// Hands the address to the person's browser. That there is none is no failure: the address stands on the terminal.
fn browse(address: &str) {
    let chosen = std::env::var("BROWSER")
        .ok()
        .filter(|browser| !browser.is_empty());
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let _ = std::process::Command::new(chosen.as_deref().unwrap_or(opener))
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}
