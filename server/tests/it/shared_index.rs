//! Two replicas before the **simulated** Kubeflow that share what they have read through the real PostgreSQL.

use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use kfp_console::Console;
use kfp_sandbox::{Sandbox, SandboxConfig};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{GATEWAY, NAMESPACE, OWNER, Postgres, before_the_sandbox, console_before};

const FAST: [&str; 5] = [
    "--kfp-rate=1000",
    "--kfp-burst=1000",
    "--kfp-background-rate=1000",
    "--read-cache=0s",
    "--index-round=1ms",
];

struct Replicas {
    postgres: Postgres,
    sandbox: Sandbox,
    /// Reads older runs as fast as it can, round after round.
    reads: Console,
    /// Never reads any.
    told: Console,
    client: Client<HttpConnector, Full<bytes::Bytes>>,
    _folder: TempDir,
}

impl Replicas {
    /// `None` where there is no PostgreSQL.
    async fn start() -> Option<Self> {
        let postgres = tokio::task::spawn_blocking(Postgres::start)
            .await
            .expect("started")?;
        let folder = tempfile::tempdir().expect("a folder");
        let address = folder.path().join("address");
        std::fs::write(&address, postgres.address()).expect("written");
        let file = format!("--index-postgres-file={}", address.display());
        let flags = |pace| [&FAST[..], &[file.as_str(), pace]].concat();
        let config = SandboxConfig::default();
        let (sandbox, reads) =
            before_the_sandbox(&folder, config, &flags("--index-pace=1ms")).await;
        let told = console_before(&sandbox, &folder, &flags("--index-pace=0s")).await;
        Some(Self {
            postgres,
            sandbox,
            reads,
            told,
            client: Client::builder(TokioExecutor::new()).build_http(),
            _folder: folder,
        })
    }

    async fn ask(&self, method: http::Method, address: &str) -> Value {
        let request = http::Request::builder()
            .method(method)
            .uri(address)
            .header("kubeflow-userid", OWNER)
            .header("x-forwarded-client-cert", GATEWAY)
            .body(Full::default())
            .expect("a request");
        let answer = self.client.request(request).await.expect("an answer");
        let status = answer.status();
        let body = answer.into_body().collect().await.expect("a body");
        assert!(status.is_success(), "{address}: {status}");
        serde_json::from_slice(&body.to_bytes()).expect("JSON")
    }

    /// Searches until what is found is as it should be.
    async fn until(&self, console: &Console, is_right: impl Fn(&Value) -> bool) -> Value {
        let address = console.address();
        let address = format!("http://{address}/api/search?namespace={NAMESPACE}&limit=100");
        loop {
            let found = self.ask(http::Method::GET, &address).await;
            if is_right(&found) {
                return found;
            }
        }
    }

    async fn delete(&self, run: &str) {
        let kfp = self.sandbox.addresses().kfp;
        let address = format!("http://{kfp}/apis/v2beta1/runs/{run}");
        self.ask(http::Method::DELETE, &address).await;
    }
}

fn ids(found: &Value) -> Vec<String> {
    let runs = found["runs"].as_array().expect("runs");
    let id = |run: &Value| run["run_id"].as_str().expect("an id").to_owned();
    runs.iter().map(id).collect()
}

fn is_whole(found: &Value) -> bool {
    found["extent"]["complete"] == true
}

#[tokio::test]
async fn what_one_replica_has_read_the_other_knows_and_the_database_may_be_away() {
    let Some(mut replicas) = Replicas::start().await else {
        return;
    };
    let all = replicas.until(&replicas.reads, is_whole).await;
    let told = replicas
        .until(&replicas.told, |found| {
            is_whole(found) && found["matches"] == all["matches"]
        })
        .await;
    assert_eq!(ids(&told), ids(&all));
    let oldest = ids(&all).pop().expect("a run");
    // Nobody's rights lie there, nor anything of who looked.
    let columns =
        "SELECT string_agg(column_name, ' ' ORDER BY column_name) FROM information_schema.columns
        WHERE table_schema = 'kfp_console_1'";
    let words = replicas.postgres.ask(columns);
    assert_eq!(
        words.trim(),
        "as_of before change decides_by id namespace row run_id scope scope seen since used"
    );

    // Without the database each goes on alone.
    replicas.postgres.end();
    replicas.delete(&oldest).await;
    let is_gone = |found: &Value| !ids(found).contains(&oldest);
    replicas.until(&replicas.reads, is_gone).await;
    let still = replicas.until(&replicas.told, |_| true).await;
    assert!(is_whole(&still) && !is_gone(&still), "it cannot know yet");

    // Back again, it brings what has happened meanwhile.
    replicas.postgres.go_on();
    replicas.until(&replicas.told, is_gone).await;
    replicas.reads.shutdown().await;
    replicas.told.shutdown().await;
    replicas.sandbox.shutdown().await;
}

#[tokio::test]
async fn a_file_without_an_address_stops_the_start_and_is_not_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("address");
    std::fs::write(&file, "not-an-address-but-a-password").expect("written");
    let config = kfp_console::Config::from_flags([
        "--listen=127.0.0.1:0".to_owned(),
        "--ops-listen=127.0.0.1:0".to_owned(),
        "--kfp-url=http://127.0.0.1:9".to_owned(),
        "--kubernetes-url=http://127.0.0.1:9".to_owned(),
        format!("--index-postgres-file={}", file.display()),
    ])
    .expect("flags");
    let error = Console::start(config).await.expect_err("refused");
    let mut told = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        told = format!("{told}: {error}");
        cause = error.source();
    }
    assert!(
        told.contains("postgres://USER:PASSWORD@HOST/DATABASE"),
        "{told}"
    );
    assert!(!told.contains("not-an-address"), "{told}");
}
