//! The whole, in this process.

use std::path::Path;

use anyhow::{Context as _, Result};
use kfp_console::{Config, Console};
use kfp_sandbox::{LoginEra, ProjectedToken, Sandbox, SandboxConfig, TokenRequest};
use tempfile::TempDir;

/// The namespace and the service account that the console runs as.
const CONSOLE_ACCOUNT: (&str, &str) = ("kubeflow", "kfp-console");

/// A sandbox with the console behind its gateway.
///
/// The browser program is served when `KFP_CONSOLE_ASSETS` names its folder, as `cargo xtask test` does.
#[derive(Debug)]
pub struct Whole {
    /// The simulated Kubeflow.
    pub sandbox: Sandbox,
    /// The console.
    pub console: Console,
    tokens: ConsoleTokens,
}

impl Whole {
    /// Starts everything on free loopback ports, with the sample people, experiments and runs.
    ///
    /// # Errors
    /// When a part does not start.
    pub async fn start(era: LoginEra) -> Result<Self> {
        let mut config = SandboxConfig::default();
        config.login = era;
        Self::start_with(config).await
    }

    /// Starts everything around a sandbox of one's own kind.
    ///
    /// # Errors
    /// When a part does not start.
    pub async fn start_with(config: SandboxConfig) -> Result<Self> {
        let sandbox = Sandbox::start(config)
            .await
            .context("the sandbox does not start")?;
        let tokens = ConsoleTokens::project(&sandbox).await?;
        let kfp = format!("http://{}", sandbox.addresses().console_sidecar);
        let console = Console::start(tokens.console_config(&sandbox, &kfp)?)
            .await
            .context("the console does not start")?;
        sandbox.set_console(format!("http://{}", console.address()));
        Ok(Self {
            sandbox,
            console,
            tokens,
        })
    }

    /// Where the browser and the Python client enter, such as `http://127.0.0.1:41234`.
    pub fn gateway(&self) -> String {
        format!("http://{}", self.sandbox.addresses().gateway)
    }

    /// The folder with the console's own tokens, for tests that look whether one leaked.
    pub fn token_folder(&self) -> &Path {
        self.tokens.folder.path()
    }

    /// Stops everything.
    pub async fn stop(self) {
        self.console.shutdown().await;
        drop(self.tokens);
        self.sandbox.shutdown().await;
    }
}

/// The console's mounted tokens, kept fresh as the kubelet keeps them.
#[derive(Debug)]
pub struct ConsoleTokens {
    folder: TempDir,
    kfp: ProjectedToken,
    kubernetes: ProjectedToken,
}

impl ConsoleTokens {
    /// Mounts a token for KFP and one for Kubernetes.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub async fn project(sandbox: &Sandbox) -> Result<Self> {
        let folder = tempfile::tempdir().context("no folder for tokens")?;
        let (namespace, account) = CONSOLE_ACCOUNT;
        let for_kfp = TokenRequest::for_pipelines(namespace, account);
        let mut for_kubernetes = for_kfp.clone();
        for_kubernetes.audiences.clear();
        let kfp = sandbox
            .project_token(folder.path().join("kfp/token"), for_kfp)
            .await?;
        let kubernetes = sandbox
            .project_token(folder.path().join("kubernetes/token"), for_kubernetes)
            .await?;
        Ok(Self {
            folder,
            kfp,
            kubernetes,
        })
    }

    /// The configuration of a console with these tokens on free ports, which reaches KFP at `kfp`.
    ///
    /// # Errors
    /// When the console does not know a flag.
    pub fn console_config(&self, sandbox: &Sandbox, kfp: &str) -> Result<Config> {
        Config::from_flags(self.console_flags(sandbox, kfp))
            .context("the console does not take its flags")
    }

    /// The same as flags, for a console that is a program of its own.
    pub fn console_flags(&self, sandbox: &Sandbox, kfp: &str) -> Vec<String> {
        vec![
            "--listen=127.0.0.1:0".to_owned(),
            "--ops-listen=127.0.0.1:0".to_owned(),
            format!("--kfp-url={kfp}"),
            // The simulated KFP has no such limits, and a test wants to see what it has just changed behind the console.
            "--kfp-rate=1000".to_owned(),
            "--kfp-burst=1000".to_owned(),
            "--read-cache=0s".to_owned(),
            format!("--kfp-token-file={}", self.kfp.path().display()),
            format!("--kubernetes-url=http://{}", sandbox.addresses().kubernetes),
            format!(
                "--kubernetes-token-file={}",
                self.kubernetes.path().display()
            ),
            // Nobody has to notice that the console goes away.
            "--drain-delay=0ms".to_owned(),
        ]
    }

    /// What stands in the mounted files: nothing of it may appear in a log.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn secrets(&self) -> Result<Vec<String>> {
        [self.kfp.path(), self.kubernetes.path()]
            .into_iter()
            .map(|path| std::fs::read_to_string(path).context("a token cannot be read"))
            .collect()
    }
}
