//! Runs whose workflow somebody else reports, as a persistence agent of another controller does.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::desk::{Desk, RunRefusal};
use super::journal;
use crate::engine::report::{Report, RowState, RunState, SeenNode};

/// A run with its workflow as it was reported last.
#[derive(Debug)]
pub(super) struct Reported {
    manifest: Value,
    report: Report,
}

impl Reported {
    pub(super) fn find(
        connection: &Connection,
        run_id: &str,
    ) -> Result<Option<Self>, rusqlite::Error> {
        let row: Option<(String, String)> = connection
            .prepare_cached("SELECT manifest, report FROM reported WHERE run_uuid = ?1")?
            .query_row([run_id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(row.and_then(|(manifest, report)| {
            Some(Self {
                manifest: serde_json::from_str(&manifest).ok()?,
                report: serde_json::from_str(&report).ok()?,
            })
        }))
    }

    /// The workflow's text.
    pub(super) fn manifest(&self) -> String {
        self.manifest.to_string()
    }

    fn save(&self, transaction: &Transaction<'_>, run_id: &str) -> Result<(), rusqlite::Error> {
        transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO reported (run_uuid, manifest, report) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![
                run_id,
                self.manifest(),
                json!(self.report).to_string()
            ])?;
        journal::write_state(transaction, run_id, &self.report)?;
        for row in self.report.rows.values() {
            journal::write_row(transaction, row)?;
        }
        Ok(())
    }
}

impl Desk<'_> {
    /// Takes in a run's workflow as somebody else reports it. From now on it is theirs: the engine forgets it.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn report(&mut self, run_id: &str, manifest: Value) -> Result<(), rusqlite::Error> {
        let at = self.now();
        let known = Reported::find(self.transaction, run_id)?;
        let mut report = match known {
            Some(known) => known.report,
            None => self.report_of(run_id)?,
        };
        report.is_known = true;
        let status = &manifest["status"];
        let is_ended = manifest["spec"]["activeDeadlineSeconds"] == 0;
        report.set_state(
            state(status["phase"].as_str().unwrap_or_default(), is_ended),
            at,
        );
        report.finished_at = time(&status["finishedAt"]);
        let created_at = time(&manifest["metadata"]["creationTimestamp"]).unwrap_or(at);
        let nothing = Map::new();
        for (id, node) in status["nodes"].as_object().unwrap_or(&nothing) {
            report.see(run_id, &seen(id, node), created_at, at);
        }
        Reported { manifest, report }.save(self.transaction, run_id)
    }

    /// What the server knows of a run that the engine walks, which ends here.
    fn report_of(&mut self, run_id: &str) -> Result<Report, rusqlite::Error> {
        let report = self.known_report(run_id)?;
        self.remove(run_id);
        Ok(report.unwrap_or_else(|| Report::new(self.now())))
    }

    /// Starts a reported run again; `None` if nobody reported it.
    pub(super) fn retry_reported(
        &mut self,
        run_id: &str,
    ) -> Result<Option<Result<(), RunRefusal>>, rusqlite::Error> {
        let Some(mut reported) = Reported::find(self.transaction, run_id)? else {
            return Ok(None);
        };
        let phase = reported.manifest["status"]["phase"].as_str();
        if !matches!(phase, Some("Failed" | "Error")) {
            return Ok(Some(Err(RunRefusal::NotFailed)));
        }
        reported.manifest["status"]["phase"] = json!("Running");
        reported.manifest["status"]["finishedAt"] = Value::Null;
        reported.report.set_state(RunState::Running, self.now());
        reported.report.finished_at = None;
        reported.save(self.transaction, run_id)?;
        Ok(Some(Ok(())))
    }
}

fn seen<'a>(id: &'a str, node: &'a Value) -> SeenNode<'a> {
    let text = |key: &str| node[key].as_str().unwrap_or_default();
    SeenNode {
        id,
        display_name: text("displayName"),
        state: match text("phase") {
            "Pending" => RowState::Pending,
            "Running" => RowState::Running,
            "Succeeded" => RowState::Succeeded,
            "Failed" | "Error" => RowState::Failed,
            "Skipped" => RowState::Skipped,
            _ => RowState::Omitted,
        },
        started_at: time(&node["startedAt"]).unwrap_or(NEVER),
        finished_at: time(&node["finishedAt"]),
        children: node["children"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|child| child.as_str().map(str::to_owned))
            .collect(),
    }
}

/// Go's zero time.
const NEVER: OffsetDateTime = time::macros::datetime!(0001-01-01 0:00 UTC);

fn time(value: &Value) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(value.as_str()?, &Rfc3339).ok()
}

/// The run's state by its workflow's phase and whether its time was taken away.
fn state(phase: &str, is_ended: bool) -> RunState {
    match phase {
        "" | "Pending" | "Running" if is_ended => RunState::Canceling,
        "Pending" => RunState::Pending,
        "Running" => RunState::Running,
        "Succeeded" => RunState::Succeeded,
        "Skipped" => RunState::Skipped,
        "Failed" | "Error" => RunState::Failed,
        _ => RunState::Unspecified,
    }
}
