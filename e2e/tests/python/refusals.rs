//! Who must not come in does not, and is told so in the words of the real programs.

use std::time::Duration;

use e2e::fixture::Whole;
use e2e::python::{Client, Failure, sign_in};
use kfp_sandbox::{LoginEra, SandboxConfig, TokenRequest};
use serde_json::Value;

use super::recorded::assert_is;
use super::{EDITOR, FOREIGN, NAMESPACE, NEWCOMER, OWNER};

async fn whole() -> Whole {
    Whole::start(LoginEra::Oauth2Proxy)
        .await
        .expect("everything starts")
}

/// A client in a pod, which calls `ml-pipeline` and makes no call before it is told to.
fn in_pod(whole: &Whole) -> Client {
    Client::at(format!("http://{}", whole.sandbox.addresses().ml_pipeline)).namespace(NAMESPACE)
}

fn token(whole: &Whole, change: impl FnOnce(&mut TokenRequest)) -> String {
    let mut request = TokenRequest::for_pipelines(NAMESPACE, EDITOR);
    change(&mut request);
    whole.sandbox.mint_token(&request)
}

async fn refused(client: Client, namespace: &str) -> Failure {
    client
        .experiments(namespace)
        .failure()
        .await
        .expect("an exception")
}

#[tokio::test]
async fn a_token_for_another_audience() {
    let whole = whole().await;
    let other = token(&whole, |request| {
        request.audiences = vec!["something-else".to_owned()];
    });
    assert_is(
        &refused(in_pod(&whole).token(&other), NAMESPACE).await,
        "auth-018-tok-bad-aud",
    );
    let plain = token(&whole, |request| request.audiences.clear());
    assert_is(
        &refused(in_pod(&whole).token(&plain), NAMESPACE).await,
        "auth-019-tok-plain",
    );
    whole.stop().await;
}

#[tokio::test]
async fn an_expired_token() {
    let config = SandboxConfig::default();
    let clock = config.clock.clone();
    let whole = Whole::start_with(config).await.expect("everything starts");
    let short = token(&whole, |request| {
        request.expires_in = Duration::from_mins(10);
    });
    in_pod(&whole)
        .token(&short)
        .experiments(NAMESPACE)
        .values()
        .await
        .expect("it is still good");
    clock.advance(Duration::from_mins(12));
    assert_is(
        &refused(in_pod(&whole).token(&short), NAMESPACE).await,
        "auth-089-tok-expired",
    );
    whole.stop().await;
}

#[tokio::test]
async fn no_token_and_no_role() {
    let whole = whole().await;
    // A host alone makes the client send nothing.
    assert_is(
        &refused(in_pod(&whole), NAMESPACE).await,
        "auth-006-list-anon",
    );
    let good = token(&whole, |_| ());
    assert_is(
        &refused(in_pod(&whole).token(&good), FOREIGN).await,
        "auth-017-tok-ed-other",
    );
    whole.stop().await;
}

#[tokio::test]
async fn an_identity_header_of_ones_own_with_and_without_a_token() {
    let whole = whole().await;
    let spoofed = in_pod(&whole).header("kubeflow-userid", OWNER);
    assert_is(
        &refused(spoofed.clone(), NAMESPACE).await,
        "mlp-direct-user",
    );
    let good = token(&whole, |_| ());
    assert_is(
        &refused(spoofed.token(&good), NAMESPACE).await,
        "mlp-direct-user",
    );
    whole.stop().await;
}

#[tokio::test]
async fn an_identity_header_at_the_gateway_does_not_make_one_somebody_else() {
    for era in [LoginEra::Authservice, LoginEra::Oauth2Proxy] {
        let whole = Whole::start(era).await.expect("everything starts");
        let cookie = sign_in(&whole.sandbox, NEWCOMER).await.expect("a session");
        for path in ["/pipeline", "/kfp-console"] {
            let client = Client::at(format!("{}{path}", whole.gateway()))
                .cookie(&cookie)
                .namespace(NAMESPACE)
                .header("kubeflow-userid", OWNER);
            let failure = refused(client, NAMESPACE).await;
            assert_eq!(failure.status, Some(403), "{path}: {}", failure.text);
            let body: Value = serde_json::from_str(failure.body.as_deref().expect("a body"))
                .expect("a JSON body");
            assert_eq!(body["code"], 7, "{path}: KFP's own shape");
            let message = body["message"].as_str().expect("a message");
            assert!(
                message.contains(NEWCOMER) && !message.contains(OWNER),
                "{path}: {message}"
            );
        }
        whole.stop().await;
    }
}

#[tokio::test]
async fn an_identity_header_past_the_gateway() {
    let whole = whole().await;
    let client = Client::at(format!("http://{}", whole.console.address()))
        .namespace(NAMESPACE)
        .header("kubeflow-userid", OWNER);
    let failure = refused(client, NAMESPACE).await;
    assert_eq!(failure.status, Some(401), "{}", failure.text);
    whole.stop().await;
}

#[tokio::test]
async fn a_service_account_token_at_a_gateway_that_knows_people_alone() {
    let whole = whole().await;
    let good = token(&whole, |_| ());
    let client = Client::at(format!("{}/kfp-console", whole.gateway()))
        .namespace(NAMESPACE)
        .token(&good);
    assert_is(&refused(client, NAMESPACE).await, "default-sa");
    whole.stop().await;
}

/// The two eras differ: one answers with a sign-in page, which the client takes for an empty answer.
#[tokio::test]
async fn no_session() {
    for (era, path) in [
        (LoginEra::Oauth2Proxy, "/pipeline"),
        (LoginEra::Oauth2Proxy, "/kfp-console"),
        (LoginEra::Authservice, "/pipeline"),
        (LoginEra::Authservice, "/kfp-console"),
    ] {
        let whole = Whole::start(era).await.expect("everything starts");
        let client = Client::at(format!("{}{path}", whole.gateway())).namespace(NAMESPACE);
        match era {
            LoginEra::Oauth2Proxy => {
                let failure = refused(client, NAMESPACE).await;
                assert_eq!(
                    (failure.status, failure.body.as_deref()),
                    (Some(401), Some("{}")),
                    "{path}"
                );
            }
            LoginEra::Authservice => {
                let values = client
                    .experiments(NAMESPACE)
                    .values()
                    .await
                    .expect("the client notices nothing");
                assert_eq!(values, [Value::Null], "{path}");
            }
        }
        whole.stop().await;
    }
}
