//! Recorded trees and runs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A node as `trees.txt` writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TreeNode {
    pub(crate) node_type: String,
    pub(crate) phase: String,
    pub(crate) template: String,
    pub(crate) message: String,
    pub(crate) children: BTreeSet<String>,
}

/// The tree of a scenario, by the path of its nodes, and the state of its run.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) workflow_phase: String,
    pub(crate) run_states: Vec<String>,
    pub(crate) nodes: BTreeMap<String, TreeNode>,
}

fn folder() -> String {
    format!("{}/tests/recorded/argo", env!("CARGO_MANIFEST_DIR"))
}

/// All recorded trees by scenario.
pub(crate) fn trees() -> BTreeMap<String, Tree> {
    let text = std::fs::read_to_string(format!("{}/trees.txt", folder())).unwrap();
    text.split("\n## ").skip(1).map(tree).collect()
}

fn tree(section: &str) -> (String, Tree) {
    let (head, body) = section.split_once('\n').unwrap();
    let (name, _) = head.split_once(": ").unwrap();
    let (_, end) = head.rsplit_once(" | Workflow ").unwrap();
    let (workflow_phase, run) = end.split_once(", run ").unwrap();
    let (_, states) = run.split_once(" (").unwrap();
    // A dash is an entry without state: the agent came before the controller's first pass.
    let run_states = states
        .trim_end_matches(')')
        .split(", ")
        .filter(|state| *state != "-")
        .map(str::to_owned)
        .collect();
    let nodes = body
        .lines()
        .filter(|line| !line.is_empty())
        .map(node)
        .collect();
    (
        name.to_owned(),
        Tree {
            workflow_phase: workflow_phase.to_owned(),
            run_states,
            nodes,
        },
    )
}

fn node(line: &str) -> (String, TreeNode) {
    let (rest, children) = line.split_once(" -> ").unwrap_or((line, ""));
    let (rest, message) = match rest.split_once(" [") {
        Some((rest, message)) => (rest, message.trim_end_matches(']')),
        None => (rest, ""),
    };
    let words: Vec<&str> = rest.split(' ').collect();
    let [path, node_type, phase, template] = words.as_slice() else {
        panic!("not a node: {line}")
    };
    let node = TreeNode {
        node_type: (*node_type).to_owned(),
        phase: (*phase).to_owned(),
        template: (*template).to_owned(),
        message: message.to_owned(),
        children: children
            .split(", ")
            .filter(|child| !child.is_empty())
            .map(str::to_owned)
            .collect(),
    };
    ((*path).to_owned(), node)
}

/// The trimmed recording of a scenario.
pub(crate) fn recording(name: &str) -> Value {
    let path = format!("{}/{name}.json", folder());
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap()
}

/// The path in a recorded id or name: `W` for the workflow's node, else without it.
pub(crate) fn path_of(recorded: &str) -> String {
    let path = recorded.strip_prefix("<workflow>").unwrap();
    let path = path
        .strip_prefix("-<#")
        .map_or(path, |path| path.trim_end_matches('>'));
    match path {
        "" => "W".to_owned(),
        path if path.starts_with('(') => format!("W{path}"),
        path => path.trim_start_matches('.').to_owned(),
    }
}
