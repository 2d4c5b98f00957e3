//! What happens to pods.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::event::PodEvent;
use super::pod::{ContainerWait, Pod, PodEnd, PodPhase};
use crate::engine::template::PodKind;

/// A step with its time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PlannedStep {
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) at: OffsetDateTime,
    pub(crate) step: Step,
}

pub(crate) fn planned(at: OffsetDateTime, step: Step) -> PlannedStep {
    PlannedStep { at, step }
}

/// Something that happens to a pod.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Step {
    /// No machine takes it.
    NotScheduled(String),
    /// A machine takes it.
    Scheduled(String),
    /// Its init containers have ended.
    Initialized,
    /// The image cannot be pulled.
    PullFails(String),
    /// The kubelet waits before it pulls again.
    PullBackOff(String),
    /// A container cannot be configured.
    ConfigFails(String),
    /// Its containers run.
    Started,
    /// Its containers have ended.
    Ended(PodEnd),
    /// Somebody deletes it.
    Deleted,
}

/// What a step means for the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The pod has another phase or reason.
    Changed,
    /// Its program runs to its end now and must say what it leaves.
    ProgramEnds,
}

pub(crate) fn apply(pod: &mut Pod, step: Step, at: OffsetDateTime) -> Effect {
    match step {
        Step::NotScheduled(message) => {
            pod.events.push(PodEvent::scheduler(
                at,
                true,
                "FailedScheduling",
                message.clone(),
            ));
            pod.unschedulable = Some(message);
        }
        Step::Scheduled(host) => scheduled(pod, host, at),
        Step::Initialized => {
            pod.initialized_at = Some(at);
            pod.waiting = Some(wait("PodInitializing", String::new()));
        }
        Step::PullFails(image) => {
            let message = pull_error(&image);
            pod.events.push(
                PodEvent::kubelet(
                    at,
                    true,
                    "Failed",
                    format!("Failed to pull image \"{image}\": {message}"),
                )
                .about("main"),
            );
            pod.events.push(
                PodEvent::kubelet(at, true, "Failed", "Error: ErrImagePull".to_owned())
                    .about("main"),
            );
            pod.waiting = Some(wait("ErrImagePull", message));
        }
        Step::PullBackOff(image) => {
            let message = format!("Back-off pulling image \"{image}\"");
            pod.events
                .push(PodEvent::kubelet(at, false, "BackOff", message.clone()).about("main"));
            pod.events.push(
                PodEvent::kubelet(at, true, "Failed", "Error: ImagePullBackOff".to_owned())
                    .about("main"),
            );
            pod.waiting = Some(wait(
                "ImagePullBackOff",
                format!("{message}: ErrImagePull: {}", pull_error(&image)),
            ));
        }
        Step::ConfigFails(message) => {
            pod.events.push(
                PodEvent::kubelet(at, true, "Failed", format!("Error: {message}")).about("main"),
            );
            pod.waiting = Some(wait("CreateContainerConfigError", message));
        }
        Step::Started => started(pod, at),
        Step::Ended(end) => return ended(pod, end, at),
        Step::Deleted => {
            pod.events.push(
                PodEvent::kubelet(at, false, "Killing", "Stopping container main".to_owned())
                    .about("main"),
            );
            pod.is_gone = true;
        }
    }
    Effect::Changed
}

fn pull_error(image: &str) -> String {
    format!(
        "failed to pull and unpack image \"{image}\": failed to resolve reference \"{image}\": {image}: not found"
    )
}

fn wait(reason: &str, message: String) -> ContainerWait {
    ContainerWait {
        reason: reason.to_owned(),
        message,
    }
}

fn scheduled(pod: &mut Pod, host: String, at: OffsetDateTime) {
    let message = format!("Successfully assigned {} to {host}", pod.name);
    pod.events
        .push(PodEvent::scheduler(at, false, "Scheduled", message));
    pod.scheduled_at = Some(at);
    pod.host = Some(host);
    pod.unschedulable = None;
    pod.waiting = Some(wait("PodInitializing", String::new()));
    let mut init = vec!["init"];
    if pod.kind == PodKind::Executor {
        init.push("kfp-launcher");
    }
    for container in init {
        pod.events.push(
            PodEvent::kubelet(
                at,
                false,
                "Started",
                format!("Started container {container}"),
            )
            .about(container),
        );
    }
}

fn started(pod: &mut Pod, at: OffsetDateTime) {
    pod.phase = PodPhase::Running;
    pod.waiting = None;
    pod.started_at = Some(at);
    for container in ["wait", "main"] {
        pod.events.push(
            PodEvent::kubelet(
                at,
                false,
                "Created",
                format!("Created container: {container}"),
            )
            .about(container),
        );
        pod.events.push(
            PodEvent::kubelet(
                at,
                false,
                "Started",
                format!("Started container {container}"),
            )
            .about(container),
        );
    }
}

fn ended(pod: &mut Pod, end: PodEnd, at: OffsetDateTime) -> Effect {
    let succeeded =
        end.main_exit_code == Some(0) && end.wait_failure.is_none() && end.pod_reason.is_none();
    if let Some(reason) = &end.pod_reason {
        let message = end.pod_message.clone().unwrap_or_default();
        pod.events
            .push(PodEvent::kubelet(at, true, reason, message));
    }
    pod.phase = if succeeded {
        PodPhase::Succeeded
    } else {
        PodPhase::Failed
    };
    pod.waiting = None;
    pod.finished_at = Some(at);
    pod.end = Some(end);
    Effect::ProgramEnds
}
