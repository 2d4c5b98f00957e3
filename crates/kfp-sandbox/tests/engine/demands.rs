//! How many nodes and rows a pipeline's structure demands.

use std::collections::{BTreeMap, BTreeSet};

use kfp_sandbox::engine::document::workflow_document;
use kfp_sandbox::engine::{Directives, Shape, WorkflowRun};
use serde_json::Value;

use crate::invariants::{PIPELINES, assert_sound, finish, submitted};
use crate::pipelines::document;
use crate::recording::recording;

/// The number of nodes that a pipeline makes in the plain shape if all goes well, from its IR alone: by the table of
/// node kinds and not by the engine's templates. `loops` gives how many items a loop has, by its key.
fn count(spec: &Value, dag: &Value, loops: &BTreeMap<&str, usize>) -> usize {
    let component =
        |task: &Value| &spec["components"][task["componentRef"]["name"].as_str().unwrap()];
    dag["tasks"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(key, task)| {
            let component = component(task);
            let hook =
                usize::from(task["triggerPolicy"]["strategy"] == "ALL_UPSTREAM_TASKS_COMPLETED");
            let inner = component.get("dag").map(|dag| count(spec, dag, loops));
            if task.get("parameterIterator").is_some() {
                return 3 + loops[key.as_str()] * (3 + inner.unwrap());
            }
            if let Some(inner) = inner {
                return 2 + inner;
            }
            let executor =
                &spec["deploymentSpec"]["executors"][component["executorLabel"].as_str().unwrap()];
            let image = executor["container"]["image"].as_str().unwrap_or_default();
            if executor.get("importer").is_some() || image.starts_with("argostub/") {
                return 1;
            }
            // A retrying task has a node more, over its one attempt.
            3 + usize::from(task.get("retryPolicy").is_some()) + hook
        })
        .sum()
}

#[test]
fn a_run_has_as_many_nodes_as_its_pipeline_demands() {
    let loops = BTreeMap::from([
        ("for-loop-1", 4),
        ("for-loop-3", 2),
        ("for-loop-5", 3),
        ("for-loop-2", 2),
    ]);
    for pipeline in PIPELINES.iter().filter(|name| **name != "conditional") {
        let run = finish(&mut submitted(pipeline, Shape::Plain, Directives::none()));
        assert_eq!(run.report().state.as_str(), "SUCCEEDED", "{pipeline}");
        let spec = document(pipeline);
        let spec = spec.get("pipeline_spec").unwrap_or(&spec).clone();
        let cached = run
            .nodes()
            .iter()
            .filter(|node| node.message == "when 'true != true' evaluated false")
            .count();
        assert_eq!(
            run.nodes().len(),
            3 + count(&spec, &spec["root"]["dag"], &loops),
            "{pipeline}, {cached} cached"
        );
        assert_eq!(run.report().rows.len(), run.nodes().len(), "{pipeline}");
        assert_sound(&run);
    }
}

/// Rows by display name (`W` for the workflow's own) and state.
fn rows(run: &WorkflowRun) -> BTreeSet<(String, String)> {
    let rows = run.report().rows.values();
    rows.map(|row| {
        let name = row.display_name.replace(run.workflow_name(), "W");
        (name, row.state.as_str().unwrap_or_default().to_owned())
    })
    .collect()
}

#[test]
fn five_hundred_tasks_run_to_their_end_and_their_rows_stop_where_the_workflow_is_too_large() {
    let run = finish(&mut submitted("wide_500", Shape::Plain, Directives::none()));
    assert_eq!(run.report().state.as_str(), "SUCCEEDED");
    let spec = document("wide_500");
    assert_eq!(
        run.nodes().len(),
        3 + count(&spec, &spec["root"]["dag"], &BTreeMap::new())
    );
    let recorded = recording("wide-500-ok");
    let recorded = recorded["run"]["rows"].as_array().unwrap();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().replace("<workflow>", "W");
    let recorded: BTreeSet<_> = recorded
        .iter()
        .map(|row| (text(row, "display_name"), text(row, "state")))
        .collect();
    assert_eq!(recorded.len(), 6);
    assert_eq!(rows(&run), recorded);
    assert!(run.report().is_frozen);
    let workflow = workflow_document(&run);
    assert!(
        workflow["status"].get("nodes").is_none()
            && workflow["status"]["compressedNodes"].is_string()
    );
}

/// The spec has 820,796 characters, and the root driver's component 152,896, which the shape of KFP 2.17 has twice: in
/// the node that tries and in its attempt. That is beyond a mebibyte in the first pass.
#[test]
fn in_the_shape_of_2_17_the_workflow_is_too_large_before_its_first_node_is_reported() {
    let run = finish(&mut submitted("wide_500", Shape::Stock, Directives::none()));
    assert_eq!(run.report().state.as_str(), "SUCCEEDED");
    assert_eq!(rows(&run), BTreeSet::new());
}
