//! Whether a workflow is too large for its nodes to be stored as they are.

use super::{templates, workflow};
use crate::engine::run::WorkflowRun;
use crate::engine::template::{Body, Parameter};

/// What Kubernetes takes of an object, as the controller counts it.
const MAX_BYTES: usize = 1024 * 1024;

/// What a node takes beside its texts, and with what the estimate errs.
const NODE_BYTES: usize = 600;

/// Whether spec and nodes together are beyond what the cluster takes.
pub(crate) fn is_oversized(run: &WorkflowRun) -> bool {
    // Writing everything out in each pass would cost more than the walk itself.
    if estimate(run) < MAX_BYTES / 2 {
        return false;
    }
    templates::workflow_spec(run).to_string().len() + workflow::nodes(run).to_string().len()
        > MAX_BYTES
}

fn estimate(run: &WorkflowRun) -> usize {
    let value = |parameter: &Parameter| parameter.value.as_ref().map_or(0, String::len);
    let arguments: usize = run.compiled.arguments.iter().map(value).sum();
    let templates = run
        .compiled
        .templates
        .iter()
        .map(|template| match &template.body {
            Body::Dag(tasks) => tasks
                .iter()
                .flat_map(|task| &task.arguments)
                .map(|argument| value(argument) + 40)
                .sum(),
            Body::Pod(_) => NODE_BYTES,
        });
    let nodes = run.nodes().iter().map(|node| {
        let inputs: usize = node.inputs.iter().map(value).sum();
        let outputs = node.outputs.iter().flat_map(|outputs| &outputs.parameters);
        NODE_BYTES + inputs + outputs.map(|output| output.value.len()).sum::<usize>()
    });
    arguments + templates.sum::<usize>() + nodes.sum::<usize>()
}
