//! A sandbox, and a console whose ways lead over lines.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kfp_console::{Config, Console};
use kfp_sandbox::{KubernetesUser, Sandbox, SandboxConfig, TokenRequest};
use serde_json::Value;
use tempfile::TempDir;

use crate::browser::get;
use crate::line::Line;
use crate::log;
use crate::support::{Answer, GATEWAY, flags};

/// The console is back so soon after a fault has ended.
const BACK: Duration = Duration::from_secs(5);
const USER: &str = "jbpark8@example.com";
/// A list with something in its query that nobody may find in a log.
const LIST: &str = "/apis/v2beta1/runs?namespace=kubeflow-jbpark8&page_size=5";
const SECRET: &str = "s3cr3t-of-the-browser";

/// A console in a simulated Kubeflow.
pub(crate) struct Rig {
    pub(crate) sandbox: Sandbox,
    pub(crate) to_kfp: Line,
    pub(crate) to_kubernetes: Line,
    console: Console,
    folder: TempDir,
    secrets: Vec<String>,
}

impl Rig {
    /// Flags come after the usual ones, and the last one of a name wins.
    pub(crate) async fn start(flags: &[&str]) -> Self {
        log::keep();
        let sandbox = Sandbox::start(SandboxConfig::default())
            .await
            .expect("a sandbox");
        let folder = tempfile::tempdir().expect("a folder");
        let to_kfp = Line::to(sandbox.addresses().console_sidecar).await;
        let to_kubernetes = Line::to(sandbox.addresses().kubernetes).await;
        let mut secrets = vec![SECRET.to_owned()];
        for (name, audience) in [("kfp", "pipelines.kubeflow.org"), ("kubernetes", "")] {
            let token = token(&sandbox, audience);
            std::fs::write(folder.path().join(name), &token).expect("written");
            secrets.push(token);
        }
        std::fs::write(folder.path().join("ca"), authority(&sandbox)).expect("written");
        let file = |name: &str| folder.path().join(name).display().to_string();
        let mut all = vec![
            "--listen=127.0.0.1:0".to_owned(),
            "--ops-listen=127.0.0.1:0".to_owned(),
            format!("--kfp-url=http://{}", to_kfp.address),
            format!("--kfp-token-file={}", file("kfp")),
            format!("--kubernetes-url=https://{}", to_kubernetes.address),
            format!("--kubernetes-token-file={}", file("kubernetes")),
            format!("--kubernetes-ca-file={}", file("ca")),
            // Nothing that was kept hides what goes wrong, and nothing waits in line.
            "--kfp-rate=1000".to_owned(),
            "--kfp-burst=1000".to_owned(),
            "--read-cache=0s".to_owned(),
            "--review-cache=0s".to_owned(),
            "--kfp-retries=0".to_owned(),
            "--drain-delay=0s".to_owned(),
        ];
        flags::set(&mut all, flags);
        let config = Config::from_flags(all).expect("flags");
        let console = Console::start(config).await.expect("a console");
        let rig = Self {
            sandbox,
            to_kfp,
            to_kubernetes,
            console,
            folder,
            secrets,
        };
        assert_eq!(rig.ask().await.status, 200, "before anything goes wrong");
        rig
    }

    /// The file of the console's token for KFP.
    pub(crate) fn token_file(&self) -> PathBuf {
        self.folder.path().join("kfp")
    }

    /// Another token for KFP.
    pub(crate) fn new_token(&mut self) -> String {
        let token = token(&self.sandbox, "pipelines.kubeflow.org");
        self.secrets.push(token.clone());
        token
    }

    /// One list, as a browser asks for it.
    pub(crate) async fn ask(&self) -> Answer {
        let headers = [
            ("kubeflow-userid", USER),
            ("x-forwarded-client-cert", GATEWAY),
            ("cookie", SECRET),
            ("authorization", SECRET),
        ];
        let path = format!("{LIST}&unknown={SECRET}");
        get(self.console.address(), &path, &headers).await
    }

    /// What the console answers while something goes wrong. Also then it is alive, and no answer tells a secret.
    pub(crate) async fn fails(&self, name: &str, status: u16, code: &str) {
        let answer = self.ask().await;
        assert_eq!(
            answer.problem(),
            (status, code.to_owned()),
            "{name}: {}",
            answer.text()
        );
        self.tells_nothing(name, &answer.text());
        let alive = get(self.console.ops_address(), "/healthz", &[]).await;
        assert_eq!(alive.status, 200, "{name}");
    }

    /// The fault has just ended: waits until everything works as before.
    pub(crate) async fn is_back(&self, name: &str) {
        let ended = Instant::now();
        let mut again = tokio::time::interval(Duration::from_millis(20));
        loop {
            let answer = self.ask().await;
            if answer.status == 200 {
                break;
            }
            let waited = ended.elapsed();
            assert!(waited < BACK, "{name}: {waited:?}: {}", answer.text());
            again.tick().await;
        }
        self.tells_nothing(name, &log::text());
    }

    fn tells_nothing(&self, name: &str, text: &str) {
        for secret in &self.secrets {
            // Of a token its claims are as telling as its end.
            for part in secret.split('.').filter(|part| part.len() > 8) {
                let line = text.lines().find(|line| line.contains(part));
                let line = line.map(|line| line.replace(part, "…"));
                assert_eq!(line, None, "{name}: a secret is told");
            }
        }
    }
}

fn token(sandbox: &Sandbox, audience: &str) -> String {
    let mut request = TokenRequest::for_pipelines("kubeflow", "kfp-console");
    request.audiences = [audience.to_owned()]
        .into_iter()
        .filter(|audience| !audience.is_empty())
        .collect();
    sandbox.mint_token(&request)
}

/// The certificate of the authority of the sandbox's Kubernetes, in PEM.
fn authority(sandbox: &Sandbox) -> Vec<u8> {
    let config = sandbox.kubeconfig(&KubernetesUser::administrator(), "default");
    let config: Value = serde_json::from_str(&config).expect("JSON");
    let text = config["clusters"][0]["cluster"]["certificate-authority-data"]
        .as_str()
        .expect("an authority");
    STANDARD.decode(text).expect("base64")
}
