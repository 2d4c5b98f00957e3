//! The commands of `docs/connect.md`, as they stand there.

use std::process::Stdio;

use tokio::process::Command;

use crate::program::{OWN, Rig};

const GUIDE: &str = include_str!("../../../../docs/connect.md");

/// The lines of its shell blocks.
fn commands() -> Vec<&'static str> {
    let mut inside = false;
    GUIDE
        .lines()
        .filter(|line| {
            if line.starts_with("```") {
                inside = *line == "```sh";
                return false;
            }
            inside
        })
        .collect()
}

#[tokio::test]
async fn every_command_of_the_guide_works() {
    let rig = Rig::start().await;
    let gateway = format!("http://{}", rig.sandbox.addresses().gateway);
    let cookie =
        crate::session::sign_in(rig.sandbox.addresses().gateway, "jbpark8@example.com").await;
    std::fs::create_dir(rig.folder.path().join(".config")).unwrap();
    std::fs::write(rig.path(".config/kubeflow-cookie"), cookie).unwrap();
    let run = rig
        .run(&[
            "runs",
            "ls",
            "--state",
            "succeeded",
            "--limit",
            "1",
            "-o",
            "name",
        ])
        .await;
    let run = run.ok().trim().to_owned();
    assert_eq!(commands().len(), 7, "{:?}", commands());
    for command in commands() {
        let line = command
            .replace("https://GATEWAY", &gateway)
            .replace("~/", &format!("{}/", rig.folder.path().display()))
            .replace("RUN", &run)
            .replace("team-vision", OWN);
        // There is no cluster here to apply it to.
        let line = line.trim_end_matches(" | kubectl apply -f -");
        let mut words = line.split_whitespace();
        assert_eq!(words.next(), Some("kfpc"), "{command}");
        let done = Command::new(env!("CARGO_BIN_EXE_kfpc"))
            .args(words)
            .env_clear()
            .env("HOME", rig.folder.path())
            .env(
                "KF_PIPELINES_ENDPOINT",
                format!("http://{}", rig.sandbox.addresses().console_sidecar),
            )
            .env("KF_PIPELINES_SA_TOKEN_PATH", rig.path("token"))
            .env("KFP_NAMESPACE", OWN)
            .stdin(Stdio::null())
            .output()
            .await
            .unwrap();
        assert!(done.status.success(), "{command}: {done:#?}");
        assert!(!done.stdout.is_empty(), "{command}: {done:#?}");
    }
}
