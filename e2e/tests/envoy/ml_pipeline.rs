//! `ml-pipeline` behind its sidecar: what reaches it, and what the mesh refuses.

use anyhow::{Context as _, Result};
use e2e::envoy::Recorder;
use kfp_sandbox::{LoginEra, TokenRequest};

use crate::platform::{OWN_EXPERIMENTS, OWNER, Platform, assert_refused_by_the_mesh, call};

const EXPERIMENTS: &str = "/apis/v2beta1/experiments?namespace=kubeflow-jbpark8";

#[tokio::test]
async fn the_console_calls_with_its_token_and_without_the_users_header() -> Result<()> {
    let kfp = Recorder::start().await?;
    let platform = Platform::start_with_kfp(LoginEra::Oauth2Proxy, Some(kfp.address())).await?;
    let jar = platform.sign_in(OWNER).await?;
    let more = [
        ("kubeflow-userid", "admin@evil.example"),
        ("x-goog-authenticated-user-email", "admin@evil.example"),
    ];
    platform.get(&jar, OWN_EXPERIMENTS, &more).await?;
    let seen = kfp.seen();
    let call = seen
        .iter()
        .find(|seen| seen.target.starts_with("/apis/v2beta1/experiments"))
        .context("KFP was not called")?;
    let token = call
        .header("authorization")
        .and_then(|value| value.strip_prefix("Bearer "))
        .context("no token")?;
    assert_eq!(token.split('.').count(), 3);
    for absent in [
        "kubeflow-userid",
        "cookie",
        "x-goog-authenticated-user-email",
        "x-auth-request-email",
    ] {
        assert_eq!(call.header(absent), None, "{absent}");
    }
    let peer = call
        .header("x-forwarded-client-cert")
        .context("no verified peer")?;
    assert!(
        peer.ends_with("URI=spiffe://cluster.local/ns/kubeflow/sa/kfp-console"),
        "{peer}"
    );
    platform.stop().await;
    Ok(())
}

#[tokio::test]
async fn the_identity_header_is_refused_from_everyone_but_kfps_own_components() -> Result<()> {
    let platform = Platform::start(LoginEra::Oauth2Proxy).await?;
    let token = platform
        .sandbox
        .mint_token(&TokenRequest::for_pipelines("kubeflow", "kfp-console"));
    let bearer = format!("Bearer {token}");
    let mesh = &platform.mesh;
    // (caller, whether the answer comes from further on than the first proxy)
    for (to, further) in [
        (mesh.console_to_ml_pipeline(), true),
        (mesh.notebook_to_ml_pipeline(), true),
        (mesh.ml_pipeline(), false),
        (platform.sandbox.addresses().ml_pipeline, false),
    ] {
        let with_token = call(to, EXPERIMENTS, &[("Authorization", &bearer)]).await?;
        assert_eq!(with_token.status, 200, "{}", with_token.text());
        for user in [OWNER, ""] {
            let headers = [
                ("Authorization", bearer.as_str()),
                ("kubeflow-userid", user),
            ];
            assert_refused_by_the_mesh(&call(to, EXPERIMENTS, &headers).await?, further);
        }
        assert_refused_by_the_mesh(
            &call(to, EXPERIMENTS, &[("kubeflow-userid", OWNER)]).await?,
            further,
        );
        let anonymous = call(to, EXPERIMENTS, &[]).await?;
        assert_eq!(
            anonymous.status,
            401,
            "KFP itself refuses whom nobody named: {}",
            anonymous.text()
        );
    }
    platform.stop().await;
    Ok(())
}
