//! What the index of runs tells, to whom, and what it costs.

use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::support::{Policy, TestApp};

const OVERVIEW: &str = "/api/overview?namespace=team-a";

/// A namespace whose runs were made minute by minute until now.
struct Namespace {
    now: OffsetDateTime,
    runs: usize,
}

impl Namespace {
    fn run(&self, at: usize) -> (OffsetDateTime, Value) {
        let ago = i64::try_from(at).expect("few");
        let made = self.now - Duration::minutes(ago);
        let text = |time: OffsetDateTime| time.format(&Rfc3339).expect("a time");
        let state = if at.is_multiple_of(5) {
            "FAILED"
        } else {
            "SUCCEEDED"
        };
        let run = json!({
            "run_id": format!("r-{at:03}"), "display_name": format!("train {at}"), "state": state,
            "created_at": text(made), "finished_at": text(made + Duration::seconds(30)),
            "experiment_id": "e-1",
            "pipeline_version_reference": {"pipeline_id": "p-1", "pipeline_version_id": "v-1"},
            "runtime_config": {"parameters": {"rate": at % 3}},
        });
        (made, run)
    }

    /// What KFP answers to a list of runs.
    fn list(&self, path_and_query: &str) -> Value {
        let (_, query) = path_and_query.split_once('?').expect("a query");
        let filter = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "filter");
        let filter = filter.map(|(_, once)| {
            let twice = percent_encoding::percent_decode_str(&once).decode_utf8_lossy();
            serde_json::from_str::<Value>(&twice).expect("a filter")
        });
        let predicates = filter.map_or_else(Vec::new, |filter| {
            filter["predicates"].as_array().expect("predicates").clone()
        });
        let passes = |made: OffsetDateTime| {
            predicates.iter().all(|predicate| {
                let time = predicate["timestamp_value"].as_str();
                let time = time.and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok());
                match (
                    predicate["key"].as_str(),
                    predicate["operation"].as_str(),
                    time,
                ) {
                    (Some("created_at"), Some("LESS_THAN"), Some(time)) => made < time,
                    (Some("created_at"), Some("GREATER_THAN_EQUALS"), Some(time)) => made >= time,
                    // Those that have not ended, and those that ended just now.
                    _ => false,
                }
            })
        };
        let runs = (0..self.runs).map(|at| self.run(at));
        let runs: Vec<Value> = runs
            .filter(|(made, _)| passes(*made))
            .map(|(_, run)| run)
            .collect();
        let goes_on = runs.len() > 50;
        json!({
            "total_size": runs.len(),
            "next_page_token": if goes_on { "more" } else { "" },
            "runs": runs.into_iter().take(50).collect::<Vec<_>>(),
        })
    }
}

async fn console(policy: Policy, runs: usize, flags: &[&str]) -> TestApp {
    let app = TestApp::with(policy, flags).await;
    let now = OffsetDateTime::now_utc()
        .replace_nanosecond(0)
        .expect("a time");
    let namespace = Namespace { now, runs };
    app.kfp.follow(move |call| {
        let path = call.path_and_query.as_str();
        let body = if path.starts_with("/apis/v2beta1/runs?") {
            namespace.list(path)
        } else if path.starts_with("/apis/v2beta1/experiments?") {
            json!({"experiments": [{"experiment_id": "e-1", "display_name": "churn"}], "total_size": 1})
        } else if path.starts_with("/apis/v2beta1/pipelines?") && path.contains("namespace=team-a") {
            json!({"pipelines": [{"pipeline_id": "p-1", "display_name": "iris"}], "total_size": 1})
        } else if path.starts_with("/apis/v2beta1/pipelines/p-1/versions?") {
            json!({"pipeline_versions": [{
                "pipeline_id": "p-1", "pipeline_version_id": "v-1", "display_name": "nightly",
                "pipeline_spec": {"root": {}},
            }], "total_size": 1})
        } else {
            json!({})
        };
        (200, "application/json", body.to_string().into())
    });
    app
}

#[tokio::test]
async fn it_tells_what_was_read_and_says_how_much_that_is() {
    let app = console(Policy::AllowAll, 120, &["--index-pace=0s"]).await;
    let answer = app
        .get(&format!("{OVERVIEW}&days=7&offset=540"))
        .send()
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let told = answer.json();
    assert_eq!(told["extent"]["complete"], false);
    assert_eq!(
        (&told["extent"]["read"], &told["extent"]["total"]),
        (&json!(50), &json!(120))
    );
    assert_eq!(told["active"], json!({"FAILED": 10, "SUCCEEDED": 40}));
    assert_eq!(told["days"].as_array().map(Vec::len), Some(7));
    assert_eq!(told["last_day"]["median_ms"], 30_000);
    let pipeline = &told["pipelines"][0];
    assert_eq!(pipeline["id"], "p-1");
    assert_eq!(pipeline["last"].as_array().map(Vec::len), Some(20));
    assert_eq!(pipeline["last"][19]["run_id"], "r-000", "the newest last");

    let history = app
        .get("/api/history?namespace=team-a&kind=experiments&ids=e-1,e-2")
        .send()
        .await;
    let history = history.json();
    assert_eq!(history["groups"].as_array().map(Vec::len), Some(1));
    assert_eq!(history["groups"][0]["states"], told["active"]);

    let found = app
        .get("/api/search?namespace=team-a&state=FAILED&parameter=rate%3D0&limit=2")
        .send()
        .await
        .json();
    // 0, 15, 30 and 45 minutes ago.
    assert_eq!(
        (&found["matches"], &found["extent"]["total"]),
        (&json!(4), &json!(120))
    );
    assert_eq!(found["runs"][1]["run_id"], "r-015");
    let next = found["next"].as_str().expect("more");
    let rest = app
        .get(&format!(
            "/api/search?namespace=team-a&state=FAILED&parameter=rate%3D0&after={next}"
        ))
        .send()
        .await
        .json();
    assert_eq!(rest["runs"][0]["run_id"], "r-030");
    assert_eq!(rest.get("next"), None);
}

#[tokio::test]
async fn older_runs_are_read_while_somebody_looks() {
    let flags = [
        "--index-pace=1ms",
        "--kfp-background-rate=1000",
        "--read-cache=0s",
    ];
    let app = console(Policy::AllowAll, 170, &flags).await;
    let told = loop {
        let told = app.get(OVERVIEW).send().await.json();
        if told["extent"]["complete"] == true {
            break told;
        }
    };
    assert_eq!(told["extent"]["read"], 170);
    assert_eq!(told["active"], json!({"FAILED": 34, "SUCCEEDED": 136}));
    assert_eq!(told["experiments"][0]["name"], "churn");
    let older = app
        .kfp
        .lines()
        .into_iter()
        .filter(|line| line.contains("LESS_THAN"));
    assert!(older.clone().count() >= 3);
    assert!(
        older
            .clone()
            .all(|line| line.contains("page_size=50&sort_by=created_at+desc"))
    );
    // Everybody else gets the same, and KFP is not asked again.
    let asked = older.count();
    for user in ["ann", "ben", "cho"] {
        let answer = app.get(OVERVIEW).of_user(user).send().await;
        assert_eq!(answer.json()["extent"]["read"], 170);
    }
    let older = app
        .kfp
        .lines()
        .into_iter()
        .filter(|line| line.contains("LESS_THAN"));
    assert_eq!(older.count(), asked);
}

#[tokio::test]
async fn it_is_for_whom_may_list_runs_and_names_what_they_may_list() {
    let granted = ["list runs team-a", "list pipelines team-a"].map(str::to_owned);
    let app = console(
        Policy::Only(granted.into()),
        3,
        &["--index-pace=1ms", "--kfp-background-rate=1000"],
    )
    .await;
    for path in [
        "/api/overview?namespace=team-b",
        "/api/history?namespace=team-b&kind=experiments&ids=e-1",
        "/api/search?namespace=team-b&names=churn",
        "/api/names?namespace=team-b&versions=v-1",
    ] {
        let answer = app.get(path).send().await;
        assert_eq!(
            answer.problem(),
            (403, "access.denied".to_owned()),
            "{path}"
        );
        assert!(app.kfp.lines().is_empty(), "{path}");
    }
    let named = |line: &String| line.contains("/experiments?");
    while !app.kfp.lines().iter().any(named) {
        app.get(OVERVIEW).send().await;
    }
    let told = app.get(&format!("{OVERVIEW}&days=3")).send().await.json();
    assert_eq!(told["experiments"][0]["id"], "e-1");
    assert_eq!(told["experiments"][0].get("name"), None);
    let found = app
        .get("/api/search?namespace=team-a&names=churn")
        .send()
        .await
        .json();
    assert_eq!(found["matches"], 0, "nor is it found by that name");
}

#[tokio::test]
async fn a_version_is_named_after_one_question_to_whom_may_read_its_pipeline() {
    const NAMES: &str = "/api/names?namespace=team-a&pipelines=p-1&versions=v-1,v-2";
    let flags = [
        "--index-pace=1ms",
        "--kfp-background-rate=1000",
        "--review-cache=0s",
    ];
    let app = console(Policy::AllowAll, 120, &flags).await;
    let names = json!({"pipelines": {"p-1": "iris"}, "versions": {"v-1": "nightly"}});
    while app.get(NAMES).send().await.json() != names {}
    let line = async || {
        let found = app.get("/api/search?namespace=team-a&limit=1").send().await;
        found.json()["runs"][0].clone()
    };
    let run = line().await;
    assert_eq!(
        (&run["version_id"], &run["version_name"]),
        (&json!("v-1"), &json!("nightly"))
    );
    while app.get(OVERVIEW).send().await.json()["extent"]["complete"] != true {}
    let asked = app.kfp.lines();
    let asked = asked.iter().filter(|line| line.contains("/versions"));
    assert_eq!(asked.count(), 1, "and not for each of the runs");

    app.kubernetes
        .decide_by(Policy::Only(["list runs team-a".to_owned()].into()));
    let none = app.get(NAMES).send().await;
    assert_eq!(none.json(), json!({"pipelines": {}, "versions": {}}));
    let run = line().await;
    assert_eq!(run["version_id"], "v-1");
    assert_eq!(run.get("version_name"), None);
}

#[tokio::test]
async fn runs_are_found_in_another_order_page_by_page() {
    let app = console(Policy::AllowAll, 12, &["--index-pace=0s"]).await;
    let mut found = Vec::new();
    let mut after = String::new();
    loop {
        let path = format!("/api/search?namespace=team-a&by=name&order=asc&limit=5{after}");
        let page = app.get(&path).send().await.json();
        assert_eq!(page["matches"], 12);
        let runs = page["runs"].as_array().expect("runs");
        let names = runs.iter().filter_map(|run| run["name"].as_str());
        found.extend(names.map(str::to_owned));
        let Some(next) = page["next"].as_str() else {
            break;
        };
        after = format!("&after={next}");
    }
    let mut wanted: Vec<String> = (0..12).map(|at| format!("train {at}")).collect();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused() {
    let app = console(Policy::AllowAll, 3, &["--index-pace=0s"]).await;
    for path in [
        "/api/overview?namespace=team-a&days=0",
        "/api/overview?namespace=team-a&days=91",
        "/api/overview?namespace=team-a&offset=9999",
        "/api/overview?namespace=team-a&offset=541",
        "/api/overview?namespace=Team%2FA",
        "/api/history?namespace=team-a&ids=e-1",
        "/api/history?namespace=team-a&kind=secrets",
        "/api/search?namespace=team-a&archived=maybe",
        "/api/search?namespace=team-a&limit=1000",
        "/api/search?namespace=team-a&longer_ms=-1",
        "/api/search?namespace=team-a&after=x",
        "/api/search?namespace=team-a&after=9e99.r",
        "/api/search?namespace=team-a&by=mood",
        "/api/search?namespace=team-a&by=name&order=up",
        "/api/search?namespace=team-a&by=name&after=2001",
        "/api/search?namespace=team-a&by=name&after=1.r",
    ] {
        let answer = app.get(path).send().await;
        assert_eq!(
            answer.problem(),
            (400, "request.invalid".to_owned()),
            "{path}"
        );
    }
    let many = vec!["e"; 51].join(",");
    let path = format!("/api/history?namespace=team-a&kind=experiments&ids={many}");
    assert_eq!(app.get(&path).send().await.status, 400);
    let missing = app.get("/api/overview").send().await;
    assert_eq!(
        missing.problem(),
        (400, "access.namespace_required".to_owned())
    );
    for odd in ["%25", "'%20OR%201=1%20--", "%00", "%22", "%F0%9F%9A%80"] {
        let path = format!(
            "/api/search?namespace=team-a&name={odd}&names={odd}&parameter={odd}={odd}&state={odd}"
        );
        let answer = app.get(&path).send().await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        assert_eq!(answer.json()["matches"], 0, "{path}");
    }
}
