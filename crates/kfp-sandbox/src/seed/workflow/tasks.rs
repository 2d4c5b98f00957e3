//! What a spec says of the tasks of a DAG: their order, what they wait for, which of them import.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Components that import an artifact instead of running a container.
pub(super) fn importers(spec: &Value) -> BTreeSet<String> {
    let is_importer = |component: &Value| {
        let label = component["executorLabel"].as_str().unwrap_or_default();
        spec["deploymentSpec"]["executors"][label]
            .get("importer")
            .is_some()
    };
    let components = spec["components"].as_object().into_iter().flatten();
    components
        .filter(|(_, component)| is_importer(component))
        .map(|(name, _)| name.clone())
        .collect()
}

/// Whether every task of a DAG waits for a condition: the branches of an if and its elses.
pub(super) fn all_conditional(tasks: &Map<String, Value>) -> bool {
    tasks.len() > 1
        && tasks
            .values()
            .all(|task| task["triggerPolicy"]["condition"].is_string())
}

/// The tasks beside it that a task waits for.
pub(super) fn dependencies(task: &Value) -> Vec<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for name in task["dependentTasks"].as_array().into_iter().flatten() {
        names.extend(name.as_str().map(str::to_owned));
    }
    let inputs = &task["inputs"];
    let producers = [
        ("parameters", "taskOutputParameter"),
        ("parameters", "taskFinalStatus"),
        ("artifacts", "taskOutputArtifact"),
    ];
    for (kind, source) in producers {
        for input in inputs[kind].as_object().into_iter().flat_map(Map::values) {
            names.extend(input[source]["producerTask"].as_str().map(str::to_owned));
        }
    }
    names.into_iter().collect()
}

/// Tasks so that each comes after what it waits for.
pub(super) fn in_order(tasks: &Map<String, Value>) -> Vec<String> {
    let mut ordered: Vec<String> = Vec::new();
    let mut names: Vec<&String> = tasks.keys().collect();
    names.sort();
    while ordered.len() < tasks.len() {
        let before = ordered.len();
        for name in &names {
            let is_ready = dependencies(&tasks[*name])
                .iter()
                .all(|needed| ordered.contains(needed) || !tasks.contains_key(needed));
            if is_ready && !ordered.contains(name) {
                ordered.push((*name).clone());
            }
        }
        if ordered.len() == before {
            // A cycle: no compiled pipeline has one.
            break;
        }
    }
    ordered
}
