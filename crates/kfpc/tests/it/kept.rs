//! What a server does not keep, or keeps otherwise.

use kfp_sandbox::Switch;

use crate::program::Rig;
use crate::uploads::{case, changed, compiled};

/// K34: a server reads the first document of a package alone.
#[tokio::test]
async fn settings_for_kubernetes_that_are_lost_are_told() {
    let rig = Rig::start().await;
    let package = case("K34.yaml");
    for is_old in [true, false] {
        rig.sandbox.faults().set(Switch::KfpAlpha, is_old);
        let name = format!("of an old server: {is_old}");
        let upload = [
            "pipelines",
            "upload",
            &package,
            "--name",
            &name,
            "-o",
            "name",
        ];
        let uploaded = rig.run(&upload).await;
        let id = uploaded.ok().trim();
        let more = rig.run(&["versions", "upload", id, &package]).await;
        more.ok();
        for done in [&uploaded, &more] {
            for words in [
                "did not keep the settings for Kubernetes",
                "say (imagePullPolicy, secretAsVolume)",
            ] {
                assert_eq!(done.words.contains(words), is_old, "{words}: {done:?}");
            }
        }
    }
    let started = rig.run(&["runs", "create", &package]).await;
    started.ok();
    assert!(!started.words.contains("did not keep"), "{started:?}");
}

/// K74: a run that names one version and runs the steps of another.
#[tokio::test]
async fn steps_of_another_version_are_told() {
    let rig = Rig::start().await;
    let older = compiled("hello.yaml");
    let newer = changed(&rig, "hello.yaml", "python:3.11-slim", "example/newer:2");
    let upload = ["pipelines", "upload", &older, "--name", "two", "-o", "name"];
    let id = rig.run(&upload).await.ok().trim().to_owned();
    let upload = ["versions", "upload", &id, &newer, "--name", "b"];
    rig.run(&upload).await.ok();
    for is_wrong in [true, false] {
        let faults = rig.sandbox.faults();
        faults.set(Switch::KfpRunsFirstVersion, is_wrong);
        let create = ["runs", "create", "--pipeline", &id, "--version", "b"];
        let made = rig.run(&[&create[..], &["-o", "name"]].concat()).await;
        let run = made.ok().trim();
        let seen = rig.run(&["runs", "get", run]).await;
        seen.ok();
        for done in [&made, &seen] {
            let words = "not in what it runs: greet (example/newer:2)";
            assert_eq!(done.words.contains(words), is_wrong, "{done:?}");
        }
    }
}
