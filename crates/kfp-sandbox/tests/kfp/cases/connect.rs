//! Ways in which a connection goes wrong.

use std::net::{Ipv6Addr, SocketAddr};

use http::Method;
use kfp_sandbox::{Action, Fault, Place, Sandbox, Switch};
use serde_json::json;

use super::{answer_with, get, of_kfp};
use crate::client::Call;
use crate::packages::spec;
use crate::rig::Rig;
use crate::walk;

#[tokio::test]
async fn k01_the_same_page_comes_again_and_its_cookie_is_for_https_alone() {
    let rig = Rig::start(true).await;
    let cookie = "oauth2_proxy_kubeflow=not-a-real-session; Path=/; HttpOnly; Secure; SameSite=Lax";
    let headers = [("location", "http://{host}{path}"), ("set-cookie", cookie)];
    let fault = Fault::at(Place::Gateway, answer_with(302, &headers, ""));
    rig.sandbox.faults().add(fault);
    for _ in 0..3 {
        let page = get(rig.sandbox.addresses().gateway, "/pipeline/").await;
        assert_eq!(page.status, 302);
        assert_eq!(page.headers["location"], "http://sandbox/pipeline/");
        assert_eq!(page.headers["set-cookie"], cookie);
    }
}

#[tokio::test]
async fn k02_a_plain_port_sends_to_https_on_itself() {
    let rig = Rig::start(true).await;
    let headers = [("location", "https://{host}{path}")];
    let fault = Fault::at(Place::Gateway, answer_with(301, &headers, ""));
    rig.sandbox.faults().add(fault);
    let gateway = rig.sandbox.addresses().gateway;
    let call = Call::get("/pipeline").header("host", gateway.to_string());
    let sent = call.send(gateway).await.expect("an answer");
    assert_eq!(sent.status, 301);
    let location = sent.headers["location"].to_str().unwrap().to_owned();
    assert!(location.starts_with("https://"), "{location}");
}

#[tokio::test]
async fn k04_everything_listens_on_ipv6_too() {
    let rig = Rig::start_with(true, |config| {
        let free = SocketAddr::from((Ipv6Addr::LOCALHOST, 0));
        config.listen.kfp = free;
        config.listen.gateway = free;
        config.listen.ml_pipeline = free;
        config.listen.login = free;
        config.listen.console_sidecar = free;
    })
    .await;
    let addresses = rig.sandbox.addresses();
    assert!(addresses.kfp.to_string().starts_with("[::1]:"));
    for address in [addresses.kfp, addresses.ml_pipeline] {
        let healthz = get(address, "/apis/v2beta1/healthz").await;
        assert_eq!(healthz.value()["multi_user"], true);
    }
    assert_eq!(get(addresses.gateway, "/").await.status, 403);
}

#[tokio::test]
async fn k06_what_stands_in_the_way_of_a_proxy_answers_its_connect() {
    for (status, headers) in [
        (426, [("upgrade", "HTTP/2.0")]),
        (407, [("proxy-authenticate", "Basic realm=\"corp\"")]),
    ] {
        let rig = Rig::start(true).await;
        let action = answer_with(status, &headers, "");
        let fault = Fault::at(Place::Gateway, action).method("CONNECT");
        rig.sandbox.faults().add(fault);
        let mut call = Call::get("kubeflow.example.com:443");
        call.method = Method::CONNECT;
        let refused = call.send(rig.sandbox.addresses().gateway).await;
        assert_eq!(refused.expect("an answer").status, status);
    }
}

#[tokio::test]
async fn k07_a_proxy_in_front_does_not_know_every_file() {
    let rig = Rig::start(true).await;
    let page = Action::answer(404, "text/html", "<h1>Not here</h1>");
    let fault = Fault::at(Place::Gateway, page).path("*.wasm");
    rig.sandbox.faults().add(fault);
    let gateway = rig.sandbox.addresses().gateway;
    assert_eq!(get(gateway, "/kfp-console/app.wasm").await.status, 404);
    assert_eq!(get(gateway, "/kfp-console/app.js").await.status, 403);
}

#[tokio::test]
async fn k09_a_call_that_the_server_lacks_is_a_503_of_a_proxy() {
    let rig = Rig::start(true).await;
    let words = "Error trying to reach service: 'ssh: rejected: connect failed'";
    let refused = Action::answer(503, "text/plain; charset=utf-8", words);
    rig.sandbox.faults().add(of_kfp("*/versions", refused));
    let kfp = rig.sandbox.addresses().kfp;
    assert_eq!(get(kfp, "/apis/v2beta1/healthz").await.status, 200);
    assert_eq!(get(kfp, "/apis/v2beta1/pipelines").await.status, 200);
    let versions = get(kfp, "/apis/v2beta1/pipelines/p/versions").await;
    assert_eq!(
        (versions.status.as_u16(), versions.value()),
        (503, words.into())
    );
}

#[tokio::test]
async fn k10_k11_a_server_without_users_runs_everything_in_its_own_namespace() {
    let sandbox = Sandbox::start(walk::stepped()).await.unwrap();
    let id = walk::create(&sandbox, &spec("hello"), &json!({})).await;
    sandbox.advance(std::time::Duration::from_mins(1)).await;
    let healthz = walk::get(&sandbox, "/apis/v2beta1/healthz").await;
    assert_eq!(healthz["multi_user"], false);
    let run = walk::run(&sandbox, &id).await;
    assert_eq!(run["service_account"], "pipeline-runner");
    let administrator = kfp_sandbox::KubernetesUser::administrator();
    let pods = Call::get(format!(
        "/api/v1/namespaces/kubeflow/pods?labelSelector=pipeline/runid={id}"
    ))
    .header(
        "authorization",
        format!("Bearer {}", sandbox.kubernetes_token(&administrator)),
    );
    let pods = pods.send(sandbox.addresses().kubernetes).await;
    let pods = pods.expect("an answer").value();
    assert!(!pods["items"].as_array().unwrap().is_empty(), "{pods}");
}

#[tokio::test]
async fn k13_public_pipelines_are_no_proof_of_identity() {
    let rig = Rig::start(true).await;
    rig.upload("alice", "name=shared", "hello.yaml").await;
    let kfp = rig.sandbox.addresses().kfp;
    let shared = get(kfp, "/apis/v2beta1/pipelines").await;
    assert_eq!(shared.value()["total_size"], 1);
    let own = get(kfp, "/apis/v2beta1/experiments?namespace=team-a").await;
    assert_eq!(own.status, 401);
}

#[tokio::test]
async fn k72_an_old_server_knows_the_first_api_alone() {
    let rig = Rig::start(true).await;
    rig.sandbox.faults().set(Switch::KfpFirstApiOnly, true);
    let kfp = rig.sandbox.addresses().kfp;
    assert_eq!(get(kfp, "/apis/v1beta1/healthz").await.status, 200);
    for target in ["healthz", "runs?namespace=team-a", "pipelines"] {
        let answer = get(kfp, &format!("/apis/v2beta1/{target}")).await;
        assert_eq!(answer.status, 404, "{target}");
    }
    let rig = Rig::start(true).await;
    rig.sandbox.faults().set(Switch::KfpAlpha, true);
    let healthz = get(rig.sandbox.addresses().kfp, "/apis/v2beta1/healthz").await;
    assert_eq!(healthz.value()["tag_name"], "2.0.0-alpha.7");
}
