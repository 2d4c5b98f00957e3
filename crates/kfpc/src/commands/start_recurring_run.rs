//! `kfpc recurring-runs create`

use kfp_core::model::RecurringRun;
use kfp_core::query::{Filter, Key, RecurringRunQuery, Sort};
use kfp_core::request::NewRecurringRun;

use super::kept;
use super::start::{Made, chosen, configured, experiment};
use super::timetable::{Preview, trigger};
use crate::cli::{CreateRecurringRun, Format};
use crate::connection::Connected;
use crate::failure::{Exit, Failure};
use crate::output::Terminal;
use crate::words::Language;

/// Tells when it would fire, without a server.
pub(super) fn preview(
    flags: &CreateRecurringRun,
    format: Format,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let (trigger, zone) = trigger(&flags.timetable)?;
    let preview = Preview::of(trigger)?;
    match format {
        Format::Json | Format::Yaml => terminal.value(format, &preview)?,
        _ => terminal.result(&preview.told(&zone, terminal.language))?,
    }
    Ok(Exit::Done)
}

/// Makes one, and tells when it fires.
pub(super) async fn run(
    flags: &CreateRecurringRun,
    connected: &Connected,
    format: Format,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    // The timetable first: it needs nobody else.
    let (trigger, zone) = trigger(&flags.timetable)?;
    let preview = Preview::of(trigger.clone())?;
    let start = &flags.start;
    let chosen = chosen(start, connected, true, terminal).await?;
    let config = configured(start, &chosen)?;
    let experiment = experiment(start.experiment.as_deref(), connected, terminal).await?;
    let name = start.name.clone().unwrap_or_else(|| chosen.name.clone());
    let recurring_runs = connected.client.recurring_runs();
    let named = RecurringRunQuery::in_experiment(experiment.clone())
        .filter(Filter::new().equals(Key::Name, &name))
        .sort(Sort::newest_first())
        .page_size(20);
    let mut new = NewRecurringRun::new(experiment, name, chosen.source, trigger);
    new.runtime_config = config;
    new.description = start.description.clone().unwrap_or_default();
    new.service_account = start.service_account.clone().unwrap_or_default();
    new.max_concurrency = flags.max_concurrency;
    new.no_catchup = flags.no_catchup;
    new.enabled = !flags.disabled;
    let made = Made {
        listed: async || Ok(recurring_runs.list(&named).await?.items),
        create: async || recurring_runs.create(&new).await,
    };
    let is_same =
        |one: &RecurringRun, other: &RecurringRun| one.recurring_run_id == other.recurring_run_id;
    let made = made.once(is_same, terminal).await?;
    let stored = made.pipeline_spec.as_ref();
    kept::tell_lost_settings(&chosen.kubernetes, stored, terminal);
    terminal.tell(|language| preview.told(&zone, language));
    if start.pipeline.is_some() && start.version.is_none() && !start.no_cache {
        terminal.tell(Language::newest_each_time);
    }
    if flags.disabled {
        terminal.tell(Language::fires_no_more);
    }
    terminal.one(format, &made)?;
    Ok(Exit::Done)
}
