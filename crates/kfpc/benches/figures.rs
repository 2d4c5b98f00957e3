//! Figures of the command line: a list of 100 beside the same of the Python client, and the memory of an upload.
//!
//! `cargo bench --package kfpc` prints a table, and its numbers as one line of JSON. The Python client is that of
//! `cargo xtask setup`; without it kfpc is measured alone, with the Python of the system as its stopwatch. What the kernel
//! counts of one process is not to be had in safe Rust.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement says what it expects by failing, and prints what it found"
)]

use std::path::{Path, PathBuf};
use std::process::Stdio;

use bytes::Bytes;
use kfp_core::transport::Transport as _;
use kfp_core::transport::native::NativeTransport;
use kfp_sandbox::{Sandbox, SandboxConfig, TokenRequest};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

const NAMESPACE: &str = "kubeflow-jbpark8";
const STOPWATCH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/measured.py");
const PACKAGE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../kfp-core/tests/fixtures/pipelines/hello.yaml"
);

struct Rig {
    folder: TempDir,
    address: String,
    token: String,
    /// The folder of the programs of a Python with the client.
    python: Option<PathBuf>,
}

#[tokio::main]
async fn main() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let token = sandbox.mint_token(&TokenRequest::for_pipelines(NAMESPACE, "default-editor"));
    let rig = Rig {
        folder: tempfile::tempdir().unwrap(),
        address: format!("http://{}", sandbox.addresses().console_sidecar),
        token,
        python: python(),
    };
    std::fs::write(rig.path("token"), &rig.token).unwrap();
    for number in 0..100 {
        rig.experiment(number).await;
    }
    let mut figures = Map::new();
    println!("| what | clock | processor | largest memory |\n| --- | ---: | ---: | ---: |");
    rig.lists(&mut figures).await;
    rig.uploads(&mut figures).await;
    println!("\n{}", Value::Object(figures));
}

impl Rig {
    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    async fn experiment(&self, number: usize) {
        let body = json!({"display_name": format!("of figures {number}"), "namespace": NAMESPACE});
        let request = http::Request::post(format!("{}/apis/v2beta1/experiments", self.address))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .body(Bytes::from(body.to_string()))
            .unwrap();
        let answer = NativeTransport::new().send(request).await.unwrap();
        assert!(answer.status().is_success());
    }

    async fn lists(&self, figures: &mut Map<String, Value>) {
        let list = ["experiments", "list", "--limit", "100"];
        let ours = self.kfpc("`kfpc experiments list`", 25, &list).await;
        figures.insert("list_kfpc".to_owned(), ours);
        let Some(folder) = &self.python else {
            return;
        };
        let kfp = folder.join("kfp").display().to_string();
        let command = [
            &kfp,
            "--endpoint",
            &self.address,
            "--existing-token",
            &self.token,
            "--namespace",
            NAMESPACE,
            "experiment",
            "list",
            "--max-size",
            "100",
        ];
        let theirs = self.measured("`kfp experiment list`", 5, &command).await;
        figures.insert("list_kfp".to_owned(), theirs);
    }

    async fn uploads(&self, figures: &mut Map<String, Value>) {
        let small = std::fs::read_to_string(PACKAGE).unwrap();
        let sized = |bytes: usize| {
            let line = "          print('one line of the code of a step')\n";
            let code = line.repeat(20_000);
            let mut text = small.clone();
            let mut number = 0;
            while text.len() < bytes {
                let executor = format!(
                    "    exec-more-{number}:\n      container:\n        args:\n        - |\n{code}"
                );
                text = text.replacen("  executors:\n", &format!("  executors:\n{executor}"), 1);
                number += 1;
            }
            text
        };
        for (name, bytes) in [("small", 0), ("30 MB", 30_000_000)] {
            let file = self.path(&format!("{bytes}.yaml"));
            std::fs::write(&file, sized(bytes)).unwrap();
            for (how, flags) in [("checked", &[][..]), ("unchecked", &["--no-check"])] {
                let what = format!("{name}, {how}");
                let args = ["pipelines", "upload", &file, "--name", &what];
                let args = [&args[..], flags].concat();
                let used = self.kfpc(&format!("an upload: {what}"), 1, &args).await;
                figures.insert(format!("upload_{bytes}_{how}"), used);
            }
        }
    }

    async fn kfpc(&self, what: &str, rounds: usize, args: &[&str]) -> Value {
        let token = self.path("token");
        let common = [
            env!("CARGO_BIN_EXE_kfpc"),
            "--endpoint",
            &self.address,
            "--token-file",
            &token,
            "--namespace",
            NAMESPACE,
        ];
        self.measured(what, rounds, &[&common[..], args].concat())
            .await
    }

    async fn measured(&self, what: &str, rounds: usize, command: &[&str]) -> Value {
        let python = self.python.as_deref().map_or_else(
            || PathBuf::from("python3"),
            |folder: &Path| folder.join("python"),
        );
        let output = tokio::process::Command::new(python)
            .args(["-I", STOPWATCH, &rounds.to_string()])
            .args(command)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output()
            .await
            .unwrap();
        assert!(output.status.success(), "{what}");
        let used: Value = serde_json::from_slice(&output.stdout).unwrap();
        let number = |name: &str| used[name].as_f64().unwrap();
        println!(
            "| {what} | {:.1} ms | {:.1} ms | {:.1} MiB |",
            number("wall_ms"),
            number("cpu_ms"),
            number("rss_kib") / 1024.0
        );
        used
    }
}

/// As `cargo xtask` finds it.
fn python() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let cache = set("KFP_CONSOLE_CACHE")
        .or_else(|| Some(set("XDG_CACHE_HOME")?.join("kfp-console")))
        .or_else(|| Some(set("HOME")?.join(".cache/kfp-console")))?;
    let folder = cache.join("python/bin");
    folder.join("kfp").is_file().then_some(folder)
}
