//! From a spec to its graph.

use std::collections::BTreeMap;

use super::super::component::{Dag, PipelineSpec, TaskSpec};
use super::circles::closing;
use super::group::{always_runs, condition_of};
use super::names::{meant, path_part};
use super::{GraphEdge, GraphFinding, GraphTask, PipelineGraph, TaskKind, condition, wires};

/// A component may be used again and again inside of others: a spec of a few lines can unfold to more than any memory.
const LIMIT: usize = 20_000;
/// And a path repeats the keys of all groups around a task.
const DEPTH: usize = 50;

pub(super) fn graph(spec: &PipelineSpec) -> PipelineGraph {
    let mut build = Build {
        spec,
        graph: PipelineGraph::default(),
        components: Vec::new(),
    };
    let mut open = Vec::new();
    if let Some(dag) = &spec.root.dag {
        open.extend(build.unfold(dag, None).into_iter().rev());
    }
    // The last first, so that a group stands before what belongs to it and groups follow each other as they are listed.
    while let Some(group) = open.pop() {
        if let Some(dag) = build.inside(group) {
            open.extend(build.unfold(dag, Some(group)).into_iter().rev());
        }
    }
    build.graph
}

struct Build<'a> {
    spec: &'a PipelineSpec,
    graph: PipelineGraph,
    /// The component of each task.
    components: Vec<&'a str>,
}

impl<'a> Build<'a> {
    /// The tasks inside of a group, unless it would contain itself.
    fn inside(&mut self, group: usize) -> Option<&'a Dag> {
        let name = self.components[group];
        let parent = |at: &usize| self.graph.tasks[*at].parent;
        let around: Vec<usize> = std::iter::successors(parent(&group), parent).collect();
        let task = || self.graph.tasks[group].path.clone();
        let is_in_itself = around.iter().any(|&outer| self.components[outer] == name);
        let finding = if is_in_itself {
            let component = name.to_owned();
            Some(GraphFinding::ComponentInItself {
                task: task(),
                component,
            })
        } else {
            (around.len() >= DEPTH).then(|| GraphFinding::TooDeep { task: task() })
        };
        if let Some(finding) = finding {
            self.graph.findings.push(finding);
            return None;
        }
        self.spec.components.get(name)?.dag.as_ref()
    }

    /// Adds the tasks of a graph and the edges between them, and gives back which of them are groups.
    fn unfold(&mut self, dag: &'a Dag, parent: Option<usize>) -> Vec<usize> {
        let first = self.graph.tasks.len();
        if first + dag.tasks.len() > LIMIT {
            self.stop();
            return Vec::new();
        }
        for (key, task) in &dag.tasks {
            let kind = TaskKind::of(self.spec, key, task);
            self.add(key, Some(task), kind, parent);
        }
        self.join(dag, first, parent);
        let tasks = self.graph.tasks[first..].iter().zip(first..);
        let groups = tasks.filter(|(task, _)| task.kind.is_group());
        groups.map(|(_, at)| at).collect()
    }

    fn stop(&mut self) {
        let drawn = self.graph.tasks.len();
        let is_told = |one: &GraphFinding| matches!(one, GraphFinding::TooManyTasks { .. });
        if !self.graph.findings.iter().any(is_told) {
            let finding = GraphFinding::TooManyTasks { drawn };
            self.graph.findings.push(finding);
        }
    }

    fn add(
        &mut self,
        key: &str,
        task: Option<&'a TaskSpec>,
        kind: TaskKind,
        parent: Option<usize>,
    ) {
        let around = parent.map_or("", |parent| self.graph.tasks[parent].path.as_str());
        let slash = if parent.is_some() { "/" } else { "" };
        let path = format!("{around}{slash}{}", path_part(key));
        let component = task.and_then(|task| task.component_ref.as_ref());
        let component = component.map_or("", |component| component.name.as_str());
        if let TaskKind::NoComponent { component } = &kind {
            let names = self.spec.components.keys().map(String::as_str);
            self.graph.findings.push(GraphFinding::MissingComponent {
                task: path.clone(),
                missing: component.clone(),
                meant: meant(component, names).map(str::to_owned),
            });
        }
        let info = task.and_then(|task| task.task_info.as_ref());
        let name = info.map(|info| &info.name).filter(|name| !name.is_empty());
        let caching = task.and_then(|task| task.caching_options.as_ref());
        self.graph.tasks.push(GraphTask {
            path,
            key: key.to_owned(),
            name: name.map_or(key, String::as_str).to_owned(),
            parent,
            kind,
            condition: task.and_then(condition_of).map(condition::shown),
            always_runs: task.is_some_and(always_runs),
            is_cached: caching.is_some_and(|caching| caching.enable_cache),
        });
        self.components.push(component);
    }

    /// Adds the edges of a graph whose tasks stand from `first` on. What they name and is not there is added to them.
    fn join(&mut self, dag: &'a Dag, first: usize, parent: Option<usize>) {
        let mut places: BTreeMap<&str, usize> =
            dag.tasks.keys().map(String::as_str).zip(first..).collect();
        let mut edges = Vec::new();
        for ((key, task), to) in dag.tasks.iter().zip(first..) {
            for (source, carries) in wires::sources(task) {
                let next = self.graph.tasks.len();
                if next >= LIMIT && !places.contains_key(source) {
                    self.stop();
                    continue;
                }
                let from = *places.entry(source).or_insert(next);
                if from == next {
                    self.add(source, None, TaskKind::Missing, parent);
                }
                if self.graph.tasks[from].kind == TaskKind::Missing {
                    let others = dag.tasks.keys().map(String::as_str);
                    let others = others.filter(|other| other != key);
                    self.graph.findings.push(GraphFinding::MissingTask {
                        task: self.graph.tasks[to].path.clone(),
                        missing: source.to_owned(),
                        meant: meant(source, others).map(str::to_owned),
                    });
                }
                edges.push(GraphEdge {
                    from,
                    to,
                    carries,
                    closes_circle: false,
                });
            }
        }
        let pairs: Vec<(usize, usize)> = edges
            .iter()
            .map(|edge| (edge.from - first, edge.to - first))
            .collect();
        let (closes, circles) = closing(self.graph.tasks.len() - first, &pairs);
        for (edge, closes) in edges.iter_mut().zip(closes) {
            edge.closes_circle = closes;
        }
        for circle in circles {
            let path = |task: usize| self.graph.tasks[first + task].path.clone();
            let tasks = circle.into_iter().map(path).collect();
            self.graph.findings.push(GraphFinding::Circle { tasks });
        }
        self.graph.edges.extend(edges);
    }
}
