//! What the real KFP answers is read, all of it.

use std::collections::BTreeMap;

use kfp_core::error::{Error, ProxyReason, StatusCodeName};
use kfp_core::model::{
    Experiment, Healthz, Page, PageToken, Pipeline, PipelineVersion, Run, RuntimeState,
    StorageState,
};
use kfp_core::operation::Operation;
use kfp_core::response::{check, read, read_list};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::fixtures::{self, Exchange, answer};

fn successes() -> impl Iterator<Item = Exchange> {
    fixtures::kfp()
        .into_iter()
        .filter(|exchange| exchange.response.status == 200 && !exchange.cut)
}

/// The elements of the path behind `/apis/v2beta1/`.
fn elements(exchange: &Exchange) -> Vec<String> {
    let path = exchange
        .request
        .path
        .strip_prefix("/apis/v2beta1/")
        .unwrap_or_default();
    path.split('/').map(str::to_owned).collect()
}

fn read_body<T: DeserializeOwned>(exchange: &Exchange, operation: Operation) -> T {
    let (parts, body) = answer(
        exchange.response.status,
        &exchange.response.headers,
        &exchange.response.body,
    );
    read(operation, &parts, &body).unwrap_or_else(|error| panic!("{}: {error:?}", exchange.id))
}

fn read_page<T: DeserializeOwned>(exchange: &Exchange, operation: Operation) -> Page<T> {
    let (parts, body) = answer(
        exchange.response.status,
        &exchange.response.headers,
        &exchange.response.body,
    );
    let page: Page<T> = read_list(operation, &parts, &body)
        .unwrap_or_else(|error| panic!("{}: {error:?}", exchange.id));
    assert_eq!(page.undecodable, [], "{}", exchange.id);
    let body = &exchange.response.body;
    assert_eq!(
        page.total_size,
        body["total_size"].as_u64().unwrap_or(0),
        "{}",
        exchange.id
    );
    assert_eq!(
        page.next_page_token.as_ref().map(PageToken::as_str),
        body["next_page_token"].as_str(),
        "{}",
        exchange.id
    );
    page
}

/// The JSON of a value that was read, with what it would leave out taken from neither side.
fn assert_same(exchange: &Exchange, ours: &Value, theirs: &Value) {
    for (key, value) in ours.as_object().expect("an object") {
        assert_eq!(value, &theirs[key], "{}: {key}", exchange.id);
    }
}

#[test]
fn every_list_is_read_whole() {
    let mut counts = BTreeMap::<&str, usize>::new();
    for exchange in successes().filter(|exchange| exchange.request.method == "GET") {
        let elements = elements(&exchange);
        let elements: Vec<&str> = elements.iter().map(String::as_str).collect();
        let theirs = |key: &str| {
            exchange.response.body[key]
                .as_array()
                .cloned()
                .unwrap_or_default()
        };
        let read = match elements.as_slice() {
            ["experiments"] => {
                let page = read_page::<Experiment>(&exchange, Operation::ListExperiments);
                compare(&exchange, &page, &theirs("experiments"));
                "experiments"
            }
            ["runs"] => {
                let page = read_page::<Run>(&exchange, Operation::ListRuns);
                assert_eq!(page.items.len(), theirs("runs").len(), "{}", exchange.id);
                "runs"
            }
            ["pipelines"] => {
                let page = read_page::<Pipeline>(&exchange, Operation::ListPipelines);
                compare(&exchange, &page, &theirs("pipelines"));
                "pipelines"
            }
            ["pipelines", _, "versions"] => {
                let page = read_page::<PipelineVersion>(&exchange, Operation::ListPipelineVersions);
                compare(&exchange, &page, &theirs("pipeline_versions"));
                "versions"
            }
            _ => continue,
        };
        *counts.entry(read).or_default() += 1;
    }
    let enough = [
        ("experiments", 100),
        ("runs", 50),
        ("pipelines", 20),
        ("versions", 10),
    ];
    for (list, least) in enough {
        assert!(counts[list] >= least, "only {counts:?}");
    }
}

fn compare<T: serde::Serialize>(exchange: &Exchange, page: &Page<T>, theirs: &[Value]) {
    assert_eq!(page.items.len(), theirs.len(), "{}", exchange.id);
    for (ours, theirs) in page.items.iter().zip(theirs) {
        assert_same(exchange, &serde_json::to_value(ours).unwrap(), theirs);
    }
}

#[test]
fn every_object_is_read() {
    let mut count = 0;
    for exchange in successes() {
        let elements = elements(&exchange);
        let elements: Vec<&str> = elements.iter().map(String::as_str).collect();
        let ours = match (exchange.request.method.as_str(), elements.as_slice()) {
            ("GET", ["experiments", _]) => {
                serde_json::to_value(read_body::<Experiment>(&exchange, Operation::GetExperiment))
            }
            ("GET", ["pipelines", _] | ["pipelines", "names", _]) => {
                serde_json::to_value(read_body::<Pipeline>(&exchange, Operation::GetPipeline))
            }
            ("POST", ["pipelines", "upload"]) => {
                serde_json::to_value(read_body::<Pipeline>(&exchange, Operation::UploadPipeline))
            }
            ("GET", ["pipelines", _, "versions", _]) => {
                serde_json::to_value(read_body::<PipelineVersion>(
                    &exchange,
                    Operation::ListPipelineVersions,
                ))
            }
            ("GET", ["runs", _]) => {
                let run: Run = read_body(&exchange, Operation::GetRun);
                assert!(
                    run.experiment_id.is_some() && run.created_at.is_some(),
                    "{}",
                    exchange.id
                );
                count += 1;
                continue;
            }
            _ => continue,
        };
        assert_same(&exchange, &ours.unwrap(), &exchange.response.body);
        count += 1;
    }
    assert!(count >= 60, "only {count}");
}

#[test]
fn no_recorded_state_is_unknown() {
    let mut states = BTreeMap::<String, usize>::new();
    for exchange in successes().filter(|exchange| elements(exchange) == ["runs"]) {
        for run in read_page::<Run>(&exchange, Operation::ListRuns).items {
            assert!(!matches!(run.storage_state, StorageState::Other(_)));
            let tasks = run
                .tasks()
                .map(|task| &task.state)
                .cloned()
                .collect::<Vec<_>>();
            let history = run.state_history.iter().map(|entry| entry.state.clone());
            for state in history.chain(tasks).chain([run.state.clone()]) {
                assert!(
                    !matches!(state, RuntimeState::Other(_)),
                    "{}: {state}",
                    exchange.id
                );
                *states.entry(state.to_string()).or_default() += 1;
            }
        }
    }
    for state in [
        "PENDING",
        "RUNNING",
        "SUCCEEDED",
        "FAILED",
        "RUNTIME_STATE_UNSPECIFIED",
    ] {
        assert!(states.contains_key(state), "{states:?}");
    }
}

#[test]
fn not_yet_is_none() {
    let mut unfinished = 0;
    for exchange in successes().filter(|exchange| elements(exchange) == ["runs"]) {
        let runs = exchange.response.body["runs"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        for (ours, theirs) in read_page::<Run>(&exchange, Operation::ListRuns)
            .items
            .iter()
            .zip(&runs)
        {
            let theirs = theirs["finished_at"].as_str().unwrap_or_default();
            assert_eq!(
                ours.finished_at.is_none(),
                theirs.is_empty() || theirs.starts_with("1970"),
                "{}",
                exchange.id
            );
            unfinished += usize::from(ours.finished_at.is_none());
        }
    }
    assert!(unfinished > 10, "only {unfinished}");
}

#[test]
fn health_is_read() {
    let mut count = 0;
    for exchange in successes().filter(|exchange| exchange.request.method == "GET") {
        if exchange.request.path.ends_with("/healthz") {
            let healthz: Healthz = read_body(&exchange, Operation::GetHealthz);
            assert_eq!(
                healthz.multi_user,
                exchange.response.body["multi_user"].as_bool(),
                "{}",
                exchange.id
            );
            count += 1;
        }
    }
    assert!(count >= 3, "only {count}");
}

/// The class that a gRPC number stands for.
fn class(number: u64) -> StatusCodeName {
    match number {
        1 => StatusCodeName::Cancelled,
        3 => StatusCodeName::InvalidArgument,
        4 => StatusCodeName::DeadlineExceeded,
        5 => StatusCodeName::NotFound,
        6 => StatusCodeName::AlreadyExists,
        7 => StatusCodeName::PermissionDenied,
        9 => StatusCodeName::FailedPrecondition,
        10 => StatusCodeName::Aborted,
        12 => StatusCodeName::Unimplemented,
        13 => StatusCodeName::Internal,
        14 => StatusCodeName::Unavailable,
        16 => StatusCodeName::Unauthenticated,
        other => panic!("{other} was not among the recorded ones"),
    }
}

#[test]
fn every_error_is_read_with_its_code_and_status() {
    let mut classes = BTreeMap::<String, usize>::new();
    for exchange in fixtures::kfp()
        .into_iter()
        .filter(|exchange| exchange.response.status >= 400)
    {
        let (status, body) = (exchange.response.status, &exchange.response.body);
        let (parts, bytes) = answer(status, &exchange.response.headers, body);
        let error = check(Operation::ListRuns, &parts, &bytes).expect_err(&exchange.id);
        assert_eq!(
            error.status().map(|status| status.as_u16()),
            Some(status),
            "{}",
            exchange.id
        );
        if exchange.server.is_some() && body.is_object() {
            let expected = if body == &serde_json::json!({}) {
                ProxyReason::Other
            } else {
                ProxyReason::KubernetesApi
            };
            assert!(
                matches!(error, Error::Unexpected { reason, .. } if reason == expected),
                "{}",
                exchange.id
            );
            continue;
        }
        let Error::Api { error: api, .. } = &error else {
            // Not KFP's handlers but Go's HTTP server and router answer in plain text.
            let plain = body.is_null()
                || body
                    .as_str()
                    .is_some_and(|text| text.is_empty() || text.starts_with('4'));
            assert!(plain, "{}: {error:?}", exchange.id);
            continue;
        };
        if let Some(number) = body["code"].as_u64() {
            assert_eq!(api.code(), class(number), "{}", exchange.id);
        }
        let short = body["details"][0]["message"]
            .as_str()
            .or(body["error_message"].as_str());
        if let Some(short) =
            short.filter(|short| *short != "Internal Server Error" && !short.contains('\n'))
        {
            assert_eq!(api.summary(), short, "{}", exchange.id);
        }
        assert!(
            !api.summary().contains('\n') && !api.summary().is_empty(),
            "{}",
            exchange.id
        );
        *classes.entry(format!("{:?}", api.code())).or_default() += 1;
    }
    for class in [
        "InvalidArgument",
        "NotFound",
        "AlreadyExists",
        "PermissionDenied",
        "Aborted",
        "Internal",
    ] {
        assert!(classes.contains_key(class), "{classes:?}");
    }
    assert!(classes.values().sum::<usize>() > 500, "only {classes:?}");
}

#[test]
fn every_denial_names_who_what_and_where() {
    let mut count = 0;
    for exchange in fixtures::kfp()
        .into_iter()
        .filter(|exchange| exchange.response.body["code"] == 7)
    {
        if exchange.server.is_some() {
            continue;
        }
        let (parts, body) = answer(
            exchange.response.status,
            &exchange.response.headers,
            &exchange.response.body,
        );
        let error = check(Operation::ListRuns, &parts, &body).unwrap_err();
        assert!(
            error.is_forbidden() && error.hint().is_some(),
            "{}",
            exchange.id
        );
        let Error::Api { error, .. } = error else {
            panic!("{}", exchange.id)
        };
        if let Some(denied) = error.denied_access() {
            assert!(
                !denied.user.is_empty() && !denied.verb.is_empty() && !denied.resource.is_empty(),
                "{}",
                exchange.id
            );
            count += 1;
        }
    }
    assert!(count > 20, "only {count}");
}
