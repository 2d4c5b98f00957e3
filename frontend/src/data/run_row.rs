//! A run as a list shows it.

use console_api::{
    beside::Beside,
    overview::{Named, RunLine},
};
use kfp_core::model::{
    ExperimentId, PipelineId, PipelineVersionId, PipelineVersionReference, RecurringRunId, RunId,
    RuntimeState, StorageState, timestamp,
};
use serde::{Deserialize, Deserializer};
use time::OffsetDateTime;

use crate::text::moment_of;

/// What is shown of a run. The rest of a row, half a megabyte for a run of many tasks, is skipped and not built.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct RunRow {
    /// Its id.
    pub(crate) run_id: RunId,
    /// The experiment that it is in.
    #[serde(default)]
    pub(crate) experiment_id: Option<ExperimentId>,
    /// Its name for people.
    #[serde(default)]
    pub(crate) display_name: String,
    /// Where it stands.
    #[serde(default)]
    pub(crate) state: RuntimeState,
    /// When it was made.
    #[serde(default, deserialize_with = "timestamp::deserialize")]
    pub(crate) created_at: Option<OffsetDateTime>,
    /// When it was to start.
    #[serde(default, deserialize_with = "timestamp::deserialize")]
    pub(crate) scheduled_at: Option<OffsetDateTime>,
    /// When it ended; `None` while it has not.
    #[serde(default, deserialize_with = "timestamp::deserialize")]
    pub(crate) finished_at: Option<OffsetDateTime>,
    /// The version it was made from.
    #[serde(default)]
    pub(crate) pipeline_version_reference: Option<PipelineVersionReference>,
    /// Active or archived.
    #[serde(default)]
    pub(crate) storage_state: StorageState,
    /// The recurring run that made it. KFP writes an empty one for a run that a person made.
    #[serde(default, deserialize_with = "made_by")]
    pub(crate) recurring_run_id: Option<RecurringRunId>,
    /// What the console adds: names, and how far its tasks are.
    #[serde(default)]
    pub(crate) console: Beside,
    #[serde(default)]
    state_history: Vec<StateEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct StateEntry {
    #[serde(default)]
    state: RuntimeState,
}

fn made_by<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<RecurringRunId>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.and_then(|id| RecurringRunId::new(id).ok()))
}

fn split(named: Option<Named>) -> (Option<String>, Option<String>) {
    named.map_or((None, None), |named| (Some(named.id), named.name))
}

impl RunRow {
    /// What the index of runs knows of a run. `None` if its id is none.
    pub(crate) fn of_line(line: RunLine) -> Option<Self> {
        let (pipeline, pipeline_name) = split(line.pipeline);
        let (experiment, experiment_name) = split(line.experiment);
        let version = line
            .version_id
            .and_then(|id| PipelineVersionId::new(id).ok());
        let pipeline = pipeline.and_then(|id| PipelineId::new(id).ok());
        let maker = line
            .recurring_run
            .and_then(|named| RecurringRunId::new(named.id).ok());
        let asked = line.was_terminated.then_some(StateEntry {
            state: RuntimeState::Canceling,
        });
        Some(Self {
            run_id: RunId::new(line.run_id).ok()?,
            experiment_id: experiment.and_then(|id| ExperimentId::new(id).ok()),
            display_name: line.name,
            state: RuntimeState::parse(&line.state),
            created_at: moment_of(line.created_at_ms),
            scheduled_at: None,
            finished_at: line.finished_at_ms.and_then(moment_of),
            pipeline_version_reference: pipeline.map(|pipeline_id| PipelineVersionReference {
                pipeline_id,
                pipeline_version_id: version,
            }),
            storage_state: if line.archived {
                StorageState::Archived
            } else {
                StorageState::Available
            },
            recurring_run_id: maker,
            console: Beside {
                tasks: line.tasks,
                experiment: experiment_name,
                pipeline: pipeline_name,
                version: line.version_name,
                ..Beside::default()
            },
            state_history: asked.into_iter().collect(),
        })
    }

    /// Takes the place of what was known: whoever tells of changes tells no names.
    pub(crate) fn after(&self, known: &Self) -> Self {
        let mut now = self.clone();
        let known = known.console.clone();
        let all = known.tasks.as_ref().filter(|tasks| !tasks.or_more);
        let all = all.map(|tasks| tasks.of);
        let tasks = now.console.tasks.map(|tasks| match all {
            Some(all) => tasks.of_all(all),
            None => tasks,
        });
        now.console = Beside { tasks, ..known };
        now
    }

    /// Whether somebody asked for its end: KFP ends a terminated run as failed.
    pub(crate) fn was_terminated(&self) -> bool {
        self.state == RuntimeState::Canceling
            || self
                .state_history
                .iter()
                .any(|entry| entry.state == RuntimeState::Canceling)
    }
}

#[cfg(test)]
mod tests {
    use kfp_core::model::Run;

    use super::*;

    /// A run with everything KFP writes, in the shape of a recorded answer.
    const RUN: &str = r#"{"experiment_id":"e-1","run_id":"r-1","display_name":"train","storage_state":"AVAILABLE",
        "pipeline_version_reference":{"pipeline_id":"p-1","pipeline_version_id":"v-1"},
        "runtime_config":{"parameters":{"flag":true}},"service_account":"default-editor","recurring_run_id":"j-1",
        "created_at":"2026-11-25T10:00:00Z","scheduled_at":"2026-11-25T10:00:00Z","finished_at":"1970-01-01T00:00:00Z",
        "state":"CANCELING","run_details":{"task_details":[{"task_id":"t-1","end_time":"0001-01-01T00:00:00Z"}]},
        "state_history":[{"update_time":"2026-11-25T10:00:00Z","state":"PENDING"},{"update_time":"2026-11-25T10:01:00Z"}]}"#;

    #[test]
    fn a_line_of_the_index_is_a_row() {
        let line = r#"{"run_id":"r-1","name":"train","state":"FAILED","created_at_ms":1764064800000,
            "finished_at_ms":1764064860000,"experiment":{"id":"e-1"},"pipeline":{"id":"p-1","name":"p"},"version_id":"v-1"}"#;
        let line: RunLine = serde_json::from_str(line).expect("a line");
        let row = RunRow::of_line(line).expect("a row");
        assert_eq!(
            (row.display_name.as_str(), row.state.as_str()),
            ("train", "FAILED")
        );
        let took = row
            .finished_at
            .zip(row.created_at)
            .map(|(end, start)| end - start);
        assert_eq!(took, Some(time::Duration::seconds(60)));
        let of = row.pipeline_version_reference.expect("a version");
        assert_eq!(
            (of.pipeline_id.as_str(), of.pipeline_version_id.is_some()),
            ("p-1", true)
        );
    }

    #[test]
    fn a_row_says_the_same_as_the_whole_run() {
        let row: RunRow = serde_json::from_str(RUN).expect("a row");
        let run: Run = serde_json::from_str(RUN).expect("a run");
        assert_eq!(row.run_id, run.run_id);
        assert_eq!(row.display_name, run.display_name);
        assert_eq!(row.state, run.state);
        assert_eq!(
            (row.created_at, row.scheduled_at, row.finished_at),
            (run.created_at, run.scheduled_at, run.finished_at)
        );
        assert_eq!(
            row.pipeline_version_reference,
            run.pipeline_version_reference
        );
        assert_eq!(row.was_terminated(), run.was_terminated());
        assert_eq!(row.storage_state, run.storage_state);
        assert_eq!(row.recurring_run_id, run.recurring_run_id);
        assert!(row.recurring_run_id.is_some());
        assert!(row.was_terminated() && row.finished_at.is_none());
    }
}
