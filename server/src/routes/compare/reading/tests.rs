use console_api::grid::TaskState;

use super::*;

fn one(run: &str) -> Told {
    let body = format!(r#"{{"runs":[{run}]}}"#);
    let told = runs(body.as_bytes()).expect("a list").into_values().next();
    told.expect("a run")
}

#[test]
fn a_run_is_told_as_kfp_writes_it() {
    let told = one(
        r#"{"run_id":"r","display_name":"train","state":"FAILED","storage_state":"ARCHIVED","experiment_id":"e",
        "created_at":"2026-11-25T10:00:00Z","finished_at":"1970-01-01T00:00:00Z","recurring_run_id":"",
        "pipeline_version_reference":{"pipeline_id":"p","pipeline_version_id":""},
        "runtime_config":{"parameters":{"b":{"x": 1},"a":"t"},"pipeline_root":"s3://x"},
        "state_history":[{"state":"CANCELING"}]}"#,
    );
    assert!(matches!(
        &told.source,
        Source::Pipeline { pipeline, version: None } if pipeline == "p"
    ));
    let run = told.run;
    assert_eq!(run.created_at_ms, Some(1_795_600_800_000));
    assert!(run.was_terminated && run.archived);
    assert_eq!((run.finished_at_ms, run.recurring_run_id), (None, None));
    let told: Vec<_> = run
        .parameters
        .iter()
        .map(|parameter| {
            let value = parameter.value.as_ref().map(Document::as_str);
            (parameter.name.as_str(), value)
        })
        .collect();
    assert_eq!(told, [("a", Some("\"t\"")), ("b", Some("{\"x\":1}"))]);
}

#[test]
fn values_beyond_a_bound_are_told_by_their_digest() {
    let text = "x".repeat(LONGEST_VALUE);
    let mut fields = vec![format!(r#""a":"{text}""#), r#""b":1"#.to_owned()];
    let long = "y".repeat(LONGEST_VALUE - 2);
    fields.extend((0..40).map(|at| format!(r#""c{at:02}":"{long}""#)));
    fields.push(format!(r#""{}":1"#, "n".repeat(LONGEST_NAME + 1)));
    let run = one(&format!(
        r#"{{"run_id":"r","runtime_config":{{"parameters":{{{}}}}}}}"#,
        fields.join(",")
    ));
    let parameters = run.run.parameters;
    assert_eq!(run.run.more_parameters, 1, "a name that is too long");
    assert!(parameters[0].value.is_none() && parameters[0].digest.is_some());
    assert!(parameters[1].value.is_some() && parameters[1].digest.is_none());
    let in_full = parameters.iter().filter(|one| one.value.is_some()).count();
    assert_eq!(in_full, 1 + VALUES_BYTES / LONGEST_VALUE);
    assert!(parameters[2].equals(&parameters[41]), "told in full or not");
}

#[test]
fn more_parameters_than_are_told_are_counted() {
    let fields: Vec<String> = (0..600).map(|at| format!(r#""p{at}":{at}"#)).collect();
    let fields = fields.join(",");
    let run = one(&format!(
        r#"{{"run_id":"r","runtime_config":{{"parameters":{{{fields}}}}}}}"#
    ));
    assert_eq!(run.run.parameters.len(), MOST_PARAMETERS);
    assert_eq!(run.run.more_parameters, 100);
}

#[test]
fn only_nodes_that_stand_for_tasks_are_told() {
    let node = |name: &str, from: u8, to: u8, state: &str| {
        format!(
            r#"{{"display_name":"{name}","start_time":"2026-11-25T10:00:{from:02}Z","end_time":"2026-11-25T10:00:{to:02}Z",
            "state":"{state}","child_tasks":[{{"pod_name":"walk-x7-123"}}]}}"#
        )
    };
    let nodes = [
        node("walk-x7", 0, 50, "SUCCEEDED"),
        node("root", 1, 50, "SUCCEEDED"),
        node("root-driver", 0, 1, "SUCCEEDED"),
        node("train", 20, 30, "SUCCEEDED"),
        node("train", 21, 24, "FAILED"),
        node("train-driver", 19, 20, "SUCCEEDED"),
        node("executor", 20, 30, "SUCCEEDED"),
        node("train(0)", 20, 30, "SUCCEEDED"),
        node("prep-driver", 2, 3, "SUCCEEDED"),
        node("prep", 3, 5, "SUCCEEDED"),
        r#"{"display_name":"after-driver","start_time":"0001-01-01T00:00:00Z"}"#.to_owned(),
        r#"{"display_name":"after","start_time":"0001-01-01T00:00:00Z"}"#.to_owned(),
        r#"{"execution_id":"7"}"#.to_owned(),
    ];
    let run = one(&format!(
        r#"{{"run_id":"r","run_details":{{"task_details":[{}]}}}}"#,
        nodes.join(",")
    ));
    let tasks: Vec<_> = run
        .run
        .tasks
        .iter()
        .map(|task| (task.name.as_str(), task.nodes, task.duration_ms))
        .collect();
    assert_eq!(
        tasks,
        [
            ("prep", 1, Some(2_000)),
            ("train", 2, Some(10_000)),
            ("after", 1, None)
        ]
    );
    assert_eq!(run.run.tasks[1].state, TaskState::Failed);
}

/// The grid and the comparison of runs say the same of the runs that KFP was recorded with.
#[test]
fn tasks_are_those_of_the_grid_with_their_groups() {
    const RECORDED: &str = include_str!("../../../../tests/recorded/tasks.json");
    let all: serde_json::Value = serde_json::from_str(RECORDED).expect("JSON");
    let names = |scenario: &str| -> Vec<(String, usize)> {
        let all = all.as_array().expect("runs");
        let found = all.iter().find(|one| one["scenario"] == scenario);
        let run = one(&found.expect(scenario)["run"].to_string());
        let tasks = run.run.tasks.into_iter();
        tasks.map(|task| (task.name, task.nodes)).collect()
    };
    let nested = names("nested-ok");
    assert_eq!(nested.len(), 17);
    assert!(nested.contains(&("compare/fit-and-score-2/fit".to_owned(), 1)));
    let turns = names("parallel-for-driver-fails");
    let show = turns
        .iter()
        .find(|(name, _)| name == "for-loop-3/for-loop-5/show");
    assert!(show.is_some_and(|(_, turns)| *turns > 1), "{turns:?}");
}

#[test]
fn what_is_no_list_is_refused_and_a_list_of_none_is_none() {
    assert!(runs(b"[]").is_none() && runs(b"{\"runs\":1}").is_none() && runs(b"x").is_none());
    assert!(runs(b" {}").is_some_and(|runs| runs.is_empty()));
    let some = runs(b"{\"runs\":[1,{\"run_id\":\"a\"}]}").expect("a list");
    assert_eq!(some.len(), 1);
    assert!(matches!(some["a"].source, Source::Unknown));
}
