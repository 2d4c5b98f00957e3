//! The policies of `deploy/`, as they are built, in a real Envoy.

use anyhow::{Context as _, Result};
use e2e::envoy::{Deployed, Recorder, send};
use kfp_sandbox::{LoginEra, TokenRequest};

use crate::platform::{OWN_EXPERIMENTS, OWNER, Platform, assert_refused_by_the_mesh, call};

const EXPERIMENTS: &str = "/apis/v2beta1/experiments?namespace=kubeflow-jbpark8";

#[tokio::test]
async fn options_end_at_the_consoles_sidecar_where_the_login_lets_them_pass() -> Result<()> {
    let era = LoginEra::Authservice;
    let deployed = Deployed::read("kubeflow-1.8", "1.8")?;
    let platform = Platform::start_with(era, None, &deployed, &[]).await?;
    let jar = platform.sign_in(OWNER).await?;
    assert_eq!(platform.get(&jar, OWN_EXPERIMENTS, &[]).await?.status, 200);
    let headers = [
        ("Host", "kubeflow.example.com"),
        ("kubeflow-userid", "nlp-lead@example.com"),
    ];
    let url = "/kfp-console/api/session";
    let reply = send(platform.gateway(), "OPTIONS", url, &headers, "").await?;
    assert_refused_by_the_mesh(&reply, true);
    platform.stop().await;
    Ok(())
}

#[tokio::test]
async fn with_the_users_header_kfp_hears_the_name_from_the_console_and_from_nobody_else()
-> Result<()> {
    let kfp = Recorder::start().await?;
    let era = LoginEra::Oauth2Proxy;
    let flags = ["--upstream-identity=user-header"];
    let deployed = Deployed::read("user-header", "1.10")?;
    let platform = Platform::start_with(era, Some(kfp.address()), &deployed, &flags).await?;
    let jar = platform.sign_in(OWNER).await?;
    let forged = [("kubeflow-userid", "admin@evil.example")];
    platform.get(&jar, OWN_EXPERIMENTS, &forged).await?;
    let seen = kfp.seen();
    let seen = seen
        .iter()
        .find(|seen| seen.target.starts_with("/apis/v2beta1/experiments"))
        .context("KFP was not called")?;
    assert_eq!(seen.header("kubeflow-userid"), Some(OWNER));
    assert_eq!(seen.header("authorization"), None);
    let named = [("kubeflow-userid", OWNER)];
    let mesh = &platform.mesh;
    let notebook = call(mesh.notebook_to_ml_pipeline(), EXPERIMENTS, &named).await?;
    assert_refused_by_the_mesh(&notebook, true);
    let without_sidecar = call(mesh.ml_pipeline(), EXPERIMENTS, &named).await?;
    assert_refused_by_the_mesh(&without_sidecar, false);
    platform.stop().await;

    // Without the component's policy the mesh refuses the console as well, and the console says who it was.
    let platform = Platform::start_with(era, None, &Deployed::usual()?, &flags).await?;
    let jar = platform.sign_in(OWNER).await?;
    let reply = platform.get(&jar, OWN_EXPERIMENTS, &[]).await?;
    assert!(!reply.status.is_success(), "{}", reply.text());
    assert!(reply.text().contains("mesh"), "{}", reply.text());
    platform.stop().await;
    Ok(())
}

#[tokio::test]
async fn in_a_hardened_mesh_the_console_is_admitted_by_its_component_and_without_a_name()
-> Result<()> {
    let era = LoginEra::Oauth2Proxy;
    let plain = Deployed::read("kubeflow-1.11", "1.11")?.hardened();
    let platform = Platform::start_with(era, None, &plain, &[]).await?;
    let jar = platform.sign_in(OWNER).await?;
    let reply = platform.get(&jar, OWN_EXPERIMENTS, &[]).await?;
    assert!(!reply.status.is_success(), "{}", reply.text());
    platform.stop().await;

    // It has another prefix as well: the policies alone are of interest here.
    let admitted = Deployed::read("every-choice", "1.11")?.hardened();
    let platform = Platform::start_with(era, None, &admitted, &[]).await?;
    let request = TokenRequest::for_pipelines("kubeflow", "kfp-console");
    let bearer = format!("Bearer {}", platform.sandbox.mint_token(&request));
    let token = ("Authorization", bearer.as_str());
    let mesh = &platform.mesh;
    let console = call(mesh.console_to_ml_pipeline(), EXPERIMENTS, &[token]).await?;
    assert_eq!(console.status, 200, "{}", console.text());
    for name in [OWNER, ""] {
        let headers = [token, ("kubeflow-userid", name)];
        let named = call(mesh.console_to_ml_pipeline(), EXPERIMENTS, &headers).await?;
        assert_refused_by_the_mesh(&named, true);
    }
    let notebook = call(mesh.notebook_to_ml_pipeline(), EXPERIMENTS, &[token]).await?;
    assert_refused_by_the_mesh(&notebook, true);
    platform.stop().await;
    Ok(())
}
