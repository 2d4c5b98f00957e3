//! `kfpc open`

use std::process::Stdio;

use crate::cli::{Kind, Open};
use crate::connection::Connected;
use crate::failure::{Exit, Failure};
use crate::names::Among;
use crate::output::Terminal;
use crate::pages::{List, Page, PageError, Pages, What};
use crate::words::both;

pub(super) async fn run(
    flags: Open,
    connected: &Connected,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let Open { kind, which, print } = flags;
    if kind.is_a_list() && which.is_some() {
        return Err(Failure::Usage {
            problem: both!("a list has no name", "목록에는 이름이 없어요"),
            hint: both!(
                "Leave the name away, or say the kind of one: run, experiment, pipeline, recurring-run.",
                "이름을 빼거나 하나를 가리키는 종류를 쓰세요: run, experiment, pipeline, recurring-run."
            ),
        });
    }
    let base = connected.connection.base();
    let pages = Pages::of(connected).await?.ok_or(PageError::NoPages)?;
    // Before a name is looked up: nobody shall name a namespace for what has no page in any.
    if kind == Kind::Run && !pages.show_a_run() {
        return Err(PageError::NoneForIt.into());
    }
    let mut page = page(kind, which.as_deref().unwrap_or_default(), connected).await?;
    // What all see, or all of a namespace, is shown in the namespace that is worked in.
    if page.namespace.is_none() && pages == Pages::Console {
        page.namespace = Some(connected.namespace()?);
    }
    let address = pages.address(base, &page).ok_or(PageError::NoneForIt)?;
    terminal.result(&address)?;
    if !print && terminal.redraws() {
        browse(&address);
    }
    Ok(Exit::Done)
}

/// What is to be opened. It is looked up, also by its id: the page of nothing would be a dead link.
async fn page(kind: Kind, which: &str, connected: &Connected) -> Result<Page, Failure> {
    let client = &connected.client;
    let (what, namespace) = match kind {
        Kind::Run => {
            let id = connected.run_id(which, Among::All).await?;
            (What::Run(client.runs().get(&id).await?.run_id), None)
        }
        Kind::Experiment => {
            let id = connected.experiment_id(which, Among::All).await?;
            let found = client.experiments().get(&id).await?;
            (What::Experiment(found.experiment_id), found.namespace)
        }
        Kind::Pipeline => {
            let id = connected.pipeline_id(which).await?;
            let found = client.pipelines().get(&id).await?;
            (What::Pipeline(found.pipeline_id), found.namespace)
        }
        Kind::RecurringRun => {
            let id = connected.recurring_run_id(which).await?;
            let found = client.recurring_runs().get(&id).await?;
            (What::RecurringRun(found.recurring_run_id), found.namespace)
        }
        Kind::Runs => (What::All(List::Runs), None),
        Kind::Experiments => (What::All(List::Experiments), None),
        Kind::Pipelines => (What::All(List::Pipelines), None),
        Kind::RecurringRuns => (What::All(List::RecurringRuns), None),
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
