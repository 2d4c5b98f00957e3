//! Recurring runs and what makes them fire.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::open_enum::open_enum;
use super::{
    Document, ExperimentId, Namespace, PipelineVersionReference, RecurringRunId, RuntimeConfig,
    Status, id_or_none, int64, timestamp,
};

/// A schedule that makes runs.
///
/// Has no time of its last or next run: list the runs by [`Key::RecurringRunId`](crate::query::Key::RecurringRunId) for
/// the former and compute the latter.
///
/// # Spec
/// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/recurring_run.proto>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecurringRun {
    /// Its id.
    pub recurring_run_id: RecurringRunId,
    /// The experiment its runs belong to.
    #[serde(
        default,
        deserialize_with = "id_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub experiment_id: Option<ExperimentId>,
    /// Its namespace; `None` on a single-user KFP.
    #[serde(
        default,
        deserialize_with = "id_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub namespace: Option<Namespace>,
    /// Its name for people; not unique.
    #[serde(default)]
    pub display_name: String,
    /// Free text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The version its runs are made from; without a version id each run takes the latest of that moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline_version_reference: Option<PipelineVersionReference>,
    /// The spec its runs are made from; then there is no reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline_spec: Option<Document>,
    /// What its runs are started with; `None` when that is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runtime_config: Option<RuntimeConfig>,
    /// The Kubernetes service account of the pods; empty for one that follows the latest version.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service_account: String,
    /// How many of its runs may go on at the same time, 1 to 10.
    #[serde(default, with = "int64", skip_serializing_if = "int64::is_zero")]
    pub max_concurrency: i64,
    /// When it fires; `None` or without both schedules it fires once, at its creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<Trigger>,
    /// Whether it is to fire.
    #[serde(default, skip_serializing_if = "RecurringRunMode::is_unspecified")]
    pub mode: RecurringRunMode,
    /// Whether it fires. A schedule whose end has passed stays enabled.
    #[serde(default, skip_serializing_if = "RecurringRunStatus::is_unspecified")]
    pub status: RecurringRunStatus,
    /// Whether firings that were missed stay missed; else all of them are made up for, one after another.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_catchup: bool,
    /// When it was made.
    #[serde(default, with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<OffsetDateTime>,
    /// When the controller last reported it.
    #[serde(default, with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<OffsetDateTime>,
    /// Set when KFP could not read its own row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Status>,
}

impl RecurringRun {
    /// Whether it fires, as far as its switch says.
    pub fn is_enabled(&self) -> bool {
        self.status == RecurringRunStatus::Enabled
    }
}

/// When a recurring run fires, as it stands on the wire: one of the two schedules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trigger {
    /// By a cron line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cron_schedule: Option<CronSchedule>,
    /// By an interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub periodic_schedule: Option<PeriodicSchedule>,
}

impl Trigger {
    /// By a cron line of five or six fields, seconds first.
    pub fn cron(line: impl Into<String>) -> Self {
        Self {
            cron_schedule: Some(CronSchedule {
                cron: line.into(),
                ..CronSchedule::default()
            }),
            periodic_schedule: None,
        }
    }

    /// By an interval of whole seconds, at least one.
    pub fn every(seconds: i64) -> Self {
        Self {
            cron_schedule: None,
            periodic_schedule: Some(PeriodicSchedule {
                interval_second: seconds,
                ..PeriodicSchedule::default()
            }),
        }
    }
}

/// A schedule by a cron line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CronSchedule {
    /// Five or six fields, **seconds first**; or a word such as `@daily`.
    pub cron: String,
    /// Nothing fires before it.
    #[serde(with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub start_time: Option<OffsetDateTime>,
    /// Nothing fires after it.
    #[serde(with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub end_time: Option<OffsetDateTime>,
}

/// A schedule by an interval.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PeriodicSchedule {
    /// Seconds between two firings, at least 1.
    #[serde(with = "int64")]
    pub interval_second: i64,
    /// Nothing fires before it.
    #[serde(with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub start_time: Option<OffsetDateTime>,
    /// Nothing fires after it.
    #[serde(with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub end_time: Option<OffsetDateTime>,
}

open_enum! {
    /// Whether a recurring run is to fire. KFP takes one that does not say for disabled.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/recurring_run.proto>
    RecurringRunMode, "MODE_UNSPECIFIED" {
        /// It is.
        Enable = "ENABLE",
        /// It is not.
        Disable = "DISABLE",
    }
}

open_enum! {
    /// Whether a recurring run fires.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/recurring_run.proto>
    RecurringRunStatus, "STATUS_UNSPECIFIED" {
        /// It does.
        Enabled = "ENABLED",
        /// It does not.
        Disabled = "DISABLED",
    }
}
