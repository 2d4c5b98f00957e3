//! One pod.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::event::PodEvent;
use super::log::LogLine;
use super::step::PlannedStep;
use crate::engine::node::Phase;
use crate::engine::template::{Parameter, PodKind};

/// A pod. No container runs in it: what it says and leaves is made up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pod {
    /// Its name.
    pub name: String,
    /// Its unique id.
    pub uid: String,
    /// The node it was made for.
    pub node_id: String,
    /// That node's name.
    pub node_name: String,
    /// The template it comes from.
    pub template: String,
    /// The program it runs.
    pub kind: PodKind,
    /// Part of an exit hook.
    pub on_exit: bool,
    /// What the template was given.
    pub inputs: Vec<Parameter>,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When a machine was found for it.
    #[serde(with = "time::serde::rfc3339::option")]
    pub scheduled_at: Option<OffsetDateTime>,
    /// When its init containers had ended.
    #[serde(with = "time::serde::rfc3339::option")]
    pub initialized_at: Option<OffsetDateTime>,
    /// When its containers started.
    #[serde(with = "time::serde::rfc3339::option")]
    pub started_at: Option<OffsetDateTime>,
    /// When its containers had ended.
    #[serde(with = "time::serde::rfc3339::option")]
    pub finished_at: Option<OffsetDateTime>,
    /// Its phase.
    pub phase: PodPhase,
    /// The machine.
    pub host: Option<String>,
    /// Why there is no machine for it.
    pub unschedulable: Option<String>,
    /// What its containers wait for.
    pub waiting: Option<ContainerWait>,
    /// How it ended.
    pub end: Option<PodEnd>,
    /// The files that its program left for the controller.
    pub outputs: Vec<(String, String)>,
    /// Deleted from the cluster.
    pub is_gone: bool,
    /// What it said.
    pub logs: Vec<LogLine>,
    /// What happened to it.
    pub events: Vec<PodEvent>,
    pub(crate) plan: Vec<PlannedStep>,
    /// The run asks that its task's result be taken from the cache.
    pub(crate) always_cached: bool,
}

/// The phase of a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[expect(missing_docs, reason = "named as Kubernetes names them")]
pub enum PodPhase {
    Pending,
    Running,
    Succeeded,
    Failed,
}

impl PodPhase {
    /// Whether nothing comes after it.
    pub fn is_end(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed)
    }
}

/// What a container waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContainerWait {
    /// Kubernetes' word for it.
    pub reason: String,
    /// More of it.
    pub message: String,
}

/// How a pod ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PodEnd {
    /// The exit code of `main`; `None` if nobody saw it end.
    pub main_exit_code: Option<i32>,
    /// Why `main` ended, if not `Completed` or `Error`.
    pub main_reason: Option<String>,
    /// The exit code of `wait` and what it said.
    pub wait_failure: Option<(i32, String)>,
    /// The reason in the pod's status.
    pub pod_reason: Option<String>,
    /// The message in the pod's status.
    pub pod_message: Option<String>,
}

impl Pod {
    /// Its containers, init containers first.
    pub(crate) fn containers(&self) -> Vec<String> {
        let init: &[&str] = if self.is_user_code() {
            &["init", "kfp-launcher"]
        } else {
            &["init"]
        };
        let names = init.iter().chain(&["wait", "main"]);
        names.map(|name| (*name).to_owned()).collect()
    }

    /// Whether it stands for code of a pipeline's author.
    pub(crate) fn is_user_code(&self) -> bool {
        self.kind == PodKind::Executor
    }

    /// Why it does not run yet, in the controller's words; empty if nobody knows.
    pub(crate) fn pending_reason(&self) -> String {
        let with_message = |reason: &str, message: &str| {
            if message.is_empty() {
                reason.to_owned()
            } else {
                format!("{reason}: {message}")
            }
        };
        match (&self.waiting, &self.unschedulable) {
            (Some(waiting), _) => with_message(&waiting.reason, &waiting.message),
            (None, Some(message)) => with_message("Unschedulable", message),
            (None, None) => String::new(),
        }
    }

    /// What its failure makes of its node.
    pub(crate) fn failure(&self) -> (Phase, String) {
        let Some(end) = &self.end else {
            return (Phase::Error, "pod failed for unknown reason".to_owned());
        };
        if let Some(message) = &end.pod_message {
            return (Phase::Failed, message.clone());
        }
        match (end.main_exit_code, &end.wait_failure) {
            (Some(0) | None, Some((code, message))) => (
                Phase::Error,
                format!("wait: Error (exit code {code}): {message}"),
            ),
            (Some(code), _) => {
                let reason = end.main_reason.as_deref().unwrap_or("Error");
                (Phase::Failed, format!("main: {reason} (exit code {code})"))
            }
            (None, None) => (Phase::Error, "pod failed for unknown reason".to_owned()),
        }
    }

    /// When `main` ended, if anybody saw it: an eviction tells no time.
    pub(crate) fn main_finished_at(&self) -> Option<OffsetDateTime> {
        let is_seen = self
            .end
            .as_ref()
            .is_some_and(|end| end.pod_reason.as_deref() != Some("Evicted"));
        self.finished_at.filter(|_| is_seen)
    }

    /// The next thing that happens to it.
    pub(crate) fn next_step_at(&self) -> Option<OffsetDateTime> {
        self.plan.first().map(|planned| planned.at)
    }
}
