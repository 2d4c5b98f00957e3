//! Tasks by their keys, as people write them and as node names tell them.

use serde::{Deserialize, Serialize};

use crate::engine::template::PodKind;

/// A task, or an item of a loop, by the keys from the pipeline on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskPath {
    elements: Vec<Element>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Element {
    key: String,
    items: Vec<usize>,
}

/// Whether a pod prepares a task or is the task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the line above says it")]
pub enum Role {
    Driver,
    Task,
}

impl TaskPath {
    /// Reads `a/b[2]/c`; `root` is the pipeline itself.
    pub fn parse(text: &str) -> Self {
        let mut elements = Vec::new();
        for part in text
            .split('/')
            .map(str::trim)
            .filter(|part| !part.is_empty() && *part != "root")
        {
            let mut pieces = part.split('[');
            let key = pieces.next().unwrap_or_default().to_owned();
            let items = pieces
                .filter_map(|piece| piece.trim_end_matches(']').parse().ok())
                .collect();
            elements.push(Element { key, items });
        }
        Self { elements }
    }

    /// The task that a pod's node belongs to.
    pub fn of_node(workflow: &str, node: &str, kind: PodKind) -> (Self, Role) {
        let path = node.strip_prefix(workflow).unwrap_or(node);
        let mut elements: Vec<Element> = Vec::new();
        let names: Vec<&str> = path
            .split('.')
            .map(without_attempt)
            .filter(|name| !name.is_empty())
            .collect();
        let last = names.len().saturating_sub(1);
        let mut role = Role::Task;
        for (index, name) in names.iter().enumerate() {
            if let Some(item) = name.strip_prefix("iteration-iterations(") {
                let item = item.split(':').next().and_then(|item| item.parse().ok());
                if let (Some(item), Some(element)) = (item, elements.last_mut()) {
                    element.items.push(item);
                }
                continue;
            }
            match *name {
                "root" | "executor" | "onExit" | "iteration-item" => continue,
                "root-driver" | "iteration-driver" | "iteration-item-driver" => {
                    role = Role::Driver;
                    continue;
                }
                _ => {}
            }
            let is_driver =
                index == last && matches!(kind, PodKind::DagDriver | PodKind::ContainerDriver);
            let key = match name.strip_suffix("-driver").filter(|_| is_driver) {
                Some(key) => {
                    role = Role::Driver;
                    key
                }
                None => name,
            };
            elements.push(Element {
                key: key.to_owned(),
                items: Vec::new(),
            });
        }
        (Self { elements }, role)
    }

    /// Whether `self`, as a person wrote it, means `task`. What is left out in front or in brackets does not matter.
    pub fn means(&self, task: &Self) -> bool {
        if self.elements.is_empty() {
            return task.elements.is_empty();
        }
        let Some(start) = task.elements.len().checked_sub(self.elements.len()) else {
            return false;
        };
        self.elements
            .iter()
            .zip(task.elements.iter().skip(start))
            .all(|(wanted, element)| {
                wanted.key == element.key
                    && (wanted.items.is_empty() || wanted.items == element.items)
            })
    }

    /// The key of the task itself.
    pub fn key(&self) -> Option<&str> {
        self.elements.last().map(|element| element.key.as_str())
    }
}

/// The name without the number of an attempt, `(0)`, but with that of an item, `(0:0)`.
fn without_attempt(name: &str) -> &str {
    match name.rsplit_once('(') {
        Some((rest, attempt))
            if attempt
                .strip_suffix(')')
                .is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit())) =>
        {
            rest
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(node: &str, kind: PodKind) -> (TaskPath, Role) {
        TaskPath::of_node("w-1", node, kind)
    }

    #[test]
    fn finds_the_task_in_both_shapes_of_names() {
        for node in [
            "w-1.root.for-loop-1.iteration-iterations(2:2).iteration-item.work.executor",
            "w-1(0).root(0).for-loop-1(0).iteration-iterations(2:2)(0).iteration-item(0).work(0).executor(1)",
        ] {
            let (path, role) = of(node, PodKind::Executor);
            assert_eq!(path, TaskPath::parse("for-loop-1[2]/work"), "{node}");
            assert_eq!(role, Role::Task);
            assert!(
                TaskPath::parse("work").means(&path)
                    && TaskPath::parse("for-loop-1/work").means(&path)
            );
            assert!(
                !TaskPath::parse("for-loop-1[1]/work").means(&path)
                    && !TaskPath::parse("for-loop-1").means(&path)
            );
        }
    }

    #[test]
    fn tells_drivers_from_tasks() {
        assert_eq!(
            of("w-1.root-driver", PodKind::DagDriver),
            (TaskPath::default(), Role::Driver)
        );
        assert_eq!(
            of("w-1.root.a-driver", PodKind::ContainerDriver),
            (TaskPath::parse("a"), Role::Driver)
        );
        assert_eq!(
            of("w-1.root.createpvc", PodKind::ContainerDriver),
            (TaskPath::parse("createpvc"), Role::Task)
        );
        assert_eq!(
            of("w-1.root.l.iteration-driver", PodKind::DagDriver),
            (TaskPath::parse("l"), Role::Driver)
        );
        let item = "w-1.root.l.iteration-iterations(1:1).iteration-item-driver";
        assert_eq!(
            of(item, PodKind::DagDriver),
            (TaskPath::parse("l[1]"), Role::Driver)
        );
        let hook = "w-1.root.exit-handler-1.onExit.cleanup.executor";
        assert!(TaskPath::parse("cleanup").means(&of(hook, PodKind::Executor).0));
    }
}
