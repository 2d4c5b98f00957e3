//! The last runs of a pipeline by task: what is told, to whom, and what it costs KFP.

use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::support::{Policy, TestApp};

const GRID: &str = "/api/grid?namespace=team-a&pipeline=p-1";
const WORKFLOW: &str = "wf-x7k2p";

/// The id of a node of the workflow.
fn node(path: &str) -> Value {
    let whole = format!("{WORKFLOW}.{path}");
    let hash = whole.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    json!({"pod_name": format!("{WORKFLOW}-{hash}")})
}

/// What KFP holds: runs that were made minute by minute until now, every other one of this pipeline.
#[derive(Clone, Copy)]
struct World {
    now: OffsetDateTime,
    runs: usize,
    /// Bytes that each run is larger by than it has to be.
    ballast: usize,
}

impl World {
    fn run(self, at: usize) -> Value {
        let ago = i64::try_from(at).expect("few");
        let made = self.now - Duration::minutes(ago);
        let text = |seconds: i64| {
            let time = made + Duration::seconds(seconds);
            time.format(&Rfc3339).expect("a time")
        };
        let fails = at % 10 == 4;
        let (state, end) = if fails {
            ("FAILED", 20)
        } else {
            ("SUCCEEDED", 30)
        };
        let row = |name: &str, state: Option<&str>, (from, to): (i64, i64), next: &[&str]| {
            let next: Vec<Value> = next.iter().map(|path| node(path)).collect();
            let mut row = json!({"display_name": name, "start_time": text(from), "end_time": text(to), "child_tasks": next});
            if let Some(state) = state {
                row["state"] = json!(state);
            }
            row
        };
        let fit = if fails { "FAILED" } else { "SUCCEEDED" };
        let report = if fails { None } else { Some("SUCCEEDED") };
        let mut rows = vec![
            row(WORKFLOW, Some(state), (0, end), &["root-driver"]),
            row("root-driver", Some("SUCCEEDED"), (0, 1), &["root"]),
            row("root", Some(state), (1, end), &["root.fit-driver"]),
            row("fit-driver", Some("SUCCEEDED"), (1, 2), &["root.fit"]),
            row("fit", Some(fit), (2, 20), &["root.fit.executor"]),
            row("executor", Some(fit), (2, 20), &["root.report-driver"]),
            row("report-driver", report, (20, 21), &["root.report"]),
            row(
                "report",
                report,
                (21, 28),
                if fails {
                    &[]
                } else {
                    &["root.report.executor"]
                },
            ),
        ];
        if !fails {
            rows.push(row("executor", Some("SUCCEEDED"), (21, 28), &[]));
        }
        rows.push(json!({"task_id": "x".repeat(self.ballast), "execution_id": "7"}));
        let pipeline = if at.is_multiple_of(2) { "p-1" } else { "p-2" };
        let version = if at < 6 { "v-2" } else { "v-1" };
        json!({
            "run_id": format!("r-{at:03}"), "display_name": format!("train {at}"), "state": state,
            "created_at": text(0), "finished_at": text(end), "experiment_id": "e-1",
            "pipeline_version_reference": {"pipeline_id": pipeline, "pipeline_version_id": version},
            "run_details": {"task_details": rows},
        })
    }

    /// What KFP answers to a list of runs.
    fn list(self, path_and_query: &str) -> Value {
        let (_, query) = path_and_query.split_once('?').expect("a query");
        let filter = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "filter");
        let predicate = filter.map(|(_, once)| {
            let twice = percent_encoding::percent_decode_str(&once).decode_utf8_lossy();
            let filter: Value = serde_json::from_str(&twice).expect("a filter");
            filter["predicates"][0].clone()
        });
        let ids = predicate.as_ref().map(|predicate| {
            let is_of_ids = matches!(predicate["key"].as_str(), Some("id" | "run_id"));
            let values = predicate["string_values"]["values"].as_array();
            values.filter(|_| is_of_ids).cloned().unwrap_or_default()
        });
        let runs = (0..self.runs).map(|at| self.run(at));
        let runs: Vec<Value> = match ids {
            Some(ids) => runs.filter(|run| ids.contains(&run["run_id"])).collect(),
            None => runs.take(50).collect(),
        };
        json!({"total_size": runs.len(), "runs": runs})
    }
}

async fn console(policy: Policy, runs: usize, ballast: usize, flags: &[&str]) -> TestApp {
    let app = TestApp::with(policy, flags).await;
    let now = OffsetDateTime::now_utc()
        .replace_nanosecond(0)
        .expect("a time");
    let world = World { now, runs, ballast };
    app.kfp.follow(move |call| {
        let path = call.path_and_query.as_str();
        let body = if path.starts_with("/apis/v2beta1/runs?") {
            world.list(path)
        } else {
            json!({})
        };
        (200, "application/json", body.to_string().into())
    });
    app
}

/// The calls that asked for runs by their ids.
fn asked_by_id(app: &TestApp) -> usize {
    let lines = app.kfp.lines().into_iter();
    lines.filter(|line| line.contains("r-0")).count()
}

#[tokio::test]
async fn runs_of_the_pipeline_are_told_by_task_and_read_once() {
    let app = console(Policy::AllowAll, 40, 0, &["--read-cache=0s"]).await;
    let answer = app.get(&format!("{GRID}&last=8")).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let grid = answer.json();
    let runs = grid["runs"].as_array().expect("runs");
    let ids: Vec<&str> = runs
        .iter()
        .filter_map(|run| run["run"]["run_id"].as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "r-014", "r-012", "r-010", "r-008", "r-006", "r-004", "r-002", "r-000"
        ],
        "the newest last, and none of another pipeline"
    );
    assert_eq!(
        (&grid["matches"], &runs[0]["tasks"]),
        (&json!(20), &json!("read"))
    );
    let tasks = grid["tasks"].as_array().expect("tasks");
    assert_eq!(tasks.len(), 2);
    assert_eq!(
        (&tasks[0]["path"], &tasks[1]["path"]),
        (&json!(["fit"]), &json!(["report"]))
    );
    let (good, bad) = (json!(["SUCCEEDED", 18_000]), json!(["FAILED", 18_000]));
    let fit = [&bad, &good, &good, &good, &good, &bad, &good, &good];
    assert_eq!(tasks[0]["cells"], json!(fit));
    assert_eq!(tasks[1]["cells"][0], json!(["OMITTED", null]));
    assert_eq!(tasks[1]["cells"][1], json!(["SUCCEEDED", 7_000]));
    // Eight runs are two calls: some first, to see how large they are.
    assert_eq!(asked_by_id(&app), 2);

    // What has ended is not read again, for nobody.
    let again = app
        .get(&format!("{GRID}&last=8"))
        .of_user("ann")
        .send()
        .await;
    assert_eq!(again.json()["tasks"], grid["tasks"]);
    assert_eq!(asked_by_id(&app), 2);

    let of_version = app.get(&format!("{GRID}&version=v-2")).send().await.json();
    assert_eq!(of_version["runs"].as_array().map(Vec::len), Some(3));
    assert_eq!(asked_by_id(&app), 2);
}

#[tokio::test]
async fn large_runs_are_read_some_at_a_time_and_what_is_left_is_said() {
    let app = console(Policy::AllowAll, 40, 700_000, &["--read-cache=0s"]).await;
    let asked = |answer: &Value| -> Vec<String> {
        let runs = answer["runs"].as_array().expect("runs").iter();
        runs.filter_map(|run| run["tasks"].as_str().map(str::to_owned))
            .collect()
    };
    let first = app.get(&format!("{GRID}&last=12")).send().await.json();
    let first = asked(&first);
    assert_eq!(first.len(), 12);
    // Five, and then one by one: of the newest.
    assert!(
        first[..2].iter().all(|how| how == "to_be_read"),
        "{first:?}"
    );
    assert!(first[2..].iter().all(|how| how == "read"), "{first:?}");
    assert_eq!(asked_by_id(&app), 6);
    let rest = app.get(&format!("{GRID}&last=12")).send().await.json();
    assert!(asked(&rest).iter().all(|how| how == "read"), "{rest}");
    assert_eq!(asked_by_id(&app), 7);
}

#[tokio::test]
async fn a_run_that_is_larger_than_any_answer_does_not_hide_the_others() {
    let flags = ["--read-cache=0s", "--max-answer-bytes=200000"];
    let app = console(Policy::AllowAll, 5, 0, &flags).await;
    let now = OffsetDateTime::now_utc();
    let world = World {
        now,
        runs: 5,
        ballast: 0,
    };
    app.kfp.follow(move |call| {
        let path = call.path_and_query.as_str();
        let mut body = if path.starts_with("/apis/v2beta1/runs?") {
            world.list(path)
        } else {
            json!({})
        };
        if path.contains("r-002") {
            body["runs"][0]["description"] = json!("x".repeat(300_000));
        }
        (200, "application/json", body.to_string().into())
    });
    let grid = app.get(&format!("{GRID}&last=3")).send().await;
    assert_eq!(grid.status, 200, "{}", grid.text());
    let grid = grid.json();
    let how = |at: usize| grid["runs"][at]["tasks"].as_str().map(str::to_owned);
    assert_eq!(
        [how(0), how(1), how(2)],
        ["read", "too_many", "read"].map(|how| Some(how.to_owned()))
    );

    // It is known by now, and nobody asks KFP for it again.
    let asked = asked_by_id(&app);
    let again = app.get(&format!("{GRID}&last=3")).send().await.json();
    assert_eq!(again["runs"], grid["runs"]);
    assert_eq!(asked_by_id(&app), asked);
}

#[tokio::test]
async fn it_is_for_whom_may_list_the_runs_and_asks_for_no_others() {
    let granted = ["list runs team-a"].map(str::to_owned);
    let app = console(Policy::Only(granted.into()), 3, 0, &[]).await;
    let refused = app
        .get("/api/grid?namespace=team-b&pipeline=p-1")
        .send()
        .await;
    assert_eq!(refused.problem(), (403, "access.denied".to_owned()));
    assert!(app.kfp.lines().is_empty(), "KFP was asked");
    let told = app.get(GRID).send().await;
    assert_eq!(told.status, 200, "{}", told.text());
    let lines = app.kfp.lines();
    let of_runs = lines.iter().filter(|line| line.contains("/runs?"));
    assert!(of_runs.clone().count() > 0);
    assert!(
        of_runs
            .clone()
            .all(|line| line.contains("namespace=team-a&"))
    );
}

#[tokio::test]
async fn odd_questions_are_refused_or_find_nothing() {
    let app = console(Policy::AllowAll, 3, 0, &[]).await;
    for odd in [
        "/api/grid?namespace=team-a",
        "/api/grid?namespace=team-a&pipeline=",
        "/api/grid?namespace=team-a&pipeline=a%2Fb",
        "/api/grid?namespace=team-a&pipeline=p-1&last=0",
        "/api/grid?namespace=team-a&pipeline=p-1&last=101",
        "/api/grid?namespace=team-a&pipeline=p-1&last=x",
        "/api/grid?namespace=team-a&pipeline=p-1&pipeline=p-2",
    ] {
        let answer = app.get(odd).send().await;
        assert_eq!(answer.problem().0, 400, "{odd}");
    }
    let nothing = app
        .get("/api/grid?namespace=team-a&pipeline=p-9")
        .send()
        .await
        .json();
    assert_eq!(
        (&nothing["runs"], &nothing["tasks"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(asked_by_id(&app), 0);
}

#[tokio::test]
async fn where_kfp_does_not_tell_it_is_said() {
    let app = console(Policy::AllowAll, 3, 0, &["--read-cache=0s"]).await;
    let full = app.get("/api/overview?namespace=team-a").send().await;
    assert_eq!(full.status, 200);
    app.kfp.follow(|_| (200, "application/json", "[]".into()));
    let answer = app.get(GRID).send().await;
    assert_eq!(
        answer.problem(),
        (502, "kfp.answer_not_understood".to_owned())
    );
}
