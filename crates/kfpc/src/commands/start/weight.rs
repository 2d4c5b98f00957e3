//! How large a workflow a pipeline makes.

use kfp_core::spec::PipelineSpec;
use serde_json::Value;

use crate::output::Terminal;

/// What etcd keeps of one object, unless its operator set another limit.
const LIMIT: usize = 3 * 512 * 1024;
/// KFP writes the spec of a task into the workflow for each task, and its status comes on top.
const LARGE: usize = LIMIT / 2;
/// How many parts are named.
const NAMED: usize = 3;

/// Says so when a pipeline may be too large to be run, and what in it weighs most.
pub(super) fn tell(spec: &PipelineSpec, terminal: &mut Terminal) {
    if let Some((whole, parts)) = heavy(spec, LARGE) {
        terminal.tell(|language| language.heavy(&kib(whole), &parts.join(", ")));
    }
}

fn heavy(spec: &PipelineSpec, large: usize) -> Option<(usize, Vec<String>)> {
    let whole = serde_json::to_string(spec).map_or(0, |text| text.len());
    if whole < large {
        return None;
    }
    let executors = spec.deployment_spec.get("executors");
    let executors = executors.and_then(Value::as_object).into_iter().flatten();
    let mut parts: Vec<(usize, &str)> = executors
        .map(|(name, executor)| (executor.to_string().len(), name.as_str()))
        .chain(spec.components.iter().map(|(name, component)| {
            let text = serde_json::to_string(component);
            (text.map_or(0, |text| text.len()), name.as_str())
        }))
        .collect();
    parts.sort_unstable_by(|one, other| other.cmp(one));
    let named = parts.into_iter().take(NAMED);
    Some((
        whole,
        named
            .map(|(bytes, name)| format!("{name} ({})", kib(bytes)))
            .collect(),
    ))
}

fn kib(bytes: usize) -> String {
    format!("{} KiB", bytes.div_ceil(1024))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec() -> PipelineSpec {
        serde_json::from_value(serde_json::json!({
            "pipelineInfo": {"name": "p"},
            "root": {"dag": {"tasks": {}}},
            "components": {"comp-a": {"executorLabel": "exec-a"}},
            "deploymentSpec": {"executors": {
                "exec-a": {"container": {"command": ["x".repeat(5000)]}},
                "exec-b": {"container": {"command": ["x".repeat(9000)]}},
            }},
        }))
        .unwrap()
    }

    #[test]
    fn the_heaviest_parts_are_named_first() {
        let (whole, parts) = heavy(&spec(), 10_000).unwrap();
        assert!(whole > 14_000, "{whole}");
        assert_eq!(
            parts,
            ["exec-b (9 KiB)", "exec-a (5 KiB)", "comp-a (1 KiB)"]
        );
    }

    #[test]
    fn a_usual_pipeline_is_not_talked_of() {
        assert!(heavy(&spec(), LARGE).is_none());
    }
}
