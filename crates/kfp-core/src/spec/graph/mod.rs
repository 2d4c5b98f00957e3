//! The graph of a spec: its tasks by groups, and what goes from one to another.

mod build;
mod circles;
mod condition;
mod finding;
mod group;
mod names;
mod wires;

pub use finding::GraphFinding;
pub use group::{LoopItems, LoopOf, TaskKind};

use super::component::PipelineSpec;

/// The tasks of a spec, nested as they are, and the edges between them.
///
/// Everything that can be drawn is in it: what a spec names and does not have is a task of the kind
/// [`TaskKind::Missing`], and [`findings`](Self::findings) says what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PipelineGraph {
    /// Tasks; a group stands before what belongs to it.
    pub tasks: Vec<GraphTask>,
    /// Edges between tasks of one group, each pair once.
    pub edges: Vec<GraphEdge>,
    /// What is wrong with the spec, as far as the graph shows it.
    pub findings: Vec<GraphFinding>,
}

/// A task, or a group of tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphTask {
    /// Its keys from the outermost graph inwards, joined by `/`: unique in the graph, and fit for an address. In a key,
    /// `%` and `/` are written `%25` and `%2F`.
    pub path: String,
    /// Its key in its own graph.
    pub key: String,
    /// Its name for people, which is the key where the spec gives none.
    pub name: String,
    /// The group it belongs to: a place in [`PipelineGraph::tasks`].
    pub parent: Option<usize>,
    /// What it is.
    pub kind: TaskKind,
    /// It runs only where this holds. As in the spec, but for casts and the prefixes of the compiler.
    pub condition: Option<String>,
    /// It runs however the tasks before it ended.
    pub always_runs: bool,
    /// An earlier result may be taken instead of running it.
    pub is_cached: bool,
}

/// An edge: the second task comes after the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphEdge {
    /// A place in [`PipelineGraph::tasks`].
    pub from: usize,
    /// A place in [`PipelineGraph::tasks`].
    pub to: usize,
    /// What goes along it, sorted; nothing where only the order counts.
    pub carries: Vec<Carried>,
    /// It is part of a circle: without the edges that are, the graph has none. KFP refuses such a spec.
    pub closes_circle: bool,
}

/// An output of one task that is an input of another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Carried {
    /// The name of the output, without the prefixes of the compiler.
    pub output: String,
    /// The name of the input, without the prefixes of the compiler.
    pub input: String,
    /// A file and not a value.
    pub is_artifact: bool,
}

impl GraphEdge {
    /// Whether only the order counts: nothing goes along it.
    pub fn is_order_only(&self) -> bool {
        self.carries.is_empty()
    }
}

impl PipelineGraph {
    /// The tasks that belong directly to a group, or to none.
    pub fn children(&self, parent: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        let tasks = self.tasks.iter().enumerate();
        tasks.filter_map(move |(at, task)| (task.parent == parent).then_some(at))
    }

    /// The place of the task with this path.
    pub fn find(&self, path: &str) -> Option<usize> {
        self.tasks.iter().position(|task| task.path == path)
    }

    /// How many tasks there are that are no groups.
    pub fn leaves(&self) -> usize {
        self.tasks
            .iter()
            .filter(|task| !task.kind.is_group())
            .count()
    }
}

impl PipelineSpec {
    /// The graph to draw.
    ///
    /// Never fails: a spec may be broken, and its page still shows what there is. A spec that unfolds to more than
    /// 20,000 tasks is unfolded so far.
    ///
    /// ```
    /// # use kfp_core::model::Document;
    /// # use kfp_core::spec::CompiledPipeline;
    /// let spec = r#"{"pipelineInfo": {"name": "train"}, "schemaVersion": "2.1.0", "root": {"dag": {"tasks": {
    ///     "load": {"componentRef": {"name": "comp-load"}},
    ///     "train": {"componentRef": {"name": "comp-train"}, "dependentTasks": ["load"]}
    /// }}}, "components": {"comp-load": {"executorLabel": "a"}, "comp-train": {"executorLabel": "b"}}}"#;
    /// let graph = CompiledPipeline::read(&Document::parse(spec)?)?.spec.graph();
    /// let [edge] = &graph.edges[..] else { unreachable!() };
    /// assert_eq!(graph.tasks[edge.from].name, "load");
    /// assert!(edge.is_order_only() && graph.findings.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn graph(&self) -> PipelineGraph {
        build::graph(self)
    }
}
