//! Calls through a scripted transport.

use bytes::Bytes;
use http::{HeaderName, Method, Request, StatusCode};
use kfp_core::credentials::Credentials;
use kfp_core::error::{Error, StatusCodeName, TransportError, TransportFault};
use kfp_core::model::{ExperimentId, Namespace, PageToken, PipelineId, RunId};
use kfp_core::query::{ExperimentQuery, PipelineQuery, PipelineVersionQuery, RunQuery, Sort};
use kfp_core::request::PipelineUpload;
use kfp_core::{BaseUrl, Client};

use crate::script::Script;

const BASE: &str = "http://ml-pipeline.kubeflow.svc.cluster.local:8888/pipeline";

fn client(script: &Script) -> Client<Script> {
    Client::new(BASE.parse().unwrap(), script.clone(), Credentials::none())
}

fn team() -> Namespace {
    Namespace::new("team-a").unwrap()
}

#[tokio::test]
async fn each_call_goes_to_its_address() {
    let script = Script::new([
        (200, r#"{"multi_user":true}"#),
        (200, "{}"),
        (200, r#"{"experiment_id":"e"}"#),
        (200, "{}"),
        (200, r#"{"run_id":"r"}"#),
        (200, "{}"),
        (200, r#"{"pipeline_id":"p"}"#),
        (200, r#"{"pipeline_id":"p"}"#),
        (200, "{}"),
    ]);
    let client = client(&script);
    let pipeline = PipelineId::new("p").unwrap();
    client.healthz().await.unwrap();
    client
        .experiments()
        .list(&ExperimentQuery::in_namespace(team()))
        .await
        .unwrap();
    client
        .experiments()
        .get(&ExperimentId::new("e").unwrap())
        .await
        .unwrap();
    client
        .runs()
        .list(&RunQuery::in_experiment(ExperimentId::new("e").unwrap()))
        .await
        .unwrap();
    client.runs().get(&RunId::new("r").unwrap()).await.unwrap();
    client
        .pipelines()
        .list(&PipelineQuery::shared())
        .await
        .unwrap();
    client.pipelines().get(&pipeline).await.unwrap();
    client
        .pipelines()
        .upload(&PipelineUpload::new(team(), "p.yaml", "x: y"))
        .await
        .unwrap();
    client
        .pipeline_versions()
        .list(&PipelineVersionQuery::of(pipeline))
        .await
        .unwrap();
    let sent: Vec<_> = script
        .requests()
        .iter()
        .map(|request| {
            let address = request.uri().to_string();
            format!(
                "{} {}",
                request.method(),
                address.strip_prefix(BASE).expect("the base")
            )
        })
        .collect();
    assert_eq!(
        sent,
        [
            "GET /apis/v2beta1/healthz",
            "GET /apis/v2beta1/experiments?namespace=team-a",
            "GET /apis/v2beta1/experiments/e",
            "GET /apis/v2beta1/runs?experiment_id=e",
            "GET /apis/v2beta1/runs/r",
            "GET /apis/v2beta1/pipelines",
            "GET /apis/v2beta1/pipelines/p",
            "POST /apis/v2beta1/pipelines/upload?namespace=team-a",
            "GET /apis/v2beta1/pipelines/p/versions",
        ]
    );
}

#[tokio::test]
async fn pages_follow_one_another() {
    let script = Script::new([
        (
            200,
            r#"{"runs":[{"run_id":"a"}],"total_size":2,"next_page_token":"t+1"}"#,
        ),
        (200, r#"{"runs":[{"run_id":"b"}],"total_size":2}"#),
    ]);
    let client = client(&script);
    let query = RunQuery::in_namespace(team())
        .page_size(1)
        .sort(Sort::newest_first());
    let first = client.runs().list(&query).await.unwrap();
    assert_eq!(first.next_page_token, Some(PageToken::new("t+1").unwrap()));
    let second = client
        .runs()
        .list(&query.page_token(first.next_page_token))
        .await
        .unwrap();
    assert!(second.is_last());
    let address = script.requests()[1].uri().query().unwrap().to_owned();
    assert_eq!(address, "namespace=team-a&page_size=1&page_token=t%2B1");
}

#[tokio::test]
async fn an_error_names_call_class_and_status() {
    let body = r#"{"code":5,"message":"a: b","details":[{"code":5,"message":"Run r not found"}]}"#;
    let error = client(&Script::new([(404, body)]))
        .runs()
        .get(&RunId::new("r").unwrap())
        .await
        .unwrap_err();
    assert_eq!(error.code(), "kfp.run.not_found");
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert!(error.is_not_found() && !error.is_retryable());
    assert_eq!(
        error.to_string(),
        "GET /apis/v2beta1/runs/{run_id} was answered 404: Run r not found"
    );
    assert!(matches!(error, Error::Api { error, .. } if error.code() == StatusCodeName::NotFound));
}

#[tokio::test]
async fn a_page_in_the_place_of_data_is_no_success() {
    let script = Script::new([(200, "<!doctype html><title>Sign In</title>")]);
    let error = client(&script)
        .experiments()
        .list(&ExperimentQuery::default())
        .await
        .unwrap_err();
    assert!(error.is_signed_out());
    assert_eq!(error.code(), "gateway.signed_out");
}

#[tokio::test]
async fn what_may_be_repeated_depends_on_the_call() {
    let refused = Err(TransportError::unsent(TransportFault::ConnectionRefused));
    let closed = Err(TransportError::new(TransportFault::Closed));
    let upload = PipelineUpload::new(team(), "p.yaml", "x: y");
    let lost = client(&Script::with([closed]))
        .pipelines()
        .upload(&upload)
        .await
        .unwrap_err();
    assert!(!lost.is_retryable(), "it may have arrived");
    let unsent = client(&Script::with([refused]))
        .pipelines()
        .upload(&upload)
        .await
        .unwrap_err();
    assert!(unsent.is_retryable(), "it cannot have arrived");
    let read = client(&Script::with([closed]))
        .pipelines()
        .list(&PipelineQuery::shared())
        .await
        .unwrap_err();
    assert!(read.is_retryable(), "it changes nothing");
}

#[tokio::test]
async fn nothing_is_sent_without_usable_credentials() {
    let script = Script::new([]);
    let other = Credentials::bearer("https://other.example.com".parse().unwrap(), "abc").unwrap();
    let client = client(&script).with_credentials(other);
    let error = client.healthz().await.unwrap_err();
    assert_eq!(error.code(), "credentials.other_origin");
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn a_request_that_is_passed_through_keeps_only_harmless_headers() {
    let script = Script::new([(403, r#"{"code":7,"message":"no","details":[]}"#)]);
    let base: BaseUrl = BASE.parse().unwrap();
    let token = Credentials::bearer(base.origin().unwrap().clone(), "ours").unwrap();
    let request = Request::builder()
        .method(Method::POST)
        .uri("/apis/v2beta1/runs?experiment_id=e")
        .header("content-type", "application/json")
        .header("traceparent", "00-1-2-01")
        .header("authorization", "Bearer theirs")
        .header("cookie", "session=theirs")
        .header("kubeflow-userid", "mallory@example.com")
        .header("x-goog-authenticated-user-email", "mallory@example.com")
        .header("x-forwarded-for", "10.0.0.1")
        .body(Bytes::from("{}"))
        .unwrap();
    let answer = client(&script)
        .with_credentials(token)
        .send(request)
        .await
        .unwrap();
    assert_eq!(
        answer.status(),
        StatusCode::FORBIDDEN,
        "an error of KFP's is passed on"
    );
    let sent = &script.requests()[0];
    assert_eq!(
        sent.uri(),
        format!("{BASE}/apis/v2beta1/runs?experiment_id=e").as_str()
    );
    let mut names: Vec<&str> = sent.headers().keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["authorization", "content-type", "traceparent"]);
    assert_eq!(sent.headers()["authorization"], "Bearer ours");
    assert_eq!(sent.body(), "{}");
}

#[tokio::test]
async fn what_kfp_did_not_write_is_not_passed_on() {
    let script = Script::new([
        (200, "<html>"),
        (503, "no healthy upstream"),
        (401, "{}"),
        (200, ""),
    ]);
    let client = client(&script);
    let mut codes = Vec::new();
    for _ in 0..4 {
        let request = Request::get("/apis/v2beta1/runs")
            .body(Bytes::new())
            .unwrap();
        codes.push(client.send(request).await.unwrap_err().code());
    }
    assert_eq!(
        codes,
        [
            "gateway.wrong_application",
            "mesh.no_healthy_upstream",
            "gateway.signed_out",
            "gateway.no_content"
        ]
    );
}

#[tokio::test]
async fn a_request_cannot_choose_its_host() {
    let script = Script::new([]);
    for address in ["http://evil.example.com/apis/v2beta1/runs", "*"] {
        let request = Request::get(address).body(Bytes::new()).unwrap();
        let error = client(&script).send(request).await.unwrap_err();
        assert_eq!(error.code(), "request.invalid", "{address}");
    }
}

#[tokio::test]
async fn an_answer_over_the_limit_is_refused() {
    let script = Script::new([(200, r#"{"multi_user":true}"#)]);
    let error = client(&script)
        .max_answer_bytes(10)
        .healthz()
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::TooLarge { limit: 10, .. }),
        "{error:?}"
    );
}

#[test]
fn calls_can_be_made_from_any_thread() {
    fn is_send<T: Send>(_: T) {}
    let client = client(&Script::new([]));
    is_send(client.healthz());
    is_send(client.send(Request::new(Bytes::new())));
}
