//! What the pods say about their nodes.

use super::pass::{Pass, WorkflowState};
use crate::engine::kubelet::{Pod, PodPhase};
use crate::engine::node::{Node, NodeOutputs, NodeType, OutputValue, Phase};
use crate::engine::template::{CompiledWorkflow, Template};

/// A pod may be missing this long after its node was made, before the controller believes it.
const GRACE_SECONDS: i64 = 10;

const DEADLINE: &str = "Step exceeded its deadline";

impl Pass<'_> {
    pub(super) fn reconcile(&mut self) {
        self.assess_pods();
        if self.is_past_deadline() {
            self.end_pods();
        }
        self.miss_pods();
        if self.is_past_deadline() {
            self.fail_pending_nodes();
        }
    }

    fn assess_pods(&mut self) {
        let compiled = self.compiled;
        let WorkflowState {
            nodes,
            pods,
            namespace,
            name,
            created_at,
            ..
        } = &mut *self.state;
        for (id, pod) in pods.iter().filter(|(_, pod)| !pod.is_gone) {
            if let Some(node) = nodes.get_mut(id).filter(|node| !node.is_fulfilled()) {
                let log_key = log_key(namespace, name, *created_at, &pod.name);
                assess_pod(node, pod, compiled, log_key);
            }
        }
    }

    /// Sends the signal to the pods whose time is up. Pods of exit hooks are spared.
    fn end_pods(&mut self) {
        let open: Vec<(String, String)> = self
            .state
            .pods
            .iter()
            .filter(|(_, pod)| !pod.on_exit && !pod.phase.is_end() && !pod.is_gone)
            .filter(|(id, _)| {
                self.state
                    .nodes
                    .get(id)
                    .is_some_and(|node| !node.phase.is_end())
            })
            .map(|(id, pod)| (id.clone(), pod.node_name.clone()))
            .collect();
        for (id, name) in open {
            self.ended.push(id);
            self.mark(&name, Phase::Failed, Some(DEADLINE.to_owned()));
        }
    }

    /// Pods that somebody deleted.
    fn miss_pods(&mut self) {
        let now = self.now;
        let missing: Vec<Node> = self
            .state
            .nodes
            .iter()
            .filter(|node| node.node_type == NodeType::Pod && !node.is_fulfilled())
            .filter(|node| self.state.pods.get(&node.id).is_some_and(|pod| pod.is_gone))
            .cloned()
            .collect();
        for node in missing {
            let is_old = (now - node.started_at).whole_seconds() >= GRACE_SECONDS;
            // Either way the pod is made again, since its outputs never came in.
            self.state.pods.remove(&node.id);
            if node.phase == Phase::Running && is_old {
                self.mark(&node.name, Phase::Error, Some("pod deleted".to_owned()));
            } else if !node.phase.is_end() {
                self.mark(&node.name, Phase::Pending, Some(String::new()));
            }
        }
    }

    /// Nodes whose pod was never made, because a quota forbade it.
    fn fail_pending_nodes(&mut self) {
        let pending: Vec<String> = self
            .state
            .nodes
            .iter()
            .filter(|node| node.phase == Phase::Pending && !node.name.contains(".onExit"))
            .map(|node| node.name.clone())
            .collect();
        for name in pending {
            self.mark(&name, Phase::Failed, Some(DEADLINE.to_owned()));
        }
    }
}

fn assess_pod(node: &mut Node, pod: &Pod, compiled: &CompiledWorkflow, log_key: String) {
    let old_phase = node.phase;
    let old_message = node.message.clone();
    match pod.phase {
        PodPhase::Pending => {
            node.phase = Phase::Pending;
            node.message = pod.pending_reason();
        }
        PodPhase::Running => {
            if !node.phase.is_end() {
                node.phase = Phase::Running;
            }
            node.synced = Some(false);
        }
        PodPhase::Succeeded => node.phase = Phase::Succeeded,
        PodPhase::Failed => {
            let (phase, message) = pod.failure();
            node.phase = phase;
            node.message = message;
        }
    }
    node.host.clone_from(&pod.host);
    if old_phase == Phase::Pending
        && !matches!(node.phase, Phase::Pending)
        && !node.phase.is_failure()
        && old_message == node.message
    {
        node.message.clear();
    }
    if pod.phase.is_end() {
        node.synced = Some(true);
        if let Some(template) = compiled.template(&pod.template) {
            node.outputs = Some(outputs(template, pod, log_key));
        }
        // An eviction tells no time of the container's end.
        node.finished_at = pod.main_finished_at();
    }
}

fn outputs(template: &Template, pod: &Pod, log_key: String) -> NodeOutputs {
    let main = pod.end.as_ref().and_then(|end| end.main_exit_code);
    let parameters = if main == Some(0) {
        template
            .outputs
            .iter()
            .filter_map(|output| {
                let written = pod
                    .outputs
                    .iter()
                    .find(|(name, _)| *name == output.name)
                    .map(|(_, value)| value.clone());
                let value = written.or_else(|| output.file_default.clone())?;
                Some(OutputValue {
                    name: output.name.clone(),
                    value,
                })
            })
            .collect()
    } else {
        Vec::new()
    };
    NodeOutputs {
        parameters,
        exit_code: main,
        log_key: main.is_some().then_some(log_key),
    }
}

/// Where the configuration of KFP puts logs.
fn log_key(namespace: &str, workflow: &str, created_at: time::OffsetDateTime, pod: &str) -> String {
    let (year, month, day) = (
        created_at.year(),
        u8::from(created_at.month()),
        created_at.day(),
    );
    format!("private-artifacts/{namespace}/{workflow}/{year}/{month:02}/{day:02}/{pod}/main.log")
}
