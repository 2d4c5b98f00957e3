//! The whole, in this process.

use anyhow::Result;
use kfp_sandbox::{LoginEra, Sandbox, SandboxConfig};

/// A sandbox with the console behind its gateway.
#[derive(Debug)]
pub struct Whole {
    /// The simulated Kubeflow.
    pub sandbox: Sandbox,
}

impl Whole {
    /// Starts everything on free loopback ports.
    ///
    /// # Errors
    /// When a part does not start.
    pub async fn start(era: LoginEra) -> Result<Self> {
        let mut config = SandboxConfig::default();
        config.login = era;
        Ok(Self {
            sandbox: Sandbox::start(config).await?,
        })
    }

    /// Stops everything.
    pub async fn stop(self) {
        self.sandbox.shutdown().await;
    }
}
