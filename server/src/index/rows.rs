//! Runs as rows of SQLite.

use std::collections::BTreeSet;

use console_api::beside::Tasks;
use rusqlite::{Connection, Result, Row as SqlRow, params};

use super::row::{Row, unfinished_words};
use super::store::Scope;

/// Runs of a scope that have not ended, the newest first.
pub(super) fn stale_query() -> String {
    let words = unfinished_words();
    format!("SELECT run_id FROM runs WHERE scope = ?1 AND state IN ({words}) ORDER BY created DESC")
}

/// All but the parameters, which are searched where they are and never told.
pub(super) const COLUMNS: &str = "run_id, name, state, archived, created, finished, experiment, pipeline, version, recurring, error, tasks, failed, working, terminated";

pub(super) fn read(row: &SqlRow<'_>) -> Result<Row> {
    Ok(Row {
        run_id: row.get(0)?,
        name: row.get(1)?,
        state: row.get(2)?,
        is_archived: row.get(3)?,
        created: row.get(4)?,
        finished: row.get(5)?,
        experiment: row.get(6)?,
        pipeline: row.get(7)?,
        version: row.get(8)?,
        recurring: row.get(9)?,
        error: row.get(10)?,
        tasks: tasks(row)?,
        was_terminated: row.get(14)?,
        parameters: None,
    })
}

/// How many tasks there are of each state, and of how many; one more number where there may be more.
fn numbers(tasks: &Tasks) -> String {
    let numbers = tasks.counts.iter().chain([&tasks.of]);
    let more = tasks.or_more.then_some(&1);
    let numbers: Vec<String> = numbers.chain(more).map(u32::to_string).collect();
    numbers.join(" ")
}

fn tasks(row: &SqlRow<'_>) -> Result<Option<Tasks>> {
    let Some(text) = row.get_ref(11)?.as_str_or_null()? else {
        return Ok(None);
    };
    let numbers: Vec<u32> = text
        .split(' ')
        .filter_map(|number| number.parse().ok())
        .collect();
    let Some((counts, rest)) = numbers.split_first_chunk() else {
        return Ok(None);
    };
    Ok(Some(Tasks {
        counts: *counts,
        of: rest.first().copied().unwrap_or_default(),
        or_more: rest.len() > 1,
        failed: row.get(12)?,
        current: row.get(13)?,
    }))
}

pub(super) fn write(db: &Connection, scope: Scope, rows: &[Row]) -> Result<()> {
    let mut statement = db.prepare_cached(&format!(
        "INSERT INTO runs (scope, {COLUMNS}, parameters) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
         ON CONFLICT DO UPDATE SET name = excluded.name, state = excluded.state, archived = excluded.archived,
            created = excluded.created, finished = excluded.finished, experiment = excluded.experiment,
            pipeline = excluded.pipeline, version = excluded.version, recurring = excluded.recurring,
            error = excluded.error, tasks = excluded.tasks, failed = excluded.failed, working = excluded.working,
            terminated = excluded.terminated, parameters = excluded.parameters
         WHERE (name, state, archived, created, finished, experiment, pipeline, version, recurring, error, tasks, failed, working,
                terminated, parameters)
            IS NOT (excluded.name, excluded.state, excluded.archived, excluded.created, excluded.finished,
                excluded.experiment, excluded.pipeline, excluded.version, excluded.recurring, excluded.error,
                excluded.tasks, excluded.failed, excluded.working, excluded.terminated, excluded.parameters)"
    ))?;
    for row in rows {
        statement.execute(params![
            scope,
            row.run_id,
            row.name,
            row.state,
            row.is_archived,
            row.created,
            row.finished,
            row.experiment,
            row.pipeline,
            row.version,
            row.recurring,
            row.error,
            row.tasks.as_ref().map(numbers),
            row.tasks.as_ref().and_then(|tasks| tasks.failed.as_deref()),
            row.tasks
                .as_ref()
                .and_then(|tasks| tasks.current.as_deref()),
            row.was_terminated,
            row.parameters,
        ])?;
    }
    Ok(())
}

/// Forgets runs that were deleted.
///
/// How many there are, KFP tells with its newest runs alone: until then they are taken off the number. One that came since it
/// was told is not in it.
pub(super) fn delete<'a>(
    db: &Connection,
    scope: Scope,
    ids: impl IntoIterator<Item = &'a str>,
) -> Result<()> {
    let mut gone = 0;
    let mut statement = db.prepare_cached("DELETE FROM runs WHERE scope = ?1 AND run_id = ?2")?;
    for id in ids {
        gone += statement.execute(params![scope, id])?;
    }
    if gone == 0 {
        return Ok(());
    }
    db.prepare_cached(
        "UPDATE scopes SET total = min(total, max(total - ?2, (SELECT count(*) FROM runs WHERE scope = ?1))) WHERE id = ?1",
    )?
    .execute(params![scope, i64::try_from(gone).unwrap_or(i64::MAX)])?;
    Ok(())
}

/// Of the runs that were made within a time, all that are not among these.
pub(super) fn delete_others(
    db: &Connection,
    scope: Scope,
    (from, to): (i64, i64),
    there: &BTreeSet<&str>,
) -> Result<()> {
    let mut statement = db.prepare_cached(
        "SELECT run_id FROM runs WHERE scope = ?1 AND created >= ?2 AND created < ?3",
    )?;
    let ids = statement.query_map(params![scope, from, to], |row| row.get::<_, String>(0))?;
    let ids: Vec<String> = ids.collect::<Result<_>>()?;
    let gone = ids.iter().map(String::as_str);
    delete(db, scope, gone.filter(|id| !there.contains(id)))
}
