//! Runs `kfpc` as a person does, with an environment of its own.

use std::path::Path;
use std::process::Stdio;

use kfp_core::transport::Transport as _;
use kfp_core::transport::native::NativeTransport;
use kfp_sandbox::{Sandbox, SandboxConfig, TokenRequest};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// The namespace of the account that the tests run as.
pub(crate) const OWN: &str = "kubeflow-jbpark8";

/// What came out.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) words: String,
}

impl Done {
    /// The result, which succeeded.
    pub(crate) fn ok(&self) -> &str {
        assert_eq!(self.code, 0, "{self:#?}");
        &self.out
    }

    /// The result as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(self.ok()).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

/// A program that goes on.
pub(crate) struct Running {
    child: Child,
    lines: Option<Lines<BufReader<ChildStdout>>>,
}

impl Running {
    /// The next line of its result; `None` at its end.
    pub(crate) async fn line(&mut self) -> Option<String> {
        self.lines.as_mut().unwrap().next_line().await.unwrap()
    }

    /// Reads no further.
    pub(crate) fn close(&mut self) {
        self.lines = None;
    }

    /// Its exit code.
    pub(crate) async fn code(mut self) -> i32 {
        self.child.wait().await.unwrap().code().unwrap()
    }
}

/// A sandbox, and a pod's surroundings: an address, a token file, nothing else.
pub(crate) struct Rig {
    pub(crate) sandbox: Sandbox,
    pub(crate) folder: TempDir,
    address: String,
}

impl Rig {
    pub(crate) async fn start() -> Self {
        Self::start_with(SandboxConfig::default()).await
    }

    pub(crate) async fn start_with(config: SandboxConfig) -> Self {
        let sandbox = Sandbox::start(config).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let token = sandbox.mint_token(&TokenRequest::for_pipelines(OWN, "default-editor"));
        std::fs::write(folder.path().join("token"), token).unwrap();
        let address = format!("http://{}", sandbox.addresses().console_sidecar);
        Self {
            sandbox,
            folder,
            address,
        }
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// With address, token and namespace said.
    pub(crate) async fn run(&self, args: &[&str]) -> Done {
        self.run_in_namespace(OWN, args).await
    }

    /// The same with another namespace said.
    pub(crate) async fn run_in_namespace(&self, namespace: &str, args: &[&str]) -> Done {
        let token = self.path("token");
        let mut all = vec![
            "--endpoint",
            &self.address,
            "--token-file",
            &token,
            "--namespace",
            namespace,
        ];
        all.extend(args);
        self.bare(&all).await
    }

    /// With nothing said but the arguments, and something on stdin.
    pub(crate) async fn bare_fed(&self, input: &str, args: &[&str]) -> Done {
        run_fed(self.folder.path(), &[], args, input).await
    }

    /// Makes something, past the program.
    pub(crate) async fn create(&self, what: &str, body: &Value) -> Value {
        let token = std::fs::read_to_string(self.path("token")).unwrap();
        let request = http::Request::post(format!("{}/apis/v2beta1/{what}", self.address))
            .header("authorization", format!("Bearer {}", token.trim()))
            .header("content-type", "application/json")
            .body(bytes::Bytes::from(body.to_string()))
            .unwrap();
        let answer = NativeTransport::new().send(request).await.unwrap();
        let body = answer.into_body().collect(1024 * 1024).await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// Starts it with address, token and namespace said, for a program that goes on; it ends with the test.
    pub(crate) fn start_program(&self, args: &[&str]) -> Running {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kfpc"))
            .args(["--endpoint", &self.address, "--namespace", OWN])
            .args(["--token-file", &self.path("token")])
            .args(args)
            .env_clear()
            .env("HOME", self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Running {
            child,
            lines: Some(lines),
        }
    }

    /// With nothing said but the arguments.
    pub(crate) async fn bare(&self, args: &[&str]) -> Done {
        run_in(self.folder.path(), args).await
    }
}

/// Runs the program in an empty environment whose home is a folder.
pub(crate) async fn run_in(home: &Path, args: &[&str]) -> Done {
    run_with(home, &[], args).await
}

/// The same with variables.
pub(crate) async fn run_with(home: &Path, variables: &[(&str, &str)], args: &[&str]) -> Done {
    run_fed(home, variables, args, "").await
}

/// The same with something on stdin.
async fn run_fed(home: &Path, variables: &[(&str, &str)], args: &[&str], input: &str) -> Done {
    let mut program = Command::new(env!("CARGO_BIN_EXE_kfpc"))
        .args(args)
        .env_clear()
        .env("HOME", home)
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = program.stdin.take().unwrap();
    // A program that does not read closes it.
    let _ = stdin.write_all(input.as_bytes()).await;
    drop(stdin);
    let output = program.wait_with_output().await.unwrap();
    Done {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        words: String::from_utf8(output.stderr).unwrap(),
    }
}
