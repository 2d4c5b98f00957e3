//! Creations and uploads.

use std::time::{Duration, Instant};

use bytes::Bytes;
use kfp_sandbox::{Sandbox, SandboxConfig};
use serde_json::{Value, json};

use super::client::{Client, row};
use super::store::{NAMESPACE, config};

const HELLO: &str = include_str!("../../data/pipelines/hello.yaml");
const WIDE: &str = include_str!("../../data/pipelines/wide_500.yaml");
const CREATIONS: u32 = 500;

/// Measures them, in memory and in a file.
pub(crate) async fn measure() {
    let folder = tempfile::tempdir().unwrap();
    let in_file = config(&folder.path().join("store.db"));
    for (where_, config) in [("memory", SandboxConfig::default()), ("file", in_file)] {
        let sandbox = Sandbox::start(config).await.unwrap();
        let mut client = Client::connect(sandbox.addresses().kfp).await;
        create_runs(&mut client, where_).await;
        upload(&mut client, where_).await;
        sandbox.shutdown().await;
    }
}

async fn create_runs(client: &mut Client, where_: &str) {
    let target = format!("/apis/v2beta1/experiments?namespace={NAMESPACE}&page_size=1");
    let (experiments, _) = client.get(&target).await;
    let experiments: Value = serde_json::from_slice(&experiments).unwrap();
    let experiment = &experiments["experiments"][0]["experiment_id"];
    let (pipeline, _) = post_package(client, "hello", HELLO).await;
    let pipeline: Value = serde_json::from_slice(&pipeline).unwrap();
    let mut took = Vec::new();
    let mut bytes = 0;
    let start = Instant::now();
    for number in 0..CREATIONS {
        let run = json!({
            "display_name": format!("measured {number}"),
            "experiment_id": experiment,
            "pipeline_version_reference": {"pipeline_id": pipeline["pipeline_id"]},
        });
        let body = Bytes::from(run.to_string());
        let (answer, time) = client
            .ask("POST", "/apis/v2beta1/runs", "application/json", body)
            .await;
        bytes = answer.len();
        took.push(time);
    }
    let rate = f64::from(CREATIONS) / start.elapsed().as_secs_f64();
    row(
        &format!("create a run ({where_}): {rate:.0} a second, one after the other"),
        "",
        &mut took,
        bytes,
    );
}

async fn upload(client: &mut Client, where_: &str) {
    let mut took = Vec::new();
    let mut bytes = 0;
    for number in 0..5 {
        let (answer, time) = post_package(client, &format!("wide {number}"), WIDE).await;
        bytes = answer.len();
        took.push(time);
    }
    row(
        &format!("upload a pipeline of 540 kB ({where_})"),
        "",
        &mut took,
        bytes,
    );
}

async fn post_package(client: &mut Client, name: &str, package: &str) -> (Bytes, Duration) {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("name", name)
        .append_pair("namespace", NAMESPACE)
        .finish();
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"uploadfile\"; filename=\"p.yaml\"\r\n\r\n{package}\r\n--b--\r\n"
    );
    client
        .ask(
            "POST",
            &format!("/apis/v2beta1/pipelines/upload?{query}"),
            "multipart/form-data; boundary=b",
            Bytes::from(body),
        )
        .await
}
