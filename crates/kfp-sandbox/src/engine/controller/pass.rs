//! One pass over a workflow.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::engine::kubelet::Pod;
use crate::engine::node::{Node, NodeType, Nodes, Phase, node_id};
use crate::engine::template::{CompiledWorkflow, ENTRYPOINT, Parameter, PodKind};

use super::template::Call;

/// The shape of a cluster's workflows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Shape {
    /// Without template defaults: the configuration up to KFP 2.16.
    Plain,
    /// With KFP 2.17's template defaults, which wrap each node that executes in a retry node.
    #[default]
    Stock,
}

/// How far a workflow is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[expect(missing_docs, reason = "named as Argo names them")]
pub enum WorkflowPhase {
    #[default]
    Pending,
    Running,
    Succeeded,
    Failed,
    Error,
}

impl WorkflowPhase {
    /// Whether nothing comes after it.
    pub fn is_end(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Error)
    }
}

/// What the controller knows of a workflow.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct WorkflowState {
    pub(crate) name: String,
    pub(crate) namespace: String,
    pub(crate) shape: Shape,
    pub(crate) phase: WorkflowPhase,
    pub(crate) nodes: Nodes,
    /// Pods by node id.
    pub(crate) pods: std::collections::BTreeMap<String, Pod>,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) started_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) finished_at: Option<OffsetDateTime>,
    /// Set by a termination: no time is left.
    pub(crate) terminated: bool,
}

/// A pod that the controller wants.
#[derive(Clone, Debug)]
pub(crate) struct PodRequest {
    pub(crate) node_id: String,
    pub(crate) node_name: String,
    pub(crate) template: String,
    pub(crate) kind: PodKind,
    pub(crate) inputs: Vec<Parameter>,
    pub(crate) on_exit: bool,
}

/// A pass: the workflow, its templates and what came of it.
#[derive(Debug)]
pub(crate) struct Pass<'a> {
    pub(crate) compiled: &'a CompiledWorkflow,
    pub(crate) state: &'a mut WorkflowState,
    pub(crate) now: OffsetDateTime,
    /// Pods to make.
    pub(crate) wanted: Vec<PodRequest>,
    /// Pods, by node id, whose containers get a signal.
    pub(crate) ended: Vec<String>,
    /// When a wait of this workflow is over.
    pub(crate) wake_at: Option<OffsetDateTime>,
}

impl<'a> Pass<'a> {
    pub(crate) fn new(
        compiled: &'a CompiledWorkflow,
        state: &'a mut WorkflowState,
        now: OffsetDateTime,
    ) -> Self {
        Self {
            compiled,
            state,
            now,
            wanted: Vec::new(),
            ended: Vec::new(),
            wake_at: None,
        }
    }

    /// Does whatever can be done now.
    pub(crate) fn run(&mut self) {
        if self.state.phase.is_end() {
            return;
        }
        if self.state.started_at.is_none() {
            self.state.started_at = Some(self.now);
            self.state.phase = WorkflowPhase::Running;
        } else {
            self.reconcile();
        }
        let name = self.state.name.clone();
        let call = Call::new(name.clone(), ENTRYPOINT);
        // The entry point has no boundary that could hold it back.
        let _ = self.execute_template(&call);
        self.update_progress();
        let Some(node) = self.state.nodes.named(&name) else {
            return;
        };
        if !node.is_fulfilled() {
            return;
        }
        self.state.phase = match node.phase {
            Phase::Failed => WorkflowPhase::Failed,
            Phase::Error => WorkflowPhase::Error,
            _ => WorkflowPhase::Succeeded,
        };
        self.state.finished_at = Some(self.now);
    }

    pub(super) fn id(&self, name: &str) -> String {
        node_id(&self.state.name, name)
    }

    /// No time is left for anything but exit hooks.
    pub(super) fn is_past_deadline(&self) -> bool {
        self.state.terminated
    }

    /// Makes a node. Its boundary must exist, except for the first one.
    pub(super) fn make_node(
        &mut self,
        name: &str,
        node_type: NodeType,
        template: &str,
        phase: Phase,
        message: &str,
    ) -> NodeDraft<'_> {
        let id = self.id(name);
        NodeDraft {
            nodes: &mut self.state.nodes,
            node: Node {
                id,
                name: name.to_owned(),
                display_name: name.to_owned(),
                node_type,
                template: template.to_owned(),
                phase,
                message: message.to_owned(),
                boundary_id: None,
                children: Vec::new(),
                outbound: Vec::new(),
                inputs: Vec::new(),
                outputs: None,
                retried: false,
                hooked: false,
                started_at: self.now,
                finished_at: phase.is_end().then_some(self.now),
                host: None,
                synced: (node_type == NodeType::Pod).then_some(true),
                pod_kind: None,
                progress: (0, 0),
            },
        }
    }

    /// Moves a node to a phase.
    pub(super) fn mark(&mut self, name: &str, phase: Phase, message: Option<String>) {
        let now = self.now;
        let Some(node) = self.state.nodes.named_mut(name) else {
            return;
        };
        // A pod that never ran has no outputs to wait for.
        if node.phase != Phase::Running && phase.is_failure() && node.synced.is_some() {
            node.synced = Some(true);
        }
        node.phase = phase;
        if let Some(message) = message {
            node.message = message;
        }
        if phase.is_end() && node.finished_at.is_none() {
            node.finished_at = Some(now);
        }
    }

    pub(super) fn add_child(&mut self, parent: &str, child: &str) {
        let child = self.id(child);
        if let Some(parent) = self.state.nodes.named_mut(parent)
            && !parent.children.contains(&child)
        {
            parent.children.push(child);
        }
    }

    pub(super) fn wake(&mut self, at: OffsetDateTime) {
        self.wake_at = Some(self.wake_at.map_or(at, |other| other.min(at)));
    }
}

/// A node before it is put among the others.
#[must_use]
pub(super) struct NodeDraft<'a> {
    nodes: &'a mut Nodes,
    node: Node,
}

impl NodeDraft<'_> {
    pub(super) fn boundary(mut self, boundary: Option<&String>) -> Self {
        if let Some(boundary) = boundary.and_then(|id| self.nodes.get(id)) {
            let element = self
                .node
                .name
                .strip_prefix(&boundary.name)
                .unwrap_or(&self.node.name);
            self.node.display_name = element.strip_prefix('.').unwrap_or(element).to_owned();
            self.node.boundary_id = Some(boundary.id.clone());
        }
        self
    }

    pub(super) fn inputs(mut self, inputs: &[Parameter]) -> Self {
        self.node.inputs = inputs.to_vec();
        self
    }

    pub(super) fn flags(mut self, retried: bool, hooked: bool) -> Self {
        self.node.retried = retried;
        self.node.hooked = hooked;
        self
    }

    pub(super) fn pod(mut self, kind: PodKind) -> Self {
        self.node.pod_kind = Some(kind);
        self
    }

    pub(super) fn insert(self) {
        self.nodes.insert(self.node);
    }
}
