//! The program itself, as a process.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};

use crate::support::{GATEWAY, Policy, ScriptedKfp, ScriptedKubernetes, token_file};

fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_kfp-console"));
    program.arg("serve").kill_on_drop(true);
    program
}

/// Whether a configuration can be used, and what is said about it.
async fn checked(flags: &[&str]) -> (bool, String) {
    let output = program()
        .arg("--check-config")
        .args(flags)
        .output()
        .await
        .expect("the program starts");
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8(said).expect("UTF-8"),
    )
}

#[tokio::test]
async fn configuration_is_checked_without_starting() {
    let (can_be_used, said) = checked(&[]).await;
    assert!(can_be_used && said.contains("can be used"), "{said}");
    for (flag, word) in [
        ("--kfp-url=http://user:word@kfp", "user or password"),
        ("--frame-ancestors=*", "--frame-ancestors"),
        ("--page-token-key-file=/nonexistent/key", "page tokens"),
        ("--prefix=/pipeline/", "--prefix"),
        ("--kfp-retry-budget=101", "--kfp-retry-budget"),
    ] {
        let (can_be_used, said) = checked(&[flag]).await;
        assert!(!can_be_used && said.contains(word), "{flag}: {said}");
        assert!(!said.contains("word@"), "{said}");
    }
}

#[cfg(not(feature = "otlp"))]
#[tokio::test]
async fn collector_without_the_feature_is_refused() {
    let (can_be_used, said) = checked(&["--otlp-endpoint=http://collector:4318"]).await;
    assert!(!can_be_used && said.contains("feature `otlp`"), "{said}");
}

struct Running {
    child: Child,
    log: Lines<BufReader<ChildStdout>>,
    address: String,
    ops_address: String,
}

impl Running {
    async fn start(kfp: &ScriptedKfp, folder: &tempfile::TempDir, flags: &[&str]) -> Self {
        let kubernetes = ScriptedKubernetes::start(Policy::AllowAll).await;
        let mut child = program()
            .args(["--listen=127.0.0.1:0", "--ops-listen=127.0.0.1:0"])
            .arg(format!("--kfp-url=http://{}", kfp.address))
            .arg(format!("--kfp-token-file={}", token_file(folder).display()))
            .arg(format!("--kubernetes-url=http://{}", kubernetes.address))
            .args(flags)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut log = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let serves = line_with(&mut log, "console serves").await;
        let of = |name: &str| serves[name].as_str().expect("an address").to_owned();
        Self {
            address: of("address"),
            ops_address: of("ops_address"),
            child,
            log,
        }
    }

    /// As Kubernetes does it.
    async fn terminate(&self) {
        let id = self.child.id().expect("it runs").to_string();
        let status = Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .await
            .expect("kill runs");
        assert!(status.success());
    }
}

async fn line_with(log: &mut Lines<BufReader<ChildStdout>>, text: &str) -> Value {
    loop {
        let line = log.next_line().await.expect("a log").expect("more of it");
        // Colours would be no JSON.
        let line: Value = serde_json::from_str(&line).expect("one object a line");
        if line["message"].as_str().is_some_and(|said| said == text) {
            return line;
        }
    }
}

async fn connected(address: &str, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: x\r\nkubeflow-userid: a@example.com\r\n\
         x-forwarded-client-cert: {GATEWAY}\r\nconnection: close\r\n\r\n"
    );
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it is taken");
    stream
}

async fn read(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sigterm_drains() {
    let kfp = ScriptedKfp::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let flags = ["--drain-delay=1s", "--drain-timeout=30s"];
    let mut running = Running::start(&kfp, &folder, &flags).await;
    let (arrived, has_arrived) = std::sync::mpsc::channel();
    let (go_on, may_go_on) = std::sync::mpsc::channel::<()>();
    let may_go_on = std::sync::Mutex::new(may_go_on);
    kfp.follow(move |call| {
        if call.path_and_query.contains("experiments") {
            arrived.send(()).expect("the test waits");
            let wait = || may_go_on.lock().expect("not poisoned").recv();
            tokio::task::block_in_place(wait).expect("the test goes on");
        }
        (200, "application/json", r#"{"total_size":7}"#.into())
    });
    let ready = read(connected(&running.ops_address, "/readyz").await).await;
    assert!(ready.starts_with("HTTP/1.1 200 "), "{ready}");
    let path = "/apis/v2beta1/experiments?namespace=team-a";
    let served = connected(&running.address, path).await;
    tokio::task::block_in_place(|| has_arrived.recv()).expect("the call arrives");

    running.terminate().await;
    line_with(&mut running.log, "console drains").await;
    // The gateway has a while to notice: new requests are served still.
    let ready = read(connected(&running.ops_address, "/readyz").await).await;
    assert!(ready.starts_with("HTTP/1.1 503 "), "{ready}");
    let late = read(connected(&running.address, "/api/session").await).await;
    assert!(late.starts_with("HTTP/1.1 200 "), "{late}");

    go_on.send(()).expect("the script waits");
    let served = read(served).await;
    assert!(served.starts_with("HTTP/1.1 200 "), "{served}");
    assert!(served.contains(r#"{"total_size":7}"#), "{served}");
    let ended = tokio::time::timeout(Duration::from_secs(20), running.child.wait());
    let status = ended.await.expect("in time").expect("it ends");
    assert!(status.success());
    assert!(TcpStream::connect(&running.address).await.is_err());
}
