//! The pods of a run, from the Argo workflow that KFP keeps of it.

use std::collections::HashMap;

use serde::Deserialize;

/// Longest part of a pod's name before its hash: Argo leaves room for the hash below the limit of Kubernetes.
const LONGEST_PREFIX: usize = 242;
/// What a workflow says of how its pods are named; the old way is the node's id itself.
const NAME_FORMAT: &str = "workflows.argoproj.io/pod-name-format";

/// The answer of `GET /apis/v1beta1/runs/{id}`, as far as it is of use here.
#[derive(Debug, Deserialize)]
struct RunDetail {
    #[serde(default)]
    pipeline_runtime: Runtime,
}

#[derive(Debug, Default, Deserialize)]
struct Runtime {
    #[serde(default)]
    workflow_manifest: String,
}

/// An Argo workflow.
#[derive(Debug, Deserialize)]
pub(crate) struct Workflow {
    metadata: Metadata,
    #[serde(default)]
    status: Status,
}

#[derive(Debug, Deserialize)]
struct Metadata {
    name: String,
    #[serde(default)]
    annotations: HashMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
struct Status {
    #[serde(default)]
    nodes: HashMap<String, Node>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    id: String,
    name: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    template_name: String,
    #[serde(default)]
    started_at: Option<String>,
    #[serde(default)]
    phase: String,
}

/// A pod that runs the code of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TaskPod {
    /// The task, with those that hold it: `train`, `each(1:1)/train`.
    pub(crate) task: String,
    /// The name of the pod.
    pub(crate) pod: String,
    /// Whether it runs no more.
    pub(crate) has_ended: bool,
}

impl TaskPod {
    /// Whether it is one of what somebody calls so: the task by its own name or its whole one, or the pod.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        let own = self.task.rsplit('/').next().unwrap_or_default();
        let bare = own.split('(').next().unwrap_or_default();
        [self.task.as_str(), own, bare, self.pod.as_str()].contains(&name)
    }
}

/// The workflow in the answer of version 1 about a run; `None` before it was reported.
pub(crate) fn workflow_of(answer: &[u8]) -> Option<Workflow> {
    let detail: RunDetail = serde_json::from_slice(answer).ok()?;
    serde_json::from_str(&detail.pipeline_runtime.workflow_manifest).ok()
}

impl Workflow {
    /// Whether it tells of any node: one of a megabyte keeps them packed elsewhere.
    pub(crate) fn has_nodes(&self) -> bool {
        !self.status.nodes.is_empty()
    }

    /// The pods of tasks, in the order in which they began. Drivers, which run no code of the pipeline's, are not among
    /// them.
    pub(crate) fn pods(&self) -> Vec<TaskPod> {
        let mut nodes: Vec<&Node> = self.status.nodes.values().collect();
        nodes.sort_by(|one, other| {
            (&one.started_at, &one.name).cmp(&(&other.started_at, &other.name))
        });
        let pods = nodes
            .into_iter()
            .filter(|node| node.kind == "Pod" && !node.is_driver());
        pods.map(|node| TaskPod {
            task: self.task_of(node),
            pod: self.pod_of(node),
            has_ended: node.has_ended(),
        })
        .collect()
    }

    /// A node's name is its path: `W.root.train.executor`, and of a loop
    /// `W.root.each.iteration-iterations.iteration-iterations(1:1).iteration-item.train.executor`.
    fn task_of(&self, node: &Node) -> String {
        let path = node
            .name
            .strip_prefix(&self.metadata.name)
            .unwrap_or(&node.name);
        let mut parts: Vec<String> = Vec::new();
        for part in path
            .split('.')
            .filter(|part| !part.is_empty() && *part != "root")
        {
            match part.split_once('(') {
                // A task that is tried again is one task; the number of the attempt says which pod it is.
                Some(("executor", attempt)) => {
                    if let Some(task) = parts.last_mut().filter(|_| attempt != "0)") {
                        task.push('(');
                        task.push_str(attempt);
                    }
                }
                Some(("iteration-iterations", item)) => {
                    if let Some(task) = parts.last_mut() {
                        task.push('(');
                        task.push_str(item);
                    }
                }
                _ if ["executor", "iteration-iterations", "iteration-item"].contains(&part) => {}
                _ => parts.push(part.to_owned()),
            }
        }
        parts.join("/")
    }

    fn pod_of(&self, node: &Node) -> String {
        let workflow = &self.metadata.name;
        let is_old = self
            .metadata
            .annotations
            .get(NAME_FORMAT)
            .is_some_and(|format| format == "v1");
        let hash = node.id.rsplit('-').next().unwrap_or_default();
        if is_old || node.id == *workflow || node.template_name.is_empty() {
            return node.id.clone();
        }
        let mut prefix = format!("{workflow}-{}", node.template_name);
        // Names of Kubernetes are ASCII.
        prefix.truncate(LONGEST_PREFIX);
        format!("{prefix}-{hash}")
    }
}

impl Node {
    fn has_ended(&self) -> bool {
        ["Succeeded", "Failed", "Error"].contains(&self.phase.as_str())
    }

    fn is_driver(&self) -> bool {
        let last = self.name.rsplit('.').next().unwrap_or_default();
        let bare = last.split('(').next().unwrap_or_default();
        bare.ends_with("-driver") && self.template_name.ends_with("driver")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn workflow(nodes: &[(&str, &str, &str, &str)]) -> Workflow {
        let nodes: serde_json::Map<_, _> = nodes
            .iter()
            .enumerate()
            .map(|(number, (name, kind, template, hash))| {
                let id = format!("hello-x7-{hash}");
                let started = format!("2026-08-01T00:00:{number:02}Z");
                let node = json!({
                    "id": id, "name": name, "type": kind, "templateName": template, "startedAt": started,
                });
                (id, node)
            })
            .collect();
        let workflow = json!({"metadata": {"name": "hello-x7"}, "status": {"nodes": nodes}});
        serde_json::from_value(workflow).unwrap()
    }

    #[test]
    fn tasks_are_told_by_their_paths_and_drivers_are_none() {
        let found = workflow(&[
            ("hello-x7", "DAG", "entrypoint", "0"),
            ("hello-x7.root-driver", "Pod", "system-dag-driver", "1"),
            ("hello-x7.root.greet-driver", "Pod", "system-container-driver", "2"),
            ("hello-x7.root.greet.executor", "Pod", "system-container-impl", "3"),
            (
                "hello-x7.root.each.iteration-iterations.iteration-iterations(1:1).iteration-item.train.executor(0)",
                "Pod",
                "retry-system-container-impl",
                "4",
            ),
            ("hello-x7.root.fetch", "Pod", "system-importer", "5"),
            ("hello-x7.root.again.executor(2)", "Pod", "retry-system-container-impl", "6"),
        ])
        .pods();
        let told: Vec<(&str, &str)> = found
            .iter()
            .map(|pod| (pod.task.as_str(), pod.pod.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("greet", "hello-x7-system-container-impl-3"),
                ("each(1:1)/train", "hello-x7-retry-system-container-impl-4"),
                ("fetch", "hello-x7-system-importer-5"),
                ("again(2)", "hello-x7-retry-system-container-impl-6"),
            ]
        );
        assert!(found[1].is_called("train") && found[1].is_called("each(1:1)/train"));
        assert!(
            found[3].is_called("again") && found[0].is_called("hello-x7-system-container-impl-3")
        );
        assert!(!found[0].is_called("gree"));
    }

    #[test]
    fn a_pod_has_ended_when_argo_says_so() {
        let name = "hello-x7.root.greet.executor";
        let mut one = workflow(&[(name, "Pod", "system-container-impl", "3")]);
        for (phase, has_ended) in [
            ("", false),
            ("Pending", false),
            ("Running", false),
            ("Succeeded", true),
            ("Failed", true),
            ("Error", true),
        ] {
            for node in one.status.nodes.values_mut() {
                phase.clone_into(&mut node.phase);
            }
            assert_eq!(one.pods()[0].has_ended, has_ended, "{phase}");
        }
    }

    #[test]
    fn the_old_way_of_naming_is_the_id_of_the_node() {
        let mut old = workflow(&[(
            "hello-x7.root.greet.executor",
            "Pod",
            "system-container-impl",
            "3",
        )]);
        old.metadata
            .annotations
            .insert(NAME_FORMAT.to_owned(), "v1".to_owned());
        assert_eq!(old.pods()[0].pod, "hello-x7-3");
    }
}
