//! Rows of runs.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::kfp::error::ApiError;
use crate::wire::ObjectWriter;

pub(super) const COLUMNS: &str = "uuid, experiment_uuid, namespace, display_name, workflow_name, description, \
     service_account, recurring_run_uuid, storage_state, state, state_history, created_at, scheduled_at, finished_at, \
     pipeline_uuid, pipeline_version_uuid, pipeline_spec, runtime_config, plugins_input";

/// State of a run whose workflow was reported before it had a phase: not printed.
const UNSPECIFIED: &str = "RUNTIME_STATE_UNSPECIFIED";

/// A run; JSON members are kept as text.
#[derive(Clone, Debug, Default)]
pub(in crate::kfp) struct Run {
    pub(in crate::kfp) id: String,
    pub(super) experiment_id: String,
    pub(super) namespace: String,
    pub(super) display_name: String,
    pub(super) workflow_name: String,
    pub(super) description: String,
    pub(super) service_account: String,
    pub(super) recurring_run_id: String,
    pub(super) storage_state: String,
    pub(super) state: String,
    pub(super) state_history: String,
    pub(super) created_at: i64,
    pub(super) scheduled_at: i64,
    pub(super) finished_at: i64,
    pub(super) pipeline_id: String,
    pub(super) pipeline_version_id: String,
    pub(super) pipeline_spec: String,
    pub(super) runtime_config: String,
    pub(super) plugins_input: String,
}

impl Run {
    pub(super) fn read(row: &Row<'_>) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            id: row.get(0)?,
            experiment_id: row.get(1)?,
            namespace: row.get(2)?,
            display_name: row.get(3)?,
            workflow_name: row.get(4)?,
            description: row.get(5)?,
            service_account: row.get(6)?,
            recurring_run_id: row.get(7)?,
            storage_state: row.get(8)?,
            state: row.get(9)?,
            state_history: row.get(10)?,
            created_at: row.get(11)?,
            scheduled_at: row.get(12)?,
            finished_at: row.get(13)?,
            pipeline_id: row.get(14)?,
            pipeline_version_id: row.get(15)?,
            pipeline_spec: row.get(16)?,
            runtime_config: row.get(17)?,
            plugins_input: row.get(18)?,
        })
    }

    /// The run as the API answers it, with its `tasks`.
    pub(super) fn to_json(&self, tasks: &[String]) -> String {
        let reference = if self.pipeline_id.is_empty() && self.pipeline_version_id.is_empty() {
            String::new()
        } else {
            ObjectWriter::new()
                .text("pipeline_id", &self.pipeline_id)
                .text("pipeline_version_id", &self.pipeline_version_id)
                .finish()
        };
        let details = if tasks.is_empty() {
            String::new()
        } else {
            ObjectWriter::new().list("task_details", tasks).finish()
        };
        ObjectWriter::new()
            .text("experiment_id", &self.experiment_id)
            .text("run_id", &self.id)
            .text("display_name", &self.display_name)
            .text("storage_state", &self.storage_state)
            .text("description", &self.description)
            .raw("pipeline_spec", &self.pipeline_spec)
            .raw("pipeline_version_reference", &reference)
            .raw("runtime_config", &self.runtime_config)
            .text("service_account", &self.service_account)
            .seconds("created_at", self.created_at)
            .seconds("scheduled_at", self.scheduled_at)
            .seconds("finished_at", self.finished_at)
            .text(
                "state",
                if self.state == UNSPECIFIED {
                    ""
                } else {
                    &self.state
                },
            )
            .raw("run_details", &details)
            .text("recurring_run_id", &self.recurring_run_id)
            .raw("state_history", &self.state_history)
            .raw("plugins_input", &self.plugins_input)
            .finish()
    }

    pub(super) fn insert(&self, transaction: &Transaction<'_>) -> Result<(), ApiError> {
        let inserted = transaction
            .prepare_cached(&format!(
                "INSERT INTO runs ({COLUMNS}, conditions)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
                 ON CONFLICT DO NOTHING"
            ))?
            .execute(params![
                self.id,
                self.experiment_id,
                self.namespace,
                self.display_name,
                self.workflow_name,
                self.description,
                self.service_account,
                self.recurring_run_id,
                self.storage_state,
                self.state,
                self.state_history,
                self.created_at,
                self.scheduled_at,
                self.finished_at,
                self.pipeline_id,
                self.pipeline_version_id,
                self.pipeline_spec,
                self.runtime_config,
                self.plugins_input,
                conditions(&self.state),
            ])?;
        if inserted == 0 {
            let error = format!(
                "Error 1062 (23000): Duplicate entry '{}' for key 'PRIMARY'",
                self.id
            );
            return Err(ApiError::internal(format!(
                "Failed to store run {} to table: {error}",
                self.display_name
            )));
        }
        Ok(())
    }
}

/// The state in the words of v1beta1.
pub(crate) fn conditions(state: &str) -> &'static str {
    match state {
        "PENDING" => "Pending",
        "RUNNING" => "Running",
        "SUCCEEDED" => "Succeeded",
        "SKIPPED" => "Skipped",
        "FAILED" => "Failed",
        "CANCELING" => "Terminating",
        _ => "",
    }
}

/// The run of that id.
///
/// # Errors
/// 404 when there is none.
pub(super) fn find(connection: &Connection, id: &str) -> Result<Run, ApiError> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM runs WHERE uuid = ?1"))?
        .query_row([id], Run::read)
        .optional()?
        .ok_or_else(|| ApiError::not_found("Run", id).wrap(format!("Failed to fetch run {id}")))
}

/// The experiment of a run.
///
/// # Errors
/// 404 when there is no such run.
pub(in crate::kfp) fn experiment_of(connection: &Connection, id: &str) -> Result<String, ApiError> {
    find(connection, id).map(|run| run.experiment_id)
}

/// The run of that name which a recurring run has, if any.
pub(super) fn find_of_recurring_run(
    connection: &Connection,
    recurring_run: &str,
    display_name: &str,
) -> Result<Option<Run>, rusqlite::Error> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM runs WHERE recurring_run_uuid = ?1 AND display_name = ?2"
        ))?
        .query_row([recurring_run, display_name], Run::read)
        .optional()
}

/// The rows of the run's nodes, in the order the API lists them.
pub(super) fn tasks(connection: &Connection, id: &str) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement =
        connection.prepare_cached("SELECT detail FROM tasks WHERE run_uuid = ?1 ORDER BY uuid")?;
    let rows = statement.query_map([id], |row| row.get(0))?;
    rows.collect()
}

pub(super) fn set_storage_state(
    transaction: &Transaction<'_>,
    id: &str,
    state: &str,
) -> Result<(), rusqlite::Error> {
    transaction
        .prepare_cached("UPDATE runs SET storage_state = ?2 WHERE uuid = ?1")?
        .execute([id, state])?;
    Ok(())
}

/// Notes that a run is being ended, if its state is one of `from`; whether it was. Its history follows with the next
/// report.
pub(super) fn cancel(
    transaction: &Transaction<'_>,
    id: &str,
    from: &[&str],
) -> Result<bool, rusqlite::Error> {
    let state: Option<String> = transaction
        .prepare_cached("SELECT state FROM runs WHERE uuid = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    if !state.is_some_and(|state| from.contains(&state.as_str())) {
        return Ok(false);
    }
    transaction
        .prepare_cached("UPDATE runs SET state = ?2, conditions = ?3 WHERE uuid = ?1")?
        .execute(params![id, "CANCELING", conditions("CANCELING")])?;
    Ok(true)
}

pub(super) fn delete(transaction: &Transaction<'_>, id: &str) -> Result<(), rusqlite::Error> {
    transaction
        .prepare_cached("DELETE FROM tasks WHERE run_uuid = ?1")?
        .execute([id])?;
    transaction
        .prepare_cached("DELETE FROM reported WHERE run_uuid = ?1")?
        .execute([id])?;
    transaction
        .prepare_cached("DELETE FROM run_metrics WHERE run_uuid = ?1")?
        .execute([id])?;
    transaction
        .prepare_cached("DELETE FROM runs WHERE uuid = ?1")?
        .execute([id])?;
    Ok(())
}
