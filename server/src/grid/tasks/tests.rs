//! What is made of the runs that KFP was recorded with.

use serde_json::Value;

use super::super::wire;
use super::*;

const RECORDED: &str = include_str!("../../../tests/recorded/tasks.json");

fn recorded(scenario: &str) -> Inside {
    let all: Value = serde_json::from_str(RECORDED).expect("JSON");
    let all = all.as_array().expect("runs");
    let one = all.iter().find(|one| one["scenario"] == scenario);
    let run = &one.expect(scenario)["run"];
    let body = serde_json::json!({"runs": [run]}).to_string();
    let runs = wire::runs(body.as_bytes()).expect("a list");
    inside(&runs[0])
}

/// Each task with its state and its seconds.
fn told(scenario: &str) -> Vec<String> {
    let inside = recorded(scenario);
    let told = inside.tasks.iter().map(|task| {
        let state = serde_json::to_value(task.state).expect("a word");
        let took = task
            .took
            .map_or("-".to_owned(), |ms| (ms / 1000).to_string());
        format!(
            "{} {} {took}",
            task.path.join("/"),
            state.as_str().expect("a word")
        )
    });
    told.collect()
}

#[test]
fn what_failed_and_what_was_left_out_for_it_are_told() {
    assert_eq!(
        told("diamond-fail"),
        [
            "join OMITTED -",
            "make-data SUCCEEDED 6",
            "notify OMITTED -",
            "train-left SUCCEEDED 13",
            "train-right FAILED 7"
        ]
    );
    assert_eq!(
        told("diamond-driver-fails"),
        [
            "join OMITTED -",
            "make-data SUCCEEDED 7",
            "notify OMITTED -",
            "train-left SUCCEEDED 6",
            "train-right FAILED -"
        ]
    );
    assert_eq!(told("hello-evicted"), ["greet FAILED 10"]);
    assert_eq!(
        told("parallel-for-driver-fails"),
        [
            "for-loop-1 FAILED 11",
            "for-loop-3 SUCCEEDED 72",
            "for-loop-3/for-loop-5 SUCCEEDED 45",
            "for-loop-3/for-loop-5/show SUCCEEDED 11",
            "list-shards SUCCEEDED 14",
            "total OMITTED -"
        ]
    );
}

#[test]
fn what_was_reused_is_told_in_both_shapes_of_nodes() {
    assert_eq!(told("hello-cached"), ["greet CACHED 0"]);
    assert_eq!(told("stock-hello-cached"), ["greet CACHED 0"]);
}

#[test]
fn tasks_of_one_name_are_told_apart_by_their_groups() {
    assert_eq!(
        told("nested-ok"),
        [
            "best SUCCEEDED 9",
            "compare SUCCEEDED 49",
            "compare/best SUCCEEDED 9",
            "compare/fit-and-score SUCCEEDED 26",
            "compare/fit-and-score/fit SUCCEEDED 7",
            "compare/fit-and-score/score SUCCEEDED 7",
            "compare/fit-and-score-2 SUCCEEDED 26",
            "compare/fit-and-score-2/fit SUCCEEDED 6",
            "compare/fit-and-score-2/score SUCCEEDED 7",
            "compare-2 SUCCEEDED 56",
            "compare-2/best SUCCEEDED 7",
            "compare-2/fit-and-score SUCCEEDED 26",
            "compare-2/fit-and-score/fit SUCCEEDED 6",
            "compare-2/fit-and-score/score SUCCEEDED 7",
            "compare-2/fit-and-score-2 SUCCEEDED 30",
            "compare-2/fit-and-score-2/fit SUCCEEDED 9",
            "compare-2/fit-and-score-2/score SUCCEEDED 8"
        ]
    );
}

#[test]
fn all_turns_of_a_loop_are_one() {
    assert_eq!(
        told("parallel-for-empty"),
        [
            "for-loop-1 SUCCEEDED 9",
            "for-loop-3 SUCCEEDED 45",
            "for-loop-3/for-loop-5 SUCCEEDED 29",
            "for-loop-3/for-loop-5/show SUCCEEDED 7",
            "list-shards SUCCEEDED 9",
            "total SUCCEEDED 6"
        ]
    );
}

#[test]
fn what_comes_after_a_group_in_any_case_stands_beside_it() {
    assert_eq!(
        told("exit-handler-fail"),
        [
            "cleanup SUCCEEDED 8",
            "exit-handler-1 FAILED 41",
            "exit-handler-1/always SUCCEEDED 7",
            "exit-handler-1/fail-now FAILED 7",
            "exit-handler-1/prepare SUCCEEDED 8"
        ]
    );
    assert_eq!(
        told("stock-exit-handler-ok"),
        [
            "cleanup SUCCEEDED 8",
            "exit-handler-1 SUCCEEDED 41",
            "exit-handler-1/always SUCCEEDED 7",
            "exit-handler-1/fail-now SUCCEEDED 6",
            "exit-handler-1/prepare SUCCEEDED 7"
        ]
    );
}

#[test]
fn branches_that_were_not_taken_are_skipped() {
    assert_eq!(
        told("conditional-one"),
        [
            "condition-5 SKIPPED -",
            "condition-branches-1 SUCCEEDED 17",
            "condition-branches-1/condition-2 SUCCEEDED 11",
            "condition-branches-1/condition-2/say SUCCEEDED 6",
            "condition-branches-1/condition-3 SKIPPED -",
            "condition-branches-1/condition-4 SKIPPED -",
            "roll SUCCEEDED 6",
            "say-5 SUCCEEDED 7"
        ]
    );
}

#[test]
fn what_has_no_driver_or_no_container_is_a_task_too() {
    assert_eq!(
        told("importer-ok"),
        [
            "importer SUCCEEDED 6",
            "importer-2 SUCCEEDED 6",
            "use SUCCEEDED 9"
        ]
    );
    assert_eq!(
        told("kubernetes-config-ok"),
        [
            "after-train SUCCEEDED 8",
            "createpvc SUCCEEDED 6",
            "deletepvc SUCCEEDED 5",
            "train SUCCEEDED 8"
        ]
    );
}

#[test]
fn a_run_that_was_stopped_has_tasks_that_were() {
    assert_eq!(
        told("diamond-terminate"),
        [
            "join OMITTED -",
            "make-data SUCCEEDED 6",
            "notify OMITTED -",
            "train-left CANCELED 8",
            "train-right CANCELED 6"
        ]
    );
    assert_eq!(
        told("diamond-terminate, asked for"),
        [
            "make-data SUCCEEDED 6",
            "train-left CANCELING -",
            "train-right CANCELING -"
        ]
    );
}

#[test]
fn a_run_that_goes_on_tells_what_it_has_come_to() {
    assert_eq!(
        told("diamond-ok, half way"),
        [
            "make-data SUCCEEDED 6",
            "train-left RUNNING -",
            "train-right RUNNING -"
        ]
    );
    assert_eq!(
        told("diamond-retry"),
        [
            "join SUCCEEDED 6",
            "make-data SUCCEEDED 6",
            "notify SUCCEEDED 6",
            "train-left SUCCEEDED 6",
            "train-right SUCCEEDED 18"
        ]
    );
}

#[test]
fn what_kfp_stopped_to_tell_is_not_shown_as_working() {
    // Its workflow became too large for KFP while its first task ran; the run went on to its end.
    let inside = recorded("wide-500-ok");
    assert_eq!(
        (inside.how, inside.state.as_str()),
        (TasksOfRun::Frozen, "SUCCEEDED")
    );
    assert_eq!(told("wide-500-ok"), ["start UNKNOWN -"]);
    assert_eq!(recorded("diamond-fail").how, TasksOfRun::Read);
}

#[test]
fn order_of_rows_means_nothing() {
    let body: Value = serde_json::from_str(RECORDED).expect("JSON");
    for one in body.as_array().expect("runs") {
        let mut run = one["run"].clone();
        let rows = run["run_details"]["task_details"].as_array_mut();
        rows.expect("rows").reverse();
        let body = serde_json::json!({"runs": [run]}).to_string();
        let runs = wire::runs(body.as_bytes()).expect("a list");
        let scenario = one["scenario"].as_str().expect("a name");
        assert_eq!(inside(&runs[0]), recorded(scenario), "{scenario}");
    }
}
