//! Taking samples up: those that go on at the start, those that ended when somebody opens them.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::json;
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;

use super::commit::Touched;
use super::recipe::{Sample, Stored};
use super::staging::Staging;
use super::{Workloads, journal};
use crate::engine::{Engine, RunChange, WorkflowRun};
use crate::storage::run_blocking;
use crate::wire::format_seconds;

impl Workloads {
    /// Hands the samples that go on to the engine, which walks them from their creation to now and then by the clock.
    pub(super) async fn resume_samples(&self, stop: &CancellationToken) {
        let (workloads, stop) = (self.clone(), stop.clone());
        let resumed = run_blocking(move || workloads.resume_samples_now(&stop)).await;
        if let Err(error) = resumed {
            tracing::error!(%error, "the samples that go on could not be taken up");
        }
    }

    fn resume_samples_now(&self, stop: &CancellationToken) -> Result<(), rusqlite::Error> {
        for run_id in self.inner.database.read_now(unfinished)? {
            if stop.is_cancelled() {
                break;
            }
            self.resume(run_id)?;
        }
        Ok(())
    }

    /// The engine walks while the store is free for others; only what came of it is written.
    fn resume(&self, run_id: String) -> Result<(), rusqlite::Error> {
        let mut engine = self.engine();
        let sample = self
            .inner
            .database
            .read_now(|connection| going_on(connection, &run_id))?;
        // A call may have taken it up before.
        let Some(sample) = sample else { return Ok(()) };
        let Some(changes) = hand_over(&mut engine, &sample, self.now()) else {
            return Ok(());
        };
        self.commit(engine, |transaction, _| {
            forget_drawing(transaction, &sample)?;
            let touched = Touched {
                changes,
                others: vec![run_id],
            };
            Ok(((), touched))
        })
    }

    /// Writes the rows of a sample's nodes as the engine walks it, if that has not been done: what is drawn at the
    /// start knows no pods.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn open_sample(&self, run_id: &str) -> Result<(), rusqlite::Error> {
        let (workloads, run_id) = (self.clone(), run_id.to_owned());
        run_blocking(move || workloads.open_sample_now(&run_id)).await
    }

    fn open_sample_now(&self, run_id: &str) -> Result<(), rusqlite::Error> {
        let is_closed = self
            .inner
            .database
            .read_now(|connection| is_closed(connection, run_id))?;
        if !is_closed {
            return Ok(());
        }
        let Some(run) = self.ended_run(run_id)? else {
            return Ok(());
        };
        self.inner
            .database
            .write_now(|transaction| write_rows(transaction, &run))
    }
}

/// A sample that ended and whose rows are still as they were drawn.
fn is_closed(connection: &Connection, run_id: &str) -> Result<bool, rusqlite::Error> {
    let closed: Option<bool> = connection
        .prepare_cached(
            "SELECT recipe IS NOT NULL AND document = '' AND ended_at IS NOT NULL FROM workflows WHERE run_uuid = ?1",
        )?
        .query_row([run_id], |row| row.get(0))
        .optional()?;
    Ok(closed.unwrap_or(false))
}

/// Puts the engine's rows and history in place of the drawn ones, once.
pub(super) fn write_rows(
    transaction: &Transaction<'_>,
    run: &WorkflowRun,
) -> Result<(), rusqlite::Error> {
    if !is_closed(transaction, run.run_id())? {
        return Ok(());
    }
    forget_nodes(transaction, run.run_id())?;
    transaction
        .prepare_cached("UPDATE runs SET state_history = '[]' WHERE uuid = ?1")?
        .execute([run.run_id()])?;
    journal::write_state(transaction, run.run_id(), run.report())?;
    for row in run.report().rows.values() {
        journal::write_row(transaction, row)?;
    }
    // Still a sample, made anew when somebody looks; a blank says that its rows are written.
    transaction
        .prepare_cached("UPDATE workflows SET document = ' ' WHERE run_uuid = ?1")?
        .execute([run.run_id()])?;
    Ok(())
}

/// Hands a sample to the engine, which walks it from its creation to now; what changed of runs.
pub(super) fn hand_over(
    engine: &mut Engine<Staging>,
    sample: &Sample,
    now: OffsetDateTime,
) -> Option<Vec<RunChange>> {
    engine
        .submit(sample.submission(), sample.created_at())
        .inspect_err(|error| tracing::error!(%error, "a sample could not be taken up"))
        .ok()?;
    Some(engine.advance(now).unwrap_or_default())
}

/// The engine's rows and history come in place of the drawn ones.
pub(super) fn forget_drawing(
    transaction: &Transaction<'_>,
    sample: &Sample,
) -> Result<(), rusqlite::Error> {
    forget_nodes(transaction, sample.run_id())?;
    let created_at = sample.created_at().unix_timestamp();
    let history = json!([{"update_time": format_seconds(created_at), "state": "PENDING"}]);
    transaction
        .prepare_cached("UPDATE runs SET state_history = ?2 WHERE uuid = ?1")?
        .execute(params![sample.run_id(), history.to_string()])?;
    Ok(())
}

/// Takes away the rows of nodes. Tasks that clients made are none of the drawing's.
fn forget_nodes(transaction: &Transaction<'_>, run_id: &str) -> Result<(), rusqlite::Error> {
    transaction
        .prepare_cached("DELETE FROM tasks WHERE run_uuid = ?1 AND made = ''")?
        .execute([run_id])?;
    Ok(())
}

/// The samples that go on and that the engine has not taken up yet.
fn unfinished(connection: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    connection
        .prepare("SELECT run_uuid FROM workflows WHERE ended_at IS NULL AND recipe IS NOT NULL")?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// A sample that goes on and that the engine has not taken up yet.
pub(super) fn going_on(
    connection: &Connection,
    run_id: &str,
) -> Result<Option<Sample>, rusqlite::Error> {
    let recipe: Option<String> = connection
        .prepare_cached(
            "SELECT recipe FROM workflows WHERE run_uuid = ?1 AND ended_at IS NULL AND recipe IS NOT NULL",
        )?
        .query_row([run_id], |row| row.get(0))
        .optional()?;
    match recipe {
        Some(recipe) => Sample::find(connection, run_id, &recipe),
        None => Ok(None),
    }
}

impl Stored {
    /// The run, for a call that is about to change it: a sample's rows become the engine's first.
    pub(super) fn take_up(
        self,
        transaction: &Transaction<'_>,
    ) -> Result<Option<WorkflowRun>, rusqlite::Error> {
        let run = self.into_run();
        if let Some(run) = &run {
            write_rows(transaction, run)?;
        }
        Ok(run)
    }
}
