//! The dashboard behind the gateway, and the way to the KFP API through ml-pipeline-ui.

use http::StatusCode;
use kfp_sandbox::LoginEra;
use serde_json::{Value, json};

use crate::browser::{Jar, Reply, get, send, sign_in};
use crate::rig::{ERAS, HOST, Rig};

async fn json(rig: &Rig, jar: &Jar, url: &str) -> (StatusCode, Value) {
    let reply = get(rig.gateway(), url, &[("Cookie", &jar.header())]).await;
    (reply.status, serde_json::from_slice(&reply.body).unwrap())
}

#[tokio::test]
async fn everyone_is_told_their_own_namespaces() {
    for era in ERAS {
        let rig = Rig::start_seeded(era).await;
        for (user, namespaces) in [
            (
                "jbpark8@example.com",
                json!([{"namespace": "kubeflow-jbpark8", "role": "owner", "user": "jbpark8@example.com"}]),
            ),
            (
                "viewer@example.com",
                json!([{"namespace": "team-vision", "role": "viewer", "user": "viewer@example.com"}]),
            ),
            ("newcomer@example.com", json!([])),
        ] {
            let jar = sign_in(rig.gateway(), user).await;
            let (status, info) = json(&rig, &jar, "/api/workgroup/env-info").await;
            assert_eq!(status, 200);
            assert_eq!(info["user"], user);
            assert_eq!(info["namespaces"], namespaces);
            assert_eq!(info["isClusterAdmin"], false);
            let logout = match era {
                LoginEra::Authservice => "/authservice/logout",
                LoginEra::Oauth2Proxy => "/oauth2/sign_out",
            };
            assert_eq!(info["platform"]["logoutUrl"], logout);
        }
        rig.sandbox.shutdown().await;
    }
}

#[tokio::test]
async fn the_rest_of_the_api_answers_as_the_dashboard_does() {
    let rig = Rig::start_seeded(LoginEra::Oauth2Proxy).await;
    let jar = sign_in(rig.gateway(), "newcomer@example.com").await;
    let (_, exists) = json(&rig, &jar, "/api/workgroup/exists").await;
    assert_eq!(exists["hasWorkgroup"], false);
    let (_, links) = json(&rig, &jar, "/api/dashboard-links").await;
    assert_eq!(links["menuLinks"][0]["link"], "/kfp-console/");
    let (_, all) = json(&rig, &jar, "/api/namespaces").await;
    assert!(
        all.as_array()
            .unwrap()
            .iter()
            .any(|namespace| namespace["metadata"]["name"] == "team-nlp")
    );
    let (_, debug) = json(&rig, &jar, "/debug").await;
    assert_eq!(
        debug["headersForIdentity"]["USERID_HEADER"],
        "kubeflow-userid"
    );
    let (status, missing) = json(&rig, &jar, "/api/nothing").await;
    assert_eq!(status, 404);
    assert_eq!(
        missing["error"],
        "Could not find the route you're looking for"
    );

    let page = get(
        rig.gateway(),
        "/_/kfp-console/?ns=team-vision",
        &[("Cookie", &jar.header())],
    )
    .await;
    assert!(
        page.text()
            .contains("<title>Kubeflow Central Dashboard</title>")
    );
    assert!(page.text().contains("Simulated dashboard of the sandbox"));
    assert_eq!(page.header("x-frame-options"), "");
    let headers = [
        ("Host".to_owned(), HOST.to_owned()),
        ("Cookie".to_owned(), jar.header()),
    ];
    let post = send(rig.gateway(), "POST", "/kfp-consolex", &headers, Vec::new()).await;
    assert_eq!(post.status, 404);
    assert!(post.text().contains("Cannot POST /kfp-consolex"));
    rig.sandbox.shutdown().await;
}

#[tokio::test]
async fn the_stock_servers_healthz_has_its_own_shape() {
    for era in ERAS {
        let rig = Rig::start_seeded(era).await;
        let jar = sign_in(rig.gateway(), "jbpark8@example.com").await;
        let (_, healthz) = json(&rig, &jar, "/pipeline/apis/v2beta1/healthz").await;
        assert_eq!(healthz["apiServerReady"], true);
        assert_eq!(healthz["multi_user"], true);
        assert_eq!(healthz["apiServerTagName"], "2.17.0");
        assert_eq!(healthz.get("commit_sha"), None);
        rig.sandbox.shutdown().await;
    }
}
#[tokio::test]
async fn the_way_to_the_kfp_api_speaks_for_the_person_signed_in() {
    let rig = Rig::start_seeded(LoginEra::Oauth2Proxy).await;
    let jar = sign_in(rig.gateway(), "jbpark8@example.com").await;
    let list = async |namespace: &str| -> Reply {
        let url = format!("/pipeline/apis/v2beta1/experiments?namespace={namespace}");
        get(
            rig.gateway(),
            &url,
            &[
                ("Cookie", &jar.header()),
                ("kubeflow-userid", "nlp-lead@example.com"),
            ],
        )
        .await
    };
    let own = list("kubeflow-jbpark8").await;
    assert_eq!(own.status, 200, "{}", own.text());
    let foreign = list("team-nlp").await;
    assert_eq!(foreign.status, 403, "{}", foreign.text());
    assert!(
        foreign
            .text()
            .contains("User 'jbpark8@example.com' is not authorized")
    );
    rig.sandbox.shutdown().await;
}
