//! Sample runs with the rows of their nodes.

use std::fmt::Write;

use rusqlite::{Transaction, params};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::course::course;
use super::random::Random;
use super::samples::SampleExperiment;
use super::workflow::{Node, Phase, count_containers, cut, node_id, walk};
use crate::cluster::stable_id;
use crate::wire::{ObjectWriter, format_seconds};
use crate::workloads::Recipe;

/// How many days back the samples reach.
const DAYS: i64 = 24;

/// A pipeline version that sample runs are of.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) pipeline_id: String,
    pub(super) version_id: String,
    pub(super) spec: Value,
}

/// How a sample run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Succeeded,
    Failed,
    /// Ended by its owner: FAILED, with CANCELING in its history.
    Terminated,
    Running,
    /// Accepted; nothing was reported yet.
    Pending,
    /// Reported before its workflow had a phase: no state.
    Unreported,
    Canceling,
}

/// Fills one experiment; returns when its last run was made.
pub(super) fn fill(
    transaction: &Transaction<'_>,
    sample: &SampleExperiment,
    experiment_id: &str,
    sources: &[Source],
    now: OffsetDateTime,
) -> Result<i64, rusqlite::Error> {
    let seed = sample.name.bytes().fold(7, |seed: u64, byte| {
        seed.wrapping_mul(31).wrapping_add(byte.into())
    });
    let mut random = Random::new(seed);
    let mut last = 0;
    for index in 0..sample.runs {
        let run = SampleRun::make(
            sample,
            experiment_id,
            sources,
            index,
            now.unix_timestamp(),
            &mut random,
        );
        last = last.max(run.created_at);
        run.insert(transaction)?;
    }
    Ok(last)
}

struct SampleRun<'a> {
    sample: &'a SampleExperiment,
    experiment_id: &'a str,
    source: &'a Source,
    id: String,
    name: String,
    workflow: String,
    created_at: i64,
    standing: Standing,
    nodes: Vec<Node>,
    is_archived: bool,
    parameters: String,
}

impl<'a> SampleRun<'a> {
    fn make(
        sample: &'a SampleExperiment,
        experiment_id: &'a str,
        sources: &'a [Source],
        index: u32,
        now: i64,
        random: &mut Random,
    ) -> Self {
        let id = stable_id(&["run", sample.namespace, sample.name, &index.to_string()]).to_string();
        let source = random.pick(sources);
        let age_in_runs = i64::from(sample.runs - 1 - index);
        let standing = if sample.is_archived {
            Standing::Succeeded
        } else {
            standing(age_in_runs, random)
        };
        let created_at = now - age(standing, age_in_runs, i64::from(sample.runs), random);
        let stem = source.spec["pipelineInfo"]["name"]
            .as_str()
            .unwrap_or("workflow");
        let workflow = format!("{stem}-{}", &id[..5]);
        let nodes = nodes(standing, &source.spec, created_at, now, random);
        Self {
            name: run_name(random.pick::<&str>(sample.run_names), created_at, index),
            parameters: parameters(&source.spec, random),
            is_archived: sample.is_archived || (index % 11 == 3 && age_in_runs > 6),
            sample,
            experiment_id,
            source,
            id,
            workflow,
            created_at,
            standing,
            nodes,
        }
    }

    fn insert(&self, transaction: &Transaction<'_>) -> Result<(), rusqlite::Error> {
        let (state, conditions) = match self.standing {
            Standing::Succeeded => ("SUCCEEDED", "Succeeded"),
            Standing::Failed | Standing::Terminated => ("FAILED", "Failed"),
            Standing::Running => ("RUNNING", "Running"),
            Standing::Pending => ("PENDING", "Pending"),
            Standing::Unreported => ("RUNTIME_STATE_UNSPECIFIED", ""),
            Standing::Canceling => ("CANCELING", "Terminating"),
        };
        let is_over = matches!(
            self.standing,
            Standing::Succeeded | Standing::Failed | Standing::Terminated
        );
        let finished_at = if is_over { self.end() } else { 0 };
        transaction
            .prepare_cached(
                "INSERT INTO runs (uuid, experiment_uuid, namespace, display_name, workflow_name, description,
                    service_account, recurring_run_uuid, storage_state, state, conditions, state_history, created_at,
                    scheduled_at, finished_at, pipeline_uuid, pipeline_version_uuid, pipeline_spec, runtime_config,
                    plugins_input)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'default-editor', '', ?7, ?8, ?9, ?10, ?11, ?11, ?12, ?13, ?14, '', ?15,
                    '')",
            )?
            .execute(params![
                self.id,
                self.experiment_id,
                self.sample.namespace,
                self.name,
                self.workflow,
                "",
                if self.is_archived { "ARCHIVED" } else { "AVAILABLE" },
                state,
                conditions,
                self.history(),
                self.created_at,
                finished_at,
                self.source.pipeline_id,
                self.source.version_id,
                self.parameters
            ])?;
        let mut statement = transaction
            .prepare_cached("INSERT INTO tasks (run_uuid, uuid, detail) VALUES (?1, ?2, ?3)")?;
        for node in &self.nodes {
            let task_id = stable_id(&["task", &self.id, &node.path]).to_string();
            statement.execute(params![self.id, task_id, self.row(node, &task_id)])?;
        }
        self.insert_recipe(transaction, finished_at)
    }

    /// Says how the run went, or goes on, for the engine to walk it.
    fn insert_recipe(
        &self,
        transaction: &Transaction<'_>,
        finished_at: i64,
    ) -> Result<(), rusqlite::Error> {
        let Some(course) = course(
            self.standing,
            &self.id,
            &self.nodes,
            self.created_at,
            finished_at,
        ) else {
            return Ok(());
        };
        let parameters: Value = serde_json::from_str(&self.parameters).unwrap_or_default();
        let recipe = Recipe {
            version_id: self.source.version_id.clone(),
            parameters: parameters["parameters"]
                .as_object()
                .cloned()
                .unwrap_or_default(),
            created_at: self.created_at,
            course,
        };
        transaction
            .prepare_cached(
                "INSERT INTO workflows (run_uuid, namespace, name, ended_at, document, recipe)
                 VALUES (?1, ?2, ?3, ?4, '', ?5)",
            )?
            .execute(params![
                self.id,
                self.sample.namespace,
                self.workflow,
                (finished_at > 0).then_some(finished_at),
                json!(recipe).to_string()
            ])?;
        Ok(())
    }

    fn end(&self) -> i64 {
        self.nodes
            .iter()
            .filter_map(|node| node.end)
            .max()
            .unwrap_or(self.created_at)
    }

    fn history(&self) -> String {
        let entry = |time: i64, state: &str| {
            let mut entry = json!({"update_time": format_seconds(time)});
            if !state.is_empty() {
                entry["state"] = state.into();
            }
            entry
        };
        let created = self.created_at;
        let mut history = vec![entry(created, "PENDING")];
        match self.standing {
            Standing::Pending => {}
            Standing::Unreported => history.push(entry(created + 1, "")),
            _ => history.push(entry(created + 3, "RUNNING")),
        }
        match self.standing {
            Standing::Succeeded => history.push(entry(self.end() + 1, "SUCCEEDED")),
            Standing::Failed => history.push(entry(self.end() + 1, "FAILED")),
            Standing::Terminated => {
                history.push(entry(self.end() - 2, "CANCELING"));
                history.push(entry(self.end() + 1, "FAILED"));
            }
            Standing::Canceling => history.push(entry(created + 90, "CANCELING")),
            _ => {}
        }
        Value::Array(history).to_string()
    }

    fn row(&self, node: &Node, task_id: &str) -> String {
        let never = "0001-01-01T00:00:00Z".to_owned();
        let children: Vec<String> = node
            .children
            .iter()
            .map(|path| json!({"pod_name": node_id(&self.workflow, path)}).to_string())
            .collect();
        ObjectWriter::new()
            .text("run_id", &self.id)
            .text("task_id", task_id)
            .text("display_name", node.display_name(&self.workflow))
            .seconds("create_time", self.created_at)
            .seconds("start_time", node.start)
            .text("end_time", &node.end.map_or(never, format_seconds))
            .text("state", node.phase.state())
            .list("state_history", &row_history(node))
            .list("child_tasks", &children)
            .finish()
    }
}

fn row_history(node: &Node) -> Vec<String> {
    let entry = |time: i64, state: &str| {
        ObjectWriter::new()
            .text("update_time", &format_seconds(time))
            .text("state", state)
            .finish()
    };
    match (node.phase, node.end) {
        (Phase::Succeeded | Phase::Failed, Some(end)) => {
            vec![
                entry(node.start + 1, "RUNNING"),
                entry(end + 1, node.phase.state()),
            ]
        }
        (phase, _) => vec![entry(node.start + 1, phase.state())],
    }
}

/// The newest runs of an experiment may be under way; older ones are over.
fn standing(age_in_runs: i64, random: &mut Random) -> Standing {
    match (age_in_runs, random.below(100)) {
        (0, 0..40) | (1, 0..25) => Standing::Running,
        (0, 40..55) => Standing::Pending,
        (0, 55..80) => Standing::Unreported,
        (1, 25..40) => Standing::Canceling,
        (_, 0..14) => Standing::Failed,
        (_, 14..19) => Standing::Terminated,
        _ => Standing::Succeeded,
    }
}

/// Seconds between a run's creation and the present.
fn age(standing: Standing, age_in_runs: i64, runs: i64, random: &mut Random) -> i64 {
    match standing {
        Standing::Pending => random.between(4, 40),
        Standing::Unreported => random.between(2, 9),
        Standing::Running => random.between(60, 260),
        Standing::Canceling => random.between(120, 300),
        _ => {
            let step = DAYS * 86_400 / runs.max(1);
            // Never so young that it could not have ended.
            age_in_runs * step + step / 4 + random.between(0, step / 2) + 4 * 3600
        }
    }
}

fn nodes(
    standing: Standing,
    spec: &Value,
    created: i64,
    now: i64,
    random: &mut Random,
) -> Vec<Node> {
    let start = created + 2;
    let own = Random::new(random.below(u64::MAX));
    match standing {
        Standing::Pending | Standing::Unreported => Vec::new(),
        Standing::Succeeded => walk(spec, start, None, own),
        Standing::Failed => {
            let containers = count_containers(&walk(spec, start, None, own.clone()));
            walk(spec, start, Some(random.below(containers)), own)
        }
        Standing::Running => cut(walk(spec, start, None, own), now, Phase::Running),
        Standing::Canceling => cut(walk(spec, start, None, own), created + 60, Phase::Running),
        Standing::Terminated => {
            let nodes = walk(spec, start, None, own);
            let end = nodes
                .iter()
                .filter_map(|node| node.end)
                .max()
                .unwrap_or(start);
            cut(
                nodes,
                start + (end - start) * random.between(30, 80) / 100,
                Phase::Failed,
            )
        }
    }
}

fn run_name(pattern: &str, created_at: i64, index: u32) -> String {
    let date = OffsetDateTime::from_unix_timestamp(created_at)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .date();
    let mut day = String::new();
    let _ = write!(
        day,
        "{}-{:02}-{:02}",
        date.year(),
        u8::from(date.month()),
        date.day()
    );
    pattern
        .replace("{n}", &(index + 1).to_string())
        .replace("{d}", &day)
}

/// Values for some of the pipeline's parameters; empty where it takes none.
fn parameters(spec: &Value, random: &mut Random) -> String {
    let inputs = &spec["root"]["inputDefinitions"]["parameters"];
    let mut values = serde_json::Map::new();
    for (name, input) in inputs.as_object().into_iter().flatten() {
        let value = match input["parameterType"].as_str().unwrap_or_default() {
            "NUMBER_DOUBLE" => json!(*random.pick(&[0.1, 0.01, 0.001, 0.5])),
            "NUMBER_INTEGER" => json!(random.between(1, 64)),
            "BOOLEAN" => json!(random.chance(50)),
            "STRING" if input.get("defaultValue").is_none() => json!("sample"),
            _ => continue,
        };
        values.insert(name.clone(), value);
    }
    if values.is_empty() {
        String::new()
    } else {
        json!({"parameters": values}).to_string()
    }
}
