//! Rows of experiments.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::kfp::error::ApiError;
use crate::kfp::recurring_runs;
use crate::wire::ObjectWriter;

/// Name of the experiment that a single-user server makes at its start.
pub(super) const DEFAULT_NAME: &str = "Default";

pub(super) const COLUMNS: &str =
    "uuid, name, description, created_at, namespace, storage_state, last_run_created_at";

/// An experiment.
#[derive(Clone, Debug)]
pub(in crate::kfp) struct Experiment {
    pub(in crate::kfp) id: String,
    pub(in crate::kfp) name: String,
    pub(in crate::kfp) description: String,
    pub(in crate::kfp) created_at: i64,
    /// Empty in single-user mode.
    pub(in crate::kfp) namespace: String,
    pub(in crate::kfp) storage_state: String,
    /// 0 while no run was made in it.
    pub(in crate::kfp) last_run_created_at: i64,
}

impl Experiment {
    pub(super) fn read(row: &Row<'_>) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            description: row.get(2)?,
            created_at: row.get(3)?,
            namespace: row.get(4)?,
            storage_state: row.get(5)?,
            last_run_created_at: row.get(6)?,
        })
    }

    /// The experiment as the API answers it.
    pub(super) fn to_json(&self) -> String {
        ObjectWriter::new()
            .text("experiment_id", &self.id)
            .text("display_name", &self.name)
            .text("description", &self.description)
            .seconds("created_at", self.created_at)
            .text("namespace", &self.namespace)
            .text("storage_state", &self.storage_state)
            .seconds("last_run_created_at", self.last_run_created_at)
            .finish()
    }

    pub(super) fn insert(&self, transaction: &Transaction<'_>) -> Result<(), ApiError> {
        let inserted = transaction
            .prepare_cached(
                "INSERT INTO experiments (uuid, name, description, created_at, namespace, storage_state,
                                          last_run_created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                self.id,
                self.name,
                self.description,
                self.created_at,
                self.namespace,
                self.storage_state,
                self.last_run_created_at
            ])?;
        if inserted == 0 {
            return Err(ApiError::already_exists(format!(
                "Failed to create a new experiment. The name {} already exists. Please specify a new name",
                self.name
            )));
        }
        Ok(())
    }
}

/// The experiment of that id.
///
/// # Errors
/// 404 when there is none.
pub(in crate::kfp) fn find(connection: &Connection, id: &str) -> Result<Experiment, ApiError> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM experiments WHERE uuid = ?1"
        ))?
        .query_row([id], Experiment::read)
        .optional()?
        .ok_or_else(|| ApiError::not_found("Experiment", id))
}

/// The default experiment of a single-user server, made if it is not there.
pub(super) fn default_id(transaction: &Transaction<'_>, now: i64) -> Result<String, ApiError> {
    let found = transaction
        .prepare_cached("SELECT uuid FROM experiments WHERE namespace = '' AND name = ?1")?
        .query_row([DEFAULT_NAME], |row| row.get(0))
        .optional()?;
    if let Some(id) = found {
        return Ok(id);
    }
    let experiment = Experiment {
        id: uuid::Uuid::new_v4().to_string(),
        name: DEFAULT_NAME.to_owned(),
        description: "All runs created without specifying an experiment will be grouped here."
            .to_owned(),
        created_at: now,
        namespace: String::new(),
        storage_state: "AVAILABLE".to_owned(),
        last_run_created_at: 0,
    };
    experiment.insert(transaction)?;
    Ok(experiment.id)
}

/// Notes that a run was made in the experiment.
pub(in crate::kfp) fn touch(
    transaction: &Transaction<'_>,
    id: &str,
    now: i64,
) -> Result<(), rusqlite::Error> {
    transaction
        .prepare_cached("UPDATE experiments SET last_run_created_at = ?2 WHERE uuid = ?1")?
        .execute(params![id, now])?;
    Ok(())
}

pub(super) fn delete(transaction: &Transaction<'_>, id: &str) -> Result<(), rusqlite::Error> {
    transaction
        .prepare_cached("DELETE FROM experiments WHERE uuid = ?1")?
        .execute([id])?;
    Ok(())
}

/// Archives the experiment and the runs in it, and switches its recurring runs off.
pub(super) fn archive(
    transaction: &Transaction<'_>,
    id: &str,
    now: i64,
) -> Result<(), rusqlite::Error> {
    set_storage_state(transaction, id, "ARCHIVED")?;
    recurring_runs::disable_all_of(transaction, id, now)?;
    transaction
        .prepare_cached("UPDATE runs SET storage_state = 'ARCHIVED' WHERE experiment_uuid = ?1")?
        .execute([id])?;
    Ok(())
}

/// Takes the experiment, but not its runs, out of the archive.
pub(super) fn unarchive(transaction: &Transaction<'_>, id: &str) -> Result<(), rusqlite::Error> {
    set_storage_state(transaction, id, "AVAILABLE")
}

fn set_storage_state(
    transaction: &Transaction<'_>,
    id: &str,
    state: &str,
) -> Result<(), rusqlite::Error> {
    transaction
        .prepare_cached("UPDATE experiments SET storage_state = ?2 WHERE uuid = ?1")?
        .execute([id, state])?;
    Ok(())
}
