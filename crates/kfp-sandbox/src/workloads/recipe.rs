//! Sample runs: how they went, and the walk that goes so.
//!
//! A sample's row says how it ended and when. Its workflow, pods, logs and artifacts are made by the engine when
//! somebody looks: the same each time, with times stretched to the run's own.

use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::engine::directive::Outcome;
use crate::engine::template::PodKind;
use crate::engine::{
    Directives, Engine, EngineOptions, MemoryStore, Submission, WorkflowPhase, WorkflowRun,
};

/// How a sample run went.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Recipe {
    /// The pipeline version that holds its spec.
    pub(crate) version_id: String,
    /// Parameters that it was given.
    pub(crate) parameters: Map<String, Value>,
    /// When it was made, in unix seconds.
    pub(crate) created_at: i64,
    /// How it ended, or that it goes on.
    pub(crate) course: Course,
}

/// How a sample run ended, or that it goes on; times in unix seconds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Course {
    Succeeded {
        at: i64,
    },
    Failed {
        at: i64,
        /// The node that failed, without the workflow's name.
        node: String,
        outcome: Outcome,
    },
    /// Ended by its owner, half-way.
    Terminated {
        at: i64,
    },
    /// User code runs this many times as long as the engine has it run, and the controller has its first pass when it
    /// says.
    GoesOn {
        pace: u32,
        first_pass_at: Option<i64>,
        report_at: Option<i64>,
    },
}

/// A run as the store has it.
#[derive(Debug)]
pub(super) enum Stored {
    /// The engine's own form.
    Document(String),
    /// A sample that nobody has changed.
    Sample(Box<Sample>),
}

/// A sample with what its walk needs.
#[derive(Debug)]
pub(super) struct Sample {
    run_id: String,
    namespace: String,
    workflow_name: String,
    display_name: String,
    service_account: String,
    recipe: Recipe,
    spec: String,
}

impl Stored {
    /// What the store has of a run.
    pub(super) fn find(
        connection: &Connection,
        run_id: &str,
    ) -> Result<Option<Self>, rusqlite::Error> {
        let row: Option<(String, Option<String>)> = connection
            .prepare_cached("SELECT document, recipe FROM workflows WHERE run_uuid = ?1")?
            .query_row([run_id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match row {
            Some((_, Some(recipe))) => Ok(Sample::find(connection, run_id, &recipe)?
                .map(|sample| Self::Sample(Box::new(sample)))),
            Some((document, None)) => Ok(Some(Self::Document(document))),
            None => Ok(None),
        }
    }

    /// The run itself.
    pub(super) fn into_run(self) -> Option<WorkflowRun> {
        let run = match self {
            Self::Document(document) => serde_json::from_str(&document),
            Self::Sample(sample) => return sample.walk(),
        };
        run.inspect_err(|error| tracing::error!(%error, "a stored run cannot be read"))
            .ok()
    }
}

impl Sample {
    pub(super) fn find(
        connection: &Connection,
        run_id: &str,
        recipe: &str,
    ) -> Result<Option<Self>, rusqlite::Error> {
        let Ok(recipe) = serde_json::from_str::<Recipe>(recipe) else {
            tracing::error!(run_id, "a sample's recipe cannot be read");
            return Ok(None);
        };
        let spec: Option<String> = connection
            .prepare_cached("SELECT spec FROM pipeline_versions WHERE uuid = ?1")?
            .query_row([&recipe.version_id], |row| row.get(0))
            .optional()?;
        // Without its version, deleted since, nobody knows what it ran.
        let Some(spec) = spec else { return Ok(None) };
        connection
            .prepare_cached(
                "SELECT runs.namespace, workflow_name, display_name, service_account FROM runs WHERE uuid = ?1",
            )?
            .query_row([run_id], |row| {
                Ok(Self {
                    run_id: run_id.to_owned(),
                    namespace: row.get(0)?,
                    workflow_name: row.get(1)?,
                    display_name: row.get(2)?,
                    service_account: row.get(3)?,
                    recipe,
                    spec,
                })
            })
            .optional()
    }

    pub(super) fn run_id(&self) -> &str {
        &self.run_id
    }

    pub(super) fn created_at(&self) -> OffsetDateTime {
        at(self.recipe.created_at)
    }

    /// What to submit for it.
    pub(super) fn submission(&self) -> Submission {
        let (first_pass_at, report_at, pace) = match self.recipe.course {
            Course::GoesOn {
                first_pass_at,
                report_at,
                pace,
            } => (first_pass_at.map(at), report_at.map(at), pace),
            _ => (None, None, 1),
        };
        let directives = match &self.recipe.course {
            Course::Failed { node, outcome, .. } => Directives::failing(node, outcome.clone()),
            _ => Directives::none(),
        };
        Submission {
            run_id: self.run_id.clone(),
            display_name: self.display_name.clone(),
            namespace: super::namespace(&self.namespace),
            service_account: self.service_account.clone(),
            spec: serde_json::from_str(&self.spec).unwrap_or_default(),
            parameters: self.recipe.parameters.clone(),
            workflow_name: Some(self.workflow_name.clone()),
            directives: Some(directives),
            first_pass_at,
            report_at,
            pace,
        }
    }

    /// Walks it to its end, in its own time.
    fn walk(&self) -> Option<WorkflowRun> {
        let ended_at = match self.recipe.course {
            Course::Succeeded { at: end }
            | Course::Failed { at: end, .. }
            | Course::Terminated { at: end } => at(end),
            Course::GoesOn { .. } => return None,
        };
        let mut run = self.play(self.submission(), None)?;
        match &self.recipe.course {
            Course::Terminated { .. } => {
                let half = (run.ended_at()? - self.created_at()) / 2;
                run = self.play(self.submission(), Some(self.created_at() + half))?;
            }
            // The task that was drawn to fail was not reached: a condition turned out otherwise.
            Course::Failed { outcome, .. } if run.phase() == WorkflowPhase::Succeeded => {
                let mut submission = self.submission();
                submission.directives =
                    Some(Directives::failing(&first_task(&run)?, outcome.clone()));
                run = self.play(submission, None)?;
            }
            _ => {}
        }
        stretched(&run, self.created_at(), ended_at)
    }

    fn play(
        &self,
        submission: Submission,
        terminate_at: Option<OffsetDateTime>,
    ) -> Option<WorkflowRun> {
        let created_at = self.created_at();
        let mut engine = Engine::new(MemoryStore::default(), EngineOptions::default()).ok()?;
        let played = (|| {
            engine.submit(submission, created_at)?;
            if let Some(terminate_at) = terminate_at {
                engine.advance(terminate_at)?;
                engine.terminate(&self.run_id, terminate_at)?;
            }
            engine.advance(created_at + LONGEST)?;
            engine
                .run(&self.run_id)
                .map(|run| run.map(std::borrow::Cow::into_owned))
        })();
        played
            .inspect_err(|error| tracing::error!(%error, "a sample cannot be walked"))
            .ok()
            .flatten()
    }
}

/// The node of the first user code that ran, without the workflow's name.
fn first_task(run: &WorkflowRun) -> Option<String> {
    let tasks = run
        .nodes()
        .iter()
        .filter(|node| node.pod_kind == Some(PodKind::Executor));
    let first = tasks.min_by_key(|node| node.started_at)?;
    first
        .name
        .strip_prefix(run.workflow_name())
        .map(str::to_owned)
}

/// No sample takes longer.
const LONGEST: Duration = Duration::DAY;

fn at(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// The run with all its times moved so that it ends when it is to end.
fn stretched(
    run: &WorkflowRun,
    created_at: OffsetDateTime,
    ended_at: OffsetDateTime,
) -> Option<WorkflowRun> {
    let own = (run.ended_at()? - created_at).whole_milliseconds().max(1);
    let wanted = (ended_at - created_at).whole_milliseconds();
    let mut document = serde_json::to_value(run).ok()?;
    stretch(&mut document, &|time| {
        let past = (time - created_at).whole_milliseconds();
        let seconds = (past * wanted / own + 500).div_euclid(1_000);
        created_at + Duration::seconds(i64::try_from(seconds).unwrap_or_default())
    });
    serde_json::from_value(document)
        .inspect_err(|error| tracing::error!(%error, "a sample cannot be read back"))
        .ok()
}

/// Applies `moved` to every text that is a time.
fn stretch(value: &mut Value, moved: &dyn Fn(OffsetDateTime) -> OffsetDateTime) {
    match value {
        Value::String(text) if text.len() >= 20 && text.as_bytes().get(10) == Some(&b'T') => {
            if let Ok(time) = OffsetDateTime::parse(text, &Rfc3339)
                && let Ok(moved) = moved(time).format(&Rfc3339)
            {
                *text = moved;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| stretch(item, moved)),
        Value::Object(members) => members.values_mut().for_each(|item| stretch(item, moved)),
        _ => {}
    }
}
