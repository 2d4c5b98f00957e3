//! Running a DAG and its tasks.

use std::collections::HashSet;

use super::depends::Readiness;
use super::pass::Pass;
use super::template::{Blocked, Call};
use super::when;
use crate::engine::node::{Node, NodeType, Phase};
use crate::engine::template::{DagTask, Parameter, substitute};

/// A DAG that runs.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub(super) name: &'a str,
    pub(super) boundary: String,
    tasks: &'a [DagTask],
    inputs: &'a [Parameter],
    on_exit: bool,
}

impl Pass<'_> {
    pub(super) fn execute_dag(
        &mut self,
        name: &str,
        tasks: &[DagTask],
        inputs: &[Parameter],
        on_exit: bool,
    ) {
        let scope = Scope {
            name,
            boundary: self.id(name),
            tasks,
            inputs,
            on_exit,
        };
        let mut targets: Vec<&DagTask> = tasks
            .iter()
            .filter(|task| !tasks.iter().any(|other| other.depends.contains(&task.name)))
            .collect();
        targets.sort_by(|left, right| left.name.cmp(&right.name));
        let mut visited = HashSet::new();
        for target in &targets {
            self.execute_task(&scope, target, &mut visited);
        }
        let names: Vec<String> = targets
            .iter()
            .map(|task| format!("{name}.{}", task.name))
            .collect();
        let assessment = self.assess(&scope.boundary, &names);
        for (group, phase) in assessment.groups {
            self.mark(&group, phase, None);
        }
        if assessment.phase == Phase::Running {
            return;
        }
        let outbound = names
            .iter()
            .flat_map(|name| self.outbound(&self.id(name)))
            .collect();
        if let Some(node) = self.state.nodes.named_mut(name) {
            node.outbound = outbound;
        }
        self.mark(name, assessment.phase, None);
    }

    /// Runs what a task waits for, then the task, or goes on with it.
    fn execute_task<'a>(
        &mut self,
        scope: &Scope<'a>,
        task: &'a DagTask,
        visited: &mut HashSet<&'a str>,
    ) {
        if !visited.insert(&task.name) {
            return;
        }
        let name = format!("{}.{}", scope.name, task.name);
        if self
            .state
            .nodes
            .named(&name)
            .is_some_and(Node::is_fulfilled)
        {
            self.run_exit_hook(scope, task, &name);
            return;
        }
        for dependency in scope
            .tasks
            .iter()
            .filter(|other| task.depends.contains(&other.name))
        {
            self.execute_task(scope, dependency, visited);
        }
        match self.readiness(scope.name, task) {
            Readiness::Waiting => {}
            Readiness::Omitted => self.omit(scope, task, &name),
            Readiness::Ready if task.sequence_count.is_some() => {
                self.execute_items(scope, task, &name);
            }
            Readiness::Ready => {
                if let Some(comparison) = self.false_condition(scope, task, &name) {
                    self.skip(
                        scope,
                        task,
                        &name,
                        &format!("when '{comparison}' evaluated false"),
                    );
                } else if self.start(scope, task, &name, None, None).is_ok() {
                    self.run_exit_hook(scope, task, &name);
                }
            }
        }
    }

    fn omit(&mut self, scope: &Scope<'_>, task: &DagTask, name: &str) {
        self.make_node(
            name,
            NodeType::Skipped,
            &task.template,
            Phase::Omitted,
            "omitted: depends condition not met",
        )
        .boundary(Some(&scope.boundary))
        .insert();
        self.connect(scope, task, name, None);
    }

    fn skip(&mut self, scope: &Scope<'_>, task: &DagTask, name: &str, message: &str) {
        self.connect(scope, task, name, None);
        self.make_node(
            name,
            NodeType::Skipped,
            &task.template,
            Phase::Skipped,
            message,
        )
        .boundary(Some(&scope.boundary))
        .insert();
    }

    /// The resolved comparison, if it keeps a task that has no node yet from running.
    fn false_condition(&self, scope: &Scope<'_>, task: &DagTask, name: &str) -> Option<String> {
        if self.state.nodes.named(name).is_some() {
            return None;
        }
        let comparison = self.resolve(scope, task.when.as_deref()?, None);
        (!when::holds(&comparison)).then_some(comparison)
    }

    /// Makes a task's node hang on what came before it and runs its template.
    fn start(
        &mut self,
        scope: &Scope<'_>,
        task: &DagTask,
        name: &str,
        group: Option<&str>,
        item: Option<usize>,
    ) -> Result<(), Blocked> {
        let is_new = self.state.nodes.named(name).is_none();
        let call = Call {
            arguments: self.resolve_arguments(scope, &task.arguments, item),
            boundary: Some(scope.boundary.clone()),
            on_exit: scope.on_exit,
            ..Call::new(name.to_owned(), &task.template)
        };
        self.execute_template(&call)?;
        if is_new {
            self.connect(scope, task, name, group);
        }
        Ok(())
    }

    fn execute_items(&mut self, scope: &Scope<'_>, task: &DagTask, name: &str) {
        if let Some(comparison) = self.false_condition(scope, task, name) {
            self.skip(
                scope,
                task,
                name,
                &format!("when '{comparison}' evaluated false"),
            );
            return;
        }
        let count = task
            .sequence_count
            .as_deref()
            .map(|count| self.resolve(scope, count, None));
        let count: usize = count.and_then(|count| count.parse().ok()).unwrap_or(0);
        if count == 0 {
            self.skip(scope, task, name, "Skipped, empty params");
            return;
        }
        if self.state.nodes.named(name).is_none() {
            self.connect(scope, task, name, None);
            self.make_node(
                name,
                NodeType::TaskGroup,
                &task.template,
                Phase::Running,
                "",
            )
            .boundary(Some(&scope.boundary))
            .insert();
        }
        let mut phase = Phase::Succeeded;
        let mut ended = true;
        for item in 0..count {
            let item_name = format!("{name}({item}:{item})");
            if self
                .start(scope, task, &item_name, Some(name), Some(item))
                .is_err()
                && self.state.nodes.named(&item_name).is_none()
            {
                return;
            }
            match self.state.nodes.named(&item_name) {
                Some(node) if node.is_fulfilled() => {
                    if node.phase.is_failure() {
                        phase = node.phase;
                    }
                }
                _ => ended = false,
            }
        }
        if ended {
            self.mark(name, phase, None);
        }
    }

    /// Hangs a node on the group it belongs to, on the last nodes of what its task waited for, or on the DAG.
    fn connect(&mut self, scope: &Scope<'_>, task: &DagTask, name: &str, group: Option<&str>) {
        if let Some(group) = group {
            self.add_child(group, name);
            return;
        }
        if task.depends.is_empty() {
            self.add_child(scope.name, name);
            return;
        }
        for dependency in &task.depends {
            let dependency = self.id(&format!("{}.{dependency}", scope.name));
            for id in self.outbound(&dependency) {
                let Some(parent) = self.state.nodes.get(&id).map(|node| node.name.clone()) else {
                    continue;
                };
                self.add_child(&parent, name);
            }
        }
    }

    pub(super) fn resolve_arguments(
        &self,
        scope: &Scope<'_>,
        arguments: &[Parameter],
        item: Option<usize>,
    ) -> Vec<Parameter> {
        arguments
            .iter()
            .map(|argument| Parameter {
                value: argument
                    .value
                    .as_deref()
                    .map(|value| self.resolve(scope, value, item)),
                ..argument.clone()
            })
            .collect()
    }

    fn resolve(&self, scope: &Scope<'_>, text: &str, item: Option<usize>) -> String {
        substitute(text, |name| {
            if name == "item" {
                return item.map(|item| item.to_string());
            }
            if let Some(name) = name.strip_prefix("inputs.parameters.") {
                return scope
                    .inputs
                    .iter()
                    .find(|input| input.name == name)?
                    .value
                    .clone();
            }
            if let Some(name) = name.strip_prefix("workflow.parameters.") {
                return self
                    .compiled
                    .arguments
                    .iter()
                    .find(|argument| argument.name == name)?
                    .value
                    .clone();
            }
            let (task, parameter) = name
                .strip_prefix("tasks.")?
                .split_once(".outputs.parameters.")?;
            self.state
                .nodes
                .named(&format!("{}.{task}", scope.name))?
                .output(parameter)
                .map(str::to_owned)
        })
    }
}
