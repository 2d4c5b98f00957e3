//! The whole with lines that can be cut.

use std::env;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use kfp_console::Console;
use kfp_console::config::UpstreamIdentity;
use kfp_sandbox::{LoginEra, Sandbox, SandboxConfig};

use crate::fixture::ConsoleTokens;
use crate::line::Line;

/// Where the built frontend is, for this program as for the console itself.
const ASSETS: &str = kfp_console::config::env::ASSETS;

/// What is started.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The gateway's login services.
    pub era: LoginEra,
    /// As whom the console calls KFP.
    pub identity: UpstreamIdentity,
    /// Whether the console's pod has a sidecar, which the sandbox plays.
    pub sidecar: bool,
    /// Whether the built frontend is served.
    pub frontend: bool,
    /// Whether the console reads names and older runs as fast as it can.
    pub quick_index: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            era: LoginEra::default(),
            identity: UpstreamIdentity::default(),
            sidecar: true,
            frontend: true,
            quick_index: false,
        }
    }
}

/// A running whole.
#[derive(Debug)]
pub struct Whole {
    /// The simulated Kubeflow.
    pub sandbox: Sandbox,
    /// From the gateway to the console.
    pub console_line: Line,
    /// From the console to `ml-pipeline`, or to the console's own sidecar before it.
    pub kfp_line: Line,
    console: Console,
    tokens: ConsoleTokens,
}

impl Whole {
    pub(super) async fn start(plan: &Plan) -> Result<Self> {
        let assets = plan.frontend.then(built_frontend).transpose()?;
        let mut config = SandboxConfig::default();
        config.login = plan.era;
        let sandbox = Sandbox::start(config)
            .await
            .context("the sandbox does not start")?;
        let tokens = ConsoleTokens::project(&sandbox).await?;
        let addresses = sandbox.addresses();
        let kfp_line = Line::to(if plan.sidecar {
            addresses.console_sidecar
        } else {
            addresses.ml_pipeline
        })
        .await?;
        let kfp = format!("http://{}", kfp_line.address());
        let mut config = tokens.console_config(&sandbox, &kfp)?;
        config.app.assets = assets;
        config.kfp.upstream_identity = plan.identity;
        if plan.quick_index {
            config.index.index_pace = Duration::from_millis(5);
            config.economy.kfp_background_rate = 1_000.0;
        }
        config.simulated = true;
        let console = Console::start(config)
            .await
            .context("the console does not start")?;
        let console_line = Line::to(console.address()).await?;
        sandbox.set_console(format!("http://{}", console_line.address()));
        Ok(Self {
            sandbox,
            console_line,
            kfp_line,
            console,
            tokens,
        })
    }

    /// Where a browser enters, such as `http://127.0.0.1:41234`.
    pub fn gateway(&self) -> String {
        format!("http://{}", self.sandbox.addresses().gateway)
    }

    /// The password of one of the sample people.
    ///
    /// # Errors
    /// When nobody of that name can sign in.
    pub fn password_of(&self, user: &str) -> Result<&str> {
        let person = self
            .sandbox
            .people()
            .iter()
            .find(|person| person.user == user);
        Ok(&person
            .with_context(|| format!("{user} cannot sign in"))?
            .password)
    }

    pub(super) async fn stop(self) {
        // An idle connection that is kept open would be waited for.
        drop((self.console_line, self.kfp_line));
        self.console.shutdown().await;
        drop(self.tokens);
        self.sandbox.shutdown().await;
    }
}

fn built_frontend() -> Result<PathBuf> {
    let folder = match env::var_os(ASSETS) {
        Some(folder) => folder.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../frontend/dist"),
    };
    if !folder.join("index.html").is_file() {
        bail!(
            "the frontend is not built in {}: run `cargo xtask build-frontend`, or name its folder in {ASSETS}",
            folder.display()
        );
    }
    Ok(folder)
}
