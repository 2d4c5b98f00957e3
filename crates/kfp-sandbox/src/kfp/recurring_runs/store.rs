//! Rows of recurring runs.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::trigger::{Trigger, Window};
use crate::kfp::error::ApiError;
use crate::wire::ObjectWriter;

pub(super) const COLUMNS: &str = "uuid, experiment_uuid, namespace, display_name, description, service_account, \
     pipeline_uuid, pipeline_version_uuid, pipeline_spec, runtime_config, plugins_input, max_concurrency, no_catchup, \
     enabled, cron, interval_seconds, starts_at, ends_at, created_at, updated_at, schedule_name, compiled_spec, \
     reported, last_index, last_triggered_at";

/// A recurring run and its `ScheduledWorkflow` object; JSON members are kept as text.
#[derive(Clone, Debug, Default)]
pub(super) struct RecurringRun {
    pub(super) id: String,
    pub(super) experiment_id: String,
    pub(super) namespace: String,
    pub(super) display_name: String,
    pub(super) description: String,
    /// Empty for one that follows the latest version and names none.
    pub(super) service_account: String,
    pub(super) pipeline_id: String,
    /// Empty for one that follows the latest version.
    pub(super) pipeline_version_id: String,
    pub(super) pipeline_spec: String,
    pub(super) runtime_config: String,
    pub(super) plugins_input: String,
    pub(super) max_concurrency: i64,
    pub(super) no_catchup: bool,
    pub(super) enabled: bool,
    pub(super) trigger: Trigger,
    pub(super) created_at: i64,
    pub(super) updated_at: i64,
    /// Name of the `ScheduledWorkflow`: the start of its runs' names.
    pub(super) schedule_name: String,
    /// What a pinned one runs, whatever becomes of its version; empty if it is not pinned.
    pub(super) compiled_spec: String,
    /// Whether the controller has reported it: then an empty trigger is no longer shown.
    pub(super) reported: bool,
    pub(super) last_index: i64,
    pub(super) last_triggered_at: Option<i64>,
}

impl RecurringRun {
    pub(super) fn read(row: &Row<'_>) -> Result<Self, rusqlite::Error> {
        let window = Window {
            start: row.get(16)?,
            end: row.get(17)?,
        };
        let trigger = match (row.get(14)?, row.get(15)?) {
            (Some(line), _) => Trigger::Cron(line, window),
            (None, Some(seconds)) => Trigger::Interval(seconds, window),
            (None, None) => Trigger::Once,
        };
        Ok(Self {
            id: row.get(0)?,
            experiment_id: row.get(1)?,
            namespace: row.get(2)?,
            display_name: row.get(3)?,
            description: row.get(4)?,
            service_account: row.get(5)?,
            pipeline_id: row.get(6)?,
            pipeline_version_id: row.get(7)?,
            pipeline_spec: row.get(8)?,
            runtime_config: row.get(9)?,
            plugins_input: row.get(10)?,
            max_concurrency: row.get(11)?,
            no_catchup: row.get(12)?,
            enabled: row.get(13)?,
            trigger,
            created_at: row.get(18)?,
            updated_at: row.get(19)?,
            schedule_name: row.get(20)?,
            compiled_spec: row.get(21)?,
            reported: row.get(22)?,
            last_index: row.get(23)?,
            last_triggered_at: row.get(24)?,
        })
    }

    /// The recurring run as the API answers it.
    pub(super) fn to_json(&self) -> String {
        let reference = if self.pipeline_id.is_empty() {
            String::new()
        } else {
            ObjectWriter::new()
                .text("pipeline_id", &self.pipeline_id)
                .text("pipeline_version_id", &self.pipeline_version_id)
                .finish()
        };
        let (mode, status) = if self.enabled {
            ("ENABLE", "ENABLED")
        } else {
            ("DISABLE", "DISABLED")
        };
        let trigger = if self.reported && self.trigger == Trigger::Once {
            String::new()
        } else {
            self.trigger.to_json()
        };
        ObjectWriter::new()
            .text("recurring_run_id", &self.id)
            .text("display_name", &self.display_name)
            .text("description", &self.description)
            .raw("pipeline_spec", &self.pipeline_spec)
            .raw("pipeline_version_reference", &reference)
            .raw("runtime_config", &self.runtime_config)
            .text("service_account", &self.service_account)
            .text("max_concurrency", &self.max_concurrency.to_string())
            .raw("trigger", &trigger)
            .text("mode", mode)
            .seconds("created_at", self.created_at)
            .seconds("updated_at", self.updated_at)
            .text("status", status)
            .raw("no_catchup", if self.no_catchup { "true" } else { "" })
            .text("namespace", &self.namespace)
            .text("experiment_id", &self.experiment_id)
            .raw("plugins_input", &self.plugins_input)
            .finish()
    }

    pub(super) fn insert(&self, transaction: &Transaction<'_>) -> Result<(), rusqlite::Error> {
        let (cron, interval) = match &self.trigger {
            Trigger::Cron(line, _) => (Some(line), None),
            Trigger::Interval(seconds, _) => (None, Some(*seconds)),
            Trigger::Once => (None, None),
        };
        let Window { start, end } = self.trigger.window();
        transaction
            .prepare_cached(&format!(
                "INSERT INTO recurring_runs ({COLUMNS})
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                         ?21, ?22, ?23, ?24, ?25)"
            ))?
            .execute(params![
                self.id,
                self.experiment_id,
                self.namespace,
                self.display_name,
                self.description,
                self.service_account,
                self.pipeline_id,
                self.pipeline_version_id,
                self.pipeline_spec,
                self.runtime_config,
                self.plugins_input,
                self.max_concurrency,
                self.no_catchup,
                self.enabled,
                cron,
                interval,
                start,
                end,
                self.created_at,
                self.updated_at,
                self.schedule_name,
                self.compiled_spec,
                self.reported,
                self.last_index,
                self.last_triggered_at,
            ])?;
        Ok(())
    }
}

impl RecurringRun {
    /// Writes what its controller changes.
    pub(super) fn update(&self, transaction: &Transaction<'_>) -> Result<(), rusqlite::Error> {
        transaction
            .prepare_cached(
                "UPDATE recurring_runs SET reported = ?2, updated_at = ?3, last_index = ?4, last_triggered_at = ?5
                 WHERE uuid = ?1",
            )?
            .execute(params![
                self.id,
                self.reported,
                self.updated_at,
                self.last_index,
                self.last_triggered_at
            ])?;
        Ok(())
    }
}

/// The recurring runs that their controller has to look at.
pub(super) fn watched(connection: &Connection) -> Result<Vec<RecurringRun>, rusqlite::Error> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM recurring_runs WHERE enabled = 1 OR reported = 0"
        ))?
        .query_map([], RecurringRun::read)?
        .collect()
}

/// How many of its runs go on, and when the last of the others ended.
pub(super) fn progress(connection: &Connection, id: &str) -> Result<(i64, i64), rusqlite::Error> {
    connection
        .prepare_cached(
            "SELECT count(*) FILTER (WHERE state NOT IN ('SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELED')),
                    coalesce(max(finished_at), 0)
             FROM runs WHERE recurring_run_uuid = ?1",
        )?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The ids of its runs that go on.
pub(super) fn active_runs(
    connection: &Connection,
    id: &str,
) -> Result<Vec<String>, rusqlite::Error> {
    connection
        .prepare_cached(
            "SELECT uuid FROM runs
             WHERE recurring_run_uuid = ?1 AND state NOT IN ('SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELED')",
        )?
        .query_map([id], |row| row.get(0))?
        .collect()
}

/// Whether there is one of that id.
pub(in crate::kfp) fn exists(connection: &Connection, id: &str) -> Result<bool, rusqlite::Error> {
    connection
        .prepare_cached("SELECT 1 FROM recurring_runs WHERE uuid = ?1")?
        .exists([id])
}

/// The recurring run of that id.
///
/// # Errors
/// 404 when there is none.
pub(super) fn find(connection: &Connection, id: &str) -> Result<RecurringRun, ApiError> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM recurring_runs WHERE uuid = ?1"
        ))?
        .query_row([id], RecurringRun::read)
        .optional()?
        .ok_or_else(|| ApiError::not_found("Job", id))
}

/// Switches it on or off; one that is so already keeps its time of change.
pub(super) fn set_enabled(
    transaction: &Transaction<'_>,
    id: &str,
    enabled: bool,
    now: i64,
) -> Result<(), rusqlite::Error> {
    transaction
        .prepare_cached(
            "UPDATE recurring_runs SET enabled = ?2, updated_at = ?3 WHERE uuid = ?1 AND enabled <> ?2",
        )?
        .execute(params![id, enabled, now])?;
    Ok(())
}

/// Switches off all of an experiment, as its archiving does.
pub(in crate::kfp) fn disable_all_of(
    transaction: &Transaction<'_>,
    experiment_id: &str,
    now: i64,
) -> Result<(), rusqlite::Error> {
    transaction
        .prepare_cached(
            "UPDATE recurring_runs SET enabled = 0, updated_at = ?2 WHERE experiment_uuid = ?1 AND enabled = 1",
        )?
        .execute(params![experiment_id, now])?;
    Ok(())
}

pub(super) fn delete(transaction: &Transaction<'_>, id: &str) -> Result<(), rusqlite::Error> {
    transaction
        .prepare_cached("DELETE FROM recurring_runs WHERE uuid = ?1")?
        .execute([id])?;
    Ok(())
}
