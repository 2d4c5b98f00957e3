//! The same experiments, whichever way they are asked for.

use e2e::fixture::Whole;
use e2e::python::{Client, Outcome, Pod, sign_in};
use kfp_sandbox::{LoginEra, SandboxConfig, TokenRequest};
use serde_json::{Value, json};

use super::{EDITOR, NAMESPACE, OWNER};

/// Health, and the experiments, of one client; the list must not be empty and must be of the namespace alone.
async fn healthz_and_experiments(client: Client) -> Value {
    let mut values = client
        .healthz()
        .experiments(NAMESPACE)
        .values()
        .await
        .expect("both calls return");
    assert_eq!(values[0], json!({"multi_user": true}));
    let list = values.pop().expect("a list");
    assert_of_namespace(&list);
    list
}

fn assert_of_namespace(list: &Value) {
    let experiments = list.as_array().expect("a list that the client understands");
    assert!(!experiments.is_empty());
    for experiment in experiments {
        assert_eq!(experiment[2], NAMESPACE);
    }
}

/// Ways 1 to 3 of one login era: token in a pod, through the gateway, through the console's own prefix.
async fn three_ways(era: LoginEra, cookie_name: &str) {
    let whole = Whole::start(era).await.expect("everything starts");
    let folder = tempfile::tempdir().expect("a folder");
    let mounted = whole
        .sandbox
        .project_token(
            folder.path().join("token"),
            TokenRequest::for_pipelines(NAMESPACE, EDITOR),
        )
        .await
        .expect("a mounted token");
    let pipelines = format!("http://{}", whole.sandbox.addresses().ml_pipeline);
    let in_pod = healthz_and_experiments(Client::at(pipelines).token_file(mounted.path())).await;

    let cookie = sign_in(&whole.sandbox, OWNER).await.expect("a session");
    assert!(
        cookie.starts_with(&format!("{cookie_name}=")),
        "the cookie of this era"
    );
    let outside = |path: &str| Client::at(format!("{}{path}", whole.gateway())).cookie(&cookie);
    let through_gateway = healthz_and_experiments(outside("/pipeline")).await;
    let through_console = healthz_and_experiments(outside("/kfp-console")).await;

    assert_eq!(in_pod, through_gateway);
    assert_eq!(in_pod, through_console);
    drop(mounted);
    whole.stop().await;
}

#[tokio::test]
async fn a_pod_the_gateway_and_the_console_show_the_same_experiments_with_authservice() {
    three_ways(LoginEra::Authservice, "authservice_session").await;
}

#[tokio::test]
async fn a_pod_the_gateway_and_the_console_show_the_same_experiments_with_oauth2_proxy() {
    three_ways(LoginEra::Oauth2Proxy, "oauth2_proxy_kubeflow").await;
}

/// `kfp.Client()` finds host, token and namespace by itself, as in a notebook.
#[tokio::test]
async fn a_client_without_arguments_works_in_a_pod() {
    let mut config = SandboxConfig::default();
    // The client takes port 8888 for granted. An address of its own keeps the machine's other ports out of the way.
    config.listen.ml_pipeline = "127.88.0.1:8888".parse().expect("an address");
    let whole = Whole::start_with(config).await.expect("everything starts");
    let pipelines = TokenRequest::for_pipelines(NAMESPACE, EDITOR);
    let mut kubernetes = pipelines.clone();
    kubernetes.audiences.clear();
    let pod = Pod::new(
        NAMESPACE,
        &whole.sandbox.mint_token(&pipelines),
        &whole.sandbox.mint_token(&kubernetes),
        whole.sandbox.addresses().ml_pipeline,
    )
    .expect("a pod");

    let outcomes = Client::new()
        .healthz()
        .experiments(NAMESPACE)
        .run_in_pod(&pod)
        .await
        .expect("results");
    let [Outcome::Ok(healthz), Outcome::Ok(list)] = outcomes.as_slice() else {
        panic!("a call raised: {outcomes:?}")
    };
    assert_eq!(*healthz, json!({"multi_user": true}));
    assert_of_namespace(list);

    let cookie = sign_in(&whole.sandbox, OWNER).await.expect("a session");
    let console = Client::at(format!("{}/kfp-console", whole.gateway())).cookie(&cookie);
    assert_eq!(*list, healthz_and_experiments(console).await);
    whole.stop().await;
}
