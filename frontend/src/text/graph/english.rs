//! English.

use super::GraphText;
use crate::text::number;

fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{} {many}", number(count as u64))
    }
}

pub(in crate::text) const ENGLISH: GraphText = GraphText {
    version: "Pipeline version",
    views: "Views of the version",
    graph: "Graph",
    spec: "Spec",
    drawing_of: |pipeline, tasks| {
        format!("Graph of {pipeline}, {}", counted(tasks, "task", "tasks"))
    },
    spec_of: |pipeline| format!("Spec of {pipeline}"),
    zoom: "Zoom",
    zoom_in: "Zoom in",
    zoom_out: "Zoom out",
    fit: "Fit the whole graph",
    direction: "Direction",
    down: "Top to bottom",
    right: "Left to right",
    close_groups: "Collapse all",
    open_groups: "Expand all",
    keys: "Arrow keys walk through the tasks, Enter opens one, + and - zoom, 0 fits the whole graph.",

    task: "Task",
    importer: "Importer",
    nested: "Sub-DAG",
    loop_word: "Loop",
    condition: "Condition",
    branches: "Branches",
    exit_handler: "Exit handler",
    missing: "Not in this pipeline",
    no_component: "Component missing",
    always_runs: "Always runs",
    tasks: |count| counted(count, "task", "tasks"),
    items: |count| counted(count, "item", "items"),
    items_of: |name| format!("items of {name}"),
    at_a_time: |count| format!("{} at a time", number(count)),
    waits_for: |tasks| format!("waits for {tasks}"),

    close: "Close",
    kind: "Kind",
    key: "Key",
    image: "Image",
    runs_if: "Runs if",
    cache: "Cache",
    cache_on: "An earlier result may be reused",
    cache_off: "Always runs anew",
    after: "Comes after",
    before: "Comes before",
    nothing: "Nothing",
    carried: |output, input| format!("{output} as {input}"),
    order_only: "order only",

    findings: |count| counted(count, "problem in this spec", "problems in this spec"),
    missing_task: |task, missing| {
        format!("{task} waits for {missing}, which is not in this pipeline.")
    },
    missing_component: |task, missing| {
        format!("{task} uses the component {missing}, which is not in this pipeline.")
    },
    unnamed_component: |task| format!("{task} names no component."),
    meant: |meant| format!("Did you mean {meant}?"),
    circle: |tasks| format!("Tasks wait for each other, so none of them ever runs: {tasks}"),
    in_itself: |task, component| format!("{task} uses the component {component} inside of itself."),
    too_deep: |task| format!("{task} is nested deeper than is drawn."),
    too_many: |drawn| {
        format!(
            "The pipeline has more tasks than are drawn: the first {}.",
            number(drawn as u64)
        )
    },
    other_finding: "A part of this spec is not understood by this version of the console.",

    empty_title: "This pipeline has no tasks",
    empty_text: "There is nothing to draw. The spec shows what the version holds.",
    unreadable_title: "This version cannot be drawn",
    no_spec: "It was stored without a spec.",
    is_argo: "It is an Argo workflow, a pipeline of KFP 1. Compile it with KFP 2.",
    is_object: "It is an object of Kubernetes and not a compiled pipeline.",
    no_field: |field| format!("Its spec has no {field}."),
    bad_shape: |at| format!("Its spec cannot be read at {at}."),
    see_spec: "See the spec",
    no_version: "This version does not exist",
};
