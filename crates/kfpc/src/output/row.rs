//! What stands in the columns.

use kfp_core::model::{Experiment, Pipeline, PipelineVersion, RecurringRun, Run, Tags, Trigger};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Its head.
    pub(crate) head: &'static str,
    /// Whether it is shown in wide tables alone.
    pub(crate) wide: bool,
}

/// A column of every table.
pub(crate) const fn column(head: &'static str) -> Column {
    Column { head, wide: false }
}

/// A column of wide tables.
pub(crate) const fn wide(head: &'static str) -> Column {
    Column { head, wide: true }
}

/// What can stand in a table.
pub(crate) trait Row {
    const COLUMNS: &'static [Column];

    /// One cell for each column.
    fn cells(&self) -> Vec<String>;

    fn id(&self) -> &str;
}

impl Row for Experiment {
    const COLUMNS: &'static [Column] = &[
        column("NAME"),
        column("ID"),
        column("LAST RUN"),
        column("CREATED"),
        wide("STORAGE"),
        wide("DESCRIPTION"),
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.display_name.clone(),
            self.experiment_id.to_string(),
            moment(self.last_run_created_at),
            moment(self.created_at),
            self.storage_state.to_string(),
            self.description.clone(),
        ]
    }

    fn id(&self) -> &str {
        self.experiment_id.as_str()
    }
}

impl Row for Run {
    const COLUMNS: &'static [Column] = &[
        column("NAME"),
        column("ID"),
        column("STATE"),
        column("CREATED"),
        column("TOOK"),
        wide("EXPERIMENT"),
        wide("RECURRING RUN"),
        wide("SERVICE ACCOUNT"),
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.display_name.clone(),
            self.run_id.to_string(),
            state_word(self).to_owned(),
            moment(self.created_at),
            took(self.created_at, self.finished_at),
            text(self.experiment_id.as_ref()),
            text(self.recurring_run_id.as_ref()),
            self.service_account.clone(),
        ]
    }

    fn id(&self) -> &str {
        self.run_id.as_str()
    }
}

impl Row for Pipeline {
    const COLUMNS: &'static [Column] = &[
        column("NAME"),
        column("ID"),
        column("CREATED"),
        wide("NAMESPACE"),
        wide("TAGS"),
        wide("DESCRIPTION"),
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            named(&self.display_name, &self.name),
            self.pipeline_id.to_string(),
            moment(self.created_at),
            self.namespace
                .as_ref()
                .map_or_else(|| "shared".to_owned(), ToString::to_string),
            labels(&self.tags),
            self.description.clone(),
        ]
    }

    fn id(&self) -> &str {
        self.pipeline_id.as_str()
    }
}

impl Row for PipelineVersion {
    const COLUMNS: &'static [Column] = &[
        column("NAME"),
        column("ID"),
        column("CREATED"),
        wide("PIPELINE"),
        wide("TAGS"),
        wide("DESCRIPTION"),
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            named(&self.display_name, &self.name),
            self.pipeline_version_id.to_string(),
            moment(self.created_at),
            self.pipeline_id.to_string(),
            labels(&self.tags),
            self.description.clone(),
        ]
    }

    fn id(&self) -> &str {
        self.pipeline_version_id.as_str()
    }
}

impl Row for RecurringRun {
    const COLUMNS: &'static [Column] = &[
        column("NAME"),
        column("ID"),
        column("STATUS"),
        column("TRIGGER"),
        column("CREATED"),
        wide("CONCURRENCY"),
        wide("EXPERIMENT"),
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.display_name.clone(),
            self.recurring_run_id.to_string(),
            self.status.to_string(),
            self.trigger.as_ref().map_or_else(String::new, trigger),
            moment(self.created_at),
            self.max_concurrency.to_string(),
            text(self.experiment_id.as_ref()),
        ]
    }

    fn id(&self) -> &str {
        self.recurring_run_id.as_str()
    }
}

/// Where a run stands. KFP says nothing of one that it has just taken.
pub(crate) fn state_word(run: &Run) -> &str {
    if run.state.is_unspecified() {
        "STARTING"
    } else {
        run.state.as_str()
    }
}

/// What people call it.
fn named(display_name: &str, name: &str) -> String {
    if display_name.is_empty() {
        name.to_owned()
    } else {
        display_name.to_owned()
    }
}

fn labels(tags: &Tags) -> String {
    let tags: Vec<String> = tags
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    tags.join(",")
}

fn trigger(trigger: &Trigger) -> String {
    match (&trigger.cron_schedule, &trigger.periodic_schedule) {
        (Some(cron), _) => format!("cron {}", cron.cron),
        (None, Some(periodic)) => format!("every {} s", periodic.interval_second),
        (None, None) => String::new(),
    }
}

fn text<T: ToString>(value: Option<&T>) -> String {
    value.map_or_else(String::new, ToString::to_string)
}

/// To the second, in UTC: what KFP keeps.
pub(crate) fn moment(time: Option<OffsetDateTime>) -> String {
    time.and_then(|time| time.replace_nanosecond(0).ok()?.format(&Rfc3339).ok())
        .unwrap_or_else(|| "-".to_owned())
}

fn took(from: Option<OffsetDateTime>, to: Option<OffsetDateTime>) -> String {
    let (Some(from), Some(to)) = (from, to) else {
        return "-".to_owned();
    };
    let seconds = (to - from).whole_seconds().max(0);
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{}m{:02}s", seconds / 60, seconds % 60),
        _ => format!("{}h{:02}m", seconds / 3600, seconds % 3600 / 60),
    }
}
