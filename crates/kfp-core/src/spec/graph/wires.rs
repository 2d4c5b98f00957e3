//! Where the inputs of a task come from.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::component::TaskSpec;
use super::Carried;
use super::names::without_prefix;

/// The keys of the tasks that one comes after, each with what it gives.
pub(super) fn sources(task: &TaskSpec) -> BTreeMap<&str, Vec<Carried>> {
    let mut sources: BTreeMap<&str, Vec<Carried>> = BTreeMap::new();
    for key in &task.dependent_tasks {
        sources.entry(key).or_default();
    }
    for (kind, is_artifact) in [("parameters", false), ("artifacts", true)] {
        let inputs = task.inputs.get(kind).and_then(Value::as_object);
        for (input, from) in inputs.into_iter().flatten() {
            let Some((producer, output)) = producer(from) else {
                continue;
            };
            let carries = sources.entry(producer).or_default();
            carries.extend(output.map(|output| Carried {
                output: without_prefix(output).to_owned(),
                input: without_prefix(input).to_owned(),
                is_artifact,
            }));
        }
    }
    for carries in sources.values_mut() {
        carries.sort_unstable();
        carries.dedup();
    }
    sources
}

/// The task that an input comes from, and its output; of how the task ended there is no output.
fn producer(from: &Value) -> Option<(&str, Option<&str>)> {
    let text = |of: &'static str, field: &str| from.get(of)?.get(field)?.as_str();
    for (of, output) in [
        ("taskOutputParameter", "outputParameterKey"),
        ("taskOutputArtifact", "outputArtifactKey"),
        ("taskFinalStatus", ""),
    ] {
        if let Some(task) = text(of, "producerTask") {
            return Some((task, text(of, output)));
        }
    }
    None
}
