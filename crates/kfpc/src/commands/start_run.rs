//! `kfpc runs create`

use kfp_core::model::Run;
use kfp_core::query::{Filter, Key, RunQuery, Sort};
use kfp_core::request::NewRun;
use time::OffsetDateTime;

use super::kept;
use super::start::{Made, chosen, configured, experiment};
use crate::cli::Start;
use crate::connection::Connected;
use crate::failure::Failure;
use crate::output::{Terminal, moment};

/// Starts a run.
pub(super) async fn run(
    flags: &Start,
    connected: &Connected,
    terminal: &mut Terminal,
) -> Result<Run, Failure> {
    let chosen = chosen(flags, connected, false, terminal).await?;
    let config = configured(flags, &chosen)?;
    let experiment = experiment(flags.experiment.as_deref(), connected, terminal).await?;
    let name = flags.name.clone().unwrap_or_else(|| {
        let now = moment(Some(OffsetDateTime::now_utc()));
        format!("{} {now}", chosen.name)
    });
    let runs = connected.client.runs();
    let named = RunQuery::in_experiment(experiment.clone())
        .filter(Filter::new().equals(Key::Name, &name))
        .sort(Sort::newest_first())
        .page_size(20);
    let mut new = NewRun::new(experiment, name, chosen.source);
    new.runtime_config = config;
    new.description = flags.description.clone().unwrap_or_default();
    new.service_account = flags.service_account.clone().unwrap_or_default();
    let made = Made {
        listed: async || Ok(runs.list(&named).await?.items),
        create: async || runs.create(&new).await,
    };
    let is_same = |one: &Run, other: &Run| one.run_id == other.run_id;
    let made = made.once(is_same, terminal).await?;
    let stored = made.pipeline_spec.as_ref();
    kept::tell_lost_settings(&chosen.kubernetes, stored, terminal);
    kept::tell_other_steps(&made, connected, terminal).await;
    Ok(made)
}
