//! The index of runs before the **simulated** Kubeflow: what it reads, again and again.

use std::collections::BTreeSet;

use http::Method;
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use kfp_console::Console;
use kfp_sandbox::{Clock, Sandbox, SandboxConfig};
use serde_json::{Value, json};
use tempfile::TempDir;
use time::OffsetDateTime;

use crate::support::{GATEWAY, NAMESPACE, OWNER, before_the_sandbox};

/// More than two pages of runs, all made in one second.
const CROWD: usize = 130;

struct Surroundings {
    sandbox: Sandbox,
    console: Console,
    client: Client<hyper_util::client::legacy::connect::HttpConnector, Full<bytes::Bytes>>,
    _folder: TempDir,
}

impl Surroundings {
    /// Reads as fast as it can, round after round.
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = SandboxConfig::default();
        // Whatever is made is made in the same second.
        config.clock = Clock::stepped(OffsetDateTime::now_utc());
        let flags = [
            "--index-pace=1ms",
            "--index-round=1ms",
            "--kfp-rate=1000",
            "--kfp-burst=1000",
            "--kfp-background-rate=1000",
            "--read-cache=0s",
        ];
        let (sandbox, console) = before_the_sandbox(&folder, config, &flags).await;
        Self {
            sandbox,
            console,
            client: Client::builder(TokioExecutor::new()).build_http(),
            _folder: folder,
        }
    }

    async fn ask(&self, method: Method, address: String, body: Option<Value>) -> Value {
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let request = http::Request::builder()
            .method(method)
            .uri(&address)
            .header("kubeflow-userid", OWNER)
            .header("x-forwarded-client-cert", GATEWAY)
            .header("content-type", "application/json")
            .body(Full::from(body))
            .expect("a request");
        let answer = self.client.request(request).await.expect("an answer");
        let status = answer.status();
        let body = answer.into_body().collect().await.expect("a body");
        let body = body.to_bytes();
        assert!(status.is_success(), "{address}: {status} {body:?}");
        serde_json::from_slice(&body).expect("JSON")
    }

    /// KFP itself, past the console.
    async fn kfp(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let address = format!(
            "http://{}/apis/v2beta1/{path}",
            self.sandbox.addresses().kfp
        );
        self.ask(method, address, body).await
    }

    async fn console(&self, path: &str) -> Value {
        let address = format!("http://{}{path}", self.console.address());
        self.ask(Method::GET, address, None).await
    }

    /// Asks until an answer is as it should be.
    async fn until(&self, path: &str, is_right: impl Fn(&Value) -> bool) -> Value {
        loop {
            let answer = self.console(path).await;
            if is_right(&answer) {
                return answer;
            }
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

#[tokio::test]
async fn all_runs_are_read_again_and_again_however_many_were_made_in_a_second() {
    let around = Surroundings::new().await;
    let get = Method::GET;
    // A pipeline that belongs to nobody, and its first version.
    let pipelines = around.kfp(get.clone(), "pipelines", None).await;
    let pipeline = &pipelines["pipelines"][0];
    let id = text(&pipeline["pipeline_id"]);
    let path = format!("pipelines/{id}/versions");
    let versions = around.kfp(get.clone(), &path, None).await;
    let named = &versions["pipeline_versions"][0];
    let version = named["pipeline_version_id"].clone();
    let path = format!("experiments?namespace={NAMESPACE}");
    let experiments = around.kfp(get.clone(), &path, None).await;
    let experiment = experiments["experiments"][0]["experiment_id"].clone();
    let mut made = BTreeSet::new();
    for at in 0..CROWD {
        let run = json!({
            "display_name": format!("crowd {at}"), "experiment_id": experiment,
            "pipeline_version_reference": {"pipeline_id": id, "pipeline_version_id": version},
        });
        let run = around.kfp(Method::POST, "runs", Some(run)).await;
        made.insert(text(&run["run_id"]).to_owned());
    }
    let list = format!("runs?namespace={NAMESPACE}&page_size=1");
    let all = around.kfp(get.clone(), &list, None).await["total_size"].clone();

    let search = format!("/api/search?namespace={NAMESPACE}&name=crowd");
    let of_crowd = |matches: usize| move |answer: &Value| answer["matches"] == json!(matches);
    let is_whole = |answer: &Value| answer["extent"]["complete"] == true && of_crowd(CROWD)(answer);
    let found = around.until(&search, is_whole).await;
    assert_eq!(found["extent"]["read"], all);
    let first_as_of = found["extent"]["as_of_ms"].as_i64().expect("a time");

    // Names of shared pipelines are told too.
    let name = text(&pipeline["display_name"]);
    let is_named = |answer: &Value| answer["runs"][0]["pipeline"]["name"] == name;
    around.until(&search, is_named).await;
    // And of their versions.
    let versions = text(&version);
    let path = format!("/api/names?namespace={NAMESPACE}&versions={versions}");
    let is_named = |answer: &Value| answer["versions"][versions] == named["display_name"];
    around.until(&path, is_named).await;

    // Somebody else archives and deletes, past the console, what no list reads any more.
    let mut ids = made.into_iter();
    let (archived, deleted) = (ids.next().expect("a run"), ids.next().expect("a run"));
    around
        .kfp(Method::POST, &format!("runs/{archived}:archive"), None)
        .await;
    around
        .kfp(Method::DELETE, &format!("runs/{deleted}"), None)
        .await;
    around.until(&search, of_crowd(CROWD - 1)).await;
    let archive = format!("{search}&archived=true");
    let found = around.until(&archive, of_crowd(1)).await;
    assert_eq!(found["runs"][0]["run_id"], archived);
    let is_later = |answer: &Value| {
        let extent = &answer["extent"];
        extent["as_of_ms"].as_i64() > Some(first_as_of)
    };
    let later = around.until(&search, is_later).await;
    // That one is gone is known before KFP tells how many there are.
    assert_eq!(later["extent"]["complete"], true);
    let left = all.as_u64().expect("a number") - 1;
    assert_eq!(later["extent"]["read"], left);

    around
        .kfp(Method::POST, &format!("runs/{archived}:unarchive"), None)
        .await;
    around.until(&archive, of_crowd(0)).await;
    around.console.shutdown().await;
    around.sandbox.shutdown().await;
}
