//! What others may read of the workloads: Kubernetes objects, logs, events, artifacts.
//!
//! All of it is off the async threads' business: callers in handlers go through
//! [`run_blocking`](crate::storage::run_blocking).

#![expect(
    dead_code,
    reason = "read by the endpoints of Kubernetes and of v1beta1, which come one after another"
)]

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::params;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::Workloads;
use super::recipe::Stored;
use super::reported::Reported;
use crate::engine::artifact::{ArtifactFile, artifact_file};
use crate::engine::document::{pod_document, pod_events, workflow_document, workflow_events};
use crate::engine::kubelet::{LogLine, Pod, PodPhase};
use crate::engine::{RunChange, WorkflowRun};

/// How long the cluster keeps a workflow that has ended, with its pods and events: KFP's
/// `TTL_SECONDS_AFTER_WORKFLOW_FINISH`.
pub(super) const KEPT: Duration = Duration::DAY;

/// How many ended runs are held in memory after they were read.
const REMEMBERED: usize = 128;

/// What changed when, for `resourceVersion`.
#[derive(Debug, Default)]
pub(super) struct Revisions {
    start: u64,
    pub(super) current: u64,
    pub(super) runs: HashMap<String, u64>,
    pods: HashMap<String, u64>,
    /// Ended runs, as they were last read.
    ended: HashMap<String, Arc<WorkflowRun>>,
}

impl Revisions {
    pub(super) fn starting_at(start: u64) -> Self {
        Self {
            start,
            current: start,
            ..Self::default()
        }
    }

    fn of_run(&self, run_id: &str) -> u64 {
        self.runs.get(run_id).copied().unwrap_or(self.start)
    }

    fn of_pod(&self, pod: &str) -> u64 {
        self.pods.get(pod).copied().unwrap_or(self.start)
    }

    fn remember(&mut self, run: &Arc<WorkflowRun>) {
        if self.ended.len() >= REMEMBERED {
            self.ended.clear();
        }
        self.ended.insert(run.run_id().to_owned(), Arc::clone(run));
    }
}

/// The log of a pod.
#[derive(Clone, Debug)]
pub(crate) struct PodLog {
    /// The pod's containers, init containers first.
    pub(crate) containers: Vec<String>,
    /// The lines of all containers in order of time, up to now.
    pub(crate) lines: Vec<LogLine>,
    /// Whether lines may still follow.
    pub(crate) is_open: bool,
    /// Whether its containers have started: before, a log can be read of none of them.
    pub(crate) has_started: bool,
}

impl Workloads {
    /// Notes what changed and tells whoever waits for it.
    pub(super) fn announce(&self, changes: &[RunChange], others: &[String]) {
        if changes.is_empty() && others.is_empty() {
            return;
        }
        let mut revisions = self.revisions();
        revisions.current += 1;
        let current = revisions.current;
        let runs = changes.iter().map(|change| &change.run_id).chain(others);
        for run_id in runs {
            revisions.ended.remove(run_id);
            revisions.runs.insert(run_id.clone(), current);
        }
        for pod in changes.iter().flat_map(|change| &change.pods) {
            revisions.pods.insert(pod.clone(), current);
        }
        drop(revisions);
        self.inner.changes.send_replace(current);
    }

    /// The newest revision; `resourceVersion` of lists.
    pub(crate) fn revision(&self) -> u64 {
        self.revisions().current
    }

    /// Looks at one run, also at one that ended long ago; `None` if the engine never had it.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn read_run<T>(
        &self,
        run_id: &str,
        look: impl FnOnce(&WorkflowRun) -> T,
    ) -> Result<Option<T>, rusqlite::Error> {
        if let Some(run) = self.engine().live_run(run_id) {
            return Ok(Some(look(run)));
        }
        Ok(self.ended_run(run_id)?.map(|run| look(&run)))
    }

    pub(super) fn ended_run(
        &self,
        run_id: &str,
    ) -> Result<Option<Arc<WorkflowRun>>, rusqlite::Error> {
        if let Some(run) = self.revisions().ended.get(run_id) {
            return Ok(Some(Arc::clone(run)));
        }
        let run = self
            .inner
            .database
            .read_now(|connection| Stored::find(connection, run_id))?
            .and_then(Stored::into_run)
            .map(Arc::new);
        if let Some(run) = &run {
            self.revisions().remember(run);
        }
        Ok(run)
    }

    /// Goes through the runs whose workflow is in the cluster: those that go on and those that ended within a day.
    fn each_run(
        &self,
        namespace: Option<&str>,
        mut look: impl FnMut(&WorkflowRun),
    ) -> Result<(), rusqlite::Error> {
        let oldest = (self.now() - KEPT).unix_timestamp();
        let ended: Vec<String> = self.inner.database.read_now(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT run_uuid FROM workflows WHERE (?1 IS NULL OR namespace = ?1) AND ended_at > ?2",
            )?;
            let rows = statement.query_map(params![namespace, oldest], |row| row.get(0))?;
            rows.collect::<Result<_, rusqlite::Error>>()
        })?;
        let live: Vec<String> = {
            let engine = self.engine();
            let runs = engine
                .live_runs()
                .filter(|run| namespace.is_none_or(|namespace| run.namespace() == namespace));
            runs.map(|run| {
                look(run);
                run.run_id().to_owned()
            })
            .collect()
        };
        for run_id in ended.iter().filter(|run_id| !live.contains(run_id)) {
            if let Some(run) = self.ended_run(run_id)? {
                look(&run);
            }
        }
        Ok(())
    }

    /// The pods of a namespace, or of all, as Kubernetes holds them.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn pods(&self, namespace: Option<&str>) -> Result<Vec<Value>, rusqlite::Error> {
        let mut pods = Vec::new();
        self.each_run(namespace, |run| {
            pods.extend(run.pods().map(|pod| self.pod_object(run, pod)));
        })?;
        Ok(pods)
    }

    /// The pod of that name.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn pod(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<Option<Value>, rusqlite::Error> {
        self.with_pod(namespace, name, |run, pod| self.pod_object(run, pod))
    }

    fn pod_object(&self, run: &WorkflowRun, pod: &Pod) -> Value {
        let revision = self.revisions().of_pod(&pod.name);
        versioned(pod_document(run, pod), revision)
    }

    /// The workflows of a namespace, or of all.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn workflows(&self, namespace: Option<&str>) -> Result<Vec<Value>, rusqlite::Error> {
        let mut workflows = Vec::new();
        self.each_run(namespace, |run| {
            let revision = self.revisions().of_run(run.run_id());
            workflows.push(versioned(workflow_document(run), revision));
        })?;
        Ok(workflows)
    }

    /// What the server keeps of a run's workflow, as JSON: its text when it was made, and its text as it was reported
    /// last, which is empty before the first report.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn manifests(
        &self,
        run_id: &str,
    ) -> Result<Option<(String, String)>, rusqlite::Error> {
        let reported = self
            .inner
            .database
            .read_now(|connection| Reported::find(connection, run_id))?;
        if let Some(reported) = reported {
            return Ok(Some((reported.manifest(), reported.manifest())));
        }
        self.read_run(run_id, |run| {
            let reported = workflow_document(run);
            let mut made = reported.clone();
            if let Some(members) = made.as_object_mut() {
                members.insert(
                    "status".to_owned(),
                    json!({"startedAt": null, "finishedAt": null}),
                );
            }
            let reported = if run.report().is_known {
                reported.to_string()
            } else {
                String::new()
            };
            (made.to_string(), reported)
        })
    }

    /// The events of a namespace, or of all, about workflows and pods.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn events(&self, namespace: Option<&str>) -> Result<Vec<Value>, rusqlite::Error> {
        let mut events = Vec::new();
        self.each_run(namespace, |run| {
            let revision = self.revisions().of_run(run.run_id());
            let of_run = workflow_events(run).into_iter();
            let of_pods = run.pods().flat_map(|pod| pod_events(run, pod));
            events.extend(
                of_run
                    .chain(of_pods)
                    .map(|event| versioned(event, revision)),
            );
        })?;
        Ok(events)
    }

    /// The log of a pod that is in the cluster.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn pod_log(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<Option<PodLog>, rusqlite::Error> {
        let now = self.now();
        self.with_pod(namespace, name, |_, pod| log_of(pod, now))
    }

    /// The log of a node, whether or not its pod is still in the cluster: the archived log.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn node_log(
        &self,
        run_id: &str,
        node_id: &str,
    ) -> Result<Option<PodLog>, rusqlite::Error> {
        let now = self.now();
        let log = self.read_run(run_id, |run| {
            run.pod_of_node(node_id).map(|pod| log_of(pod, now))
        })?;
        Ok(log.flatten())
    }

    /// Deletes a pod with force, as a person does with kubectl. Whether there was one.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn delete_pod(&self, namespace: &str, name: &str) -> Result<bool, rusqlite::Error> {
        let run_id = self.with_pod(namespace, name, |run, _| run.run_id().to_owned())?;
        let Some(run_id) = run_id else {
            return Ok(false);
        };
        self.write_now(|desk| desk.delete_pod(&run_id, name))
    }

    fn with_pod<T>(
        &self,
        namespace: &str,
        name: &str,
        look: impl FnOnce(&WorkflowRun, &Pod) -> T,
    ) -> Result<Option<T>, rusqlite::Error> {
        {
            let engine = self.engine();
            let found = engine
                .live_runs()
                .filter(|run| run.namespace() == namespace)
                .find_map(|run| Some((run, run.pod(name)?)));
            if let Some((run, pod)) = found {
                return Ok(Some(look(run, pod)));
            }
        }
        let oldest = (self.now() - KEPT).unix_timestamp();
        let run_ids: Vec<String> = self.inner.database.read_now(|connection| {
            // A pod is called after its workflow.
            let mut statement = connection.prepare_cached(
                "SELECT run_uuid FROM workflows
                 WHERE namespace = ?1 AND ended_at > ?2 AND instr(?3, name || '-') = 1",
            )?;
            let rows = statement.query_map(params![namespace, oldest, name], |row| row.get(0))?;
            rows.collect::<Result<_, rusqlite::Error>>()
        })?;
        for run_id in run_ids {
            if let Some(run) = self.ended_run(&run_id)?
                && let Some(pod) = run.pod(name)
            {
                return Ok(Some(look(&run, pod)));
            }
        }
        Ok(None)
    }

    /// The file of a run's artifact, made up and small; `None` for an address that the run did not write.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn artifact(
        &self,
        run_id: &str,
        uri: &str,
    ) -> Result<Option<ArtifactFile>, rusqlite::Error> {
        let file = self.read_run(run_id, |run| {
            let artifacts = run
                .ledger()
                .executions()
                .iter()
                .flat_map(|execution| execution.output_artifacts.values().flatten());
            artifacts
                .into_iter()
                .find(|artifact| artifact.uri == uri)
                .map(artifact_file)
        })?;
        Ok(file.flatten())
    }
}

fn versioned(mut document: Value, revision: u64) -> Value {
    if let Some(metadata) = document.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.insert("resourceVersion".to_owned(), json!(revision.to_string()));
    }
    document
}

/// Seconds between two lines of a program that works.
const HEARTBEAT: i64 = 5;

fn log_of(pod: &Pod, now: OffsetDateTime) -> PodLog {
    let is_open = pod.phase == PodPhase::Running;
    let mut lines: Vec<LogLine> = pod.logs.clone();
    lines.extend(heartbeats(pod, now));
    lines.retain(|line| line.at <= now);
    lines.sort_by_key(|line| line.at);
    PodLog {
        containers: pod.containers(),
        lines,
        is_open: is_open || (pod.phase == PodPhase::Pending && !pod.is_gone),
        has_started: pod.started_at.is_some(),
    }
}

/// What a program says while it works, so that a log that is followed has something to follow.
fn heartbeats(pod: &Pod, now: OffsetDateTime) -> Vec<LogLine> {
    let Some(started) = pod.started_at.filter(|_| pod.is_user_code()) else {
        return Vec::new();
    };
    let until = pod.finished_at.unwrap_or(now).min(now);
    let beats = (until - started).whole_seconds() / HEARTBEAT;
    (1..=beats)
        .map(|beat| {
            let seconds = beat * HEARTBEAT;
            LogLine::working(started + Duration::seconds(seconds), seconds)
        })
        .filter(|line| line.at < until)
        .collect()
}
