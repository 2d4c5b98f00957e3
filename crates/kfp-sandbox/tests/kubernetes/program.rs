//! The program kubectl.

use std::io::Write;
use std::process::Stdio;

use kfp_sandbox::{KubernetesUser, Sandbox};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::rig::NAMESPACE;

/// kubectl as somebody.
#[derive(Debug)]
pub struct Kubectl {
    folder: tempfile::TempDir,
}

/// Whether there is a kubectl; says so if not.
pub fn is_here() -> bool {
    let found = std::process::Command::new("kubectl")
        .args(["version", "--client"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let is_here = found.is_ok_and(|status| status.success());
    if !is_here {
        eprintln!(
            "SKIPPED: no kubectl on the path; on Debian it is in the package kubernetes-client"
        );
    }
    is_here
}

impl Kubectl {
    pub fn of(sandbox: &Sandbox, who: &KubernetesUser) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = sandbox.kubeconfig(who, NAMESPACE);
        std::fs::write(folder.path().join("config"), config).unwrap();
        Self { folder }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("kubectl");
        command
            .args(arguments)
            .env("KUBECONFIG", self.folder.path().join("config"))
            .env("KUBECACHEDIR", self.folder.path().join("cache"))
            .env("HOME", self.folder.path())
            .kill_on_drop(true);
        command
    }

    /// Runs it to its end: whether it went well, and what it said.
    async fn run(&self, arguments: &[&str]) -> (bool, String) {
        let output = self.command(arguments).output().await.unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    }

    pub async fn ok(&self, arguments: &[&str]) -> String {
        let (is_ok, said) = self.run(arguments).await;
        assert!(is_ok, "kubectl {}: {said}", arguments.join(" "));
        said
    }

    pub async fn fails(&self, arguments: &[&str]) -> String {
        let (is_ok, said) = self.run(arguments).await;
        assert!(!is_ok, "kubectl {}: {said}", arguments.join(" "));
        said
    }

    /// A file for `-f`.
    pub fn file(&self, text: &str) -> String {
        let path = self.folder.path().join("object.yaml");
        let mut file = std::fs::File::create(&path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Starts it and leaves its lines to be read.
    pub fn start(
        &self,
        arguments: &[&str],
    ) -> (
        Child,
        tokio::io::Lines<BufReader<tokio::process::ChildStdout>>,
    ) {
        let mut child = self
            .command(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        (child, lines)
    }
}
