//! The sandbox and the console of one demo.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use kfp_sandbox::{
    LoginEra, ProjectedToken, Sandbox, SandboxConfig, SandboxError, Storage, TokenRequest,
};

use super::{DemoConfig, DemoError, Login, schedules};
use crate::{Config, Console, random};

/// A demo that serves.
pub(super) struct Running {
    sandbox: Sandbox,
    console: Console,
    tokens: [ProjectedToken; 2],
    folder: Folder,
}

impl Running {
    /// Starts the sandbox, projects the console's tokens, starts the console, and tells the gateway where it is.
    pub(super) async fn start(config: &DemoConfig, gateway: SocketAddr) -> Result<Self, DemoError> {
        let is_kept = config.data.as_ref().is_some_and(|file| file.exists());
        let sandbox = Sandbox::start(sandbox_config(config, gateway))
            .await
            .map_err(of_sandbox)?;
        schedules::add(&sandbox, is_kept).await?;
        let folder = Folder::make()?;
        let kfp_token = folder.0.join("kfp-token");
        let kubernetes_token = folder.0.join("kubernetes-token");
        let account = |audiences: Vec<String>| TokenRequest {
            audiences,
            ..TokenRequest::for_pipelines("kubeflow", "kfp-console")
        };
        let audience = vec![kfp_core::credentials::TOKEN_AUDIENCE.to_owned()];
        let tokens = [
            sandbox
                .project_token(&kfp_token, account(audience))
                .await
                .map_err(of_sandbox)?,
            sandbox
                .project_token(&kubernetes_token, account(Vec::new()))
                .await
                .map_err(of_sandbox)?,
        ];
        let files = [&kfp_token, &kubernetes_token].map(PathBuf::as_path);
        let console = console_config(config, &sandbox, files)?;
        let console = Console::start(console)
            .await
            .map_err(|error| DemoError::Console(error.into()))?;
        sandbox.set_console(format!("http://{}", console.address()));
        Ok(Self {
            sandbox,
            console,
            tokens,
            folder,
        })
    }

    /// The gateway's address, as a browser needs it.
    pub(super) fn gateway(&self) -> SocketAddr {
        self.sandbox.addresses().gateway
    }

    /// The person whose namespace the demo shows first, with the password.
    pub(super) fn owner(&self) -> Option<(&str, &str)> {
        self.sandbox
            .people()
            .first()
            .map(|person| (person.user.as_str(), person.password.as_str()))
    }

    /// What is printed once everything serves.
    pub(super) fn greeting(&self) -> String {
        let mut text = format!(
            "\nKFP Console: http://{}{}\n\n\
             Everything behind it is simulated: no cluster, no container ever runs. Only the console is real.\n\n\
             Sign in as\n",
            self.gateway(),
            crate::config::Prefix::default()
        );
        for person in self.sandbox.people() {
            writeln!(
                text,
                "  {:24} password {:12} {}",
                person.user, person.password, person.what
            )
            .expect("writing into a string cannot fail");
        }
        text.push_str("\nCtrl-C ends it.\n");
        text
    }

    /// Stops the console, then what renews its tokens, then the sandbox, which waits for the renewal.
    pub(super) async fn stop(self) {
        self.console.shutdown().await;
        drop(self.tokens);
        drop(self.folder);
        self.sandbox.shutdown().await;
    }
}

fn sandbox_config(config: &DemoConfig, gateway: SocketAddr) -> SandboxConfig {
    let mut sandbox = SandboxConfig::default();
    sandbox.listen.gateway = gateway;
    sandbox.login = match config.login {
        Login::Authservice => LoginEra::Authservice,
        Login::Oauth2Proxy => LoginEra::Oauth2Proxy,
    };
    if let Some(file) = &config.data {
        sandbox.storage = Storage::File(file.clone());
    }
    sandbox
}

/// The console as it would be configured in a cluster, but for its addresses.
fn console_config(
    config: &DemoConfig,
    sandbox: &Sandbox,
    [kfp_token, kubernetes_token]: [&Path; 2],
) -> Result<Config, DemoError> {
    let addresses = sandbox.addresses();
    let flags = [
        "--listen=127.0.0.1:0".to_owned(),
        "--ops-listen=127.0.0.1:0".to_owned(),
        "--prefix=/kfp-console/".to_owned(),
        format!("--kfp-url=http://{}", addresses.console_sidecar),
        format!("--kfp-token-file={}", kfp_token.display()),
        // The simulated KFP has no such limits.
        "--kfp-rate=1000".to_owned(),
        "--kfp-burst=100".to_owned(),
        "--upstream-identity=service-account".to_owned(),
        format!("--kubernetes-url=http://{}", addresses.kubernetes),
        format!("--kubernetes-token-file={}", kubernetes_token.display()),
        "--userid-header=kubeflow-userid".to_owned(),
        "--userid-prefix=".to_owned(),
        "--peer-verification=required".to_owned(),
        "--drain-delay=0s".to_owned(),
        "--drain-timeout=2s".to_owned(),
    ];
    let mut console =
        Config::from_flags(flags).map_err(|error| DemoError::Console(error.into()))?;
    console.app.assets.clone_from(&config.assets);
    console.simulated = true;
    Ok(console)
}

fn of_sandbox(error: SandboxError) -> DemoError {
    match error {
        SandboxError::Bind { address, .. } if address.port() != 0 => DemoError::PortTaken {
            port: address.port(),
        },
        error => DemoError::Sandbox(error.into()),
    }
}

/// A folder that only this user can read and that goes with the demo.
struct Folder(PathBuf);

impl Folder {
    fn make() -> Result<Self, DemoError> {
        let path = std::env::temp_dir().join(format!("kfp-console-demo-{}", random::hex::<8>()));
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path).map_err(|source| DemoError::Io {
            what: "making a folder for tokens",
            source,
        })?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "the folder of the demo's tokens could not be removed");
        }
    }
}
