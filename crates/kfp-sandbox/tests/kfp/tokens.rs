//! Tokens on their way through a file and through reviews.

use std::time::Duration;

use kfp_sandbox::{Clock, Sandbox, SandboxConfig, TokenRequest};

use crate::client::Call;

const LIST: &str = "/apis/v2beta1/experiments?namespace=team-vision&page_size=1";

async fn status_with(sandbox: &Sandbox, token: &str) -> u16 {
    let call = Call::get(LIST).header("authorization", format!("Bearer {token}"));
    call.send(sandbox.addresses().kfp)
        .await
        .unwrap()
        .status
        .as_u16()
}

#[tokio::test]
async fn a_projected_token_is_good_for_the_pipeline_api() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let request = TokenRequest::for_pipelines("team-vision", "default-viewer");
    let projected = sandbox
        .project_token(folder.path().join("pipelines/token"), request)
        .await
        .unwrap();

    let token = std::fs::read_to_string(projected.path()).unwrap();
    assert_eq!(status_with(&sandbox, &token).await, 200);
    let left = std::fs::read_dir(folder.path().join("pipelines"))
        .unwrap()
        .count();
    assert_eq!(left, 1, "only the token itself stays in its folder");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn each_bad_token_is_refused() {
    let clock = Clock::system();
    let mut config = SandboxConfig::default();
    config.clock = clock.clone();
    let sandbox = Sandbox::start(config).await.unwrap();
    let good = TokenRequest::for_pipelines("team-vision", "default-viewer");
    let wrong_audience = TokenRequest {
        audiences: vec!["somebody-else".to_owned()],
        ..good.clone()
    };
    let nobody = TokenRequest {
        service_account: "nobody".to_owned(),
        ..good.clone()
    };
    let no_role = TokenRequest {
        namespace: "team-nlp".to_owned(),
        ..good.clone()
    };
    let token = sandbox.mint_token(&good);

    assert_eq!(status_with(&sandbox, &token).await, 200);
    assert_eq!(
        status_with(&sandbox, &sandbox.mint_token(&wrong_audience)).await,
        401
    );
    assert_eq!(
        status_with(&sandbox, &sandbox.mint_token(&nobody)).await,
        401
    );
    assert_eq!(
        status_with(&sandbox, &sandbox.mint_token(&no_role)).await,
        403
    );
    let other = Sandbox::start(SandboxConfig::default()).await.unwrap();
    assert_eq!(status_with(&sandbox, &other.mint_token(&good)).await, 401);
    clock.advance(good.expires_in + Duration::from_secs(61));
    assert_eq!(status_with(&sandbox, &token).await, 401);
    sandbox.shutdown().await;
    other.shutdown().await;
}
