//! What will happen to a pod, by the outcome that is wanted of it.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::pod::{Pod, PodEnd};
use super::step::{PlannedStep, Step};
use crate::engine::directive::Outcome;
use crate::engine::template::PodKind;

/// How long things take, in whole seconds, as the times of Kubernetes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timing {
    /// From a pod's creation to a machine.
    pub schedule: u32,
    /// The init containers.
    pub initialize: u32,
    /// A driver or importer.
    pub driver: u32,
    /// The shortest run of user code.
    pub shortest_task: u32,
    /// The longest run of user code.
    pub longest_task: u32,
    /// The shortest time between two passes of the controller; Argo's default is 10 s.
    pub pass: u32,
    /// From a workflow's creation to the controller's first pass. Unless it is 0, the agent reports the workflow one
    /// second before that pass, and the run has no state until then.
    pub first_pass: u32,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            schedule: 1,
            initialize: 1,
            driver: 2,
            shortest_task: 4,
            longest_task: 45,
            pass: 10,
            first_pass: 3,
        }
    }
}

/// The kubelet gives up on a deleted or evicted pod only after it has run for a while: this long.
const ACCIDENT_AFTER: i64 = 12;

const UNSCHEDULABLE: &str = "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient \
                             nvidia.com/gpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 \
                             Preemption is not helpful for scheduling.";

/// Lays down a pod's steps from its creation on. `seed` decides how long user code runs and where.
pub(crate) fn plan(pod: &mut Pod, outcome: &Outcome, image: &str, timing: &Timing, seed: u64) {
    let mut planner = Planner {
        at: pod.created_at,
        steps: Vec::new(),
    };
    let host = format!("node-{}", seed % 3 + 1);
    planner.after(i64::from(timing.schedule));
    if let Outcome::Unschedulable { seconds } = outcome {
        planner.push(Step::NotScheduled(UNSCHEDULABLE.to_owned()));
        let Some(seconds) = seconds else {
            pod.plan = planner.steps;
            return;
        };
        planner.after(i64::from(*seconds));
    }
    planner.push(Step::Scheduled(host));
    planner.after(i64::from(timing.initialize));
    planner.push(Step::Initialized);
    if waits_for_ever(&mut planner, outcome, image) {
        pod.plan = planner.steps;
        return;
    }
    planner.after(1);
    planner.push(Step::Started);
    let spread = u64::from(timing.longest_task.saturating_sub(timing.shortest_task)) + 1;
    let run = match pod.kind {
        PodKind::Executor => {
            i64::from(timing.shortest_task) + i64::try_from(seed / 3 % spread).unwrap_or(0)
        }
        _ => i64::from(timing.driver),
    };
    planner.run(outcome, run);
    pod.plan = planner.steps;
}

fn waits_for_ever(planner: &mut Planner, outcome: &Outcome, image: &str) -> bool {
    match outcome {
        Outcome::ImagePull => {
            planner.after(2);
            planner.push(Step::PullFails(image.to_owned()));
            planner.after(5);
            planner.push(Step::PullBackOff(image.to_owned()));
        }
        Outcome::MissingSecret(name) => {
            planner.after(1);
            planner.push(Step::ConfigFails(format!("secret \"{name}\" not found")));
        }
        _ => return false,
    }
    true
}

struct Planner {
    at: OffsetDateTime,
    steps: Vec<PlannedStep>,
}

impl Planner {
    fn after(&mut self, seconds: i64) {
        self.at += Duration::seconds(seconds);
    }

    fn push(&mut self, step: Step) {
        self.steps.push(PlannedStep { at: self.at, step });
    }

    fn run(&mut self, outcome: &Outcome, seconds: i64) {
        let code = |code| PodEnd {
            main_exit_code: Some(code),
            ..PodEnd::default()
        };
        let end = match outcome {
            Outcome::ExitCode(exit_code) => code(*exit_code),
            Outcome::DriverFails => code(1),
            Outcome::OutOfMemory => PodEnd {
                main_reason: Some("OOMKilled".to_owned()),
                ..code(137)
            },
            Outcome::WaitFails => {
                let message = "failed to put file: The specified bucket does not exist".to_owned();
                PodEnd {
                    wait_failure: Some((1, message)),
                    ..code(0)
                }
            }
            Outcome::Timeout => PodEnd {
                pod_reason: Some("DeadlineExceeded".to_owned()),
                pod_message: Some(
                    "Pod was active on the node longer than the specified deadline".to_owned(),
                ),
                ..code(143)
            },
            Outcome::Evicted => {
                self.after(seconds.max(ACCIDENT_AFTER));
                let message = "The node was low on resource: memory. Threshold quantity: 100Mi, available: 93Mi. \
                               Container main was using 2Gi, request is 0, has larger consumption of memory.";
                self.push(Step::Ended(PodEnd {
                    pod_reason: Some("Evicted".to_owned()),
                    pod_message: Some(message.to_owned()),
                    ..code(137)
                }));
                return;
            }
            Outcome::Deleted => {
                self.after(seconds.max(ACCIDENT_AFTER));
                self.push(Step::Deleted);
                return;
            }
            _ => code(0),
        };
        self.after(seconds);
        self.push(Step::Ended(end));
    }
}
