//! What the persistence agent reports, as the API's tables hold it.

use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::staging::Staging;
use crate::engine::report::{Report, RunStateEntry, TaskRow};
use crate::engine::{Engine, RunChange};
use crate::kfp::conditions;
use crate::wire::format_seconds;

/// Writes what changed of runs into their rows. A run whose row was deleted is passed over.
pub(super) fn write(
    transaction: &Transaction<'_>,
    engine: &Engine<Staging>,
    changes: &[RunChange],
) -> Result<(), rusqlite::Error> {
    for change in changes {
        let Ok(Some(run)) = engine.run(&change.run_id) else {
            continue;
        };
        let updated = write_state(transaction, &change.run_id, run.report())?;
        if updated == 0 {
            continue;
        }
        for row in &change.rows {
            write_row(transaction, row)?;
        }
    }
    Ok(())
}

/// Writes state, history and end of a run; how many rows there were.
pub(crate) fn write_state(
    transaction: &Transaction<'_>,
    run_id: &str,
    report: &Report,
) -> Result<usize, rusqlite::Error> {
    let state = report.state.as_str();
    transaction
        .prepare_cached(
            "UPDATE runs SET state = ?2, conditions = ?3, state_history = ?4, finished_at = ?5 WHERE uuid = ?1",
        )?
        .execute(params![
            run_id,
            state,
            conditions(state),
            history(transaction, run_id, report)?,
            report
                .finished_at
                .map_or(0, OffsetDateTime::unix_timestamp),
        ])
}

/// Writes a node's row.
pub(crate) fn write_row(
    transaction: &Transaction<'_>,
    row: &TaskRow,
) -> Result<(), rusqlite::Error> {
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO tasks (run_uuid, uuid, detail) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![row.run_id, row.task_id, row.to_json().to_string()])?;
    Ok(())
}

/// What was noted so far, with what is new behind it. A run may have been made with a history of its own.
fn history(
    transaction: &Transaction<'_>,
    run_id: &str,
    report: &Report,
) -> Result<String, rusqlite::Error> {
    let kept: Option<String> = transaction
        .prepare_cached("SELECT state_history FROM runs WHERE uuid = ?1")?
        .query_row([run_id], |row| row.get(0))
        .optional()?;
    let mut history: Vec<Value> = kept
        .and_then(|kept| serde_json::from_str(&kept).ok())
        .unwrap_or_default();
    let mut entries: Vec<Value> = report.history.iter().map(entry).collect();
    // A workflow that was made without the API server was never pending for it.
    if entries
        .first()
        .is_some_and(|first| !history.contains(first))
    {
        entries.remove(0);
    }
    let written = (0..=entries.len())
        .rev()
        .find(|written| history.ends_with(&entries[..*written]))
        .unwrap_or_default();
    history.extend_from_slice(&entries[written..]);
    Ok(Value::Array(history).to_string())
}

fn entry(entry: &RunStateEntry) -> Value {
    let time = format_seconds(entry.at.unix_timestamp());
    match entry.state {
        Some(state) => json!({"update_time": time, "state": state.as_str()}),
        None => json!({"update_time": time}),
    }
}
