//! Runs a scenario in the engine, stepped by hand.

use kfp_sandbox::engine::node::Node;
use kfp_sandbox::engine::{
    Directives, Engine, EngineOptions, MemoryStore, Shape, Submission, Timing, WorkflowRun,
};
use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::pipelines::document;
use crate::scenarios::{Act, Scenario};

pub(crate) const START: OffsetDateTime = datetime!(2026-11-25 12:00 UTC);
pub(crate) const RUN: &str = "0d9a1c52-5b1e-4f0a-9a3e-0a6f5f1f2b3c";

/// The recordings' pace, and tasks of which none overtakes another.
pub(crate) fn timing() -> Timing {
    Timing {
        schedule: 1,
        initialize: 1,
        driver: 2,
        shortest_task: 5,
        longest_task: 5,
        pass: 2,
        first_pass: 0,
    }
}

pub(crate) fn submission(
    pipeline: &str,
    given: &Map<String, Value>,
    directives: Directives,
) -> Submission {
    Submission {
        run_id: RUN.to_owned(),
        display_name: format!("{pipeline} run"),
        namespace: "team-argo".to_owned(),
        service_account: "pipeline-runner".to_owned(),
        spec: document(pipeline),
        parameters: given.clone(),
        workflow_name: Some(format!("{pipeline}-x2b4d")),
        directives: Some(directives),
        first_pass_at: None,
        report_at: None,
        pace: 1,
    }
}

pub(crate) fn engine(shape: Shape) -> Engine<MemoryStore> {
    Engine::new(
        MemoryStore::default(),
        EngineOptions {
            shape,
            timing: timing(),
        },
    )
    .unwrap()
}

/// The path of a node: `W` for the workflow's own, else without the workflow's name.
pub(crate) fn path(run: &WorkflowRun, name: &str) -> String {
    match name.strip_prefix(run.workflow_name()).unwrap() {
        "" => "W".to_owned(),
        path if path.starts_with('(') => format!("W{path}"),
        path => path.trim_start_matches('.').to_owned(),
    }
}

pub(crate) fn run_of(engine: &Engine<MemoryStore>) -> WorkflowRun {
    engine.run(RUN).unwrap().unwrap().into_owned()
}

/// Plays a scenario to its end.
pub(crate) fn play(scenario: &Scenario, pipeline: &str, given: &Map<String, Value>) -> WorkflowRun {
    let shape = if scenario.name.starts_with("stock-") {
        Shape::Stock
    } else {
        Shape::Plain
    };
    let mut directives = Directives::parse(scenario.fail).unwrap();
    directives.set_outputs(&scenario.outputs);
    let mut engine = engine(shape);
    engine
        .submit(submission(pipeline, given, directives), START)
        .unwrap();
    let mut act = scenario.act;
    // Far more than any run here has.
    for _ in 0..20_000 {
        let Some(at) = engine.next_at() else { break };
        engine.advance(at).unwrap();
        let run = engine.run(RUN).unwrap().unwrap();
        let is_due = match act {
            Act::Nothing => false,
            Act::Terminate(nodes) | Act::TerminateAndRetry(nodes) => all_open(&run, nodes),
            Act::Retry => run.phase().is_end(),
            Act::DeletePod(wanted) => {
                node(&run, wanted).is_some_and(|node| node.phase.to_string() == "Running")
            }
        };
        if !is_due {
            continue;
        }
        let run = run.into_owned();
        act = match act {
            Act::Nothing => Act::Nothing,
            Act::Terminate(_) => {
                engine.terminate(RUN, at).unwrap();
                Act::Nothing
            }
            Act::TerminateAndRetry(_) => {
                engine.terminate(RUN, at).unwrap();
                Act::Retry
            }
            Act::Retry => {
                engine.retry(RUN, at).unwrap();
                Act::Nothing
            }
            Act::DeletePod(wanted) => {
                let pod = run
                    .pods()
                    .find(|pod| path(&run, &pod.node_name) == wanted)
                    .unwrap();
                assert!(engine.delete_pod(RUN, &pod.name, at).unwrap());
                Act::Nothing
            }
        };
    }
    assert_eq!(act, Act::Nothing, "{}: nobody could do it", scenario.name);
    let run = run_of(&engine);
    assert!(
        run.phase().is_end(),
        "{}: it hangs:\n{}",
        scenario.name,
        open_nodes(&run)
    );
    run
}

/// The node of a path in either shape.
fn node<'a>(run: &'a WorkflowRun, wanted: &str) -> Option<&'a Node> {
    run.nodes().iter().find(|node| {
        path(run, &node.name)
            .replace("(0)", "")
            .trim_start_matches("W.")
            == wanted
            && node.pod_kind.is_some()
    })
}

/// Open, and as far as they get: a pod that waits for ever has said why.
fn all_open(run: &WorkflowRun, wanted: &[&str]) -> bool {
    wanted.iter().all(|path| {
        node(run, path).is_some_and(|node| match node.phase.to_string().as_str() {
            "Running" => true,
            "Pending" => {
                node.message.starts_with("Unschedulable")
                    || node.message.starts_with("ImagePullBackOff")
            }
            _ => false,
        })
    })
}

fn open_nodes(run: &WorkflowRun) -> String {
    let open = run.nodes().iter().filter(|node| !node.phase.is_end());
    let lines: Vec<String> = open
        .map(|node| {
            format!(
                "{} {} {} {}",
                node.name, node.node_type, node.phase, node.message
            )
        })
        .collect();
    lines.join("\n")
}
