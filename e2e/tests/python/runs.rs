//! What the client writes appears in the console.

use std::fs;
use std::path::{Path, PathBuf};

use e2e::fixture::Whole;
use e2e::python::{Client, sign_in};
use kfp_sandbox::LoginEra;

use super::{NAMESPACE, OWNER};

const EXPERIMENT: &str = "From a laptop";

/// The compiled pipelines that the sandbox is seeded from, less the one that is broken on purpose.
fn compiled_pipelines() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/kfp-sandbox/data/pipelines");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the sandbox's pipelines")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .filter(|path| !path.ends_with("multiline_default_broken.yaml"))
        .collect();
    files.sort();
    assert!(files.len() > 10, "{files:?}");
    files
}

#[tokio::test]
async fn every_compiled_pipeline_can_be_uploaded_through_the_gateway() {
    let whole = Whole::start(LoginEra::Authservice)
        .await
        .expect("everything starts");
    let cookie = sign_in(&whole.sandbox, OWNER).await.expect("a session");
    let mut client = Client::at(format!("{}/pipeline", whole.gateway()))
        .cookie(&cookie)
        .namespace(NAMESPACE);
    let mut names = Vec::new();
    for file in compiled_pipelines() {
        let name = format!(
            "uploaded {}",
            file.file_stem().expect("a name").to_string_lossy()
        );
        client = client.upload(&file, &name, NAMESPACE);
        names.push(name);
    }
    let uploaded = client.values().await.expect("every upload returns");
    assert_eq!(uploaded.len(), names.len());
    for (pipeline, name) in uploaded.iter().zip(&names) {
        assert_eq!(pipeline["name"], *name);
        assert_eq!(pipeline["namespace"], NAMESPACE);
        assert!(pipeline["pipeline_id"].is_string(), "{pipeline}");
    }
    whole.stop().await;
}

#[tokio::test]
async fn a_run_created_through_the_gateway_appears_through_the_console() {
    let whole = Whole::start(LoginEra::Authservice)
        .await
        .expect("everything starts");
    let cookie = sign_in(&whole.sandbox, OWNER).await.expect("a session");
    let hello = compiled_pipelines()
        .into_iter()
        .find(|file| file.ends_with("hello.yaml"))
        .expect("hello.yaml");

    let created = Client::at(format!("{}/pipeline", whole.gateway()))
        .cookie(&cookie)
        .namespace(NAMESPACE)
        .create_run(&hello, "hello from a laptop", EXPERIMENT, NAMESPACE)
        .values()
        .await
        .expect("a run");

    let seen = Client::at(format!("{}/kfp-console", whole.gateway()))
        .cookie(&cookie)
        .namespace(NAMESPACE)
        .experiments(NAMESPACE)
        .runs(NAMESPACE)
        .values()
        .await
        .expect("both lists");
    let experiments = seen[0].as_array().expect("experiments");
    let experiment = experiments
        .iter()
        .find(|e| e[1] == EXPERIMENT)
        .expect("the new experiment");
    let runs = seen[1].as_array().expect("runs");
    let run = runs
        .iter()
        .find(|run| run[0] == created[0]["run_id"])
        .expect("the new run");
    assert_eq!(run[1], "hello from a laptop");
    assert_eq!(run[2], experiment[0]);
    whole.stop().await;
}
