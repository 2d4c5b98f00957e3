//! Firing: the part of KFP's controller of scheduled workflows, by the sandbox's clock.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::schedule::{planned, run_name};
use super::store::{self, RecurringRun};
use crate::kfp::error::ApiError;
use crate::kfp::experiments;
use crate::kfp::runs::{self, NewRun, Recurrence};
use crate::storage::Database;
use crate::workloads::{Desk, Timetable, Workloads};

/// After what time the controller looks again at one that could not fire.
const BACK_OFF: i64 = 10;

/// Fires recurring runs.
#[derive(Debug)]
pub(crate) struct Schedules {
    database: Database,
    workloads: Workloads,
    default_account: &'static str,
    /// Those that could not fire, and when to try again.
    put_off: Mutex<HashMap<String, i64>>,
}

impl Schedules {
    pub(crate) fn new(database: Database, workloads: Workloads, multi_user: bool) -> Self {
        Self {
            database,
            workloads,
            default_account: runs::default_account(multi_user),
            put_off: Mutex::new(HashMap::new()),
        }
    }

    /// When the recurring run is to be looked at next: for a run, or to be reported the first time.
    fn due(
        &self,
        connection: &Connection,
        recurring_run: &RecurringRun,
        now: i64,
    ) -> Result<Option<i64>, rusqlite::Error> {
        let first_report = (!recurring_run.reported).then_some(recurring_run.created_at + 1);
        let fires = self.fires_at(connection, recurring_run, now)?;
        Ok(first_report.into_iter().chain(fires).min())
    }

    /// When it fires next; not while as many of its runs go on as may. What was missed is made up for as soon as it
    /// can be: after its last change, and when a run that stood in the way has ended.
    fn fires_at(
        &self,
        connection: &Connection,
        recurring_run: &RecurringRun,
        now: i64,
    ) -> Result<Option<i64>, rusqlite::Error> {
        let id = &recurring_run.id;
        if !recurring_run.enabled {
            return Ok(None);
        }
        let (active, last_end) = store::progress(connection, id)?;
        if active >= recurring_run.max_concurrency {
            return Ok(None);
        }
        let put_off = self
            .put_off
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(id)
            .copied()
            .unwrap_or_default();
        let earliest = recurring_run.updated_at.max(last_end).max(put_off);
        Ok(planned(recurring_run, now).map(|planned| planned.max(earliest)))
    }

    /// The recurring runs to be looked at until `at`.
    fn all_due(&self, at: i64) -> Result<Vec<String>, rusqlite::Error> {
        self.database.read_now(|connection| {
            let mut due = Vec::new();
            for recurring_run in store::watched(connection)? {
                let next = self.due(connection, &recurring_run, at)?;
                if next.is_some_and(|next| next <= at) {
                    due.push(recurring_run.id);
                }
            }
            Ok(due)
        })
    }

    /// Looks at one recurring run until nothing is due of it: missed times are made up for one after another.
    fn look_at(&self, id: &str, at: i64) -> Result<(), ApiError> {
        while self
            .workloads
            .write_now(|desk| self.look_once(desk, id, at))?
        {}
        Ok(())
    }

    /// One pass of the controller; whether it made a run. Two passes at a time see what the other did.
    fn look_once(&self, desk: &mut Desk<'_>, id: &str, at: i64) -> Result<bool, ApiError> {
        let mut seen = store::find(desk.transaction, id)?;
        let fires = self.fires_at(desk.transaction, &seen, at)?;
        let planned_at = planned(&seen, at).filter(|_| fires.is_some_and(|fires| fires <= at));
        if let Some(planned_at) = planned_at {
            self.fire(desk, &mut seen, planned_at, at)?;
        } else if seen.reported {
            return Ok(false);
        }
        seen.reported = true;
        seen.updated_at = at;
        seen.update(desk.transaction)?;
        Ok(planned_at.is_some())
    }

    fn fire(
        &self,
        desk: &mut Desk<'_>,
        recurring_run: &mut RecurringRun,
        planned_at: i64,
        at: i64,
    ) -> Result<(), ApiError> {
        recurring_run.last_index += 1;
        recurring_run.last_triggered_at = Some(planned_at);
        let name = run_name(&recurring_run.schedule_name, recurring_run.last_index);
        let is_pinned = !recurring_run.compiled_spec.is_empty();
        let message = message(recurring_run, &name);
        // Through the API server a run is planned for when it is made.
        let (workflow_name, scheduled_at) = if is_pinned {
            (Some(name), planned_at)
        } else {
            (None, at)
        };
        let experiment = experiments::find(desk.transaction, &recurring_run.experiment_id);
        let namespace = match experiment {
            Ok(experiment) => experiment.namespace,
            // Only the API server looks for the experiment.
            Err(_) if is_pinned => recurring_run.namespace.clone(),
            Err(error) => return Err(error),
        };
        let new = NewRun {
            message: &message,
            experiment_id: recurring_run.experiment_id.clone(),
            namespace,
            default_account: self.default_account,
            by: Some(Recurrence {
                id: recurring_run.id.clone(),
                workflow_name,
                scheduled_at,
                at: OffsetDateTime::from_unix_timestamp(at).unwrap_or_else(|_| desk.now()),
            }),
            runs_first_version: false,
        };
        let run = runs::make(desk, new)?;
        if is_pinned {
            // The workflow was made without the API server, which learns of it by the agent's first report: whose
            // account and from what spec it does not see, and that it was pending it never knew.
            desk.transaction.execute(
                "UPDATE runs SET service_account = '', state = 'RUNTIME_STATE_UNSPECIFIED', conditions = '',
                                 state_history = '[]', pipeline_uuid = ?2, pipeline_version_uuid = ?3,
                                 pipeline_spec = ?4
                 WHERE uuid = ?1",
                params![
                    run.id,
                    recurring_run.pipeline_id,
                    recurring_run.pipeline_version_id,
                    recurring_run.pipeline_spec
                ],
            )?;
        }
        Ok(())
    }
}

/// The run to make, as a call would ask for it.
fn message(recurring_run: &RecurringRun, name: &str) -> Map<String, Value> {
    let document = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let mut message = json!({"display_name": name});
    if recurring_run.compiled_spec.is_empty() {
        // The real server too gives such runs an id that follows from their name.
        let words = format!("{}/{name}", recurring_run.id);
        message["run_id"] = Uuid::new_v5(&Uuid::NAMESPACE_OID, words.as_bytes())
            .to_string()
            .into();
        message["pipeline_version_reference"] = json!({"pipeline_id": recurring_run.pipeline_id});
    } else {
        message["pipeline_spec"] = document(&recurring_run.compiled_spec);
    }
    if !recurring_run.service_account.is_empty() {
        message["service_account"] = recurring_run.service_account.as_str().into();
    }
    for (key, text) in [
        ("runtime_config", &recurring_run.runtime_config),
        ("plugins_input", &recurring_run.plugins_input),
    ] {
        if !text.is_empty() {
            message[key] = document(text);
        }
    }
    match message {
        Value::Object(message) => message,
        _ => Map::new(),
    }
}

impl Timetable for Schedules {
    fn next_at(&self) -> Option<OffsetDateTime> {
        let now = self.workloads.now().unix_timestamp();
        let next = self.database.read_now(|connection| {
            let mut next: Option<i64> = None;
            for recurring_run in store::watched(connection)? {
                let due = self.due(connection, &recurring_run, now)?;
                next = next.into_iter().chain(due).min();
            }
            Ok::<_, rusqlite::Error>(next)
        });
        match next {
            Ok(next) => OffsetDateTime::from_unix_timestamp(next?).ok(),
            Err(error) => {
                tracing::error!(%error, "recurring runs could not be read");
                None
            }
        }
    }

    fn tick(&self, at: OffsetDateTime) {
        let at = at.unix_timestamp();
        let due = match self.all_due(at) {
            Ok(due) => due,
            Err(error) => {
                tracing::error!(%error, "recurring runs could not be read");
                return;
            }
        };
        for id in due {
            let result = self.look_at(&id, at);
            let mut put_off = self.put_off.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(error) = result {
                tracing::warn!(%id, reason = error.code_name(), "a recurring run cannot fire");
                put_off.insert(id, at + BACK_OFF);
            } else {
                put_off.remove(&id);
            }
        }
    }
}
