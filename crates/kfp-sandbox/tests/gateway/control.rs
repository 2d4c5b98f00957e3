//! The control address.

use std::net::SocketAddr;

use kfp_sandbox::{LoginEra, Sandbox, SandboxConfig, SandboxError};
use serde_json::{Value, json};

use crate::browser::{Reply, get, send};
use crate::rig::Rig;

const LIST: &str = "/apis/v2beta1/experiments?namespace=team-vision";

/// A call as a program on this machine makes it.
async fn control(rig: &Rig, method: &str, path: &str, body: Value) -> Reply {
    let to = rig.sandbox.addresses().control;
    let headers = [
        ("Host".to_owned(), to.to_string()),
        ("Content-Type".to_owned(), "application/json".to_owned()),
    ];
    send(to, method, path, &headers, body.to_string().into_bytes()).await
}

#[tokio::test]
async fn faults_come_and_go() {
    let rig = Rig::start_seeded(LoginEra::Oauth2Proxy).await;
    let kfp = rig.sandbox.addresses().kfp;
    let healthz = async || get(kfp, "/apis/v2beta1/healthz", &[]).await.status.as_u16();
    let fault = json!({"at": "kfp", "path": "/apis/*", "times": 1,
                       "action": {"do": "envoy", "reply": "no-healthy-upstream"}});
    let added = control(&rig, "POST", "/faults", fault).await;
    assert_eq!((added.status.as_u16(), added.text()), (201, "{\"id\":1}"));
    assert_eq!(healthz().await, 503);
    assert_eq!(healthz().await, 200);
    let list = control(&rig, "GET", "/faults", json!({})).await;
    let list: Value = serde_json::from_slice(&list.body).unwrap();
    assert_eq!(
        (&list[0]["met"], &list[0]["harmed"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(
        control(&rig, "DELETE", "/faults/1", json!({})).await.status,
        204
    );
    assert_eq!(
        control(&rig, "DELETE", "/faults/1", json!({})).await.status,
        404
    );

    let unknown = json!({"at": "kfp", "action": {"do": "explode"}});
    assert_eq!(control(&rig, "POST", "/faults", unknown).await.status, 422);
    let misspelt = json!({"at": "kfp", "tmies": 1, "action": {"do": "stall"}});
    assert_eq!(control(&rig, "POST", "/faults", misspelt).await.status, 422);
}

#[tokio::test]
async fn switches_diagnoses_and_limits_are_set() {
    let rig = Rig::start_seeded(LoginEra::Oauth2Proxy).await;
    let kfp = rig.sandbox.addresses().kfp;
    let on = json!({"on": true});
    assert_eq!(
        control(&rig, "PUT", "/switches/kfp-single-user", on.clone())
            .await
            .status,
        204
    );
    assert!(
        get(kfp, "/apis/v2beta1/healthz", &[])
            .await
            .text()
            .contains("\"multi_user\":false")
    );
    assert_eq!(
        control(&rig, "PUT", "/switches/none-such", on.clone())
            .await
            .status,
        400
    );
    assert_eq!(
        control(&rig, "POST", "/diagnoses/d59/play", json!({}))
            .await
            .status,
        200
    );
    assert_eq!(
        control(&rig, "POST", "/diagnoses/D99/play", json!({}))
            .await
            .status,
        404
    );
    let switches = control(&rig, "GET", "/switches", json!({})).await;
    let switches: Value = serde_json::from_slice(&switches.body).unwrap();
    assert_eq!(switches["kfp-without-reviews"], true);
    assert_eq!(switches["login-down"], false);
    let table = control(&rig, "GET", "/diagnoses", json!({})).await;
    let table: Value = serde_json::from_slice(&table.body).unwrap();
    assert_eq!(table.as_array().unwrap().len(), 71);
    assert_eq!(
        control(&rig, "DELETE", "/faults", json!({})).await.status,
        204
    );
    assert!(
        get(kfp, "/apis/v2beta1/healthz", &[])
            .await
            .text()
            .contains("\"multi_user\":true")
    );

    assert_eq!(control(&rig, "PUT", "/throttle", on).await.status, 204);
    let overview = control(&rig, "GET", "/", json!({})).await;
    let overview: Value = serde_json::from_slice(&overview.body).unwrap();
    assert_eq!(overview["throttle"], json!({"per_second": 5, "burst": 10}));
    assert_eq!(overview["simulated"], true);
    assert_eq!(overview["addresses"]["kfp"], format!("http://{kfp}"));
}

#[tokio::test]
async fn a_kubeconfig_of_the_control_address_makes_kubectl_who_it_names() {
    let rig = Rig::start_seeded(LoginEra::Oauth2Proxy).await;
    let bindings = async |query: &str| {
        let path = format!("/kubeconfig{query}");
        let config = control(&rig, "GET", &path, json!({})).await;
        let config: Value = serde_json::from_slice(&config.body).unwrap();
        let to = rig.sandbox.addresses().kubernetes;
        assert_eq!(
            config["clusters"][0]["cluster"]["server"],
            format!("https://{to}")
        );
        let bearer = format!(
            "Bearer {}",
            config["users"][0]["user"]["token"].as_str().unwrap()
        );
        let list = "/apis/rbac.authorization.k8s.io/v1/namespaces/kubeflow-jbpark8/rolebindings";
        get(to, list, &[("Authorization", &bearer)])
            .await
            .status
            .as_u16()
    };
    assert_eq!(bindings("").await, 200);
    assert_eq!(bindings("?user=newcomer@example.com").await, 403);
    assert_eq!(
        bindings("?namespace=team-vision&service_account=default-viewer").await,
        403
    );
    let both = "/kubeconfig?user=a&service_account=b";
    assert_eq!(control(&rig, "GET", both, json!({})).await.status, 422);
}

#[tokio::test]
async fn a_token_of_the_control_address_is_good_until_its_time_is_over() {
    let rig = Rig::start_seeded(LoginEra::Oauth2Proxy).await;
    let wanted =
        json!({"namespace": "team-vision", "service_account": "default-viewer", "seconds": 60});
    let minted = control(&rig, "POST", "/tokens", wanted).await;
    let minted: Value = serde_json::from_slice(&minted.body).unwrap();
    let bearer = format!("Bearer {}", minted["token"].as_str().unwrap());
    let list = async || {
        let to = rig.sandbox.addresses().ml_pipeline;
        get(to, LIST, &[("Authorization", &bearer)])
            .await
            .status
            .as_u16()
    };
    assert_eq!(list().await, 200);
    let step = json!({"seconds": 121.0});
    assert_eq!(
        control(&rig, "POST", "/clock/advance", step).await.status,
        204
    );
    assert_eq!(list().await, 401);
    let back = json!({"seconds": -1.0});
    assert_eq!(
        control(&rig, "POST", "/clock/advance", back).await.status,
        422
    );
}

#[tokio::test]
async fn sessions_end_and_the_console_moves() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    let session = format!(
        "oauth2_proxy_kubeflow={}",
        rig.session("viewer@example.com").await
    );
    let status = async || {
        let reply = get(rig.gateway(), "/kfp-console/api/x", &[("Cookie", &session)]).await;
        reply.status.as_u16()
    };
    assert_eq!(status().await, 200);
    assert_eq!(
        control(&rig, "PUT", "/console", json!({"url": null}))
            .await
            .status,
        204
    );
    assert_eq!(status().await, 503);
    let other = json!({"user": "newcomer@example.com"});
    assert_eq!(
        control(&rig, "POST", "/sessions/end", other).await.status,
        204
    );
    assert_eq!(status().await, 503);
    assert_eq!(
        control(&rig, "POST", "/sessions/end", json!({}))
            .await
            .status,
        204
    );
    assert_eq!(status().await, 401);
}

#[tokio::test]
async fn pages_and_other_machines_are_not_heard() {
    let rig = Rig::start(LoginEra::Oauth2Proxy).await;
    let to = rig.sandbox.addresses().control;
    for (name, value) in [
        ("Host", "control.evil.example"),
        ("Origin", "http://127.0.0.1"),
        ("Sec-Fetch-Site", "cross-site"),
    ] {
        let mut headers = vec![(name.to_owned(), value.to_owned())];
        if name != "Host" {
            headers.push(("Host".to_owned(), to.to_string()));
        }
        assert_eq!(
            send(to, "GET", "/", &headers, Vec::new()).await.status,
            403,
            "{name}"
        );
    }
    // A form of a page cannot be JSON.
    let headers = [("Host".to_owned(), to.to_string())];
    let reply = send(to, "PUT", "/throttle", &headers, b"{\"on\":true}".to_vec()).await;
    assert_eq!(reply.status, 415);
    // Nothing leads to it from the gateway.
    let jar = format!(
        "oauth2_proxy_kubeflow={}",
        rig.session("viewer@example.com").await
    );
    let reply = get(rig.gateway(), "/faults", &[("Cookie", &jar)]).await;
    assert!(reply.text().contains("Kubeflow Central Dashboard"));

    let mut config = SandboxConfig::default();
    config.listen.control = SocketAddr::from(([0, 0, 0, 0], 0));
    let refused = Sandbox::start(config).await.unwrap_err();
    assert!(matches!(refused, SandboxError::ControlExposed { .. }));
}
