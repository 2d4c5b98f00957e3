//! `kfpc open`

use std::process::Stdio;

use crate::cli::{Kind, Open};
use crate::connection::Connected;
use crate::failure::{Exit, Failure};
use crate::names::Among;
use crate::output::Terminal;
use crate::pages::{Page, PageError, Pages};

pub(super) async fn run(
    flags: Open,
    connected: &Connected,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let page = page(flags.kind, &flags.which.which, connected).await?;
    let base = connected.connection.base();
    let pages = Pages::of(connected).await?;
    let pages = pages.ok_or(PageError::NoPages)?;
    let address = pages.address(base, &page).ok_or(PageError::NoneForIt)?;
    terminal.result(&address)?;
    if !flags.print && terminal.redraws() {
        browse(&address);
    }
    Ok(Exit::Done)
}

/// What is to be opened. It is looked up, also by its id: the page of nothing would be a dead link.
async fn page(kind: Kind, which: &str, connected: &Connected) -> Result<Page, Failure> {
    let client = &connected.client;
    Ok(match kind {
        Kind::Run => {
            let id = connected.run_id(which, Among::All).await?;
            Page::Run(client.runs().get(&id).await?.run_id)
        }
        Kind::Experiment => {
            let id = connected.experiment_id(which, Among::All).await?;
            let experiment = client.experiments().get(&id).await?;
            Page::Experiment(experiment.experiment_id, experiment.namespace)
        }
        Kind::Pipeline => {
            let id = connected.pipeline_id(which).await?;
            Page::Pipeline(client.pipelines().get(&id).await?.pipeline_id)
        }
        Kind::RecurringRun => {
            let id = connected.recurring_run_id(which).await?;
            Page::RecurringRun(client.recurring_runs().get(&id).await?.recurring_run_id)
        }
    })
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
