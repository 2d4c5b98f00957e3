//! Bearer tokens at the gateway, and a session that outlives its token.

use kfp_sandbox::{LoginEra, TokenRequest};

use crate::browser::{Jar, START, get, send, sign_in, sign_in_from};
use crate::rig::{HOST, Rig};

const REALM: &str =
    "Bearer realm=\"http://kubeflow.example.com/kfp-console/api/x\", error=\"invalid_token\"";

/// The Dex token of a person, as an application behind the gateway would see it.
pub(crate) async fn dex_token(rig: &Rig, user: &str) -> String {
    let service = rig.sandbox.addresses().login;
    let jar = sign_in_from(service, START, Jar::default(), user).await;
    let reply = get(service, "/oauth2/auth", &[("Cookie", &jar.header())]).await;
    reply
        .header("authorization")
        .strip_prefix("Bearer ")
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn a_dex_token_is_a_way_in_and_names_its_own_user() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    let bearer = format!("Bearer {}", dex_token(&rig, "viewer@example.com").await);
    let headers = [
        ("Authorization", bearer.as_str()),
        ("kubeflow-userid", "admin@evil.example"),
    ];
    let reply = get(rig.gateway(), "/kfp-console/api/x", &headers).await;
    assert_eq!(reply.status, 200);
    assert!(
        reply
            .text()
            .contains("[\"kubeflow-userid\",\"viewer@example.com\"]")
    );
    assert!(!reply.text().contains("evil"));
    assert!(
        !reply.text().contains("[\"authorization\""),
        "the console never sees the login token"
    );

    let lower = bearer.replace("Bearer", "bearer");
    let reply = get(
        rig.gateway(),
        "/kfp-console/api/x",
        &[("Authorization", &lower)],
    )
    .await;
    assert_eq!(
        (reply.status.as_u16(), reply.text()),
        (403, "RBAC: access denied")
    );

    let healthz = get(
        rig.gateway(),
        "/pipeline/apis/v2beta1/healthz",
        &[("Authorization", &bearer)],
    )
    .await;
    assert_eq!(healthz.status, 200);
    rig.sandbox.shutdown().await;
}

#[tokio::test]
async fn every_other_token_is_refused_in_envoys_words() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    let good = dex_token(&rig, "viewer@example.com").await;
    let request = TokenRequest::for_pipelines("kubeflow-jbpark8", "default-editor");
    let service_account = rig.sandbox.mint_token(&request);
    let parts: Vec<&str> = good.split('.').collect();
    let changed = format!(
        "{}.{}.{}",
        parts[0],
        parts[1],
        parts[2].chars().rev().collect::<String>()
    );
    let unsigned = format!("{}.{}.", parts[0], parts[1]);
    for (token, words) in [
        (service_account.as_str(), "Jwt issuer is not configured"),
        (changed.as_str(), "Jwt verification fails"),
        (
            unsigned.as_str(),
            "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections",
        ),
        (
            "sha256~abc",
            "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections",
        ),
        ("*.b.c", "Jwt header is an invalid Base64url encoded"),
    ] {
        let bearer = format!("Bearer {token}");
        let reply = get(
            rig.gateway(),
            "/kfp-console/api/x",
            &[("Authorization", &bearer)],
        )
        .await;
        assert_eq!((reply.status.as_u16(), reply.text()), (401, words));
        assert_eq!(reply.header("www-authenticate"), REALM);
    }
    rig.sandbox.shutdown().await;
}

#[tokio::test]
async fn a_session_that_outlives_its_token_ends_with_bare_words() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    let jar = sign_in(rig.gateway(), "jbpark8@example.com").await;
    rig.sandbox.expire_tokens();
    let reply = get(
        rig.gateway(),
        "/kfp-console/api/x",
        &[("Cookie", &jar.header())],
    )
    .await;
    assert_eq!(
        (reply.status.as_u16(), reply.text()),
        (401, "Jwt is expired")
    );
    assert_eq!(reply.header("www-authenticate"), REALM);
    let info = get(
        rig.gateway(),
        "/oauth2/userinfo",
        &[("Cookie", &jar.header())],
    )
    .await;
    assert_eq!(info.status, 200);
    let again = sign_in_again(&rig, &jar.header()).await;
    assert_eq!(again, 302);
    rig.sandbox.shutdown().await;
}

async fn sign_in_again(rig: &Rig, cookie: &str) -> u16 {
    let headers = [
        ("Host".to_owned(), HOST.to_owned()),
        ("Cookie".to_owned(), cookie.to_owned()),
    ];
    send(
        rig.gateway(),
        "GET",
        "/oauth2/start?rd=%2Fkfp-console%2F",
        &headers,
        Vec::new(),
    )
    .await
    .status
    .as_u16()
}
