//! The graphs of what the compiler writes, and of what somebody broke.

use std::fmt::Write as _;

use kfp_core::package::Package;
use kfp_core::spec::{CompiledPipeline, GraphTask, LoopItems, PipelineGraph, TaskKind};
use serde_json::{Value, json};

macro_rules! graph_of {
    ($name:literal) => {
        graph($name, include_bytes!(concat!("../fixtures/", $name)))
    };
}

fn graph(name: &str, content: &'static [u8]) -> PipelineGraph {
    let name = name.rsplit('/').next().unwrap();
    Package::read(name, content).unwrap().pipeline.spec.graph()
}

fn graph_of_value(tasks: &Value, components: &Value) -> PipelineGraph {
    let spec = json!({
        "pipelineInfo": {"name": "made-up"},
        "schemaVersion": "2.1.0",
        "root": {"dag": {"tasks": tasks}},
        "components": components,
    });
    CompiledPipeline::from_value(spec).unwrap().spec.graph()
}

fn kind(task: &GraphTask) -> String {
    match &task.kind {
        TaskKind::Loop(over) => {
            let items = match &over.items {
                LoopItems::Constant(count) => format!("{count} items"),
                LoopItems::Input(name) => name.clone(),
                LoopItems::Unknown => "?".to_owned(),
            };
            let at_a_time = over.at_a_time.map(|many| format!(", {many} at a time"));
            format!("loop over {items}{}", at_a_time.unwrap_or_default())
        }
        TaskKind::Executor { .. } => "task".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }
}

/// One line for each task, and below the tasks of a group one for each edge.
fn outline(graph: &PipelineGraph) -> String {
    let mut lines = String::new();
    outline_of(graph, None, 0, &mut lines);
    lines
}

fn outline_of(graph: &PipelineGraph, parent: Option<usize>, depth: usize, lines: &mut String) {
    let indent = "  ".repeat(depth);
    for at in graph.children(parent) {
        let task = &graph.tasks[at];
        let condition = task.condition.iter().map(|text| format!(" if {text}"));
        let condition: String = condition.collect();
        let always = if task.always_runs { ", always" } else { "" };
        writeln!(
            lines,
            "{indent}{}: {}{condition}{always}",
            task.name,
            kind(task)
        )
        .unwrap();
        outline_of(graph, Some(at), depth + 1, lines);
    }
    for edge in graph
        .edges
        .iter()
        .filter(|edge| graph.tasks[edge.to].parent == parent)
    {
        let (from, to) = (&graph.tasks[edge.from].key, &graph.tasks[edge.to].key);
        let carries: Vec<String> = edge
            .carries
            .iter()
            .map(|one| {
                let mark = if one.is_artifact { "@" } else { "" };
                format!("{mark}{}→{}", one.output, one.input)
            })
            .collect();
        writeln!(lines, "{indent}{from} → {to} ({})", carries.join(", ")).unwrap();
    }
}

fn is(graph: &PipelineGraph, lines: &[&str]) {
    assert_eq!(outline(graph).lines().collect::<Vec<_>>(), lines);
    assert_eq!(graph.findings, []);
}

#[test]
fn tasks_are_joined_by_what_they_give_each_other() {
    is(&graph_of!("pipelines/hello.yaml"), &["greet: task"]);
    is(
        &graph_of!("pipelines/diamond.yaml"),
        &[
            "join: task",
            "make-data: task",
            "notify: task",
            "Train left: task",
            "train-right: task",
            "train-left → join (@model→left)",
            "train-right → join (Output→score, @model→right)",
            "join → notify ()",
            "make-data → train-left (@data→data)",
            "make-data → train-right (@data→data)",
        ],
    );
}

#[test]
fn loops_say_what_they_go_over() {
    is(
        &graph_of!("pipelines/parallel_for.yaml"),
        &[
            "shards: loop over list-shards-Output, 2 at a time",
            "  work: task",
            "outer: loop over 2 items",
            "  inner: loop over 3 items",
            "    show: task",
            "list-shards: task",
            "total: task",
            "list-shards → for-loop-1 (Output→list-shards-Output)",
            "for-loop-1 → total (work-Output→sizes, @work-part→parts)",
        ],
    );
}

#[test]
fn conditions_are_shown_as_people_read_them() {
    is(
        &graph_of!("pipelines/conditional.yaml"),
        &[
            "loud-outer: condition if loud == true",
            "  loud-inner: condition if roll-Output > 5",
            "    say-4: task",
            "condition-branches-1: branches",
            "  one: condition if roll-Output == 1",
            "    say: task",
            "  low: condition if !(roll-Output == 1) && roll-Output <= 3",
            "    say-2: task",
            "  high: condition if !(roll-Output == 1) && !(roll-Output <= 3)",
            "    say-3: task",
            "roll: task",
            "say-5: task",
            "roll → condition-5 (Output→roll-Output)",
            "roll → condition-branches-1 (Output→roll-Output)",
            "condition-branches-1 → say-5 (condition-branches-1-oneof-1→text)",
        ],
    );
}

#[test]
fn what_comes_after_an_exit_handler_always_runs() {
    is(
        &graph_of!("pipelines/exit_handler.yaml"),
        &[
            "cleanup: task, always",
            "guarded: exithandler",
            "  always: task, always",
            "  fail-now: task",
            "  prepare: task",
            "  fail-now → always ()",
            "  prepare → fail-now (Output→message)",
            "exit-handler-1 → cleanup ()",
        ],
    );
}

#[test]
fn importers_and_nested_pipelines_are_told_apart() {
    is(
        &graph_of!("pipelines/importer.yaml"),
        &[
            "importer: importer",
            "importer-2: importer",
            "use: task",
            "importer → use (@artifact→data)",
            "importer-2 → use (@artifact→model)",
        ],
    );
    is(
        &graph_of!("pipelines/nested.yaml"),
        &[
            "best: task",
            "First round: pipeline",
            "  best: task",
            "  fit-and-score: pipeline",
            "    fit: task",
            "    score: task",
            "    fit → score (@model→model)",
            "  fit-and-score-2: pipeline",
            "    fit: task",
            "    score: task",
            "    fit → score (@model→model)",
            "  fit-and-score → best (Output→a)",
            "  fit-and-score-2 → best (Output→b)",
            "compare-2: pipeline",
            "  best: task",
            "  fit-and-score: pipeline",
            "    fit: task",
            "    score: task",
            "    fit → score (@model→model)",
            "  fit-and-score-2: pipeline",
            "    fit: task",
            "    score: task",
            "    fit → score (@model→model)",
            "  fit-and-score → best (Output→a)",
            "  fit-and-score-2 → best (Output→b)",
            "compare → best (Output→a)",
            "compare-2 → best (Output→b)",
        ],
    );
}

#[test]
fn paths_lead_to_tasks() {
    let graph = graph_of!("pipelines/parallel_for.yaml");
    let at = graph.find("for-loop-3/for-loop-5/show").unwrap();
    assert_eq!(graph.tasks[at].key, "show");
    assert_eq!(graph.leaves(), 4);
    let mut paths: Vec<&str> = graph.tasks.iter().map(|task| task.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), graph.tasks.len());
}

#[test]
fn every_compiled_pipeline_has_its_graph() {
    for (graph, leaves) in [
        (graph_of!("pipelines/kubernetes_config.yaml"), 4),
        (graph_of!("pipelines/pipeline_config.yaml"), 1),
        (graph_of!("pipelines/typed_params.yaml"), 4),
        (graph_of!("pipelines/literal_params.yaml"), 1),
        (graph_of!("pipelines/metrics.yaml"), 4),
        (graph_of!("pipelines/retry_caching.yaml"), 5),
        (graph_of!("pipelines/wide_500.tar.gz"), 500),
    ] {
        assert_eq!(graph.leaves(), leaves);
        assert_eq!(graph.findings, []);
        assert!(graph.edges.iter().all(|edge| !edge.closes_circle));
    }
}

#[test]
fn order_without_data_is_an_edge_too() {
    let graph = graph_of!("cases/K40.yaml");
    assert_eq!(graph.edges.len(), 4);
    assert!(
        graph
            .edges
            .iter()
            .all(kfp_core::spec::GraphEdge::is_order_only)
    );
}

#[test]
fn a_broken_spec_is_drawn_as_far_as_it_goes() {
    let graph = graph_of!("cases/K38.yaml");
    let told: Vec<String> = graph.findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "`score` uses the component `comp-missing`, which is not in this pipeline",
            "`score` waits for `trian`, which is not in this pipeline (did you mean `train`?)",
            "`train` waits for `prepare`, which is not in this pipeline",
            "tasks wait for each other: a → b",
        ]
    );
    let lines = outline(&graph);
    assert!(lines.contains("trian: missing\n"), "{lines}");
    assert_eq!(
        graph.edges.iter().filter(|edge| edge.closes_circle).count(),
        1
    );
}

#[test]
fn a_component_in_itself_ends_the_unfolding() {
    let again = json!({"again": {"componentRef": {"name": "comp"}}});
    let graph = graph_of_value(&again, &json!({"comp": {"dag": {"tasks": again}}}));
    assert_eq!(graph.tasks.len(), 2);
    let told: Vec<String> = graph.findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["`again/again` uses the component `comp` inside of itself"]
    );
}

#[test]
fn a_spec_that_unfolds_without_end_is_unfolded_so_far() {
    // Each component uses the next one twice: 2^40 tasks.
    let twice = |at: usize| {
        let name = format!("c{at}");
        json!({"a": {"componentRef": {"name": name}}, "b": {"componentRef": {"name": name}}})
    };
    let components = (0..40).map(|at| (format!("c{at}"), json!({"dag": {"tasks": twice(at + 1)}})));
    let graph = graph_of_value(&twice(0), &Value::Object(components.collect()));
    assert!(
        (19_990..=20_000).contains(&graph.tasks.len()),
        "{}",
        graph.tasks.len()
    );
    let is_told = graph
        .findings
        .iter()
        .any(|one| one.to_string().contains("more tasks than are drawn"));
    assert!(is_told);
    // One inside of the other, and so on.
    let once = |at: usize| json!({"a": {"componentRef": {"name": format!("c{at}")}}});
    let components =
        (0..5_000).map(|at| (format!("c{at}"), json!({"dag": {"tasks": once(at + 1)}})));
    let graph = graph_of_value(&once(0), &Value::Object(components.collect()));
    assert!(graph.tasks.len() < 60);
    assert!(
        graph.findings[0]
            .to_string()
            .ends_with("is nested deeper than is drawn")
    );
    // One task that waits for more than there could be.
    let names: Vec<String> = (0..30_000).map(|at| format!("gone-{at}")).collect();
    let graph = graph_of_value(&json!({"a": {"dependentTasks": names}}), &json!({}));
    assert_eq!(graph.tasks.len(), 20_000);
}

#[test]
fn keys_with_slashes_lead_to_one_task_each() {
    let inner = json!({"a": {}});
    let tasks = json!({"g": {"componentRef": {"name": "c"}}, "g/a": {}, "g%2Fa": {}});
    let graph = graph_of_value(&tasks, &json!({"c": {"dag": {"tasks": inner}}}));
    let paths: Vec<&str> = graph.tasks.iter().map(|task| task.path.as_str()).collect();
    assert_eq!(paths, ["g", "g%252Fa", "g%2Fa", "g/a"]);
}
