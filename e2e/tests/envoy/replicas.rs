//! Nothing depends on which replica answers.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use e2e::envoy::send;
use kfp_sandbox::KubernetesUser;
use serde_json::{Value, json};

use crate::fleet::{Fleet, escaped};
use crate::platform::{FOREIGN_EXPERIMENTS, OWNER};

const EXPERIMENTS: &str = "/apis/v2beta1/experiments?namespace=kubeflow-jbpark8&page_size=2";
/// For how long a right or an answer is kept here.
const KEPT: Duration = Duration::from_secs(1);
/// What was found out a moment before a change may be put away a moment after it.
const MOMENT: Duration = Duration::from_secs(1);

fn ids(page: &Value) -> Vec<&str> {
    let rows = page["experiments"].as_array().into_iter().flatten();
    rows.filter_map(|row| row["experiment_id"].as_str())
        .collect()
}

#[tokio::test]
async fn a_page_token_is_good_at_every_replica_that_has_the_key_and_at_no_other() -> Result<()> {
    let key = "one key for both of these replicas, long enough";
    let other = "another key, of a console that is somebody else's";
    let fleet = Fleet::start_with_keys(&[key, key, other], &[]).await?;
    let first = fleet.get_at(0, OWNER, EXPERIMENTS).await?.json()?;
    let token = first["next_page_token"].as_str().context("one page")?;
    let next = format!("{EXPERIMENTS}&page_token={}", escaped(token));
    let expected = fleet.get_at(0, OWNER, &next).await?.json()?;
    let second = fleet.get_at(1, OWNER, &next).await?;
    assert_eq!(second.status, 200, "{}", second.text());
    let second = second.json()?;
    assert_eq!(ids(&second), ids(&expected));
    assert_ne!(ids(&second), ids(&first));
    // The token of the second page, made by the other one, leads on at the first.
    let token = second["next_page_token"].as_str().context("two pages")?;
    let next_but_one = format!("{EXPERIMENTS}&page_token={}", escaped(token));
    assert_eq!(
        fleet.get_at(0, OWNER, &next_but_one).await?.status,
        200,
        "{token}"
    );
    let refused = fleet.get_at(2, OWNER, &next).await?;
    assert_eq!(refused.status, 400, "{}", refused.text());
    fleet.stop().await
}

#[tokio::test]
async fn a_session_is_the_same_at_all_of_them() -> Result<()> {
    let fleet = Fleet::start(2, &[]).await?;
    let route = "/api/session";
    let before = [
        fleet.answered(0, route).await?,
        fleet.answered(1, route).await?,
    ];
    for _ in 0..10 {
        let session = fleet.get("/kfp-console/api/session").await?;
        assert_eq!(session.status, 200, "{}", session.text());
        assert_eq!(session.json()?["user"], OWNER);
    }
    // Each in its turn: with two different requests in the loop, each of them would always meet the same replica.
    for _ in 0..4 {
        let foreign = fleet.get(FOREIGN_EXPERIMENTS).await?;
        assert_eq!(foreign.status, 403, "{}", foreign.text());
    }
    for (replica, before) in before.into_iter().enumerate() {
        let answered = fleet.answered(replica, route).await? - before;
        assert!(answered > 0, "replica {replica} was never chosen");
    }
    fleet.stop().await
}

/// Changes the platform at its Kubernetes API.
async fn at_kubernetes(fleet: &Fleet, method: &str, url: &str, body: &Value) -> Result<Value> {
    let token = fleet
        .sandbox
        .kubernetes_token(&KubernetesUser::administrator());
    let bearer = format!("Bearer {token}");
    let headers = [
        ("Host", "kubernetes.default.svc"),
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/json"),
    ];
    let to = fleet.sandbox.addresses().kubernetes;
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let reply = send(to, method, url, &headers, body).await?;
    assert!(reply.status.is_success(), "{}", reply.text());
    reply.json()
}

#[tokio::test]
async fn a_role_that_is_taken_away_is_gone_everywhere_within_the_seconds_promised() -> Result<()> {
    let user = "newcomer@example.com";
    let kept = format!("--review-cache={}s", KEPT.as_secs());
    let fleet = Fleet::start(2, &[kept.as_str()]).await?;
    let bindings = "/apis/rbac.authorization.k8s.io/v1/namespaces/kubeflow-jbpark8/rolebindings";
    let binding = json!({
        "metadata": {"name": "for-a-while"},
        "subjects": [{"kind": "User", "name": user}],
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "kubeflow-view"},
    });
    at_kubernetes(&fleet, "POST", bindings, &binding).await?;
    for replica in [0, 1] {
        let reply = fleet.get_at(replica, user, EXPERIMENTS).await?;
        assert_eq!(reply.status, 200, "{}", reply.text());
    }
    let binding = format!("{bindings}/for-a-while");
    at_kubernetes(&fleet, "DELETE", &binding, &Value::Null).await?;
    let gone = Instant::now();
    let mut refused = [false, false];
    while refused != [true, true] {
        for (replica, refused) in refused.iter_mut().enumerate() {
            let began = gone.elapsed();
            let reply = fleet.get_at(replica, user, EXPERIMENTS).await?;
            match reply.status.as_u16() {
                403 => *refused = true,
                status => {
                    assert_eq!(status, 200, "{}", reply.text());
                    assert!(!*refused, "a right came back");
                    assert!(began < KEPT + MOMENT, "replica {replica} after {began:?}");
                }
            }
        }
    }
    fleet.stop().await
}

#[tokio::test]
async fn what_is_written_through_one_is_soon_seen_through_the_other() -> Result<()> {
    let kept = format!("--read-cache={}s", KEPT.as_secs());
    let fleet = Fleet::start(2, &[kept.as_str()]).await?;
    let newest = format!("{EXPERIMENTS}&sort_by=created_at%20desc");
    let shows = async |replica| -> Result<bool> {
        let page = fleet.get_at(replica, OWNER, &newest).await?.json()?;
        Ok(page["experiments"][0]["display_name"] == "just written")
    };
    assert!(!shows(0).await? && !shows(1).await?);
    let headers = [
        ("Host", "kubeflow.example.com"),
        ("kubeflow-userid", OWNER),
        ("Content-Type", "application/json"),
    ];
    let body = json!({"display_name": "just written", "namespace": "kubeflow-jbpark8"});
    let to = fleet.mesh.gateway_to_replica(0);
    let url = "/apis/v2beta1/experiments";
    let written = send(to, "POST", url, &headers, body.to_string()).await?;
    assert_eq!(written.status, 200, "{}", written.text());
    let since = Instant::now();
    assert!(shows(0).await?, "at once where it was written");
    loop {
        let began = since.elapsed();
        if shows(1).await? {
            break;
        }
        assert!(began < KEPT + MOMENT, "not after {began:?}");
    }
    fleet.stop().await
}
