//! What holds for every run.

use std::collections::BTreeSet;

use kfp_sandbox::engine::document::{pod_document, workflow_document};
use kfp_sandbox::engine::node::node_id;
use kfp_sandbox::engine::{
    Directives, Engine, EngineOptions, MemoryStore, Shape, Store as _, WorkflowRun,
};
use proptest::prelude::*;
use serde_json::{Map, json};
use time::Duration;

use crate::harness::{RUN, START, engine, run_of, submission, timing};

pub(crate) const PIPELINES: [&str; 13] = [
    "conditional",
    "diamond",
    "exit_handler",
    "hello",
    "importer",
    "kubernetes_config",
    "literal_params",
    "metrics",
    "nested",
    "parallel_for",
    "pipeline_config",
    "retry_caching",
    "typed_params",
];

pub(crate) fn finish(engine: &mut Engine<MemoryStore>) -> WorkflowRun {
    for _ in 0..20_000 {
        let Some(at) = engine.next_at() else { break };
        engine.advance(at).unwrap();
    }
    run_of(engine)
}

pub(crate) fn submitted(
    pipeline: &str,
    shape: Shape,
    directives: Directives,
) -> Engine<MemoryStore> {
    let mut engine = engine(shape);
    engine
        .submit(submission(pipeline, &Map::new(), directives), START)
        .unwrap();
    engine
}

pub(crate) fn assert_sound(run: &WorkflowRun) {
    let ids: BTreeSet<&str> = run.nodes().iter().map(|node| node.id.as_str()).collect();
    assert_eq!(ids.len(), run.nodes().len());
    for node in run.nodes().iter() {
        assert_eq!(node.id, node_id(run.workflow_name(), &node.name));
        for child in &node.children {
            assert!(
                ids.contains(child.as_str()),
                "{} has no child {child}",
                node.name
            );
        }
        for outbound in &node.outbound {
            assert!(
                ids.contains(outbound.as_str()),
                "{} has no end {outbound}",
                node.name
            );
        }
        match &node.boundary_id {
            Some(boundary) => {
                let boundary = run
                    .nodes()
                    .get(boundary)
                    .unwrap_or_else(|| panic!("{} is in nothing", node.name));
                assert!(
                    node.name.starts_with(&boundary.name),
                    "{} is not in {}",
                    node.name,
                    boundary.name
                );
            }
            None => assert!(!node.name.contains('.'), "{} is in nothing", node.name),
        }
        assert!(node.progress.0 <= node.progress.1);
        if let Some(finished) = node.finished_at {
            assert!(
                finished >= node.started_at,
                "{} ends before it starts",
                node.name
            );
        }
    }
    for row in run.report().rows.values() {
        assert!(!row.history.is_empty());
        assert!(
            row.history
                .windows(2)
                .all(|pair| pair[0].at <= pair[1].at && pair[0].state != pair[1].state)
        );
    }
    for pod in run.pods() {
        assert!(ids.contains(pod.node_id.as_str()));
        assert!(pod.logs.windows(2).all(|pair| pair[0].at <= pair[1].at));
    }
}

#[test]
fn one_long_step_does_what_many_short_ones_do() {
    for pipeline in ["parallel_for", "exit_handler", "retry_caching"] {
        let directives = || Directives::parse("work=exit-1*1,flaky=exit-1*1,prepare=oom").unwrap();
        let by_event = finish(&mut submitted(pipeline, Shape::Plain, directives()));
        let mut engine = submitted(pipeline, Shape::Plain, directives());
        engine.advance(START + Duration::days(1)).unwrap();
        assert_eq!(
            workflow_document(&run_of(&engine)),
            workflow_document(&by_event),
            "{pipeline}"
        );
    }
}

#[test]
fn a_run_that_was_stored_in_the_middle_ends_as_if_it_had_not_been() {
    let expected = finish(&mut submitted(
        "parallel_for",
        Shape::Stock,
        Directives::none(),
    ));
    let mut first = submitted("parallel_for", Shape::Stock, Directives::none());
    for _ in 0..40 {
        let at = first.next_at().unwrap();
        first.advance(at).unwrap();
    }
    let stored = serde_json::to_string(&run_of(&first)).unwrap();
    let mut store = MemoryStore::default();
    store.save(&serde_json::from_str(&stored).unwrap()).unwrap();
    let mut second = Engine::new(
        store,
        EngineOptions {
            shape: Shape::Stock,
            timing: timing(),
        },
    )
    .unwrap();
    let run = finish(&mut second);
    assert_eq!(workflow_document(&run), workflow_document(&expected));
    assert!(expected.phase().is_end());
}

#[test]
fn an_equal_task_takes_the_result_of_an_earlier_run() {
    let mut engine = submitted("hello", Shape::Plain, Directives::none());
    finish(&mut engine);
    let mut again = submission("hello", &Map::new(), Directives::none());
    again.run_id = "second".to_owned();
    engine.submit(again, START + Duration::hours(1)).unwrap();
    finish(&mut engine);
    let run = engine.run("second").unwrap().unwrap().into_owned();
    let executor = run
        .nodes()
        .iter()
        .find(|node| node.display_name == "executor")
        .unwrap();
    assert_eq!(executor.message, "when 'true != true' evaluated false");
    assert_eq!(run.report().state.as_str(), "SUCCEEDED");

    let mut other = submission(
        "hello",
        &Map::from_iter([("who".to_owned(), json!("nobody"))]),
        Directives::none(),
    );
    other.run_id = "third".to_owned();
    engine.submit(other, START + Duration::hours(2)).unwrap();
    finish(&mut engine);
    let run = engine.run("third").unwrap().unwrap().into_owned();
    assert!(run.nodes().iter().all(|node| node.message.is_empty()));
}

#[test]
fn a_quota_keeps_the_task_waiting_until_somebody_ends_the_run() {
    let mut engine = submitted(
        "hello",
        Shape::Plain,
        Directives::parse("greet=quota").unwrap(),
    );
    engine.advance(START + Duration::minutes(10)).unwrap();
    let run = run_of(&engine);
    let executor = run
        .nodes()
        .iter()
        .find(|node| node.display_name == "executor")
        .unwrap();
    assert!(
        executor.message.contains("exceeded quota"),
        "{}",
        executor.message
    );
    assert_eq!(run.report().state.as_str(), "RUNNING");
    engine
        .terminate(RUN, START + Duration::minutes(11))
        .unwrap();
    engine.advance(START + Duration::minutes(20)).unwrap();
    assert_eq!(run_of(&engine).report().state.as_str(), "FAILED");
}

#[test]
fn logs_say_that_they_are_simulated_and_failures_say_why() {
    let run = finish(&mut submitted(
        "hello",
        Shape::Plain,
        Directives::parse("greet=exit-3").unwrap(),
    ));
    let pod = run
        .pods()
        .find(|pod| pod.node_name.ends_with(".executor"))
        .unwrap();
    let text = pod
        .logs
        .iter()
        .map(|line| line.text.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        text.contains("simulated") && text.contains("\u{1b}[31mERROR"),
        "{text}"
    );
    let document = pod_document(&run, pod);
    assert_eq!(
        document["status"]["containerStatuses"][1]["state"]["terminated"]["exitCode"],
        json!(3)
    );
    assert_eq!(
        document["metadata"]["annotations"]["workflows.argoproj.io/node-id"],
        json!(pod.node_id)
    );
}

fn directives() -> impl Strategy<Value = String> {
    let target = prop::sample::select(vec![
        "root",
        "greet",
        "make-data",
        "train-left",
        "train-right",
        "join",
        "work",
        "for-loop-1",
        "for-loop-1[1]",
        "show",
        "score",
        "fit",
        "prepare",
        "fail-now",
        "always",
        "cleanup",
        "flaky",
        "plain",
        "importer",
        "createpvc",
        "roll",
        "say",
    ]);
    let kind = prop::sample::select(vec![
        "exit-1",
        "exit-1*1",
        "oom",
        "driver",
        "driver*1",
        "wait*1",
        "wait",
        "evicted",
        "deleted*1",
        "timeout",
        "cached",
        "unschedulable-5",
    ]);
    prop::collection::vec(
        (target, kind).prop_map(|(target, kind)| format!("{target}={kind}")),
        0..4,
    )
    .prop_map(|rules| rules.join(","))
}

#[test]
fn a_limited_loop_goes_on_after_a_retry_when_all_its_items_had_failed() {
    for shape in [Shape::Plain, Shape::Stock] {
        let mut engine = submitted(
            "parallel_for",
            shape,
            Directives::parse("work=exit-1").unwrap(),
        );
        assert!(finish(&mut engine).phase().is_end());
        engine.retry(RUN, START + Duration::hours(2)).unwrap();
        let run = finish(&mut engine);
        assert!(run.phase().is_end(), "{shape:?} hangs");
        assert_sound(&run);
    }
}

#[test]
fn a_hook_that_failed_runs_again_after_a_retry() {
    for shape in [Shape::Plain, Shape::Stock] {
        let mut engine = submitted(
            "exit_handler",
            shape,
            Directives::parse("cleanup=exit-1").unwrap(),
        );
        for _ in 0..11 {
            let Some(at) = engine.next_at() else { break };
            engine.advance(at).unwrap();
        }
        engine.terminate(RUN, START + Duration::hours(1)).unwrap();
        assert!(finish(&mut engine).phase().is_end());
        engine.retry(RUN, START + Duration::hours(2)).unwrap();
        let run = finish(&mut engine);
        assert!(run.phase().is_end(), "{shape:?} hangs");
        assert_sound(&run);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_run_ends_and_its_graph_is_sound(
        pipeline in prop::sample::select(PIPELINES.to_vec()),
        is_stock in any::<bool>(),
        fail in directives(),
        terminate_after in prop::option::of(0u32..40),
        retries in 0u32..3,
    ) {
        let shape = if is_stock { Shape::Stock } else { Shape::Plain };
        let mut engine = submitted(pipeline, shape, Directives::parse(&fail).unwrap());
        if let Some(events) = terminate_after {
            for _ in 0..events {
                let Some(at) = engine.next_at() else { break };
                engine.advance(at).unwrap();
            }
            let at = engine.next_at().unwrap_or(START + Duration::hours(1));
            engine.terminate(RUN, at).unwrap();
        }
        let mut run = finish(&mut engine);
        prop_assert!(run.phase().is_end(), "{} with {} hangs", pipeline, fail);
        assert_sound(&run);
        for retry in 0..retries {
            if run.report().state.as_str() != "FAILED" {
                break;
            }
            engine.retry(RUN, START + Duration::hours(2 + i64::from(retry))).unwrap();
            run = finish(&mut engine);
            prop_assert!(run.phase().is_end(), "{} with {} hangs after a retry", pipeline, fail);
            assert_sound(&run);
        }
    }
}
