//! Moving a run on, one event at a time.

use time::{Duration, OffsetDateTime};

use super::event;
use super::workflow_run::{WorkflowRun, uid};
use crate::engine::controller::{Pass, PodRequest};
use crate::engine::directive::{Outcome, Role, TaskPath};
use crate::engine::kubelet::{
    Effect, LogLevel, LogLine, Pod, PodEnd, PodPhase, Step, Timing, apply, plan, planned,
};
use crate::engine::node::{Phase, pod_name};
use crate::engine::program::{CachedResult, Driver, Launched, RunNames, import, launch, seed};
use crate::engine::template::PodKind;

/// What a run finds around it.
pub(crate) struct Surroundings<'a> {
    pub(crate) timing: &'a Timing,
    pub(crate) controller_is_down: bool,
    /// Looks a result up by its fingerprint.
    pub(crate) find_cached: &'a dyn Fn(&str) -> Option<CachedResult>,
    /// Results to keep.
    pub(crate) keep: Vec<(String, CachedResult)>,
}

impl WorkflowRun {
    /// When something happens next. Without its controller only pods and reports go on.
    pub(crate) fn next_at(&self, controller_is_down: bool) -> Option<OffsetDateTime> {
        let steps = self
            .state
            .pods
            .values()
            .filter(|pod| !pod.is_gone)
            .filter_map(Pod::next_step_at);
        let pass = self.next_pass.filter(|_| !controller_is_down);
        steps.chain(pass).chain(self.report_at).min()
    }

    /// Lets happen what is due at `at`: the steps of pods first, then a pass.
    pub(crate) fn happen(&mut self, at: OffsetDateTime, around: &mut Surroundings<'_>) {
        let due: Vec<String> = self
            .state
            .pods
            .iter()
            .filter(|(_, pod)| !pod.is_gone && pod.next_step_at().is_some_and(|next| next <= at))
            .map(|(id, _)| id.clone())
            .collect();
        for id in due {
            self.step_pod(&id, around);
            self.request_pass(at, around.timing);
        }
        if self.report_at.is_some_and(|next| next <= at) {
            self.report_at = None;
            self.tell(at);
        }
        if !around.controller_is_down && self.next_pass.is_some_and(|next| next <= at) {
            self.next_pass = None;
            self.pass(at, around);
        }
    }

    /// The controller looks at a workflow at most once in its interval.
    fn request_pass(&mut self, at: OffsetDateTime, timing: &Timing) {
        if self.state.phase.is_end() {
            return;
        }
        let earliest = self.last_pass.map_or(at, |last| {
            at.max(last + Duration::seconds(i64::from(timing.pass)))
        });
        self.next_pass = Some(self.next_pass.map_or(earliest, |next| next.min(earliest)));
    }

    fn pass(&mut self, at: OffsetDateTime, around: &mut Surroundings<'_>) {
        self.last_pass = Some(at);
        let before: Vec<(String, Phase)> = self
            .state
            .nodes
            .iter()
            .map(|node| (node.id.clone(), node.phase))
            .collect();
        let phase_before = self.state.phase;
        let mut pass = Pass::new(&self.compiled, &mut self.state, at);
        pass.run();
        let (wanted, ended, wake_at) = (pass.wanted, pass.ended, pass.wake_at);
        for request in wanted {
            if self.state.terminated && !request.on_exit {
                self.withhold_pod(at, around.timing);
            } else {
                self.make_pod(request, at, around.timing);
            }
        }
        for id in ended {
            self.signal(&id, at);
        }
        if let Some(wake_at) = wake_at.filter(|_| !self.state.phase.is_end()) {
            self.next_pass = Some(self.next_pass.map_or(wake_at, |next| next.min(wake_at)));
        }
        self.events.extend(event::of_pass(
            &before,
            &self.state.nodes,
            phase_before,
            self.state.phase,
            at,
        ));
        self.tell(at);
    }

    /// The agent reports what the workflow looks like.
    fn tell(&mut self, at: OffsetDateTime) {
        if !self.report.is_frozen && crate::engine::document::is_oversized(self) {
            self.report.is_frozen = true;
        }
        let changed = self.report.update(
            &self.run_id,
            self.state.phase,
            self.state.terminated,
            &self.state.nodes,
            self.state.created_at,
            at,
        );
        self.dirty.rows.extend(changed);
        self.dirty.touched = true;
    }

    fn make_pod(&mut self, request: PodRequest, at: OffsetDateTime, timing: &Timing) {
        let (path, role) = TaskPath::of_node(&self.state.name, &request.node_name, request.kind);
        let mut outcome = self.directives.next_outcome(&path, role);
        // A task that is only a driver, for a claim, is meant by either kind of failure.
        if outcome == Outcome::Success
            && role == Role::Task
            && request.kind == PodKind::ContainerDriver
        {
            outcome = self.directives.next_outcome(&path, Role::Driver);
        }
        let name = pod_name(&self.state.name, &request.template, &request.node_name);
        if outcome == Outcome::Quota {
            self.refuse_pod(&request.node_id, &name, at, timing);
            return;
        }
        let made = self.pods_made.entry(request.node_id.clone()).or_default();
        *made += 1;
        let uid = uid(&[&self.run_id, &name, &made.to_string()]);
        let mut pod = Pod {
            uid,
            name,
            node_id: request.node_id.clone(),
            node_name: request.node_name,
            template: request.template,
            kind: request.kind,
            on_exit: request.on_exit,
            inputs: request.inputs,
            created_at: at,
            scheduled_at: None,
            initialized_at: None,
            started_at: None,
            finished_at: None,
            phase: PodPhase::Pending,
            host: None,
            unschedulable: None,
            waiting: None,
            end: None,
            outputs: Vec::new(),
            is_gone: false,
            logs: Vec::new(),
            events: Vec::new(),
            plan: Vec::new(),
            always_cached: outcome == Outcome::Cached,
        };
        if let Some(node) = self.state.nodes.get_mut(&request.node_id) {
            node.message.clear();
        }
        let image = crate::engine::document::main_image(&pod);
        let number = seed(&[&pod.uid]);
        let timing = Timing {
            shortest_task: timing.shortest_task.saturating_mul(self.pace),
            longest_task: timing.longest_task.saturating_mul(self.pace),
            ..*timing
        };
        plan(&mut pod, &outcome, &image, &timing, number);
        self.state.pods.insert(request.node_id, pod);
    }

    /// A quota forbids the pod: the controller tries again and again.
    fn refuse_pod(&mut self, node_id: &str, name: &str, at: OffsetDateTime, timing: &Timing) {
        if let Some(node) = self.state.nodes.get_mut(node_id) {
            node.message = format!(
                "pods \"{name}\" is forbidden: exceeded quota: kf-resource-quota, requested: cpu=1, used: cpu=8, limited: cpu=8"
            );
        }
        self.withhold_pod(at, timing);
    }

    /// A node has no pod: the next pass tries again, or fails it where no time is left.
    fn withhold_pod(&mut self, at: OffsetDateTime, timing: &Timing) {
        let again = at + Duration::seconds(i64::from(timing.pass.max(1)));
        self.next_pass = Some(self.next_pass.map_or(again, |next| next.min(again)));
    }

    /// The containers of a pod get their signal: one that runs ends a second later, one that waits is deleted.
    fn signal(&mut self, id: &str, at: OffsetDateTime) {
        let Some(pod) = self.state.pods.get_mut(id) else {
            return;
        };
        if pod.phase == PodPhase::Running {
            let end = PodEnd {
                main_exit_code: Some(143),
                ..PodEnd::default()
            };
            pod.plan = vec![planned(at + Duration::seconds(1), Step::Ended(end))];
        } else {
            pod.plan.clear();
            pod.is_gone = true;
        }
    }

    /// Somebody deletes a pod.
    pub(crate) fn delete_pod(&mut self, name: &str, at: OffsetDateTime, timing: &Timing) -> bool {
        let Some(pod) = self
            .state
            .pods
            .values_mut()
            .find(|pod| pod.name == name && !pod.is_gone)
        else {
            return false;
        };
        pod.is_gone = true;
        pod.plan.clear();
        self.dirty.touched = true;
        self.request_pass(at, timing);
        true
    }

    fn step_pod(&mut self, id: &str, around: &mut Surroundings<'_>) {
        let Some(pod) = self.state.pods.get_mut(id) else {
            return;
        };
        self.dirty.touched = true;
        let next = pod.plan.remove(0);
        if apply(pod, next.step, next.at) == Effect::ProgramEnds {
            let mut pod = pod.clone();
            self.end_program(&mut pod, next.at, around);
            self.state.pods.insert(id.to_owned(), pod);
        }
    }

    /// The program of a pod has run to its end: what does it say and leave?
    fn end_program(&mut self, pod: &mut Pod, at: OffsetDateTime, around: &mut Surroundings<'_>) {
        let code = pod.end.as_ref().and_then(|end| end.main_exit_code);
        match (pod.kind, code) {
            (PodKind::DagDriver | PodKind::ContainerDriver, Some(0)) => self.drive(pod, at, around),
            (PodKind::DagDriver | PodKind::ContainerDriver, Some(_)) => {
                say(
                    pod,
                    at,
                    vec![(
                        LogLevel::Error,
                        "F main.go: driver failed: asked to fail (simulated)".to_owned(),
                    )],
                );
            }
            (PodKind::Importer, Some(0)) => match import(&mut self.ledger, &pod.inputs) {
                Ok(launched) => say(pod, at, launched.log),
                Err(error) => fail(pod, at, &error.to_string()),
            },
            (PodKind::Executor, Some(code)) => {
                let (path, _) = TaskPath::of_node(&self.state.name, &pod.node_name, pod.kind);
                let prefix = format!(
                    "minio://mlpipeline/v2/artifacts/{}/{}",
                    self.compiled.pipeline, self.run_id
                );
                let shapes = self.item_shapes();
                let failure = (code != 0).then_some(code);
                let launched: Launched = launch(
                    &mut self.ledger,
                    &pod.inputs,
                    failure,
                    &path,
                    &self.directives,
                    &shapes,
                    &prefix,
                );
                around.keep.extend(launched.cached);
                say(pod, at, launched.log);
            }
            _ => {}
        }
    }

    fn drive(&mut self, pod: &mut Pod, at: OffsetDateTime, around: &Surroundings<'_>) {
        let (_, role) = TaskPath::of_node(&self.state.name, &pod.node_name, pod.kind);
        let names = RunNames {
            pipeline: &self.compiled.pipeline,
            workflow: &self.state.name,
        };
        let mut driver = Driver {
            ledger: &mut self.ledger,
            namespace: &self.state.namespace,
            run_id: &self.run_id,
            names,
            inputs: &pod.inputs,
            always_cached: pod.always_cached,
        };
        match driver.run(pod.kind, around.find_cached) {
            Ok(left) => {
                // A task that is only a driver, for a claim, gives its outputs itself.
                if role == Role::Task {
                    self.ledger.complete_claim(&self.state.name);
                }
                pod.outputs = left.outputs;
                say(
                    pod,
                    at,
                    left.log
                        .into_iter()
                        .map(|line| (LogLevel::Info, line))
                        .collect(),
                );
            }
            Err(error) => fail(pod, at, &error.to_string()),
        }
    }
}

/// The program exits with 1 after all.
fn fail(pod: &mut Pod, at: OffsetDateTime, error: &str) {
    pod.phase = PodPhase::Failed;
    pod.end = Some(PodEnd {
        main_exit_code: Some(1),
        ..PodEnd::default()
    });
    say(pod, at, vec![(LogLevel::Error, error.to_owned())]);
}

const RED: &str = "\u{1b}[31m";
const YELLOW: &str = "\u{1b}[33m";
const GREY: &str = "\u{1b}[90m";
const RESET: &str = "\u{1b}[0m";

/// Writes lines, spread over the time that the container ran.
fn say(pod: &mut Pod, at: OffsetDateTime, lines: Vec<(LogLevel, String)>) {
    let start = pod.started_at.unwrap_or(at);
    let count = i32::try_from(lines.len().max(1)).unwrap_or(i32::MAX);
    let pause = (at - start) / count;
    for (index, (level, text)) in (0_i32..).zip(lines) {
        let (colour, name) = match level {
            LogLevel::Debug => (GREY, "DEBUG"),
            LogLevel::Info => ("", "INFO"),
            LogLevel::Warning => (YELLOW, "WARNING"),
            LogLevel::Error => (RED, "ERROR"),
        };
        let reset = if colour.is_empty() { "" } else { RESET };
        let text = format!("{colour}{name}{reset} {text}");
        pod.logs.push(LogLine {
            at: start + pause * index,
            container: "main".to_owned(),
            level,
            text,
        });
    }
}
