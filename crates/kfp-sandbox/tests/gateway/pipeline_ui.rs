//! Logs and artifacts through ml-pipeline-ui.

use std::collections::BTreeSet;
use std::time::Duration;

use kfp_sandbox::{Clock, KubernetesUser, LoginEra, SandboxConfig};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::browser::{Jar, Reply, get, send, sign_in};
use crate::rig::{HOST, Rig};

const METRICS: &str = include_str!("../../data/pipelines/metrics.yaml");
const NAMESPACE: &str = "kubeflow-jbpark8";

/// A run of the pipeline with all kinds of artifacts that has come to its end.
struct Ended {
    rig: Rig,
    /// The session of the namespace's owner.
    owner: Jar,
    run: String,
    pods: Vec<String>,
}

impl Ended {
    async fn start() -> Self {
        let mut config = SandboxConfig::default();
        config.login = LoginEra::Oauth2Proxy;
        config.clock = Clock::stepped(datetime!(2026-11-25 12:00 UTC));
        let rig = Rig::start_with(config).await;
        let owner = sign_in(rig.gateway(), "jbpark8@example.com").await;
        let run = create(&rig, &owner).await;
        rig.sandbox.advance(Duration::from_hours(2)).await;
        let owner = sign_in(rig.gateway(), "jbpark8@example.com").await;
        let pods = pods(&rig, &run).await;
        Self {
            rig,
            owner,
            run,
            pods,
        }
    }

    async fn get(&self, jar: &Jar, path: &str, query: &[(&str, &str)]) -> Reply {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(query)
            .finish();
        let url = format!("/pipeline{path}?{query}");
        get(self.rig.gateway(), &url, &[("Cookie", &jar.header())]).await
    }

    /// The keys of the run's artifacts: its logs say where they lie.
    async fn artifacts(&self) -> BTreeSet<String> {
        let mut artifacts = BTreeSet::new();
        for pod in &self.pods {
            let query = [("podname", pod.as_str()), ("podnamespace", NAMESPACE)];
            let log = self.get(&self.owner, "/k8s/pod/logs", &query).await;
            assert_eq!(log.status, 200, "{}", log.lossy());
            for line in log.text().lines() {
                let told = line.split_once(" -> minio://mlpipeline/");
                artifacts.extend(told.map(|(_, key)| key.to_owned()));
            }
        }
        artifacts
    }
}

async fn create(rig: &Rig, owner: &Jar) -> String {
    let url = format!("/pipeline/apis/v2beta1/experiments?namespace={NAMESPACE}&page_size=1");
    let experiments = get(rig.gateway(), &url, &[("Cookie", &owner.header())]).await;
    let experiments: Value = serde_json::from_slice(&experiments.body).unwrap();
    let spec: Value = serde_saphyr::from_str(METRICS).unwrap();
    let body = json!({
        "display_name": "metrics",
        "experiment_id": experiments["experiments"][0]["experiment_id"],
        "pipeline_spec": spec,
    });
    let headers = [
        ("Host".to_owned(), HOST.to_owned()),
        ("Cookie".to_owned(), owner.header()),
        ("Content-Type".to_owned(), "application/json".to_owned()),
    ];
    let url = "/pipeline/apis/v2beta1/runs";
    let created = send(
        rig.gateway(),
        "POST",
        url,
        &headers,
        body.to_string().into_bytes(),
    )
    .await;
    assert_eq!(created.status, 200, "{}", created.lossy());
    let created: Value = serde_json::from_slice(&created.body).unwrap();
    created["run_id"].as_str().unwrap().to_owned()
}

async fn pods(rig: &Rig, run: &str) -> Vec<String> {
    let administrator = KubernetesUser::User {
        name: "admin".to_owned(),
        uid: String::new(),
        groups: vec!["system:masters".to_owned()],
    };
    let token = rig.sandbox.kubernetes_token(&administrator);
    let url = format!("/api/v1/namespaces/{NAMESPACE}/pods?labelSelector=pipeline%2Frunid%3D{run}");
    let bearer = format!("Bearer {token}");
    let pods = get(
        rig.sandbox.addresses().kubernetes,
        &url,
        &[("Authorization", &bearer)],
    )
    .await;
    let pods: Value = serde_json::from_slice(&pods.body).unwrap();
    let pods = pods["items"].as_array().unwrap().iter();
    pods.map(|pod| pod["metadata"]["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn artifacts_are_real_small_files() {
    let ended = Ended::start().await;
    let artifacts = ended.artifacts().await;
    let fetch = async |key: &str, more: &[(&str, &str)]| {
        let mut query = vec![
            ("source", "minio"),
            ("bucket", "mlpipeline"),
            ("key", key),
            ("namespace", NAMESPACE),
        ];
        query.extend(more);
        let file = ended.get(&ended.owner, "/artifacts/get", &query).await;
        assert_eq!(file.status, 200, "{key}: {}", file.lossy());
        assert_eq!(file.headers.get("content-type"), None, "{key}");
        file
    };
    assert_eq!(artifacts.len(), 6, "{artifacts:?}");
    let mut matrices = 0;
    for key in &artifacts {
        let file = fetch(key, &[]).await;
        let text = file.lossy().to_lowercase();
        assert!(text.contains("simulated"), "{key}: {text}");
        matrices += usize::from(text.contains("confusionmatrix"));
        let begin = fetch(key, &[("peek", "9")]).await;
        assert_eq!(begin.body, file.body[..9], "{key}");
        let path = format!("/artifacts/minio/mlpipeline/{key}");
        let whole = ended
            .get(&ended.owner, &path, &[("namespace", NAMESPACE)])
            .await;
        assert_eq!(
            (whole.status.as_u16(), whole.body),
            (200, file.body),
            "{key}"
        );
    }
    assert!(matrices > 0, "{artifacts:?}");
    ended.rig.sandbox.shutdown().await;
}

#[tokio::test]
async fn artifacts_are_for_those_who_may_look_into_their_namespace() {
    let ended = Ended::start().await;
    let viewer = sign_in(ended.rig.gateway(), "viewer@example.com").await;
    let artifacts = ended.artifacts().await;
    let key = artifacts.first().unwrap().as_str();
    let long = "k/".repeat(600);
    for (jar, key, namespace, status, says) in [
        (&ended.owner, key, NAMESPACE, 200, ""),
        (
            &viewer,
            key,
            NAMESPACE,
            403,
            "not authorized to GET VIEWERS",
        ),
        // An honest namespace, and another's object.
        (&viewer, key, "team-vision", 403, "does not belong"),
        (
            &viewer,
            "v2/artifacts/none",
            "team-vision",
            403,
            "does not belong",
        ),
        (
            &viewer,
            "private-artifacts/team-vision/none",
            "team-vision",
            404,
            "",
        ),
        (
            &viewer,
            "private-artifacts/team-vision/../none",
            "team-vision",
            403,
            "does not belong",
        ),
        (&viewer, long.as_str(), "team-vision", 500, "too long"),
        (&viewer, "", "team-vision", 500, "missing"),
        (&viewer, key, "", 400, "namespace"),
        (&viewer, key, "Team/Vision", 400, "namespace"),
    ] {
        let query = [
            ("source", "minio"),
            ("bucket", "mlpipeline"),
            ("key", key),
            ("namespace", namespace),
        ];
        let answer = ended.get(jar, "/artifacts/get", &query).await;
        assert_eq!(
            answer.status,
            status,
            "{key} {namespace}: {}",
            answer.lossy()
        );
        assert!(
            answer.lossy().contains(says),
            "{key} {namespace}: {}",
            answer.lossy()
        );
    }
    let twice = [("namespace", "team-vision"), ("namespace", NAMESPACE)];
    let answer = ended.get(&viewer, "/artifacts/get", &twice).await;
    assert_eq!(answer.status, 400);
    ended.rig.sandbox.shutdown().await;
}

#[tokio::test]
async fn logs_outlive_their_pods() {
    let ended = Ended::start().await;
    let viewer = sign_in(ended.rig.gateway(), "viewer@example.com").await;
    let pod = ended.pods[0].as_str();
    let query = [
        ("podname", pod),
        ("podnamespace", NAMESPACE),
        ("runid", &ended.run),
    ];
    let live = ended.get(&ended.owner, "/k8s/pod/logs", &query).await;
    assert_eq!(live.status, 200, "{}", live.lossy());
    assert!(!live.body.is_empty());
    // After a day the cluster has swept.
    ended.rig.sandbox.advance(Duration::from_hours(25)).await;
    let owner = sign_in(ended.rig.gateway(), "jbpark8@example.com").await;
    let archived = ended.get(&owner, "/k8s/pod/logs", &query).await;
    assert_eq!(
        (archived.status.as_u16(), &archived.body),
        (200, &live.body)
    );
    let lost = ended.get(&owner, "/k8s/pod/logs", &query[..2]).await;
    assert_eq!(lost.status, 500);
    assert!(lost.text().starts_with("Could not get main container logs"));
    let elsewhere = [
        ("podname", pod),
        ("podnamespace", "team-vision"),
        ("runid", &ended.run),
    ];
    let elsewhere = ended.get(&viewer, "/k8s/pod/logs", &elsewhere).await;
    assert_ne!(elsewhere.status, 200);
    let unnamed = ended.get(&owner, "/k8s/pod/logs", &query[1..]).await;
    assert_eq!(unnamed.status, 400);
    ended.rig.sandbox.shutdown().await;
}
