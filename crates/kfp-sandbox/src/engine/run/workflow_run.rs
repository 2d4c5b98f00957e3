//! A run.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::event::WorkflowEvent;
use super::submission::{Submission, SubmitError, runtime_parameters};
use crate::engine::controller::{Shape, WorkflowPhase, WorkflowState};
use crate::engine::directive::Directives;
use crate::engine::kubelet::Pod;
use crate::engine::node::Nodes;
use crate::engine::program::{Ledger, seed};
use crate::engine::report::{Report, TaskRow};
use crate::engine::spec::{ItemShape, PipelineSpec, item_shapes};
use crate::engine::template::{CompiledWorkflow, compile};

/// A run: everything of it, so that it can be stored and taken up again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WorkflowRun {
    pub(crate) run_id: String,
    pub(crate) display_name: String,
    pub(crate) service_account: String,
    pub(crate) uid: String,
    pub(crate) compiled: CompiledWorkflow,
    pub(crate) shapes: Vec<((String, String, String), ItemShape)>,
    pub(crate) directives: Directives,
    pub(crate) state: WorkflowState,
    pub(crate) ledger: Ledger,
    pub(crate) report: Report,
    pub(crate) events: Vec<WorkflowEvent>,
    pub(crate) retry_generation: u32,
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) last_pass: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) next_pass: Option<OffsetDateTime>,
    /// When the agent reports without a pass.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub(crate) report_at: Option<OffsetDateTime>,
    /// User code runs so many times as long as the timing says.
    pub(crate) pace: u32,
    /// Pods that were made, per node, so that each gets an id of its own.
    pub(crate) pods_made: BTreeMap<String, u32>,
    #[serde(skip)]
    pub(crate) dirty: Dirty,
}

/// What changed since the last look.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dirty {
    pub(crate) rows: BTreeSet<String>,
    /// Whether anything did; rows do only with the rest.
    pub(crate) touched: bool,
}

/// What changed of a run.
#[derive(Clone, Debug)]
pub struct RunChange {
    /// The run.
    pub run_id: String,
    /// Rows that changed or are new.
    pub rows: Vec<TaskRow>,
}

impl WorkflowRun {
    pub(crate) fn new(
        submission: Submission,
        shape: Shape,
        first_pass: u32,
        now: OffsetDateTime,
    ) -> Result<Self, SubmitError> {
        let spec = PipelineSpec::from_json(&submission.spec)?;
        let parameters = runtime_parameters(&spec, &submission.parameters);
        let compiled = compile(&spec, &parameters)?;
        let directives = match submission.directives {
            Some(directives) => directives,
            None => Directives::of_run(&spec.name, &parameters)?,
        };
        let first_pass_at = submission
            .first_pass_at
            .unwrap_or_else(|| now + Duration::seconds(i64::from(first_pass)));
        let name = submission
            .workflow_name
            .unwrap_or_else(|| workflow_name(&spec.name, &submission.run_id));
        let state = WorkflowState {
            nodes: Nodes::new(&name),
            name,
            namespace: submission.namespace,
            shape,
            phase: WorkflowPhase::Pending,
            pods: BTreeMap::new(),
            created_at: now,
            started_at: None,
            finished_at: None,
            terminated: false,
        };
        Ok(Self {
            uid: uid(&[&submission.run_id, "workflow"]),
            run_id: submission.run_id,
            display_name: submission.display_name,
            service_account: submission.service_account,
            compiled,
            shapes: item_shapes(&spec).into_iter().collect(),
            directives,
            state,
            ledger: Ledger::default(),
            report: Report::new(now),
            events: Vec::new(),
            retry_generation: 0,
            last_pass: None,
            next_pass: Some(first_pass_at),
            report_at: submission
                .report_at
                .or_else(|| Some(first_pass_at - Duration::seconds(1)))
                .filter(|_| first_pass_at > now),
            pace: submission.pace.max(1),
            pods_made: BTreeMap::new(),
            dirty: Dirty {
                touched: true,
                ..Dirty::default()
            },
        })
    }

    /// The run's id.
    pub fn run_id(&self) -> &str {
        &self.run_id
    }

    /// The run's name for people.
    pub fn display_name(&self) -> &str {
        &self.display_name
    }

    /// The workflow's name.
    pub fn workflow_name(&self) -> &str {
        &self.state.name
    }

    /// The namespace.
    pub fn namespace(&self) -> &str {
        &self.state.namespace
    }

    /// How far the workflow is.
    pub fn phase(&self) -> WorkflowPhase {
        self.state.phase
    }

    /// The workflow's nodes.
    pub fn nodes(&self) -> &Nodes {
        &self.state.nodes
    }

    /// The pods that are in the cluster.
    pub fn pods(&self) -> impl Iterator<Item = &Pod> {
        self.state.pods.values().filter(|pod| !pod.is_gone)
    }

    /// The pod of that name.
    pub fn pod(&self, name: &str) -> Option<&Pod> {
        self.pods().find(|pod| pod.name == name)
    }

    /// The pod of that name, also one that is gone.
    pub(crate) fn made_pod(&self, name: &str) -> Option<&Pod> {
        self.state.pods.values().find(|pod| pod.name == name)
    }

    /// The last pod of a node, also one that is gone.
    pub(crate) fn pod_of_node(&self, node_id: &str) -> Option<&Pod> {
        self.state.pods.get(node_id)
    }

    /// When the workflow ended.
    pub(crate) fn ended_at(&self) -> Option<OffsetDateTime> {
        self.state.finished_at.filter(|_| self.state.phase.is_end())
    }

    /// What the server tells.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// What ran with which inputs and outputs.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Events of the controller.
    pub fn events(&self) -> &[WorkflowEvent] {
        &self.events
    }

    /// The templates it runs.
    pub fn compiled(&self) -> &CompiledWorkflow {
        &self.compiled
    }

    /// What changed since this was last asked.
    pub(crate) fn take_change(&mut self) -> Option<RunChange> {
        let dirty = std::mem::take(&mut self.dirty);
        dirty.touched.then(|| RunChange {
            run_id: self.run_id.clone(),
            rows: dirty
                .rows
                .iter()
                .filter_map(|id| self.report.rows.get(id))
                .cloned()
                .collect(),
        })
    }

    pub(super) fn item_shapes(&self) -> BTreeMap<(String, String, String), ItemShape> {
        self.shapes.iter().cloned().collect()
    }
}

/// A made-up id in the form of a UUID.
pub(super) fn uid(parts: &[&str]) -> String {
    let mut low: Vec<&str> = parts.to_vec();
    low.push("low");
    uuid::Builder::from_u128(u128::from(seed(parts)) << 64 | u128::from(seed(&low)))
        .with_variant(uuid::Variant::RFC4122)
        .with_version(uuid::Version::Random)
        .into_uuid()
        .to_string()
}

/// The alphabet of Kubernetes' generated names: no vowels and nothing that looks like another.
const ALPHABET: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
/// Room for the five characters that are added.
const MAX_GENERATE_NAME: usize = 58;

fn workflow_name(pipeline: &str, run_id: &str) -> String {
    let mut number = seed(&[run_id, "name"]);
    let base: String = format!("{pipeline}-")
        .chars()
        .take(MAX_GENERATE_NAME)
        .collect();
    let length = ALPHABET.len() as u64;
    (0..5).fold(base, |mut name, _| {
        let at = usize::try_from(number % length).unwrap_or(0);
        number /= length;
        name.push(ALPHABET.get(at).copied().map_or('x', char::from));
        name
    })
}
