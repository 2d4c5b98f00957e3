//! Packages and their specs.

use http::Method;
use kfp_sandbox::{Action, Switch};
use serde_json::{Value, json};

use super::{input, of_kfp, send_file, taken, text, upload, version};
use crate::client::Call;
use crate::packages::package;
use crate::rig::Rig;

#[tokio::test]
async fn k17_a_name_of_blanks_is_taken_and_can_be_deleted() {
    let rig = Rig::start(true).await;
    for name in ["%20%20%20", "%E3%80%80", "%E2%80%8B"] {
        let id = taken(&rig, name, &hello()).await;
        let target = format!("/apis/v2beta1/pipelines/{id}?cascade=true");
        let mut delete = Call::get(target);
        delete.method = Method::DELETE;
        assert_eq!(rig.kfp("alice", delete).await.status, 200, "{name}");
    }
}

#[tokio::test]
async fn k19_an_inner_name_without_letters_is_refused_and_a_shown_one_kept() {
    let rig = Rig::start(true).await;
    assert_eq!(upload(&rig, "inner", &input("K19.yaml")).await.status, 400);
    let shown = "%ED%95%B4%EC%A7%80%20%EC%98%88%EC%B8%A1";
    let id = taken(&rig, &format!("churn&display_name={shown}"), &hello()).await;
    let pipeline = Call::get(format!("/apis/v2beta1/pipelines/{id}"));
    let pipeline = rig.kfp("alice", pipeline).await.value();
    assert_eq!(pipeline["display_name"], "해지 예측");
}

#[tokio::test]
async fn k20_k21_names_and_files_have_limits() {
    let rig = Rig::start(true).await;
    let long = upload(&rig, &"n".repeat(129), &hello()).await;
    let words = "Invalid input error: Pipeline.Name length cannot exceed 128\n";
    assert_eq!((long.status.as_u16(), long.value()), (400, words.into()));
    let page = "<html><body>413 Request Entity Too Large</body></html>";
    let proxy = Action::answer(413, "text/html", page);
    rig.sandbox.faults().add(of_kfp("*/upload*", proxy));
    let large = upload(&rig, "large", &hello()).await;
    assert_eq!((large.status.as_u16(), large.value()), (413, page.into()));
}

#[tokio::test]
async fn k24_what_is_no_pipeline_is_refused_and_nothing_is_made() {
    let rig = Rig::start(true).await;
    let component = "name: train\nimplementation:\n  container: {image: example/step:1}\n";
    let manifest = "apiVersion: pipelines.kubeflow.org/v2beta1\nkind: PipelineVersion\n";
    let others = ["", "# nothing\n", "a bare text\n", component, manifest];
    for content in [input("K24.yaml").as_str()].iter().chain(&others) {
        let answer = upload(&rig, "x", content).await;
        assert!(
            answer.status.is_client_error() || answer.status == 500,
            "{content:?}"
        );
    }
    let list = Call::get("/apis/v2beta1/pipelines?namespace=team-a");
    assert_eq!(rig.kfp("alice", list).await.value(), json!({}));
}

#[tokio::test]
async fn k26_a_broken_package_that_was_taken_is_listed_and_cannot_be_run() {
    let rig = Rig::start(true).await;
    assert_eq!(
        upload(&rig, "refused", &input("K26.yaml")).await.status,
        400
    );
    let faults = rig.sandbox.faults();
    faults.set(Switch::KfpKeepsBrokenSpecs, true);
    let id = taken(&rig, "broken", &input("K26.yaml")).await;
    faults.set(Switch::KfpKeepsBrokenSpecs, false);
    let version = version(&rig, &id).await;
    assert_eq!(version["pipeline_spec"]["pipelineInfo"]["name"], "no-root");
    assert_eq!(version["pipeline_spec"]["root"], Value::Null);
    let run = rig.kfp("alice", run_of(&rig, &id, &json!({})).await).await;
    assert_eq!(run.status, 500, "{}", run.value());
    let target = format!("/apis/v2beta1/pipelines/{id}?cascade=true");
    let mut delete = Call::get(target);
    delete.method = Method::DELETE;
    assert_eq!(rig.kfp("alice", delete).await.status, 200);
}

#[tokio::test]
async fn k28_numbers_of_an_older_package_stay_as_they_were_written() {
    let rig = Rig::start(true).await;
    let id = taken(&rig, "rates", &input("K28.yaml")).await;
    let version = version(&rig, &id).await;
    let parameters = &version["pipeline_spec"]["spec"]["arguments"]["parameters"];
    assert_eq!(parameters[0]["value"], "0.0002");
    assert!(!parameters[1]["value"].is_null(), "{version}");
}

#[tokio::test]
async fn k29_letters_that_a_database_cannot_store_are_a_500_in_its_words() {
    let rig = Rig::start(true).await;
    let id = taken(&rig, "scripts", &input("K29.yaml")).await;
    let emoji = rig.kfp("alice", run_of(&rig, &id, &json!({})).await).await;
    assert_eq!(emoji.status, 500);
    assert!(text(&emoji.value()["message"]).contains("Incorrect string value"));
    let hello = taken(&rig, "hello", &hello()).await;
    let run = run_of(&rig, &hello, &json!({"who": "あ 뷁 数据"})).await;
    assert_eq!(rig.kfp("alice", run).await.status, 200);
    // An installation whose tables hold Latin letters only.
    let body = json!({"error": "Internal error", "code": 13, "message": "Error 1366: Incorrect string value: '\\xE3\\x81\\x82'"});
    let refusal = Action::answer(500, "application/json", body.to_string());
    rig.sandbox.faults().add(of_kfp("*/runs", refusal));
    let run = run_of(&rig, &hello, &json!({"who": "あ"})).await;
    assert_eq!(rig.kfp("alice", run).await.status, 500);
}

#[tokio::test]
async fn k30_k31_k35_k37_k83_a_spec_is_kept_as_it_was_given() {
    let rig = Rig::start(true).await;
    let root = |version: &Value, name: &str| {
        version["pipeline_spec"]["root"]["inputDefinitions"]["parameters"][name].clone()
    };
    let dollars = taken(&rig, "dollars", &input("K30.yaml")).await;
    let dollars = version(&rig, &dollars).await;
    assert_eq!(
        root(&dollars, "price")["defaultValue"],
        "cost $$5 and ${HOME}"
    );
    let sentence = taken(&rig, "sentence", &input("K31.yaml")).await;
    let sentence = version(&rig, &sentence).await.to_string();
    assert!(sentence.contains("{{$.inputs.parameters["), "{sentence}");
    let unset = taken(&rig, "unset", &input("K35.yaml")).await;
    let run = rig
        .kfp("alice", run_of(&rig, &unset, &json!({})).await)
        .await;
    assert_eq!(run.status, 200, "{}", run.value());
    let unset = version(&rig, &unset).await;
    assert_eq!(root(&unset, "limit")["defaultValue"], Value::Null);
    assert_eq!(root(&unset, "dry")["defaultValue"], false);
    let whole = taken(&rig, "whole", &input("K37.yaml")).await;
    assert_eq!(root(&version(&rig, &whole).await, "c")["defaultValue"], 10);
    let open = taken(&rig, "open", &input("K83.yaml")).await;
    assert!(
        version(&rig, &open)
            .await
            .to_string()
            .contains("not-a-real-key")
    );
    let refusal = Action::answer(
        400,
        "application/json",
        json!({"error_message": "unknown template format", "error_details": "unknown template format"}).to_string(),
    );
    rig.sandbox.faults().add(of_kfp("*/upload", refusal));
    assert_eq!(upload(&rig, "older", &input("K37.yaml")).await.status, 400);
}

#[tokio::test]
async fn k32_k33_large_arguments_are_taken_and_a_large_workflow_is_refused_in_etcds_words() {
    let rig = Rig::start(true).await;
    let id = taken(&rig, "hello", &hello()).await;
    let who = "w".repeat(200_000);
    let run = rig
        .kfp("alice", run_of(&rig, &id, &json!({"who": who})).await)
        .await;
    assert_eq!(
        run.value()["runtime_config"]["parameters"]["who"],
        who.as_str()
    );
    let words = "Failed to create a new run: InternalServerError: Failed to create a workflow: etcdserver: request is too large";
    let refusal = json!({"code": 13, "message": words, "details": []}).to_string();
    let fault = of_kfp("*/runs", Action::answer(500, "application/json", refusal)).method("POST");
    rig.sandbox.faults().add(fault);
    let run = rig.kfp("alice", run_of(&rig, &id, &json!({})).await).await;
    assert_eq!(run.value()["message"], words);
}

#[tokio::test]
async fn k34_an_old_server_loses_the_kubernetes_part() {
    let rig = Rig::start(true).await;
    let faults = rig.sandbox.faults();
    for (name, is_old) in [("old", true), ("new", false)] {
        faults.set(Switch::KfpAlpha, is_old);
        let id = taken(&rig, name, &input("K34.yaml")).await;
        let spec = version(&rig, &id).await["pipeline_spec"].clone();
        assert_eq!(
            spec.get("platform_spec").is_none(),
            is_old,
            "{name}: {spec}"
        );
    }
}

#[tokio::test]
async fn k38_a_spec_with_missing_ends_is_taken() {
    let rig = Rig::start(true).await;
    let id = taken(&rig, "dangling", &input("K38.yaml")).await;
    let tasks = version(&rig, &id).await["pipeline_spec"]["root"]["dag"]["tasks"].clone();
    assert_eq!(tasks["train"]["dependentTasks"], json!(["prepare"]));
    assert_eq!(tasks["score"]["componentRef"]["name"], "comp-missing");
}

#[tokio::test]
async fn k73_an_id_that_is_none_makes_no_version() {
    let rig = Rig::start(true).await;
    let target = "/apis/v2beta1/pipelines/upload_version?pipelineid=0.0.1&name=v2";
    assert_eq!(send_file(&rig, target, &hello()).await.status, 400);
}

#[tokio::test]
async fn k74_a_run_of_one_version_does_what_the_first_one_says() {
    let rig = Rig::start(true).await;
    rig.sandbox.faults().set(Switch::KfpRunsFirstVersion, true);
    let id = taken(&rig, "two", &hello()).await;
    let first = text(&version(&rig, &id).await["pipeline_version_id"]);
    rig.clock.advance(std::time::Duration::from_secs(1));
    let newer = hello().replace("python:3.11-slim", "example/newer:2");
    let target = format!("/apis/v2beta1/pipelines/upload_version?pipelineid={id}&name=b");
    assert_eq!(send_file(&rig, &target, &newer).await.status, 200);
    let second = text(&version(&rig, &id).await["pipeline_version_id"]);
    let call = run_of(&rig, &id, &json!({})).await;
    let run = rig.kfp("alice", call.clone()).await.value();
    let named = &run["pipeline_version_reference"]["pipeline_version_id"];
    assert_eq!(*named, second.as_str());
    let workflow = rig.workflow(&text(&run["run_id"])).await.to_string();
    assert!(workflow.contains("python:3.11-slim") && !workflow.contains("example/newer:2"));
    let mut delete = Call::get(format!("/apis/v2beta1/pipelines/{id}/versions/{first}"));
    delete.method = Method::DELETE;
    assert_eq!(rig.kfp("alice", delete).await.status, 200);
    let call = call.header("kubeflow-userid", "alice@example.com");
    assert!(call.send(rig.sandbox.addresses().kfp).await.is_none());
}

fn hello() -> String {
    String::from_utf8(package("hello.yaml")).unwrap()
}

/// A call that makes a run of a pipeline's newest version in an experiment of its own.
async fn run_of(rig: &Rig, pipeline: &str, parameters: &Value) -> Call {
    let name = format!("e{}", rig.clock.now().unix_timestamp_nanos());
    let experiment = rig.make_experiment("alice", "team-a", &name).await;
    let run = json!({
        "display_name": "r",
        "experiment_id": experiment,
        "pipeline_version_reference": {"pipeline_id": pipeline},
        "runtime_config": {"parameters": parameters},
    });
    Call::post("/apis/v2beta1/runs", &run)
}
