//! `kfp.Client` and what becomes of its calls.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{pod::Pod, script::Script};

/// A client as somebody constructs it, with the calls that are made on it.
#[derive(Clone, Debug, Default)]
pub struct Client {
    arguments: Map<String, Value>,
    token_file: Option<PathBuf>,
    calls: Vec<Value>,
}

/// What became of one call.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It returned.
    Ok(Value),
    /// It raised; no later call was made.
    Error(Failure),
}

/// An exception of the client.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Failure {
    /// Its class, such as `ApiException`.
    #[serde(rename = "type")]
    pub class: String,
    /// Status of the answer, if there was one.
    pub status: Option<u16>,
    /// Body of the answer, if there was one.
    pub body: Option<String>,
    /// What the person sees.
    pub text: String,
}

impl Client {
    /// `kfp.Client()` without any argument.
    pub fn new() -> Self {
        Self::default()
    }

    /// `kfp.Client(host=…)`.
    pub fn at(host: impl Into<String>) -> Self {
        Self::new().argument("host", host.into())
    }

    /// `cookies=…`: the session of a person.
    #[must_use]
    pub fn cookie(self, cookie: &str) -> Self {
        self.argument("cookies", cookie)
    }

    /// `existing_token=…`.
    #[must_use]
    pub fn token(self, token: &str) -> Self {
        self.argument("existing_token", token)
    }

    /// `credentials=ServiceAccountTokenVolumeCredentials(path=None)`, with `KF_PIPELINES_SA_TOKEN_PATH` at a file.
    #[must_use]
    pub fn token_file(mut self, file: &Path) -> Self {
        self.token_file = Some(file.to_owned());
        self.argument("token_volume", true)
    }

    /// A header that goes with every call.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        self.argument("headers", json!({ name: value }))
    }

    /// `namespace=…` of the constructor, which then makes no call by itself.
    #[must_use]
    pub fn namespace(self, namespace: &str) -> Self {
        self.argument("namespace", namespace)
    }

    fn argument(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.arguments.insert(name.to_owned(), value.into());
        self
    }

    /// `get_kfp_healthz()`.
    #[must_use]
    pub fn healthz(self) -> Self {
        self.call(json!({"do": "healthz"}))
    }

    /// `list_experiments(namespace=…)`, all pages: sorted `[id, name, namespace]`; null when the answer held nothing
    /// that the client understands.
    #[must_use]
    pub fn experiments(self, namespace: &str) -> Self {
        self.call(json!({"do": "experiments", "namespace": namespace}))
    }

    /// `list_runs(namespace=…)`, the latest hundred: `[id, name, experiment id, state]`.
    #[must_use]
    pub fn runs(self, namespace: &str) -> Self {
        self.call(json!({"do": "runs", "namespace": namespace}))
    }

    /// `upload_pipeline(…)`: id, name and namespace.
    #[must_use]
    pub fn upload(self, file: &Path, name: &str, namespace: &str) -> Self {
        self.call(json!({"do": "upload", "file": file, "name": name, "namespace": namespace}))
    }

    /// `create_run_from_pipeline_package(…)`: the run's id.
    #[must_use]
    pub fn create_run(self, file: &Path, name: &str, experiment: &str, namespace: &str) -> Self {
        self.call(json!({
            "do": "create_run", "file": file, "name": name, "experiment": experiment, "namespace": namespace,
        }))
    }

    /// Any method, with its arguments by name: what it returns as JSON, times as text.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "written in place with `json!`"
    )]
    pub fn method(self, name: &str, arguments: Value) -> Self {
        self.call(json!({"do": "method", "method": name, "arguments": arguments}))
    }

    fn call(mut self, call: Value) -> Self {
        self.calls.push(call);
        self
    }

    /// Runs the calls in a process of their own.
    ///
    /// # Errors
    /// When the client is not installed, or the process ends without results.
    pub async fn run(self) -> Result<Vec<Outcome>> {
        let script = Script::new("client.py")?;
        self.run_in(script).await
    }

    /// Runs the calls in a pod's surroundings.
    ///
    /// # Errors
    /// When the surroundings cannot be made, or the process ends without results.
    pub async fn run_in_pod(self, pod: &Pod) -> Result<Vec<Outcome>> {
        let script = pod.script("client.py")?;
        self.run_in(script).await
    }

    /// Runs the calls, all of which must return.
    ///
    /// # Errors
    /// When one of them raised.
    pub async fn values(self) -> Result<Vec<Value>> {
        values(self.run().await?)
    }

    /// Runs the calls, the last of which must raise.
    ///
    /// # Errors
    /// When all of them returned.
    pub async fn failure(self) -> Result<Failure> {
        match self.run().await?.pop() {
            Some(Outcome::Error(failure)) => Ok(failure),
            other => bail!("no exception: {other:?}"),
        }
    }

    async fn run_in(self, mut script: Script) -> Result<Vec<Outcome>> {
        if let Some(file) = &self.token_file {
            script = script.env("KF_PIPELINES_SA_TOKEN_PATH", file);
        }
        let said = script
            .run(&json!({"connect": self.arguments, "calls": self.calls}))
            .await?;
        serde_json::from_str(&said)
            .with_context(|| format!("the client's results cannot be read: {said}"))
    }
}

/// The values of calls that all returned.
///
/// # Errors
/// When one of them raised.
pub(crate) fn values(outcomes: Vec<Outcome>) -> Result<Vec<Value>> {
    outcomes
        .into_iter()
        .map(|outcome| match outcome {
            Outcome::Ok(value) => Ok(value),
            Outcome::Error(failure) => bail!("{}: {}", failure.class, failure.text),
        })
        .collect()
}
