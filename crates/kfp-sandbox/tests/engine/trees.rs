//! For the same pipeline, parameters and outcome the engine must make the nodes that the real controller made.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use kfp_sandbox::engine::WorkflowRun;
use serde_json::{Map, Value};

use crate::harness::{path, play};
use crate::recording::{Tree, TreeNode, path_of, recording, trees};
use crate::scenarios::{NOT_REPRODUCED, scenarios};

fn tree_of(run: &WorkflowRun) -> BTreeMap<String, TreeNode> {
    let by_id: BTreeMap<&str, String> = run
        .nodes()
        .iter()
        .map(|node| (node.id.as_str(), path(run, &node.name)))
        .collect();
    let nodes = run.nodes().iter();
    nodes
        .map(|node| {
            let children = node.children.iter().map(|id| {
                by_id
                    .get(id.as_str())
                    .cloned()
                    .unwrap_or_else(|| format!("gone {id}"))
            });
            let tree = TreeNode {
                node_type: node.node_type.to_string(),
                phase: node.phase.to_string(),
                template: node.template.clone(),
                message: normal(&node.message),
                children: children.collect(),
            };
            (path(run, &node.name), tree)
        })
        .collect()
}

/// What differs from run to run: the deadline's time; and whether the controller or the container was first when a
/// running task was terminated, which is a race in the real cluster too.
fn normal(message: &str) -> String {
    if message.starts_with("retry exceeded workflow deadline ") {
        return "retry exceeded workflow deadline <time> UTC".to_owned();
    }
    if message == "Step exceeded its deadline" {
        return "main: Error (exit code 143)".to_owned();
    }
    message.to_owned()
}

fn differences(expected: &Tree, run: &WorkflowRun) -> String {
    let actual = tree_of(run);
    let mut text = String::new();
    for (path, node) in &expected.nodes {
        let mut node = TreeNode {
            message: normal(&node.message),
            ..node.clone()
        };
        if let (Some(start), Some(actual)) = (node.message.strip_suffix('…'), actual.get(path))
            && actual.message.starts_with(start)
        {
            // Long messages were cut.
            node.message.clone_from(&actual.message);
        }
        match actual.get(path) {
            None => writeln!(text, "  missing {path}: {node:?}").unwrap(),
            Some(actual) if *actual != node => {
                writeln!(
                    text,
                    "  {path}\n    recorded {node:?}\n    engine   {actual:?}"
                )
                .unwrap();
            }
            Some(_) => {}
        }
    }
    for path in actual
        .keys()
        .filter(|path| !expected.nodes.contains_key(*path))
    {
        writeln!(text, "  surplus {path}").unwrap();
    }
    if format!("{:?}", run.phase()) != expected.workflow_phase {
        writeln!(
            text,
            "  workflow {:?}, recorded {}",
            run.phase(),
            expected.workflow_phase
        )
        .unwrap();
    }
    let states: Vec<&str> = run
        .report()
        .history
        .iter()
        .filter_map(|entry| Some(entry.state?.as_str()))
        .collect();
    if states != expected.run_states {
        writeln!(text, "  run {states:?}, recorded {:?}", expected.run_states).unwrap();
    }
    text
}

/// What the trimmed JSON tells beyond the tree.
fn further_differences(recorded: &Value, run: &WorkflowRun) -> String {
    let mut text = String::new();
    let by_path: BTreeMap<String, _> = run
        .nodes()
        .iter()
        .map(|node| (path(run, &node.name), node))
        .collect();
    let path_of_id = |id: &str| run.nodes().get(id).map(|node| path(run, &node.name));
    for node in recorded["nodes"].as_array().unwrap() {
        let place = path_of(node["name"].as_str().unwrap());
        let Some(actual) = by_path.get(&place) else {
            continue;
        };
        let mut check = |what: &str, recorded: Option<String>, actual: Option<String>| {
            if recorded != actual {
                writeln!(
                    text,
                    "  {place} {what}: recorded {recorded:?}, engine {actual:?}"
                )
                .unwrap();
            }
        };
        // A few numbers were not recognised as ids when the recording was made.
        if node.to_string().contains("<workflow>-5") {
            continue;
        }
        let string = |key: &str| node[key].as_str().map(str::to_owned);
        check("type", string("type"), Some(actual.node_type.to_string()));
        check("phase", string("phase"), Some(actual.phase.to_string()));
        check(
            "template",
            string("templateName"),
            Some(actual.template.clone()),
        );
        check(
            "boundary",
            string("boundaryID").map(|id| path_of(&id)),
            actual.boundary_id.as_deref().and_then(path_of_id),
        );
        let display_name =
            string("displayName").map(|name| name.replace("<workflow>", run.workflow_name()));
        check(
            "display name",
            display_name,
            Some(actual.display_name.clone()),
        );
        let flag = |name: &str| {
            node["nodeFlag"][name]
                .as_bool()
                .unwrap_or(false)
                .to_string()
        };
        check(
            "retried",
            Some(flag("retried")),
            Some(actual.retried.to_string()),
        );
        check(
            "hooked",
            Some(flag("hooked")),
            Some(actual.hooked.to_string()),
        );
        let code = actual
            .outputs
            .as_ref()
            .and_then(|outputs| outputs.exit_code)
            .map(|code| code.to_string());
        if normal(&actual.message) != "main: Error (exit code 143)" {
            check("exit code", string("exitCode"), code);
        }
        let outbound: BTreeSet<String> = node["outboundNodes"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|id| path_of(id.as_str().unwrap()))
            .collect();
        let actual_outbound: BTreeSet<String> = actual
            .outbound
            .iter()
            .filter_map(|id| path_of_id(id))
            .collect();
        check(
            "outbound",
            Some(format!("{outbound:?}")),
            Some(format!("{actual_outbound:?}")),
        );
    }
    text
}

/// Rows by display name, state and children, each with its number: a row tells no more of its node.
fn rows_differences(recorded: &Value, run: &WorkflowRun) -> String {
    let rows = recorded["run"]["rows"].as_array().unwrap();
    let report = run.report().sorted_rows();
    // Long lists were cut when they were recorded.
    if rows.len() < run.nodes().len() || recorded.to_string().contains("<workflow>-5") {
        return String::new();
    }
    let mut counts: BTreeMap<String, i32> = BTreeMap::new();
    for row in rows {
        let children: BTreeSet<String> = row["children"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|id| path_of(id.as_str().unwrap()))
            .collect();
        let name = row["display_name"]
            .as_str()
            .unwrap()
            .replace("<workflow>", "W");
        *counts
            .entry(format!("{name} {:?} {children:?}", row["state"].as_str()))
            .or_default() += 1;
    }
    for row in report {
        let children: BTreeSet<String> = row
            .child_tasks
            .iter()
            .map(|id| {
                run.nodes()
                    .get(id)
                    .map_or_else(|| format!("gone {id}"), |node| path(run, &node.name))
            })
            .collect();
        let name = row.display_name.replace(run.workflow_name(), "W");
        *counts
            .entry(format!("{name} {:?} {children:?}", row.state.as_str()))
            .or_default() -= 1;
    }
    let mut text = String::new();
    for (row, count) in counts.iter().filter(|(_, count)| **count != 0) {
        writeln!(text, "  row {row}: {count:+}").unwrap();
    }
    text
}

#[test]
fn every_recorded_tree_is_made_again() {
    let trees = trees();
    let mut failures = String::new();
    let mut compared = 0;
    for scenario in scenarios() {
        let recorded = recording(scenario.name);
        let pipeline = recorded["pipeline"].as_str().unwrap();
        let empty = Map::new();
        let run = play(
            &scenario,
            pipeline,
            recorded["parameters"].as_object().unwrap_or(&empty),
        );
        // Three long trees are not written down; their recordings hold most of their nodes.
        let mut text = trees
            .get(scenario.name)
            .map_or_else(String::new, |tree| differences(tree, &run));
        text.push_str(&further_differences(&recorded, &run));
        text.push_str(&rows_differences(&recorded, &run));
        compared += run.nodes().len();
        if !text.is_empty() {
            let shown = text.lines().take(14).collect::<Vec<_>>().join("\n");
            writeln!(
                failures,
                "{} ({} lines):\n{shown}\n",
                scenario.name,
                text.lines().count()
            )
            .unwrap();
        }
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(compared > 1_500, "only {compared} nodes were compared");
}

#[test]
fn every_recorded_scenario_is_played_or_excused() {
    let played: BTreeSet<&str> = scenarios().iter().map(|scenario| scenario.name).collect();
    let excused: BTreeSet<&str> = NOT_REPRODUCED.iter().map(|(name, _)| *name).collect();
    for name in trees().keys() {
        assert!(
            played.contains(name.as_str()) != excused.contains(name.as_str()),
            "{name}"
        );
    }
}
