//! A graph of tasks in words: what is drawn of a pipeline, and what is wrong with it.

use std::collections::BTreeSet;

use kfp_core::spec::{
    GraphEdge, GraphFinding, GraphTask, LoopItems, LoopOf, PipelineGraph, TaskKind,
};

use crate::{
    text::Catalogue,
    ui::{GraphLine, GraphModel, GraphNode, Icon, Look},
};

/// What is drawn while some groups are closed: what belongs to them is left out.
pub(super) fn model(
    graph: &PipelineGraph,
    closed: &BTreeSet<String>,
    words: &Catalogue,
) -> GraphModel {
    let reading = Reading::of(graph, closed, words);
    let mut places = vec![None; graph.tasks.len()];
    let mut nodes = Vec::new();
    for (at, task) in graph.tasks.iter().enumerate() {
        let parent = match task.parent {
            None => None,
            // A group stands before what belongs to it.
            Some(parent) => {
                let is_hidden = closed.contains(&graph.tasks[parent].path);
                let Some(parent) = places[parent].filter(|_| !is_hidden) else {
                    continue;
                };
                Some(parent)
            }
        };
        places[at] = Some(nodes.len());
        nodes.push(reading.node(at, parent));
    }
    let line = |edge: &GraphEdge| {
        Some(GraphLine {
            from: places[edge.from]?,
            to: places[edge.to]?,
            is_order_only: edge.is_order_only(),
            is_backward: edge.closes_circle,
        })
    };
    GraphModel {
        lines: graph.edges.iter().filter_map(line).collect(),
        nodes,
    }
}

/// A graph with what is said of a task by others, gathered once for all of them: there may be thousands.
struct Reading<'a> {
    graph: &'a PipelineGraph,
    closed: &'a BTreeSet<String>,
    words: &'a Catalogue,
    /// For each task how many belong directly to it.
    children: Vec<usize>,
    /// For each task the names of those it waits for.
    before: Vec<Vec<&'a str>>,
}

impl<'a> Reading<'a> {
    fn of(graph: &'a PipelineGraph, closed: &'a BTreeSet<String>, words: &'a Catalogue) -> Self {
        let mut children = vec![0; graph.tasks.len()];
        for parent in graph.tasks.iter().filter_map(|task| task.parent) {
            children[parent] += 1;
        }
        let mut before = vec![Vec::new(); graph.tasks.len()];
        for edge in &graph.edges {
            before[edge.to].push(graph.tasks[edge.from].name.as_str());
        }
        Self {
            graph,
            closed,
            words,
            children,
            before,
        }
    }

    fn node(&self, at: usize, parent: Option<usize>) -> GraphNode {
        let task = &self.graph.tasks[at];
        let (children, before) = (self.children[at], &self.before[at]);
        let sub = sub(task, children, self.words);
        let mut spoken = format!("{}, {sub}", task.name);
        if let Some(condition) = &task.condition {
            spoken.push_str(", ");
            spoken.push_str(condition);
        }
        if !before.is_empty() {
            spoken.push_str(", ");
            spoken.push_str(&(self.words.graph().waits_for)(&before.join(", ")));
        }
        let is_group = task.kind.is_group() && children > 0;
        GraphNode {
            id: task.path.clone(),
            parent,
            name: name(task).to_owned(),
            sub,
            shows: icon(&task.kind),
            look: match task.kind {
                TaskKind::Missing | TaskKind::NoComponent { .. } => Look::Bad,
                _ if task.condition.is_some() => Look::Idle,
                _ => Look::Plain,
            },
            is_open: is_group.then(|| !self.closed.contains(&task.path)),
            is_many: matches!(task.kind, TaskKind::Loop(_)),
            spoken,
        }
    }
}

/// What a box is called: a condition by what it says, unless it was given a name.
fn name(task: &GraphTask) -> &str {
    match &task.condition {
        Some(condition) if task.name == task.key => condition,
        _ => &task.name,
    }
}

/// What an edge joins with a task: the other one, and what goes along it.
pub(super) fn neighbours(
    graph: &PipelineGraph,
    at: usize,
    before: bool,
) -> impl Iterator<Item = (usize, &GraphEdge)> {
    graph.edges.iter().filter_map(move |edge| {
        let (here, other) = if before {
            (edge.to, edge.from)
        } else {
            (edge.from, edge.to)
        };
        (here == at).then_some((other, edge))
    })
}

pub(super) fn icon(kind: &TaskKind) -> Icon {
    match kind {
        TaskKind::Importer => Icon::Import,
        TaskKind::Pipeline => Icon::Graph,
        TaskKind::Loop(_) => Icon::Loop,
        TaskKind::Condition | TaskKind::Branches => Icon::Branch,
        TaskKind::ExitHandler => Icon::Shield,
        TaskKind::Missing | TaskKind::NoComponent { .. } => Icon::Info,
        _ => Icon::Box,
    }
}

/// The word for what a task is.
pub(super) fn kind(kind: &TaskKind, words: &Catalogue) -> &'static str {
    let words = words.graph();
    match kind {
        TaskKind::Importer => words.importer,
        TaskKind::Pipeline => words.nested,
        TaskKind::Loop(_) => words.loop_word,
        TaskKind::Condition => words.condition,
        TaskKind::Branches => words.branches,
        TaskKind::ExitHandler => words.exit_handler,
        TaskKind::Missing => words.missing,
        TaskKind::NoComponent { .. } => words.no_component,
        _ => words.task,
    }
}

/// What stands below a name.
fn sub(task: &GraphTask, children: usize, words: &Catalogue) -> String {
    let mut parts = vec![kind(&task.kind, words).to_owned()];
    match &task.kind {
        TaskKind::Loop(over) => parts.extend(loop_parts(over, words)),
        TaskKind::Executor { image: Some(image) } if !task.always_runs => {
            // The end of an image's name says which it is.
            parts = vec![image.rsplit('/').next().unwrap_or(image).to_owned()];
        }
        TaskKind::NoComponent { component } if !component.is_empty() => {
            parts.push(component.clone());
        }
        kind if kind.is_group() => {
            parts.push((words.graph().tasks)(children));
        }
        _ => {}
    }
    if task.always_runs {
        parts.push(words.graph().always_runs.to_owned());
    }
    parts.join(", ")
}

fn loop_parts(over: &LoopOf, words: &Catalogue) -> Vec<String> {
    let words = words.graph();
    let items = match &over.items {
        LoopItems::Constant(count) => Some((words.items)(*count)),
        LoopItems::Input(name) => Some((words.items_of)(name)),
        LoopItems::Unknown => None,
    };
    let at_a_time = over.at_a_time.map(words.at_a_time);
    items.into_iter().chain(at_a_time).collect()
}

/// What is wrong, in a sentence.
pub(super) fn finding(finding: &GraphFinding, words: &Catalogue) -> String {
    let words = words.graph();
    let meant = |sentence: String, meant: &Option<String>| match meant {
        Some(meant) => format!("{sentence} {}", (words.meant)(meant)),
        None => sentence,
    };
    match finding {
        GraphFinding::MissingTask {
            task,
            missing,
            meant: proposal,
        } => meant((words.missing_task)(task, missing), proposal),
        GraphFinding::MissingComponent { task, missing, .. } if missing.is_empty() => {
            (words.unnamed_component)(task)
        }
        GraphFinding::MissingComponent {
            task,
            missing,
            meant: proposal,
        } => meant((words.missing_component)(task, missing), proposal),
        GraphFinding::Circle { tasks } => (words.circle)(&tasks.join(" → ")),
        GraphFinding::ComponentInItself { task, component } => (words.in_itself)(task, component),
        GraphFinding::TooDeep { task } => (words.too_deep)(task),
        GraphFinding::TooManyTasks { drawn } => (words.too_many)(*drawn),
        _ => words.other_finding.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use kfp_core::{model::Document, spec::CompiledPipeline};

    use super::*;
    use crate::text::Language;

    fn graph() -> PipelineGraph {
        let spec = r#"{"pipelineInfo": {"name": "p"}, "root": {"dag": {"tasks": {
            "load": {"componentRef": {"name": "leaf"}},
            "folds": {"componentRef": {"name": "inner"}, "dependentTasks": ["load"],
                "parameterIterator": {"itemInput": "i", "items": {"raw": "[1, 2, 3]"}}, "iteratorPolicy": {"parallelismLimit": 2}},
            "condition-1": {"componentRef": {"name": "inner"}, "dependentTasks": ["folds", "gone"],
                "triggerPolicy": {"condition": "inputs.parameter_values['x'] > 1"}}
        }}}, "components": {"leaf": {"executorLabel": "e"}, "inner": {"dag": {"tasks": {"train": {"componentRef": {"name": "leaf"}}}}}},
        "deploymentSpec": {"executors": {"e": {"container": {"image": "registry.example.com/team/train:2"}}}}}"#;
        let document = Document::parse(spec).expect("JSON");
        CompiledPipeline::read(&document)
            .expect("a pipeline")
            .spec
            .graph()
    }

    fn drawn(closed: &[&str], language: Language) -> GraphModel {
        let closed = closed.iter().map(|&path| path.to_owned()).collect();
        model(&graph(), &closed, language.catalogue())
    }

    #[test]
    fn boxes_say_what_they_are() {
        let model = drawn(&[], Language::English);
        let said: Vec<(&str, &str)> = model
            .nodes
            .iter()
            .map(|node| (node.name.as_str(), node.sub.as_str()))
            .collect();
        assert_eq!(
            said,
            [
                ("x > 1", "Condition, 1 task"),
                ("folds", "Loop, 3 items, 2 at a time"),
                ("load", "train:2"),
                ("gone", "Not in this pipeline"),
                ("train", "train:2"),
                ("train", "train:2"),
            ]
        );
        assert_eq!(model.lines.len(), 3);
        assert_eq!(
            model.nodes[1].spoken,
            "folds, Loop, 3 items, 2 at a time, waits for load"
        );
    }

    #[test]
    fn closed_groups_hide_what_is_in_them() {
        let model = drawn(&["folds", "condition-1"], Language::Korean);
        assert_eq!(model.nodes.len(), 4);
        assert_eq!(model.nodes[1].is_open, Some(false));
        assert_eq!(model.lines.len(), 3);
        assert_eq!(model.nodes[1].sub, "반복, 항목 3개, 한 번에 2개");
    }

    #[test]
    fn what_is_wrong_is_told_in_both_languages() {
        let graph = graph();
        let told = |language: Language| finding(&graph.findings[0], language.catalogue());
        assert_eq!(
            told(Language::English),
            "condition-1 waits for gone, which is not in this pipeline."
        );
        assert!(told(Language::Korean).contains("gone"));
    }
}
