//! The engine's store: what it changed is staged here until a transaction takes it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;

use rusqlite::{Connection, Transaction, params};

use super::recipe::Stored;
use crate::engine::program::CachedResult;
use crate::engine::{Store, WorkflowRun};

/// Keeps what the engine gives it in memory; [`Staging::flush`] writes it. The engine itself never waits for SQLite.
#[derive(Debug, Default)]
pub(super) struct Staging {
    /// To be taken up at the start.
    unfinished: Vec<WorkflowRun>,
    /// Fetched from the store for a call that needs a run which has ended.
    fetched: BTreeMap<String, WorkflowRun>,
    saved: BTreeMap<String, Kept>,
    removed: BTreeSet<String>,
    results: HashMap<String, CachedResult>,
    new_results: BTreeSet<String>,
}

/// A run as its row holds it.
#[derive(Debug)]
struct Kept {
    namespace: String,
    name: String,
    ended_at: Option<i64>,
    document: String,
}

impl Staging {
    /// Reads what goes on and what can be taken again.
    pub(super) fn open(connection: &Connection) -> Result<Self, rusqlite::Error> {
        let mut staging = Self::default();
        let mut statement = connection
            .prepare("SELECT document FROM workflows WHERE ended_at IS NULL AND recipe IS NULL")?;
        for document in statement.query_map([], |row| row.get::<_, String>(0))? {
            staging.unfinished.extend(parse(&document?));
        }
        let mut statement = connection.prepare("SELECT fingerprint, result FROM results")?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        for row in rows {
            let (fingerprint, result) = row?;
            if let Ok(result) = serde_json::from_str(&result) {
                staging.results.insert(fingerprint, result);
            }
        }
        Ok(staging)
    }

    /// Puts a run in reach of [`Store::load`].
    pub(super) fn fetch(
        &mut self,
        transaction: &Transaction<'_>,
        run_id: &str,
    ) -> Result<(), rusqlite::Error> {
        if let Some(stored) = Stored::find(transaction, run_id)?
            && let Some(run) = stored.take_up(transaction)?
        {
            self.fetched.insert(run_id.to_owned(), run);
        }
        Ok(())
    }

    /// Writes what is staged; [`Self::settle`] follows once it is committed.
    pub(super) fn flush(&self, transaction: &Transaction<'_>) -> Result<(), rusqlite::Error> {
        for run_id in &self.removed {
            transaction
                .prepare_cached("DELETE FROM workflows WHERE run_uuid = ?1")?
                .execute([run_id])?;
        }
        for (run_id, kept) in &self.saved {
            transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO workflows (run_uuid, namespace, name, ended_at, document)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    run_id,
                    kept.namespace,
                    kept.name,
                    kept.ended_at,
                    kept.document
                ])?;
        }
        for fingerprint in &self.new_results {
            if let Some(result) = self.results.get(fingerprint) {
                transaction
                    .prepare_cached(
                        "INSERT OR REPLACE INTO results (fingerprint, result) VALUES (?1, ?2)",
                    )?
                    .execute(params![fingerprint, json(result)])?;
            }
        }
        Ok(())
    }

    /// What was staged is written.
    pub(super) fn settle(&mut self) {
        self.fetched.clear();
        self.saved.clear();
        self.removed.clear();
        self.new_results.clear();
    }

    /// What was staged is not to be written; returns the runs that it was about.
    pub(super) fn give_up(&mut self) -> Vec<String> {
        let mut runs: BTreeSet<String> = std::mem::take(&mut self.removed);
        runs.extend(std::mem::take(&mut self.saved).into_keys());
        self.fetched.clear();
        for fingerprint in std::mem::take(&mut self.new_results) {
            self.results.remove(&fingerprint);
        }
        runs.into_iter().collect()
    }
}

impl Store for Staging {
    type Error = Infallible;

    fn save(&mut self, run: &WorkflowRun) -> Result<(), Infallible> {
        let kept = Kept {
            namespace: run.namespace().to_owned(),
            name: run.workflow_name().to_owned(),
            ended_at: run.ended_at().map(time::OffsetDateTime::unix_timestamp),
            document: json(run),
        };
        self.removed.remove(run.run_id());
        self.saved.insert(run.run_id().to_owned(), kept);
        Ok(())
    }

    fn load(&self, run_id: &str) -> Result<Option<WorkflowRun>, Infallible> {
        if self.removed.contains(run_id) {
            return Ok(None);
        }
        let staged = self
            .saved
            .get(run_id)
            .and_then(|kept| parse(&kept.document));
        Ok(staged.or_else(|| self.fetched.get(run_id).cloned()))
    }

    fn unfinished(&mut self) -> Result<Vec<WorkflowRun>, Infallible> {
        Ok(std::mem::take(&mut self.unfinished))
    }

    fn remove(&mut self, run_id: &str) -> Result<(), Infallible> {
        self.saved.remove(run_id);
        self.removed.insert(run_id.to_owned());
        Ok(())
    }

    fn keep_result(&mut self, fingerprint: &str, result: &CachedResult) -> Result<(), Infallible> {
        self.results.insert(fingerprint.to_owned(), result.clone());
        self.new_results.insert(fingerprint.to_owned());
        Ok(())
    }

    fn result(&self, fingerprint: &str) -> Option<CachedResult> {
        self.results.get(fingerprint).cloned()
    }
}

fn parse(document: &str) -> Option<WorkflowRun> {
    serde_json::from_str(document)
        .inspect_err(|error| tracing::error!(%error, "a stored run cannot be read"))
        .ok()
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
