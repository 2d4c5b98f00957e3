//! Logs: of a pod in the cluster, and of a node whose pod is gone.

use time::{Duration, OffsetDateTime};

use super::Workloads;
use crate::engine::kubelet::{LogLine, Pod, PodPhase};

/// The container of user code.
const USER_CODE: &str = "main";

/// The log of a pod.
#[derive(Clone, Debug)]
pub(crate) struct PodLog {
    /// The pod's containers, init containers first.
    pub(crate) containers: Vec<String>,
    /// The lines of all containers in order of time, up to now.
    pub(crate) lines: Vec<LogLine>,
    /// Whether lines may still follow.
    pub(crate) is_open: bool,
    pub(crate) progress: Progress,
    /// What `main` waits for, in Kubernetes' word, where that is known.
    pub(crate) waits_for: Option<String>,
}

impl PodLog {
    /// What user code said.
    pub(crate) fn text_of_user_code(&self) -> String {
        let lines = self.lines.iter().filter(|line| line.container == USER_CODE);
        lines.fold(String::new(), |mut text, line| {
            text.push_str(&line.text);
            text.push('\n');
            text
        })
    }
}

/// How far a pod has come: whose logs there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Progress {
    /// There is no machine for it.
    Unscheduled,
    Scheduled,
    /// Its init containers have ended.
    Initialized,
    /// Its containers have started.
    Started,
}

impl Progress {
    fn of(pod: &Pod) -> Self {
        if pod.started_at.is_some() {
            Self::Started
        } else if pod.initialized_at.is_some() {
            Self::Initialized
        } else if pod.scheduled_at.is_some() {
            Self::Scheduled
        } else {
            Self::Unscheduled
        }
    }
}

impl Workloads {
    /// The log of a pod that is in the cluster.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn pod_log(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<Option<PodLog>, rusqlite::Error> {
        let now = self.happened_until();
        self.with_pod(namespace, name, |_, pod| log_of(pod, now))
    }

    /// The moment until which all has happened. On a busy machine a pod that should have ended may go on a little, and must
    /// not say what it will not have said.
    fn happened_until(&self) -> OffsetDateTime {
        let now = self.now();
        let due = self.engine().next_at();
        due.map_or(now, |due| due.min(now))
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
        let now = self.happened_until();
        let log = self.read_run(run_id, |run| {
            run.pod_of_node(node_id).map(|pod| log_of(pod, now))
        })?;
        Ok(log.flatten())
    }

    /// The archived log of a run's pod, whether or not it is still in the cluster.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn archived_log(
        &self,
        namespace: &str,
        run_id: &str,
        pod: &str,
    ) -> Result<Option<PodLog>, rusqlite::Error> {
        let now = self.happened_until();
        let log = self.read_run(run_id, |run| {
            let pod = run.made_pod(pod).filter(|_| run.namespace() == namespace);
            pod.map(|pod| log_of(pod, now))
        })?;
        Ok(log.flatten())
    }
}

/// Seconds between two lines of a program that works.
const HEARTBEAT: i64 = 5;

fn log_of(pod: &Pod, now: OffsetDateTime) -> PodLog {
    let is_open = pod.phase == PodPhase::Running;
    let mut lines = heartbeats(pod, now);
    // What a program says is known at its end alone, and who follows a log must not find its past changed.
    let last = lines.last().map(|line| line.at);
    let mut said: Vec<LogLine> = pod
        .logs
        .iter()
        .filter(|line| line.at <= now)
        .cloned()
        .collect();
    said.sort_by_key(|line| line.at);
    for line in &mut said {
        line.at = last.map_or(line.at, |last| last.max(line.at));
    }
    lines.extend(said);
    PodLog {
        containers: pod.containers(),
        lines,
        is_open: is_open || (pod.phase == PodPhase::Pending && !pod.is_gone),
        progress: Progress::of(pod),
        waits_for: pod.waiting.as_ref().map(|wait| wait.reason.clone()),
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
